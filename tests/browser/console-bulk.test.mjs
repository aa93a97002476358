// One thing done to many services: what would be refused is said before, and each row says what became of it.

import assert from "node:assert/strict";

import { consoleTest } from "./console-support.mjs";
import { ServicesView, ServiceView } from "./console-views.mjs";
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
  const undo = console.page.getByRole("status").getByRole("button", { name: "Undo", exact: true });
  const undoing = await console.dialog("Undo: Disable 1 service");
  // Who cancels the question can still change their mind.
  await undoing.getByRole("button", { name: "Cancel" }).click();
  await console.dialogIsGone();
  assert.equal((await api.service(id)).status, "running");
  await undo.click();
  await undoing.getByRole("button", { name: "Disable 1 service" }).click();
  await undoing.getByText("1 of 1 done.", { exact: true }).first().waitFor();
  assert.deepEqual((await api.service(id)).reasons, ["disabled"]);
  await undoing.getByRole("button", { name: "Close" }).last().click();
  await console.dialogIsGone();
  assert.equal(await undo.count(), 0, "it was used");
});

consoleTest("a question about the undo that is cancelled leads back to the results, and the focus stays in the dialog, then in the table", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "one" });
  const console = await stage.owner();
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  await services.shows(["one"]);
  const { keyboard } = console.page;
  const press = async (button) => {
    await button.focus();
    await keyboard.press("Enter");
  };
  await services.select("one").check();
  await press(services.selection.getByRole("button", { name: "Enable", exact: true }));
  const enabling = await console.dialog("Enable 1 service");
  await press(enabling.getByRole("button", { name: "Enable 1 service" }));
  await enabling.getByText("1 of 1 done.", { exact: true }).first().waitFor();
  // Buttons go with the question, and come with the results.
  await console.focusIs("Enable 1 service");
  await backend.settle();

  const undo = enabling.getByRole("button", { name: "Undo 1 …" });
  await press(undo);
  const undoing = await console.dialog("Undo: Disable 1 service");
  await console.focusIs("Undo: Disable 1 service");
  await press(undoing.getByRole("button", { name: "Cancel" }));
  await console.dialog("Enable 1 service");
  await enabling.getByText("1 of 1 done.", { exact: true }).first().waitFor();
  await console.focusIs("Enable 1 service");
  assert.equal((await api.service(id)).status, "running");

  await press(undo);
  await press(undoing.getByRole("button", { name: "Disable 1 service" }));
  await undoing.getByText("1 of 1 done.", { exact: true }).first().waitFor();
  await console.focusIs("Undo: Disable 1 service");
  assert.equal(await undoing.getByRole("button", { name: /^Undo/ }).count(), 0, "it was used");
  await keyboard.press("Escape");
  await console.dialogIsGone();
  // What opened the dialog went with the selection.
  await console.focusIs("Services");
  assert.equal(await services.table.evaluate((table) => table === document.activeElement), true);
  await services.rowSays("one", "Stopped", "by hand");

  // So do the buttons of a selection that is given up.
  await services.select("one").check();
  await press(services.selection.getByRole("button", { name: "Clear selection" }));
  await console.focusIs("Services");
});

consoleTest("an undo that is not possible any more is not offered: after somebody else's change, and in another view", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "one" });
  const console = await stage.owner();
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  await services.shows(["one"]);
  await console.isLive();
  const undo = console.page.getByRole("status").getByRole("button", { name: "Undo", exact: true });
  const change = async (command) => {
    await services.select("one").check();
    await services.selection.getByRole("button", { name: command, exact: true }).click();
    const dialog = await console.dialog(`${command} 1 service`);
    await dialog.getByRole("button", { name: `${command} 1 service` }).click();
    await dialog.getByText("1 of 1 done.", { exact: true }).first().waitFor();
    return dialog;
  };
  const enabling = await change("Enable");
  await enabling.getByRole("button", { name: "Close" }).last().click();
  await undo.waitFor();
  await api.patchService(id, { labels: { team: "blue" } });
  await console.toast("Changed since: undo is no longer possible.");
  assert.equal(await undo.count(), 0);

  // The results say it too while they are open.
  await backend.settle();
  await services.rowSays("one", "Running");
  const disabling = await change("Disable");
  await disabling.getByRole("button", { name: "Undo 1 …" }).waitFor();
  await api.enable(id);
  await disabling.getByText("Changed since: undo is no longer possible.").waitFor();
  assert.equal(await disabling.getByRole("button", { name: /^Undo/ }).count(), 0);
  await disabling.getByRole("button", { name: "Close" }).last().click();
  await console.dialogIsGone();

  await backend.settle();
  await services.rowSays("one", "Running");
  const again = await change("Disable");
  await again.getByRole("button", { name: "Close" }).last().click();
  await undo.waitFor();
  await console.goTo("Models");
  await eventually(async () => assert.equal(await undo.count(), 0));
});

consoleTest("the undo of an action on one service goes when somebody else has changed it", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  const console = await stage.owner();
  await console.open(`/services/${id}`);
  const service = new ServiceView(console);
  await console.isLive();
  const undo = console.page.getByRole("status").getByRole("button", { name: "Undo", exact: true });
  await service.enableIt("chat");
  await backend.settle();
  await service.statusIs("Running");
  // That the platform has made it ready is no change of anybody's, and another view is no end of it.
  await console.goTo("Models");
  await undo.click();
  await eventually(async () => assert.deepEqual((await api.service(id)).reasons, ["disabled"]));

  await console.open(`/services/${id}`);
  await console.isLive();
  await service.enableIt("chat");
  await undo.waitFor();
  await api.scaleTo(id, 3);
  await console.toast("Changed since: undo is no longer possible.");
  assert.equal(await undo.count(), 0);
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
