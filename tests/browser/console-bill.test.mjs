// A bill on the screen: verified by the page's own core, opened down to its runs, and the same in every file.

import assert from "node:assert/strict";

import {
  assertOutcomes, assertSame, checkFiles, csvRows, plain, runStarted, runStopped, sum, tokensUsed,
} from "../node/backend-tools.mjs";
import { BillView } from "./console-views.mjs";
import { consoleTest } from "./console-support.mjs";
import { textOf } from "./support.mjs";

const START = "2026-03-28T00:00:00Z";
const ITEMS = ["gpu_seconds", "tpm_reservation", "input_tokens", "cached_input_tokens", "output_tokens", "reserved_tokens", "free_tokens"];

/** An account with seconds and tokens in March, its bill issued, and some of both that came too late for it. */
async function billed(backend, api) {
  const gpu = (await api.createGpuService({ name: "chat" })).id;
  const tokens = (await api.createTokenService({ name: "summaries" })).id;
  const free = await api.defaultService("small-8b");
  await api.enable(free);
  const run = (instance, from, until) => [
    runStarted({ service: gpu, instance, time: from }), runStopped({ service: gpu, instance, time: until }),
  ];
  const send = async (...events) => assertOutcomes(await api.send(events), events.map(() => "accepted"));
  await backend.clockTo("2026-03-30T00:00:00Z");
  await send(
    ...run("i-1", "2026-03-29T10:00:00Z", "2026-03-29T12:00:00Z"),
    ...run("i-2", "2026-03-29T11:00:00Z", "2026-03-29T11:59:59.500Z"),
    tokensUsed({ service: tokens, input: 1_234_567, cached_input: 765_432, output: 98_765, time: "2026-03-29T10:00:00Z" }),
    tokensUsed({ service: free, model: "small-8b", input: 1_100_000, time: "2026-03-29T10:00:00Z" }),
  );
  await backend.clockTo("2026-04-02T12:00:00Z");
  await send(
    ...run("i-3", "2026-03-29T10:00:00Z", "2026-03-29T10:10:00Z"),
    tokensUsed({ service: tokens, output: 500_000, time: "2026-03-29T12:00:00Z" }),
    ...run("i-1", "2026-04-01T10:00:00Z", "2026-04-01T10:00:01Z"),
  );
}

/** The amounts of lines by the names of their services, then by item. */
async function inOrder(api, lines) {
  const names = new Map((await api.services()).map(({ id, name }) => [id, name]));
  const place = ({ service, item }) => `${names.get(service)}\0${service}\0${ITEMS.indexOf(item)}`;
  const ordered = lines.toSorted((one, other) => (place(one) < place(other) ? -1 : Number(place(one) > place(other))));
  return ordered.map(({ amount }) => plain(amount));
}

consoleTest("an issued bill is equal to what the page itself prices, line by line and in all", { testClock: START }, async ({ stage, backend, api }) => {
  await billed(backend, api);
  const bill = await api.bill("2026-03");
  assert.equal(bill.state, "issued");
  const { runs, tokens } = await api.billUsage("2026-03");
  const console = await stage.owner();
  await console.open("/bills");
  await console.view.getByRole("link", { name: "March 2026" }).click();
  await console.headingIs("Bill of March 2026");
  await console.addressIs("/bills/2026-03");
  const view = new BillView(console);
  const said = await view.verify("Equal to the last digit");
  assert.ok(said.includes(`Compared: ${bill.lines.length} lines, exact total ${bill.exact_total} USD, rounding, payable ${bill.payable} USD.`), said);
  assert.ok(said.includes(`Priced here: ${runs.length} runs, ${tokens.length} token records`), said);

  // What is on the screen is what REST says, and adds up.
  const amounts = await view.amounts();
  assert.deepEqual(amounts.slice(0, -3), await inOrder(api, bill.lines), "by service and item");
  assert.deepEqual(amounts.slice(-3), [bill.exact_total, bill.rounding, bill.payable].map(plain));
  assertSame(sum(amounts.slice(0, -3)), bill.exact_total);
  assertSame(await console.figureAmount(/^Exact total/), bill.exact_total);

  // A line, opened: its runs with their seconds, which add up to it. The page is the same after a reload.
  const expected = [
    "i-1 2026-03-29 10:00:00 UTC 2026-03-29 12:00:00 UTC 7,200",
    "i-2 2026-03-29 11:00:00 UTC 2026-03-29 11:59:59 UTC 3,600",
  ];
  await view.open("chat", "GPU seconds");
  assert.deepEqual(await view.rowsBehind("Billed seconds"), expected);
  await view.lines.getByText("These add up to the line's 10,800.").waitFor();
  await console.reload();
  assert.deepEqual(await view.rowsBehind("Billed seconds"), expected);
});

consoleTest("the files of a bill are what is on the screen", { testClock: START }, async ({ stage, backend, api }) => {
  await billed(backend, api);
  const bill = await api.bill("2026-03");
  const console = await stage.owner();
  await console.open("/bills/2026-03");
  const view = new BillView(console);
  const onScreen = await view.amounts();
  const download = (name) => console.download(view.files.getByRole("link", { name, exact: true }));
  const json = await download("JSON");
  assert.equal(json.name, "tiermeter-bill-2026-03.json");
  assert.deepEqual(JSON.parse(json.text), bill);
  const [csv, focus, usage] = [await download("CSV"), await download("FOCUS"), await download("Usage")];
  assert.equal(csv.text, await api.billText("2026-03", "csv"));
  assert.equal(focus.text, await api.billText("2026-03", "focus"));
  assert.deepEqual(JSON.parse(usage.text), await api.billUsage("2026-03"));
  checkFiles({ csv: csv.text, focus: focus.text }, onScreen.at(-1));
  const lines = csvRows(csv.text).map((row) => plain(row.amount));
  for (const amount of onScreen.slice(0, -3)) {
    assert.ok(lines.includes(amount), `${amount} is in the CSV: ${lines}`);
  }
});

consoleTest("an open bill with corrections of a closed month is verified as well", { testClock: START }, async ({ stage, backend, api }) => {
  await billed(backend, api);
  const bill = await api.bill();
  assert.ok(bill.lines.some((line) => line.adjusts === "2026-03"), "what came late corrects March");
  const console = await stage.owner();
  await console.open("/bills/current");
  await console.headingIs("Bill of this month so far");
  const view = new BillView(console);
  await view.lines.getByText("corrects March 2026").first().waitFor();
  const said = await view.verify("Equal to the last digit");
  assert.match(said, /2 corrections of closed months/);
  assert.match(said, /The bill is open; both were counted up to 2026-04-02 12:00:00 UTC\./);
  const amounts = await view.amounts();
  assert.deepEqual(amounts.slice(0, -3), await inOrder(api, bill.lines), "by service and item");
  assert.deepEqual(amounts.slice(-3), [bill.exact_total, bill.rounding, bill.payable].map(plain));

  // A correction, opened, says which bill it corrects, and leads there.
  await view.lines.getByRole("row").filter({ hasText: "corrects March 2026" }).first().getByRole("button").click();
  await view.lines.getByText(/Usage came late, after that bill was issued\./).waitFor();
  await view.lines.getByRole("link", { name: "Corrects the bill of March 2026" }).click();
  await console.headingIs("Bill of March 2026");
  await console.addressIs("/bills/2026-03");
});

consoleTest("a bill that was tampered with is found out, line by line", { testClock: START }, async ({ stage, backend, api }) => {
  await billed(backend, api);
  const console = await stage.owner();
  const chat = (await api.services("?q=chat"))[0].id;
  // A second too many on the way, with sums that fit.
  await console.page.route(/\/api\/v1\/bills\/2026-03(\?.*)?$/, async (route) => {
    const response = await route.fetch();
    const bill = await response.json();
    const line = bill.lines.find(({ service }) => service === chat);
    line.quantity = "10801";
    line.amount = sum([line.amount, "0.000217"]);
    bill.exact_total = sum([bill.exact_total, "0.000217"]);
    bill.rounding = sum([bill.rounding, "-0.000217"]);
    await route.fulfill({ response, json: bill });
  });
  await console.open("/bills/2026-03");
  const view = new BillView(console);
  const said = await view.verify(/^It differs: 1 line and 2 sums$/);
  assert.ok(said.includes("chat GPU seconds · A × 0.000217"), said);
  const rows = (await view.verification.getByRole("row").allInnerTexts()).map((row) => row.replace(/\s+/g, " ").trim());
  assert.ok(rows.some((row) => row.startsWith("chat ") && row.includes("10,801") && row.includes("10,800")), rows.join(" | "));
  assert.ok(rows.some((row) => row.startsWith("Exact total ")) && rows.some((row) => row.startsWith("Rounding ")), rows.join(" | "));
});

consoleTest("bills are listed with how they stand, and a month without a bill says so", { testClock: START }, async ({ stage, backend, api }) => {
  await billed(backend, api);
  const { payable } = await api.bill("2026-03");
  const console = await stage.owner();
  await console.open("/bills");
  const table = console.view.getByRole("table", { name: "Bills" });
  const march = await textOf(table.getByRole("row").filter({ hasText: "March 2026" }));
  assert.ok(march.includes("Issued") && march.includes(`${payable} USD`), march);
  const april = await textOf(table.getByRole("row").filter({ hasText: "April 2026" }));
  assert.ok(april.includes("Open") && april.includes("so far"), april);
  console.expectRefusals(404);
  await console.open("/bills/2025-01");
  await console.view.getByRole("alert").waitFor();
  await console.open("/bills/march");
  await console.headingIs("There is no such bill");
});
