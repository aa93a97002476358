// Models: what is left of a free quota and until when, and pay-as-you-go switched off, with what that leads to.

import assert from "node:assert/strict";

import { assertOutcomes, tokensUsed, until } from "../node/backend-tools.mjs";
import { soon } from "./console-page.mjs";
import { consoleTest } from "./console-support.mjs";
import { ServicesView } from "./console-views.mjs";
import { textOf } from "./support.mjs";

const START = "2026-03-03T09:00:00Z";
const USED_AT = "2026-03-03T10:00:00Z";

/** A model with a free quota, as REST says it is now. */
async function smallModel(api) {
  return (await api.models()).find(({ id }) => id === "small-8b");
}

/** Enables its default service, and uses a part of its free quota. */
async function use(backend, api) {
  const { name, default_service: own } = await smallModel(api);
  await api.enable(own.id);
  await backend.settle();
  await backend.clockTo(USED_AT);
  assertOutcomes(await api.send([tokensUsed({ service: own.id, model: "small-8b", input: 640_000, output: 12_000, time: USED_AT })]), ["accepted"]);
  return { id: own.id, model: name, service: (await api.service(own.id)).name };
}

consoleTest("what is left of a free quota is said with its expiry, on the card and in the list", { testClock: START }, async ({ stage, backend, api }) => {
  const { model, service } = await use(backend, api);
  const { free_quota: quota } = await smallModel(api);
  assert.deepEqual([quota.remaining, quota.tokens, quota.granted_at, quota.expires_at], [348_000, 1_000_000, START, "2026-06-01T09:00:00Z"]);
  const console = await stage.owner();
  await console.goTo("Models");
  const card = console.view.getByRole("article", { name: model });
  await card.getByText("348,000 of 1,000,000 tokens left", { exact: true }).waitFor();
  await card.getByText("until 1 Jun 2026, 89 d from now", { exact: true }).waitFor();
  // A model that was never enabled has nothing that could expire.
  const medium = (await api.models()).find(({ id }) => id === "medium-32b");
  const other = console.view.getByRole("article", { name: medium.name });
  await other.getByText("500,000 tokens, granted when the model is first enabled, for 90 days", { exact: true }).waitFor();
  assert.equal(await other.getByText(/from now$/).count(), 0);

  await backend.clockTo("2026-03-13T11:00:00Z");
  await card.getByText("until 1 Jun 2026, 79 d from now", { exact: true }).waitFor();
  await console.goTo("Services");
  const services = new ServicesView(console);
  await services.row(service).getByTitle("348,000 / 1,000,000 free tokens, until 1 Jun 2026", { exact: true }).waitFor();
  await services.rowSays(service, "34 %");
});

consoleTest("pay-as-you-go is disabled with what that leads to, and comes back without another free quota", { testClock: START }, async ({ stage, backend, api }) => {
  const { id, model, service } = await use(backend, api);
  const console = await stage.owner();
  await console.goTo("Models");
  const card = console.view.getByRole("article", { name: model });
  const chips = console.view.getByRole("group", { name: "Which models are shown" });
  const enabled = (count) => chips.getByRole("button", { name: `Enabled ${count}`, exact: true });
  await enabled(1).waitFor();
  await card.getByRole("button", { name: `Disable pay-as-you-go: ${model}`, exact: true }).click();
  const dialog = await console.dialog(`Disable ${service}`);
  await console.effectShows(dialog, [
    ["Status", "Running → Stopped (by hand)"],
    ["Stops at once", /^every instance; calls to it fail from then on/],
  ]);
  // Nothing is done before it is confirmed.
  await console.page.keyboard.press("Escape");
  await console.dialogIsGone();
  assert.equal((await api.service(id)).status, "running");

  await card.getByRole("button", { name: `Disable pay-as-you-go: ${model}`, exact: true }).click();
  await console.confirm(`Disable ${service}`, "Disable");
  await console.toast(`${service} is disabled.`);
  const { status, reasons, billing_mode: mode } = await api.service(id);
  assert.deepEqual([status, reasons, mode], ["stopped", ["disabled"], "none"]);
  await soon(async () => assert.match(await textOf(card), /Default service: ?Stopped ?by hand · 3 Mar/));
  await enabled(0).waitFor();
  await card.getByText("348,000 of 1,000,000 tokens left", { exact: true }).waitFor();

  await card.getByRole("button", { name: `Enable pay-as-you-go: ${model}`, exact: true }).click();
  const enabling = await console.dialog(`Enable ${service}`);
  await console.effectShows(enabling, [["Status", "Stopped (by hand) → Running"]]);
  assert.equal(await enabling.getByText(/tokens are granted$/).count(), 0);
  await console.confirm(`Enable ${service}`, "Enable");
  await until(async () => (await api.service(id)).status === "running", { what: "it runs again" });
  await enabled(1).waitFor();
  assert.equal((await smallModel(api)).free_quota.granted_at, START);
});
