// Usage by model and by label: every row of the table is a row of REST, and they add up to the bill.

import assert from "node:assert/strict";

import { assertOutcomes, assertSame, plain, sum, tokensUsed } from "../node/backend-tools.mjs";
import { amountIn, soon } from "./console-page.mjs";
import { consoleTest } from "./console-support.mjs";
import { eventually } from "./support.mjs";

const START = "2026-03-03T10:00:00Z";
const MONTH = "from=2026-03-01&to=2026-04-01";
/** The view reads again each half minute. */
const READ_AGAIN_MS = 45_000;
const PHONE = { width: 390, height: 844 };
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

/** The days of the plot that cost something, from its numbers: `2026-03-03 1.5`. */
async function daysInPlot(console) {
  const rows = await console.view.getByRole("group", { name: "The plot as a table" }).getByRole("row").evaluateAll((found) =>
    found.slice(1).map(({ cells }) => [cells[0].innerText, cells[cells.length - 1].innerText]));
  return rows.filter(([, total]) => /[1-9]/.test(total)).map(([day, total]) => `${day} ${amountIn(total)}`);
}

consoleTest("usage that arrives while the view is open is there half a minute later, or when it is asked for", { testClock: START, timeout: 120_000 }, async ({ stage, backend, api }) => {
  const { id: search } = await api.createTokenService({ name: "search" });
  await backend.clockTo("2026-03-03T12:00:00Z");
  const use = async (time) => assertOutcomes(await api.send([tokensUsed({ service: search, input: 1_000_000, output: 200_000, time })]), ["accepted"]);
  await use("2026-03-03T10:30:00Z");

  const console = await stage.owner();
  await console.open("/usage?by=model");
  const isAsInRest = async () => {
    await agrees(console, await api.usage(`group_by=model&${MONTH}`), "model", "no model");
    const days = await api.usage(`group_by=day&${MONTH}`);
    await soon(async () => assert.deepEqual(await daysInPlot(console), [`2026-03-03 ${sum(days.map(({ amount }) => amount))}`]));
  };
  await console.view.getByText("The plot as a table").click();
  await isAsInRest();
  await console.view.getByText(/^As of 2026-03-03 \d\d:\d\d:\d\d UTC; read again each half minute\.$/).waitFor();

  await use("2026-03-03T11:00:00Z");
  await console.view.getByRole("button", { name: "Read again" }).click();
  await isAsInRest();

  // By itself, and what is open stays open.
  await use("2026-03-03T11:30:00Z");
  const total = sum((await api.usage(`group_by=model&${MONTH}`)).map(({ amount }) => amount));
  await eventually(async () => assert.equal(await console.figureAmount(/^Total, USD/), plain(total)), READ_AGAIN_MS);
  await isAsInRest();
});

consoleTest("on a phone every amount is within the screen, with its quantity and its mark", { testClock: START }, async ({ stage, backend, api }) => {
  const { id: chat } = await api.createGpuService({ name: "A service for customers with a name of many words" });
  const { id: search } = await api.createTokenService({ name: "search-".repeat(8).slice(0, -1) });
  await api.enable(chat);
  await backend.settle();
  await backend.clockTo("2026-03-03T12:00:00Z");
  assertOutcomes(await api.send([tokensUsed({ service: search, input: 2_345_678, output: 987_654, time: "2026-03-03T11:00:00Z" })]), ["accepted"]);
  await api.disable(chat);

  const console = await stage.owner(PHONE);
  await console.open("/usage");
  const rows = await api.usage(`group_by=service&${MONTH}`);
  const table = console.view.getByRole("table", { name: "Usage", exact: true });
  await soon(async () => assert.equal(await table.getByRole("row").count(), rows.length + 1));
  const shown = await table.getByRole("row").evaluateAll((found) => found.slice(1).map((row) => {
    const [cell] = [...row.querySelectorAll("td.number")].filter((one) => one.offsetParent !== null);
    const range = document.createRange();
    range.selectNodeContents(cell);
    const { left, right } = range.getBoundingClientRect();
    return { left, right, amount: cell.innerText, name: row.cells[0].innerText };
  }));
  assert.deepEqual(shown.map(({ amount }) => amountIn(amount)).sort(), rows.map(({ amount }) => plain(amount)).sort());
  for (const { left, right, amount, name } of shown) {
    assert.ok(left >= 0 && right <= PHONE.width, `${name}, ${amount}: from ${left} to ${right}`);
    assert.match(name, /\d (s|tokens)$/, "the quantity stands under the name");
  }
  assert.equal(shown.filter(({ amount }) => amount.includes("sample prices")).length, rows.filter(({ illustrative }) => illustrative).length);
  const hidden = await table.evaluate(({ parentElement: box }) => box.scrollWidth - box.clientWidth);
  assert.equal(hidden, 0, "nothing is cut off");
  assert.equal(await console.sidewaysScroll(), 0);
});
