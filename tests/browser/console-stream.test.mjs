// The connection is lost and comes back: nothing that happened meanwhile is missed, and the console says how old is what
// it shows.

import assert from "node:assert/strict";

import { consoleTest } from "./console-support.mjs";
import { ServicesView, ServiceView } from "./console-views.mjs";
import { textOf } from "./support.mjs";

const START = "2026-03-03T10:00:00Z";
const OFFLINE = /^Offline · /;

consoleTest("what happened while the stream was cut is there when it is back", { testClock: START, door: true }, async ({ stage, backend, api, door }) => {
  const ids = {};
  for (const name of ["kept", "started", "scaled", "stopped", "renamed", "removed"]) {
    ids[name] = (await api.createGpuService({ name })).id;
  }
  for (const name of ["scaled", "stopped"]) {
    await api.enable(ids[name]);
  }
  await backend.settle();
  const console = await stage.owner();
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  await services.shows(["kept", "removed", "renamed", "scaled", "started", "stopped"]);
  await console.isLive();

  console.expectOutage();
  door.shut();
  await console.connectionIs(OFFLINE);
  await services.rowSays("kept", "Not enabled");

  await api.enable(ids.started);
  await api.scaleTo(ids.scaled, 2);
  await backend.settle();
  await backend.clockTo("2026-03-03T10:30:00Z");
  await api.disable(ids.stopped);
  await api.patchService(ids.renamed, { name: "zulu", labels: { team: "blue" } });
  await api.deleteService(ids.removed);
  await api.createGpuService({ name: "added" });
  // Off and on again, so that in the end it stands as before, but since another instant.
  await api.disable(ids.scaled);
  await api.enable(ids.scaled);
  await backend.settle();
  await services.rowSays("started", "Not enabled");

  door.open();
  await console.isLive();
  await services.shows(["added", "kept", "scaled", "started", "stopped", "zulu"]);
  await services.agreesWith(await api.services("?type=custom"));
  await services.rowSays("zulu", "team:blue");

  // And from here on changes come as they happen.
  await api.enable(ids.kept);
  await backend.settle();
  await services.rowSays("kept", "Running", "1 / 1");
});

consoleTest("a server that is killed and started again loses no change and does nothing twice", { testClock: START, door: true }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  const { id: other } = await api.createGpuService({ name: "other" });
  const console = await stage.owner();
  await console.open(`/services/${id}`);
  const service = new ServiceView(console);
  await console.isLive();
  await service.enable.click();
  const dialog = await console.dialog("Enable chat");
  const confirm = dialog.getByRole("button", { name: "Enable", exact: true });

  console.expectOutage();
  await backend.kill();
  await console.connectionIs(OFFLINE);
  await confirm.click();
  const trouble = dialog.getByRole("alert");
  await trouble.waitFor();
  assert.match(await textOf(trouble), /^The server does not answer\. Check the connection; it is tried again by itself\./);

  await backend.restart();
  await api.enable(other);
  await backend.settle();
  await console.isLive();
  // The same button does it now, and once.
  await confirm.click();
  await console.dialogIsGone();
  await backend.settle();
  await service.statusIs("Running");
  const commands = (await api.timeline(id)).map(({ command }) => command);
  assert.deepEqual(commands, ["enable", "created"]);
  await console.goTo("Services");
  await new ServicesView(console).agreesWith(await api.services("?type=custom"));
});

consoleTest("a console that is opened while the server does not answer comes up by itself", { testClock: START }, async ({ stage, api }) => {
  await api.createGpuService({ name: "chat" });
  const console = await stage.owner();
  console.expectOutage();
  await console.isLive();
  // The page is there, answers are not.
  await console.page.route("**/api/v1/**", (route) => route.abort("connectionfailed"));
  await console.page.reload();
  await console.page.getByText("The server does not answer.").waitFor();
  await console.page.unroute("**/api/v1/**");
  await console.isLive();
  await console.goTo("Services");
  await new ServicesView(console).rowSays("chat", "Not enabled");
});

consoleTest("a session that ends in another tab ends the console here too", { testClock: START }, async ({ stage }) => {
  const console = await stage.owner();
  await console.open("/services");
  await console.isLive();
  console.expectRefusals(401);
  const other = await console.anotherTab();
  await other.open();
  await other.signOut();
  await console.isSignedOut();
});
