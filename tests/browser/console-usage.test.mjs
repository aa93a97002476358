// Usage by model and by label: every row of the table is a row of REST, and they add up to the bill.

import assert from "node:assert/strict";

import { assertOutcomes, assertSame, plain, sum, tokensUsed } from "../node/backend-tools.mjs";
import { amountIn, soon } from "./console-page.mjs";
import { consoleTest } from "./console-support.mjs";

const START = "2026-03-03T10:00:00Z";
const ITEMS = {
  gpu_seconds: "GPU seconds", tpm_reservation: "TPM reservation", input_tokens: "Input tokens", cached_input_tokens: "Cached input tokens",
  output_tokens: "Output tokens", reserved_tokens: "Tokens covered by a reservation", free_tokens: "Tokens covered by free quota",
};

/** Waits until the table has just the rows that REST gives, by this field of theirs, in whatever order. */
async function agrees(console, rows, field, without) {
  const table = console.view.getByRole("table", { name: "Usage", exact: true });
  const expected = rows.map((row) => [row[field] ?? without, ITEMS[row.item], plain(row.quantity), plain(row.amount)].join(" | ")).sort();
  await soon(async () => {
    const shown = await table.getByRole("row").evaluateAll((found) =>
      found.slice(1).map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\s+/g, " ").trim())));
    const texts = shown.map(([name, item, quantity, amount]) => [name, item, amountIn(quantity), amountIn(amount)].join(" | "));
    assert.deepEqual(texts.sort(), expected);
  });
  await console.figureIs(/^Total, USD/, sum(rows.map(({ amount }) => amount)));
}

consoleTest("usage by model and by label is what REST says, and what the bill comes to", { testClock: START }, async ({ stage, backend, api }) => {
  const { id: chat } = await api.createGpuService({ name: "chat", labels: { team: "blue" } });
  const { id: search } = await api.createTokenService({ name: "search", labels: { team: "red" } });
  const { id: other } = await api.createTokenService({ name: "other", model: "medium-32b" });
  await api.enable(chat);
  await backend.settle();
  await backend.clockTo("2026-03-03T12:00:00Z");
  assertOutcomes(await api.send([
    tokensUsed({ service: search, input: 2_000_000, cached_input: 500_000, output: 1_000_000, time: "2026-03-03T11:00:00Z" }),
    tokensUsed({ service: other, model: "medium-32b", output: 300_000, time: "2026-03-03T11:30:00Z" }),
  ]), ["accepted", "accepted"]);
  await api.disable(chat);
  const { exact_total: total } = await api.bill();

  const console = await stage.owner();
  await console.open("/usage");
  for (const [by, field, without, names] of [
    ["model", "model", "no model", ["large-70b", "medium-32b"]],
    ["label:team", "label:team", "no label team", ["blue", "red", "no label team"]],
  ]) {
    await console.view.getByLabel("Group by").selectOption(by);
    const rows = await api.usage(`group_by=${encodeURIComponent(by)}&from=2026-03-01&to=2026-04-01`);
    const known = new Set(rows.map((row) => row[field] ?? without));
    assert.ok(names.every((name) => known.has(name)), [...known].join());
    assertSame(sum(rows.map(({ amount }) => amount)), total, `by ${by}`);
    await agrees(console, rows, field, without);
    // The address keeps it.
    await console.reload();
    await soon(async () => assert.equal(await console.view.getByLabel("Group by").inputValue(), by));
    await agrees(console, rows, field, without);
  }

  // A row that is looked for, and one kind of usage alone.
  const rows = await api.usage("group_by=label%3Ateam&from=2026-03-01&to=2026-04-01");
  await console.view.getByRole("searchbox", { name: "Filter the rows" }).fill("red");
  await agrees(console, rows.filter((row) => row["label:team"] === "red"), "label:team", "no label team");
  await console.view.getByRole("searchbox", { name: "Filter the rows" }).fill("");
  await console.view.getByRole("button", { name: "GPU seconds", exact: true }).click();
  await agrees(console, rows.filter(({ item }) => item === "gpu_seconds"), "label:team", "no label team");
});
