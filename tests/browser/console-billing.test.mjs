// How a service is billed is changed only after it was said what that costs, and what cannot be taken back is typed.

import assert from "node:assert/strict";

import { consoleTest } from "./console-support.mjs";

const START = "2026-03-03T10:00:00Z";

consoleTest("ending a reservation and another billing mode say what they cost before and after", { testClock: START }, async ({ stage, api }) => {
  const { id } = await api.createTokenService({ name: "chat", billing_mode: "tpm_reservation" });
  await api.reserve(id, { tpm: 20_000, until: null });
  const console = await stage.owner();
  await console.open(`/services/${id}?tab=billing`);
  await console.view.getByRole("button", { name: "End now …" }).click();
  const ending = await console.dialog("End the reservation of 20,000 tokens per minute?");
  const ends = /^[\d.,]+ USD → 0 USD$/;
  await console.effectShows(ending, [
    ["per hour", ends], ["per day", ends], ["per month", ends], ["Its tokens then", /^paid by token, as traffic comes: a million costs /],
  ]);
  const end = ending.getByRole("button", { name: "End now", exact: true });
  assert.equal(await end.isDisabled(), true);
  await ending.getByRole("textbox", { name: "It can't be taken back. Type 20000 to go on." }).fill("20000");
  await end.click();
  await console.dialogIsGone();
  await console.view.getByRole("rowheader", { name: "Ended", exact: true }).waitFor();

  await console.view.getByRole("button", { name: /^Change to / }).click();
  const changing = await console.dialog("Billing mode of chat");
  const stays = /^[\d.,]+ USD, as before$/;
  await console.effectShows(changing, [
    ["per hour", stays], ["per day", stays], ["per month", stays],
    ["Tokens", /^depend on traffic: a million costs /], ["This month so far", /^[\d.,]+ USD$/],
  ]);
  await changing.getByRole("button", { name: "Change", exact: true }).click();
  await console.dialogIsGone();
  assert.equal((await api.service(id)).configured_billing_mode, "pay_as_you_go");
});

consoleTest("why a status changed is told in Chinese, too", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  await api.enable(id);
  await backend.settle();
  await api.disable(id);
  const console = await stage.owner({ locale: "zh-CN" });
  await console.open(`/services/${id}`);
  const changes = console.view.getByRole("table", { name: "状态变更" });
  for (const cause of ["已启用", "首个实例已就绪", "已停用"]) {
    await changes.getByText(cause, { exact: true }).first().waitFor();
  }
  assert.equal(await changes.locator('[lang="en"]').count(), 0);
});
