// One thing done to many services: what would be refused is said before, and each row says what became of it.

import assert from "node:assert/strict";

import { consoleTest } from "./console-support.mjs";
import { ServicesView } from "./console-views.mjs";
import { eventually, textOf } from "./support.mjs";

const START = "2026-03-03T10:00:00Z";

consoleTest("many are disabled: one is left out, one is refused, one was changed meanwhile, and each row says so", { testClock: START }, async ({ stage, backend, api }) => {
  const ids = {};
  for (const name of ["alpha", "beta", "delta", "fresh", "gamma"]) {
    ids[name] = (await api.createGpuService({ name })).id;
  }
  for (const name of ["alpha", "beta", "delta", "gamma"]) {
    await api.enable(ids[name]);
  }
  await backend.settle();
  const console = await stage.owner();
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  await services.shows(["alpha", "beta", "delta", "fresh", "gamma"]);
  await services.rowSays("alpha", "Running", "1 / 1");

  // What the filter shows is selected, and no more than that.
  await services.everything.click();
  await services.selection.getByText("5 selected", { exact: true }).waitFor();
  await services.selection.getByRole("button", { name: "Disable", exact: true }).click();
  const dialog = await console.dialog("Disable 5 services");
  await dialog.getByText("4 will change.", { exact: true }).waitFor();
  const said = await textOf(dialog);
  assert.ok(said.includes("1 service would be refused and left out: Never enabled. There is nothing to stop. fresh"), said);
  await console.effectShows(dialog, [["per hour", "3.1248 USD → 0 USD"]]);

  // Somebody else is quicker with two of them.
  await api.disable(ids.beta);
  await api.deleteService(ids.beta);
  await api.disable(ids.gamma);
  console.expectRefusals(404);
  await dialog.getByRole("button", { name: "Disable 4 services" }).click();
  await dialog.getByText("2 of 4 done, 2 not.", { exact: true }).first().waitFor();
  const outcomes = dialog.getByRole("list", { name: "What became of each service" }).getByRole("listitem");
  const partsOf = (items) => items.map((item) =>
    [...item.children].map((part) => part.innerText.trim()).filter(Boolean).join(" ").replace(/key_\w+/, "KEY"));
  await eventually(async () => assert.deepEqual(await outcomes.evaluateAll(partsOf), [
    "alpha Done",
    "beta Refused There is no such thing in this account. Go back to the list; it may have been deleted.",
    "delta Done",
    "gamma Changed meanwhile It was changed meanwhile by API key KEY, so nothing was done. Now: Stopped (by hand).",
  ]));
  await dialog.getByRole("button", { name: /^Refused 1$/ }).click();
  await eventually(async () => assert.equal(await outcomes.count(), 1));
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await console.dialogIsGone();

  await services.shows(["alpha", "delta", "fresh", "gamma"]);
  const rest = await api.services("?type=custom");
  assert.deepEqual(rest.map(({ name, status }) => [name, status]).sort(), [
    ["alpha", "stopped"], ["delta", "stopped"], ["fresh", "not_enabled"], ["gamma", "stopped"],
  ]);
  await services.agreesWith(rest);
});

consoleTest("many are enabled, and only those that were selected", { testClock: START }, async ({ stage, backend, api }) => {
  for (const name of ["one", "two", "three"]) {
    await api.createGpuService({ name });
  }
  const console = await stage.owner();
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  await services.shows(["one", "three", "two"]);
  await services.select("one").click();
  await services.select("two").click();
  await services.selection.getByRole("button", { name: "Enable", exact: true }).click();
  const dialog = await console.dialog("Enable 2 services");
  await console.effectShows(dialog, [["per hour", "0 USD → 1.5624 USD"]]);
  await dialog.getByRole("button", { name: "Enable 2 services" }).click();
  await dialog.getByText("2 of 2 done.", { exact: true }).first().waitFor();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await backend.settle();
  await services.agreesWith(await api.services("?type=custom"));
  await services.rowSays("one", "Running");
  await services.rowSays("three", "Not enabled");
});

consoleTest("what was done to many is undone, but not what somebody has changed since", { testClock: START }, async ({ stage, backend, api }) => {
  const ids = {};
  for (const name of ["alpha", "beta", "gamma"]) {
    ids[name] = (await api.createGpuService({ name })).id;
    await api.enable(ids[name]);
  }
  await backend.settle();
  const console = await stage.owner();
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  await services.shows(["alpha", "beta", "gamma"]);
  await services.rowSays("gamma", "Running");
  await services.everything.click();
  await services.selection.getByRole("button", { name: "Disable", exact: true }).click();
  const disabling = await console.dialog("Disable 3 services");
  await disabling.getByRole("button", { name: "Disable 3 services" }).click();
  await disabling.getByText("3 of 3 done.", { exact: true }).first().waitFor();

  // It says what it leads to, and leaves alone what is another's by now.
  await api.patchService(ids.gamma, { labels: { team: "blue" } });
  console.expectRefusals(412);
  await disabling.getByRole("button", { name: "Undo 3 …" }).click();
  const undoing = await console.dialog("Undo: Enable 3 services");
  await undoing.getByText("A service that somebody has changed since stays as it is.").waitFor();
  await console.effectShows(undoing, [["per hour", "0 USD → 2.3436 USD"]]);
  await undoing.getByRole("button", { name: "Enable 3 services" }).click();
  await undoing.getByText("2 of 3 done, 1 not.", { exact: true }).first().waitFor();
  const told = await textOf(undoing.getByRole("listitem").filter({ hasText: "gamma" }));
  assert.match(told, /Changed meanwhile It was changed meanwhile by API key key_\w+, so nothing was done\. Now: Stopped \(by hand\)\./);
  await undoing.getByRole("button", { name: "Close" }).last().click();
  await console.dialogIsGone();
  await backend.settle();
  await services.agreesWith(await api.services("?type=custom"));
  await services.rowSays("alpha", "Running");
  await services.rowSays("gamma", "Stopped", "by hand");
});

consoleTest("what was done to many can still be undone when its dialog is closed", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "one" });
  const console = await stage.owner();
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  await services.shows(["one"]);
  await services.select("one").click();
  await services.selection.getByRole("button", { name: "Enable", exact: true }).click();
  const enabling = await console.dialog("Enable 1 service");
  await enabling.getByRole("button", { name: "Enable 1 service" }).click();
  await enabling.getByText("1 of 1 done.", { exact: true }).first().waitFor();
  await enabling.getByRole("button", { name: "Close" }).last().click();
  await console.dialogIsGone();
  // That the platform has made it ready since is no change of anybody's.
  await backend.settle();
  await services.rowSays("one", "Running");
  await console.page.getByRole("status").getByRole("button", { name: "Undo", exact: true }).click();
  const undoing = await console.dialog("Undo: Disable 1 service");
  await undoing.getByRole("button", { name: "Disable 1 service" }).click();
  await undoing.getByText("1 of 1 done.", { exact: true }).first().waitFor();
  assert.deepEqual((await api.service(id)).reasons, ["disabled"]);
});

consoleTest("what somebody else had done before is not taken back, though it is done", { testClock: START }, async ({ stage, backend, api }) => {
  const ids = {};
  for (const name of ["own", "theirs"]) {
    ids[name] = (await api.createGpuService({ name })).id;
  }
  const console = await stage.owner();
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  await services.shows(["own", "theirs"]);
  await services.everything.click();
  await services.selection.getByRole("button", { name: "Enable", exact: true }).click();
  const enabling = await console.dialog("Enable 2 services");
  await api.enable(ids.theirs);
  await backend.settle();
  await enabling.getByRole("button", { name: "Enable 2 services" }).click();
  await enabling.getByText("1 of 2 done, 1 not.", { exact: true }).first().waitFor();
  await enabling.getByRole("button", { name: "Try 1 again" }).click();
  await enabling.getByText("2 of 2 done.", { exact: true }).first().waitFor();
  await enabling.getByRole("button", { name: "Undo 1 …" }).click();
  const undoing = await console.dialog("Undo: Disable 1 service");
  await undoing.getByRole("button", { name: "Disable 1 service" }).click();
  await undoing.getByText("1 of 1 done.", { exact: true }).first().waitFor();
  await backend.settle();
  assert.deepEqual((await api.service(ids.own)).reasons, ["disabled"]);
  assert.equal((await api.service(ids.theirs)).status, "running");
});
