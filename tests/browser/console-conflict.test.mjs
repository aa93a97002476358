// Two people act at once: the second one's change is not done on what has changed, and it is said by whom.

import assert from "node:assert/strict";

import { consoleTest } from "./console-support.mjs";
import { ServicesView, ServiceView } from "./console-views.mjs";
import { textOf } from "./support.mjs";

const START = "2026-03-03T10:00:00Z";

/** Clicks what asks about a change of the service, and waits until the version that is looked at is known. */
async function ask(console, id, control) {
  const looked = console.page.waitForResponse((response) => response.url().endsWith(`/api/v1/services/${id}`) && response.ok());
  await control.click();
  await looked;
}

consoleTest("a change on what somebody else has changed is refused as such, and the row is read anew", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  await api.enable(id);
  await backend.settle();
  const [one, two] = [await stage.owner(), await stage.owner()];
  const [first, second] = [new ServiceView(one), new ServiceView(two)];
  for (const [console, service] of [[one, first], [two, second]]) {
    await console.open(`/services/${id}`);
    await service.statusIs("Running");
  }

  await ask(one, id, first.scaleTo(2));
  const dialog = await one.dialog("Scale chat");
  await ask(two, id, second.disable);
  await two.confirm("Disable chat", "Disable");
  await second.statusIs("Stopped", "by hand");

  one.expectRefusals(412);
  await dialog.getByRole("button", { name: "Scale", exact: true }).click();
  const refusal = dialog.getByRole("alert");
  await refusal.waitFor();
  assert.equal(await textOf(refusal), "It was changed meanwhile by the owner, so nothing was done. Close this and look at it again.");
  assert.equal(await dialog.getByRole("button", { name: "Scale", exact: true }).count(), 0, "it cannot be sent again as it is");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await one.dialogIsGone();
  await first.statusIs("Stopped", "by hand");
  assert.equal((await api.service(id)).scaling.instances, 1, "nothing was done");

  // Looked at again, it is done.
  await ask(one, id, first.scaleTo(2));
  await one.confirm("Scale chat", "Scale");
  assert.equal((await api.service(id)).scaling.instances, 2);
});

/** Holds the next look at the service until it is let go; gives what lets it go. */
async function holdLook(console, id) {
  let letGo;
  const letGone = new Promise((resolve) => {
    letGo = resolve;
  });
  const hold = async (route) => {
    await letGone;
    await route.continue();
  };
  await console.page.route(`**/api/v1/services/${id}`, hold, { times: 1 });
  return letGo;
}

consoleTest("what changes between the click and the first look is told before anything is sent", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  await api.enable(id);
  await backend.settle();
  const console = await stage.owner();
  const service = new ServiceView(console);
  await console.open(`/services/${id}`);
  await service.statusIs("Running");
  // What is confirmed on a version that is no more, the server refuses.
  console.expectRefusals(412);
  // Of a scaling nothing tells who it was; of a status the timeline does.
  const cases = [
    [() => api.scaleTo(id, 3), false, /^It was changed meanwhile, so nothing was done\. Close this and look at it again\.$/],
    [() => api.disable(id), true, /^It was changed meanwhile by API key key_\w+, so nothing was done\./],
  ];
  for (const [theirs, isConfirmedEarly, expected] of cases) {
    const letGo = await holdLook(console, id);
    await service.scaleTo(2).click();
    const dialog = await console.dialog("Scale chat");
    await theirs();
    const scale = dialog.getByRole("button", { name: "Scale", exact: true });
    if (isConfirmedEarly) {
      // Who does not wait for the first look is told all the same.
      await scale.click();
    } else {
      letGo();
    }
    const refusal = dialog.getByRole("alert");
    await refusal.waitFor();
    assert.match(await textOf(refusal), expected);
    assert.equal(await scale.count(), 0, "what it says is not so any more, so it cannot be confirmed");
    letGo();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await console.dialogIsGone();
  }
  assert.equal((await api.service(id)).scaling.instances, 3, "nothing was done");

  // Looked at again, it says what it leads to now, and that is done.
  await service.statusIs("Stopped", "by hand");
  await api.enable(id);
  await backend.settle();
  await service.statusIs("Running");
  await ask(console, id, service.scaleTo(2));
  await console.effectShows(await console.dialog("Scale chat"), [["Instances", "3 → 2"]]);
  await console.confirm("Scale chat", "Scale");
  assert.equal((await api.service(id)).scaling.instances, 2);
});

consoleTest("who changed scaling or labels is named too", { testClock: START }, async ({ stage, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  const console = await stage.owner();
  const service = new ServiceView(console);
  await console.open(`/services/${id}`);
  for (const change of [() => api.scaleTo(id, 3), () => api.patchService(id, { labels: { team: "blue" } })]) {
    await ask(console, id, service.enable);
    await change();
    console.expectRefusals(412);
    const dialog = await console.dialog("Enable chat");
    await dialog.getByRole("button", { name: "Enable", exact: true }).click();
    const refusal = dialog.getByRole("alert");
    await refusal.waitFor();
    assert.match(await textOf(refusal), /^It was changed meanwhile by API key key_\w+, so nothing was done\./);
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await console.dialogIsGone();
  }
});

consoleTest("each sees what the other does, as it is done", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  const [one, two] = [await stage.owner(), await stage.owner()];
  await one.open("/services?type=custom");
  await two.open(`/services/${id}`);
  const [list, service] = [new ServicesView(one), new ServiceView(two)];
  await list.rowSays("chat", "Not enabled");
  await one.isLive();
  await service.enableIt("chat");
  await backend.settle();
  await list.rowSays("chat", "Running", "1 / 1");
  // A program's key is named where it acted.
  await ask(two, id, service.disable);
  await api.disable(id);
  two.expectRefusals(412);
  const question = await two.dialog("Disable chat");
  await question.getByRole("button", { name: "Disable", exact: true }).click();
  const refusal = question.getByRole("alert");
  await refusal.waitFor();
  assert.match(await textOf(refusal), /^It was changed meanwhile by API key key_\w+, so nothing was done\./);
  await list.rowSays("chat", "Stopped", "by hand");
});

consoleTest("a name that somebody else changes twice while one is typed is said as it is", { testClock: "2026-03-03T10:00:00Z" }, async ({ stage, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  const console = await stage.owner();
  await console.open(`/services/${id}?tab=settings`);
  const name = console.view.getByRole("textbox", { name: "Name", exact: true });
  await name.fill("mine");
  for (const theirs of ["yours", "hers"]) {
    await api.patchService(id, { name: theirs });
    await console.view.getByText(`It was renamed meanwhile: ${theirs}.`).waitFor();
  }
  assert.equal(await name.inputValue(), "mine", "nothing that was typed is lost");
});
