// The craft of what is seen only now and then: dialogs, pop-ups, what went wrong, what was found out. Nothing for axe to
// complain of in either theme.

import assert from "node:assert/strict";

import { sum } from "../node/backend-tools.mjs";
import { furnish, FURNISHED_FROM } from "./console-furniture.mjs";
import { consoleTest } from "./console-support.mjs";
import { AccountView, BillView, ServicesView, ServiceView } from "./console-views.mjs";

const START = "2026-03-03T10:00:00Z";
/** March is issued on 2 April, due a day later. */
const TERMS = { testClock: "2026-03-30T10:00:00Z", flags: ["--payment-terms-days", "1"] };

for (const theme of ["light", "dark"]) {
  consoleTest(`overdue payment and a top-up, ${theme}`, TERMS, async ({ stage, backend, api }) => {
    const { id } = await api.createGpuService({ name: "runs" });
    await api.enable(id);
    await backend.settle();
    await backend.clockTo("2026-04-03T10:00:00Z");
    const console = await stage.owner({ theme });
    const banner = console.view.getByRole("alert").filter({ hasText: "Payment is overdue" });
    for (const path of ["", "/services", `/services/${id}`, "/bills", "/account"]) {
      await console.open(path);
      await banner.waitFor();
      await console.checkAccess(`overdue ${path}`);
    }
    const account = new AccountView(console);
    const faulty = await account.beginTopUp("abc");
    await faulty.getByText("Write the amount in digits").waitFor();
    await console.checkAccess("a top-up with a fault");
    await console.page.keyboard.press("Escape");
    await console.dialogIsGone();
    const dialog = await account.beginTopUp("1000");
    await console.effectShows(dialog, [["Overdue", "yes → ends at once"]]);
    await console.checkAccess("a top-up");
  });

  consoleTest(`offline, and an error that can be tried again, ${theme}`, { testClock: START, door: true }, async ({ stage, api, door }) => {
    const { id } = await api.createGpuService({ name: "chat" });
    const console = await stage.owner({ theme });
    console.expectOutage();
    await console.page.route(/\/api\/v1\/bills(\?.*)?$/, (route) => route.abort("connectionfailed"));
    await console.open("/bills");
    await console.view.getByRole("button", { name: "Try again" }).waitFor();
    await console.checkAccess("an error with a way to try again");
    await console.open(`/services/${id}`);
    await console.isLive();
    door.shut();
    await console.connectionIs(/^Offline · /);
    await console.checkAccess("offline");
    door.open();
    await console.isLive();
  });

  consoleTest(`what is done to many, with its results, and what opens beside the table, ${theme}`, { testClock: START }, async ({ stage, backend, api }) => {
    const ids = {};
    for (const name of ["alpha", "beta", "fresh"]) {
      ids[name] = (await api.createGpuService({ name })).id;
    }
    for (const name of ["alpha", "beta"]) {
      await api.enable(ids[name]);
    }
    await backend.settle();
    const console = await stage.owner({ theme });
    await console.open("/services?type=custom");
    const services = new ServicesView(console);
    await services.shows(["alpha", "beta", "fresh"]);
    const summary = (name) => console.view.locator("summary").filter({ hasText: name });
    await summary(/^Columns$/).click();
    await console.view.getByRole("group", { name: "Columns" }).waitFor();
    await console.checkAccess("the columns");
    await summary(/^Views$/).click();
    await console.view.getByText("A saved view keeps filter, order and columns").waitFor();
    await console.checkAccess("the views");
    await console.page.keyboard.press("Escape");

    await services.rowSays("beta", "Running");
    await services.everything.click();
    await console.checkAccess("a selection");
    await services.selection.getByRole("button", { name: "Disable", exact: true }).click();
    const dialog = await console.dialog("Disable 3 services");
    await dialog.getByText("2 will change.", { exact: true }).waitFor();
    await console.checkAccess("many");
    await api.disable(ids.beta);
    console.expectRefusals(412);
    await dialog.getByRole("button", { name: "Disable 2 services" }).click();
    await dialog.getByText("1 of 2 done, 1 not.", { exact: true }).first().waitFor();
    await console.checkAccess("the results");
  });

  consoleTest(`toast, keys, palette and what cannot be taken back, ${theme}`, { testClock: START }, async ({ stage, backend, api }) => {
    const { id } = await api.createGpuService({ name: "chat" });
    const console = await stage.owner({ theme });
    const { keyboard } = console.page;
    await console.open(`/services/${id}`);
    await new ServiceView(console).enableIt("chat");
    await console.checkAccess("a toast");
    await backend.settle();
    await keyboard.press("?");
    await console.dialog("Keys");
    await console.checkAccess("the keys");
    await keyboard.press("Escape");
    await console.dialogIsGone();
    await keyboard.press("Control+k");
    await console.dialog("Go to");
    await keyboard.type("chat");
    await console.page.getByRole("option", { name: /chat/ }).first().waitFor();
    await console.checkAccess("the palette, with what it found");
    await keyboard.press("Escape");
    await console.dialogIsGone();
    const idle = await api.createGpuService({ name: "idle" });
    await console.open(`/services/${idle.id}?tab=settings`);
    await console.view.getByRole("button", { name: "Delete service" }).click();
    await console.dialog("Delete idle");
    await console.checkAccess("deleting");
  });

  consoleTest(`bills looked into, and tabs of other services, ${theme}`, { testClock: FURNISHED_FROM, timeout: 120_000 }, async ({ stage, backend, api }) => {
    const ids = await furnish(backend, api);
    const console = await stage.owner({ theme });
    const chat = `/services/${ids["Support chat"]}`;
    for (const path of [`${chat}?tab=billing`, `${chat}?tab=scaling`, "/bills/current"]) {
      await console.open(path);
      await console.checkAccess(path);
    }
    await console.open("/bills/2026-03");
    const view = new BillView(console);
    await view.open("Support chat", "GPU seconds");
    await view.rowsBehind("Billed seconds");
    await console.checkAccess("a line, opened");
    await view.verify("Equal to the last digit");
    await console.checkAccess("equal");

    await console.page.route(/\/api\/v1\/bills\/2026-03(\?.*)?$/, async (route) => {
      const response = await route.fetch();
      const bill = await response.json();
      bill.lines[0].amount = sum([bill.lines[0].amount, "0.000217"]);
      bill.exact_total = sum([bill.exact_total, "0.000217"]);
      bill.rounding = sum([bill.rounding, "-0.000217"]);
      await route.fulfill({ response, json: bill });
    });
    await console.open("/bills/2026-03");
    await view.verify(/^It differs: 1 line and 2 sums$/);
    await console.checkAccess("different");
  });

  consoleTest(`the sign-in page, ${theme}`, { testClock: START }, async ({ stage }) => {
    const visitor = await stage.visitor({ theme });
    visitor.expectRefusals(401);
    await visitor.page.goto(`${stage.address}/console/sign-in#used-before`);
    await visitor.page.getByRole("status").filter({ hasText: "This link was used before, or is too old." }).waitFor();
    await visitor.checkAccess("a sign-in link that was used");
    const owner = await stage.owner({ theme });
    const beside = await owner.anotherTab();
    await beside.page.goto(`${stage.address}${await stage.link()}`);
    const instead = beside.page.getByRole("button", { name: "Use this link", exact: true });
    await instead.waitFor();
    await beside.checkAccess("a sign-in link where somebody is signed in");
    assert.equal(await beside.sidewaysScroll(), 0);
  });
}
