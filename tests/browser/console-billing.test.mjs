// How a service is billed is changed only after it was said what that costs, and what cannot be taken back is typed.

import assert from "node:assert/strict";

import { assertSame } from "../node/backend-tools.mjs";
import { soon } from "./console-page.mjs";
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

consoleTest("a reservation is bought with what it costs, and REST charges just that", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createTokenService({ name: "chat", billing_mode: "tpm_reservation" });
  const console = await stage.owner();
  const { view } = console;
  await console.open(`/services/${id}?tab=billing`);
  await view.getByText("No reservations", { exact: true }).waitFor();
  const purchase = view.getByRole("region", { name: "Reserve tokens per minute", exact: true });
  const tpm = purchase.getByRole("textbox", { name: "Tokens per minute", exact: true });
  const review = view.getByRole("button", { name: "Review the purchase", exact: true });
  for (const [typed, fault] of [["21000", "There is 20,000 or 25,000."], ["1000", "At least 20,000."], ["many", "A whole number of tokens per minute."]]) {
    await tpm.fill(typed);
    await purchase.getByText(fault, { exact: true }).waitFor();
    assert.equal(await review.isDisabled(), true, typed);
  }
  await tpm.fill("25000");
  await purchase.getByText("0.5 USD per hour, 372 USD in a month like this one.", { exact: true }).waitFor();
  await review.click();
  await console.effectShows(await console.dialog("Reserve 25,000 tokens per minute for chat?"), [
    ["From", "now"], ["Until", "no end"], ["per hour", "0.5 USD"], ["per day", "12 USD"], ["per month", "372 USD"],
    ["Charged", "every started hour, at least one, whatever the service does"],
  ]);
  assert.deepEqual(await api.reservations(id), [], "nothing is bought before it is confirmed");
  await console.confirm("Reserve 25,000 tokens per minute for chat?", "Reserve");
  await console.toast("25,000 tokens per minute are reserved");
  const [bought, ...others] = await api.reservations(id);
  assert.deepEqual([bought.tpm, bought.from, bought.until, others], [25_000, START, null, []]);

  const row = view.getByRole("row").filter({ has: console.page.getByRole("rowheader", { name: "In force", exact: true }) });
  const says = (soFar) => soon(async () => {
    const cells = (await row.getByRole("cell").allInnerTexts()).slice(0, 5).map((text) => text.trim());
    assert.deepEqual(cells, ["25,000", "2026-03-03 10:00:00 UTC", "no end", "0.5", soFar]);
  });
  await says("0.5");
  // Three hours have begun.
  await backend.clockTo("2026-03-03T12:30:00Z");
  await says("1.5");
  await console.figureIs(/^Now, USD per hour/, "0.5");
  const { cost } = await api.service(id);
  const { exact_total: total, lines } = await api.bill();
  for (const amount of [cost.month_to_date, total]) {
    assertSame(amount, "1.5");
  }
  assertSame(cost.per_hour, "0.5");
  assert.deepEqual(lines.map(({ item }) => item), ["tpm_reservation"]);
  await console.goTo("Overview");
  await console.figureIs(/^This month so far, USD/, total);
});
