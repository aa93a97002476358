// What moved the balance, and the files of the account, of usage and of a service's plots: row by row what REST says.

import assert from "node:assert/strict";

import { after, assertOutcomes, assertSame, compare, csvRows, plain, sum, tokensUsed } from "../node/backend-tools.mjs";
import { amountIn, soon } from "./console-page.mjs";
import { consoleTest, PER_SECOND } from "./console-support.mjs";

const START = "2026-03-03T10:00:00Z";
const MARCH = "from=2026-03-01&to=2026-04-01";
const UNITS = { gpu_seconds: "seconds", tpm_reservation: "kTPM-hours" };

/** The cells of a table's rows, below its head. */
function cellsOf(table) {
  return table.getByRole("row").evaluateAll((rows) =>
    rows.slice(1).map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\s+/g, " ").trim())));
}

/** An instant as the lists of the account write it: `3 Mar, 10:00`. */
function dayAndTime(at) {
  const part = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", hourCycle: "h23", ...options }).format(new Date(at));
  return `${part({ day: "numeric", month: "short" })}, ${part({ hour: "2-digit", minute: "2-digit" })}`;
}

/** Clicks this button, and gives the name of the file and its rows. */
async function fileOf(console, control) {
  const { name, text } = await console.download(control);
  assert.ok(text.endsWith("\r\n"), `${name} ends its lines as RFC 4180 does`);
  return { name, rows: csvRows(text) };
}

consoleTest("the ledger, the top-ups and their file are what REST says, row by row", { testClock: "2026-03-30T10:00:00Z" }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "runs" });
  await api.topUp("100");
  await api.enable(id);
  await backend.settle();
  await backend.clockTo("2026-03-30T12:00:00Z");
  await api.topUp("0.5");
  await api.disable(id);
  await backend.clockTo("2026-04-02T10:00:00Z");
  await api.topUp("1234.05");
  const ledger = await api.all("/account/ledger");
  assert.deepEqual(ledger.map(({ kind }) => kind), ["top_up", "bill", "top_up", "top_up"], "the newest first");

  const console = await stage.owner();
  await console.open("/account");
  const table = console.view.getByRole("table", { name: "Ledger", exact: true });
  await soon(async () => {
    const shown = await cellsOf(table);
    assert.deepEqual(
      shown.map(([at, kind, reference, change, balance]) => [at, kind, reference, amountIn(change), amountIn(balance)]),
      ledger.map(({ at, kind, reference, amount, balance }) => [
        dayAndTime(at), kind === "bill" ? "Bill March 2026" : "Top-up", reference, plain(amount), plain(balance),
      ]),
    );
    // What adds has its sign too, and everything its minor digits.
    assert.deepEqual(shown.map(([, , , change]) => change), ["+1,234.05", "−1.56", "+0.50", "+100.00"]);
  });
  assertSame(ledger[0].balance, (await api.account()).balance);
  await table.getByRole("link", { name: "Bill March 2026", exact: true }).click();
  await console.addressIs("/bills/2026-03");
  await console.page.goBack();

  const { name, rows } = await fileOf(console, console.view.getByRole("button", { name: "Download CSV", exact: true }));
  assert.equal(name, "tiermeter-ledger-2026-04-02.csv");
  assert.deepEqual(rows.map(Object.entries), ledger.map(({ sequence, at, kind, reference, amount, currency, balance }) =>
    Object.entries({ sequence: `${sequence}`, at, kind, reference, amount, currency, balance })));

  await console.view.getByRole("tab", { name: "Top-ups", exact: true }).click();
  const topUps = await api.topUps();
  assert.equal(topUps.length, 3);
  await soon(async () => assert.deepEqual(
    (await cellsOf(console.view.getByRole("table", { name: "Top-ups", exact: true })))
      .map(([at, reference, paid, balance]) => [at, reference, amountIn(paid), amountIn(balance)]),
    topUps.map(({ id: reference, at, amount, balance }) => [dayAndTime(at), reference, plain(amount), plain(balance)]),
  ));

  // A payment by somebody else stands there by itself.
  await api.topUp("7");
  await soon(async () => {
    const [newest] = await cellsOf(console.view.getByRole("table", { name: "Top-ups", exact: true }));
    assert.equal(amountIn(newest[2]), "7");
  });
});

/** Two services with names and labels that a file has to keep: seconds of one, tokens of the other. */
async function used(backend, api) {
  const { id: chat } = await api.createGpuService({ name: "=chat, \"one\"", labels: { team: "blue" } });
  const { id: search } = await api.createTokenService({ name: "search" });
  await api.enable(chat);
  await backend.settle();
  await backend.clockTo("2026-03-03T12:00:00Z");
  await api.disable(chat);
  assertOutcomes(await api.send([
    tokensUsed({ service: search, input: 2_000_000, cached_input: 500_000, output: 1_000_000, time: "2026-03-03T11:00:00Z" }),
    tokensUsed({ service: search, output: 300_000, time: "2026-03-03T11:30:00Z" }),
  ]), ["accepted", "accepted"]);
  return { chat, search };
}

consoleTest("the CSV of usage holds just what REST says, and what is filtered is left out", { testClock: START }, async ({ stage, backend, api }) => {
  const { chat, search } = await used(backend, api);
  const names = { [chat]: "'=chat, \"one\"", [search]: "search" };
  const console = await stage.owner();
  await console.open("/usage");
  const button = console.view.getByRole("button", { name: "Download CSV", exact: true });
  const table = console.view.getByRole("table", { name: "Usage", exact: true });
  for (const [by, extra, word] of [
    ["service", ({ service }) => ({ service, service_name: names[service] }), "service"],
    ["label:team", (row) => ({ "label:team": row["label:team"] ?? "" }), "label-team"],
  ]) {
    await console.view.getByLabel("Group by").selectOption(by);
    const rows = await api.usage(`group_by=${encodeURIComponent(by)}&${MARCH}`);
    assert.ok(rows.length >= 4, JSON.stringify(rows));
    await soon(async () => assert.equal((await cellsOf(table)).length, rows.length));
    const file = await fileOf(console, button);
    assert.match(file.name, new RegExp(`^tiermeter-usage-${word}-2026-03-01-2026-03-\\d\\d\\.csv$`));
    const expected = rows.map((row) => ({
      ...extra(row), item: row.item, quantity: plain(row.quantity), unit: UNITS[row.item] ?? "tokens",
      amount: plain(row.amount), currency: "USD", illustrative: `${row.illustrative ?? false}`,
    }));
    const sorted = (list) => list.map((row) => JSON.stringify(Object.entries(row))).sort();
    assert.deepEqual(sorted(file.rows), sorted(expected), by);
    assertSame(sum(file.rows.map(({ amount }) => amount)), (await api.bill()).exact_total);
  }
  await console.view.getByRole("searchbox", { name: "Filter the rows" }).fill("blue");
  await soon(async () => assert.equal((await cellsOf(table)).length, 1));
  const { rows: [blue, ...others] } = await fileOf(console, button);
  assert.deepEqual([blue["label:team"], blue.item, blue.quantity, others.length], ["blue", "gpu_seconds", "7200", 0]);
});

/** Clicks the download below a plot of this name; gives the file. */
function plotFile(console, name) {
  const summary = console.page.getByText(new RegExp(`^As a table\\s*· ${name}$`));
  const behind = console.view.locator(".service-plot-behind").filter({ has: summary });
  return fileOf(console, behind.getByRole("button", { name: "Download CSV", exact: true }));
}

consoleTest("the files of a service's plots add up to its runs, and leave empty what is not known", { testClock: START }, async ({ stage, backend, api }) => {
  const { chat: id } = await used(backend, api);
  const console = await stage.owner();
  await console.open(`/services/${id}?tab=cost`);
  const { month_to_date: cost } = (await api.service(id)).cost;
  const seconds = (await api.runs(id)).reduce((total, run) => total + run.seconds, 0);
  assertSame(cost, sum(Array(seconds).fill(PER_SECOND)));
  await console.view.getByRole("radio", { name: "24 h", exact: true }).check();
  await soon(async () => {
    const file = await plotFile(console, "Cost");
    assert.equal(file.name, `${id}-cost-24h.csv`);
    const known = file.rows.filter((row) => row.cost !== "");
    assert.ok(known.length > 0 && known.length < file.rows.length, "what was before it was made is not known");
    assert.equal(known.reduce((total, row) => total + Number(row.gpu_seconds), 0), seconds);
    assertSame(sum(known.map((row) => row.cost)), cost);
    assert.ok(known.every((row) => row.currency === "USD" && compare(row.cost, "0") >= 0));
    // One stretch begins where the other ends, and unknown ones come first.
    file.rows.slice(1).forEach((row, place) => assert.equal(row.from, file.rows[place].until));
    assert.ok(file.rows.slice(0, -known.length).every((row) => row.gpu_seconds === "" && row.until <= after(START, 3_600)));
  });
  const instances = await plotFile(console, "Instances");
  assert.equal(instances.name, `${id}-instances-24h.csv`);
  const most = instances.rows.map((row) => row.most_instances).filter((count) => count !== "").map(Number);
  assert.equal(Math.max(...most), 1);
  assert.ok(instances.rows.some((row) => row.least_instances === "1" && row.from === "2026-03-03T11:00:00Z"), "all of an hour one ran");
});

consoleTest("the files of the plots of tokens are the usage of each hour", { testClock: START }, async ({ stage, backend, api }) => {
  const { search: id } = await used(backend, api);
  const console = await stage.owner();
  await console.open(`/services/${id}?tab=cost`);
  await console.view.getByRole("radio", { name: "24 h", exact: true }).check();
  const usage = (await api.usage(`group_by=service,hour&${MARCH}`)).filter(({ service }) => service === id);
  const total = (item) => sum(usage.filter((row) => row.item === item).map(({ quantity }) => quantity));
  await soon(async () => {
    const tokens = await plotFile(console, "Tokens");
    assert.equal(tokens.name, `${id}-tokens-24h.csv`);
    for (const item of ["input_tokens", "cached_input_tokens", "output_tokens"]) {
      assertSame(sum(tokens.rows.map((row) => row[item] || "0")), total(item), item);
    }
    const cost = await plotFile(console, "Cost");
    assertSame(sum(cost.rows.map((row) => row.cost || "0")), sum(usage.map(({ amount }) => amount)));
    const [hour] = cost.rows.filter((row) => row.by_token !== "" && compare(row.by_token, "0") === 1);
    assert.deepEqual([hour.hour, hour.currency], [usage[0].hour, "USD"]);
  });
});
