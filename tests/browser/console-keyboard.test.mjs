// Everything from the keyboard: without a mouse one gets everywhere, does everything, and never loses one's place.

import assert from "node:assert/strict";

import { consoleTest } from "./console-support.mjs";
import { ServicesView, ServiceView } from "./console-views.mjs";
import { eventually } from "./support.mjs";

const START = "2026-03-03T10:00:00Z";

consoleTest("the skip link is the first stop, and leads past the navigation", { testClock: START }, async ({ stage }) => {
  const console = await stage.owner();
  await console.open("/services");
  await console.page.keyboard.press("Tab");
  await console.focusIs("Skip to the view");
  await console.page.keyboard.press("Enter");
  await eventually(async () => assert.equal(await console.page.evaluate(() => document.activeElement.id), "view"));
  // The next stop is in the view.
  await console.page.keyboard.press("Tab");
  assert.ok(await console.page.evaluate(() => document.activeElement.closest("main") !== null));
});

consoleTest("the palette goes to every view and every service, and does what the view can do", { testClock: START }, async ({ stage, backend, api }) => {
  for (const name of ["alpha", "beta"]) {
    await api.createGpuService({ name });
  }
  const console = await stage.owner();
  await console.isLive();
  const { keyboard } = console.page;
  const find = async (text) => {
    await keyboard.press("Control+k");
    await console.dialog("Go to");
    await keyboard.type(text);
  };
  for (const [typed, heading] of [["usage", "Usage"], ["new serv", "New service"], ["beta", "beta"], ["api", "API keys"]]) {
    await find(typed);
    await console.page.getByRole("option", { name: new RegExp(heading) }).first().waitFor();
    await keyboard.press("Enter");
    await console.headingIs(heading);
    // Whoever came to a view begins at its heading.
    await console.focusIs(heading);
  }
  await find("nothing is called that");
  await console.page.getByText("Nothing by that name").waitFor();
  await keyboard.press("Escape");
  await console.dialogIsGone();

  await find("alpha");
  await keyboard.press("Enter");
  await console.headingIs("alpha");
  await find("Enable: alpha");
  await keyboard.press("Enter");
  const dialog = await console.dialog("Enable alpha");
  await dialog.getByRole("button", { name: "Enable", exact: true }).focus();
  await keyboard.press("Enter");
  await console.dialogIsGone();
  await backend.settle();
  await new ServiceView(console).statusIs("Running");
});

consoleTest("j, k, Enter and / work in the list, and not while something is typed", { testClock: START }, async ({ stage, api }) => {
  for (const name of ["alpha", "beta", "jackal"]) {
    await api.createGpuService({ name });
  }
  const console = await stage.owner();
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  await services.shows(["alpha", "beta", "jackal"]);
  const { keyboard } = console.page;
  await keyboard.press("j");
  await console.focusIs("alpha");
  await keyboard.press("j");
  await console.focusIs("beta");
  await keyboard.press("k");
  await console.focusIs("alpha");
  await keyboard.press("/");
  await eventually(async () => assert.ok(await services.filter.evaluate((field) => field === document.activeElement)));
  await keyboard.type("jack");
  await services.shows(["jackal"]);
  assert.equal(await services.filter.inputValue(), "jack");
  await keyboard.press("Tab");
  await keyboard.press("j");
  await console.focusIs("jackal");
  await keyboard.press("Enter");
  await console.headingIs("jackal");
  await keyboard.press("?");
  const keys = await console.dialog("Keys");
  await keys.getByText("Next and previous entry of a list").waitFor();
  await keyboard.press("Escape");
  await console.dialogIsGone();
});

consoleTest("a dialog keeps the focus, Esc closes it without doing anything, and the focus returns", { testClock: START }, async ({ stage, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  const console = await stage.owner();
  await console.open(`/services/${id}`);
  const service = new ServiceView(console);
  const { keyboard } = console.page;
  await service.enable.focus();
  await keyboard.press("Enter");
  await console.dialog("Enable chat");
  for (let stop = 0; stop < 8; stop += 1) {
    await keyboard.press("Tab");
    const where = await console.page.evaluate(() => document.activeElement.closest("dialog") !== null || document.activeElement === document.body);
    assert.ok(where, "the rest of the page is out of reach");
  }
  await keyboard.press("Escape");
  await console.dialogIsGone();
  await eventually(async () => assert.ok(await service.enable.evaluate((button) => button === document.activeElement)));
  assert.equal((await api.service(id)).status, "not_enabled");
});

consoleTest("tabs follow the arrow keys, menus too", { testClock: START }, async ({ stage, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  const console = await stage.owner();
  await console.open(`/services/${id}`);
  const service = new ServiceView(console);
  const { keyboard } = console.page;
  await service.tab("Overview").focus();
  for (const [key, tab] of [["ArrowRight", "Usage and cost"], ["End", "Settings"], ["ArrowRight", "Overview"], ["ArrowLeft", "Settings"], ["Home", "Overview"]]) {
    await keyboard.press(key);
    await console.focusIs(tab);
    assert.equal(await service.tab(tab).getAttribute("aria-selected"), "true");
  }
  const more = console.view.getByRole("button", { name: "More", exact: true });
  await more.focus();
  await keyboard.press("Enter");
  await console.focusIs("Rename");
  await keyboard.press("ArrowDown");
  await console.focusIs("Edit labels");
  await keyboard.press("Escape");
  await eventually(async () => assert.ok(await more.evaluate((button) => button === document.activeElement)));
});

consoleTest("what cannot be taken back is typed first", { testClock: START }, async ({ stage, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  const console = await stage.owner();
  await console.open(`/services/${id}?tab=settings`);
  const { keyboard } = console.page;
  await console.view.getByRole("button", { name: "Delete service" }).focus();
  await keyboard.press("Enter");
  const dialog = await console.dialog("Delete chat");
  const confirm = dialog.getByRole("button", { name: "Delete", exact: true });
  assert.equal(await confirm.isDisabled(), true);
  await dialog.getByRole("textbox").focus();
  await keyboard.type("cha");
  assert.equal(await confirm.isDisabled(), true);
  await keyboard.press("Enter");
  assert.equal((await api.service(id)).name, "chat");
  await keyboard.type("t");
  await keyboard.press("Enter");
  await console.dialogIsGone();
  await console.headingIs("Services");
  await api.refused("GET", `/services/${id}`, undefined, { status: 404 });
});
