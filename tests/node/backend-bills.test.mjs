// Bills from open to paid, what comes late, files that add up, and usage by its groups. On the test clock.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { priceUsage } from "../../pkg/dist/index.js";
import { signIn } from "./backend-session.mjs";
import { withBackend } from "./backend-support.mjs";
import {
  after, assertOutcomes, assertSame, checkBill, checkFiles, csvRows, plain, runStarted, runStopped, settled, sum, tokensUsed,
} from "./backend-tools.mjs";

/** A test on an account that has a token service and a seconds-metered one since the first of March. */
const sinceMarch = (body, options = {}) => withBackend({ testClock: "2026-03-01T00:00:00Z", ...options }, async ({ backend, api }, t) => {
  await backend.allowSeconds();
  const tokens = (await api.createTokenService({ name: "tokens", labels: { team: "blue" } })).id;
  const gpu = (await api.createGpuService({ name: "gpu" })).id;
  /** A million tokens out cost 2.7. */
  const use = async (time, output) => assertOutcomes(await api.send([tokensUsed({ service: tokens, output, time })]), ["accepted"]);
  /** A run of tier A by another machine. */
  const run = async (time, seconds, instance = "elsewhere") => assertOutcomes(await api.send([
    runStarted({ service: gpu, instance, time }), runStopped({ service: gpu, instance, time: after(time, seconds) }),
  ]), ["accepted", "accepted"]);
  await body({ backend, api, tokens, gpu, use, run }, t);
});

const FORMATS = ["csv", "focus"];

/** Everything that must never change of a closed bill. */
async function closed(api, month) {
  const { state, ...bill } = await api.bill(month);
  assert.notEqual(state, "open");
  const files = {};
  for (const format of FORMATS) {
    files[format] = await api.billText(month, format);
  }
  return { bill, files, usage: await api.billUsage(month) };
}

const adjustments = ({ lines }) =>
  lines.filter((line) => line.adjusts !== undefined).map((line) => [line.adjusts, line.item, line.quantity, line.amount]).sort();

test("a month is open through its grace, then its bill is issued and never changes", sinceMarch(async ({ backend, api, use }) => {
  await backend.clockTo("2026-03-10T00:00:00Z");
  await use("2026-03-10T00:00:00Z", 1_000_000);
  assert.equal((await api.bill()).month, "2026-03");
  await backend.clockTo("2026-04-01T23:59:59.999Z");
  await use("2026-03-31T23:59:59.999999999Z", 1_000_000);
  await use("2026-04-01T00:00:00Z", 10);
  const open = await api.bill("2026-03");
  assert.deepEqual([open.state, open.exact_total, open.issued_at, open.due_at], ["open", "5.4", null, null]);
  assert.equal((await api.bill()).month, "2026-04");

  await backend.clockTo("2026-04-02T00:00:00Z");
  const issued = checkBill(await api.bill("2026-03"));
  assert.deepEqual(settled(issued), settled(open));
  const { state, issued_at: issuedAt, due_at: dueAt, payable } = issued;
  assert.deepEqual([state, issuedAt, dueAt, payable], ["issued", "2026-04-02T00:00:00Z", "2026-04-16T00:00:00Z", "5.40"]);
  const before = await closed(api, "2026-03");
  await api.topUp("5.40");
  await use("2026-03-20T00:00:00Z", 1_000_000);
  await backend.clockTo("2026-05-20T00:00:00Z");
  await backend.restart();
  assert.deepEqual(await closed(api, "2026-03"), before);
  assert.equal((await api.bill("2026-03")).state, "paid");

  const months = (await api.all("/bills", 1)).map((bill) => bill.month);
  assert.equal(new Set(months).size, months.length);
  assert.ok(["2026-03", "2026-04"].every((month) => months.includes(month)), months.join());
  for (const [month, status] of [["2025-01", 404], ["2026-06", 404], ["2026-13", [400, 404]], ["next", [400, 404]], ["2026-3", [400, 404]]]) {
    await api.refused("GET", `/bills/${month}`, undefined, { status });
  }
}));

test("grace and terms are the operator's", sinceMarch(async ({ backend, api, use }) => {
  await use("2026-03-01T00:00:00Z", 1_000_000);
  await backend.clockTo("2026-04-03T23:59:59.999Z");
  assert.equal((await api.bill("2026-03")).state, "open");
  await backend.clockTo("2026-04-04T00:00:00Z");
  const { state, issued_at: issued, due_at: due } = await api.bill("2026-03");
  assert.deepEqual([state, issued, due], ["issued", "2026-04-04T00:00:00Z", "2026-05-04T00:00:00Z"]);
  assert.deepEqual((await api.account()).terms, { payment_days: 30, grace_hours: 72 });
}, { flags: ["--month-grace-hours", "72", "--payment-terms-days", "30"] }));

test("late usage becomes lines of the open bill, each time only what is new", sinceMarch(async ({ backend, api, use, run }) => {
  await backend.clockTo("2026-04-01T00:00:00Z");
  await use("2026-03-10T10:00:00Z", 1_000_000);
  await run("2026-03-10T10:00:00Z", 3600);
  await backend.clockTo("2026-04-05T00:00:00Z");
  const march = await closed(api, "2026-03");
  assert.equal(march.bill.exact_total, "3.4812");

  await use("2026-03-10T12:00:00Z", 500_000);
  await run("2026-03-11T10:00:00Z", 600, "another");
  await use("2026-04-04T00:00:00Z", 1_000_000);
  const april = checkBill(await api.bill());
  assert.deepEqual(adjustments(april), [["2026-03", "gpu_seconds", "600", "0.1302"], ["2026-03", "output_tokens", "500000", "1.35"]]);
  assert.equal(april.exact_total, "4.1802");
  assert.deepEqual(await closed(api, "2026-03"), march);

  await backend.clockTo("2026-05-02T00:00:00Z");
  const issued = await closed(api, "2026-04");
  assert.deepEqual(settled(issued.bill), settled(april));
  assert.equal(issued.bill.payable, "4.18");
  await use("2026-03-30T00:00:00Z", 100_000);
  await use("2026-04-10T00:00:00Z", 200_000);
  const may = checkBill(await api.bill());
  assert.deepEqual(adjustments(may), [["2026-03", "output_tokens", "100000", "0.27"], ["2026-04", "output_tokens", "200000", "0.54"]]);
  assert.equal(may.exact_total, "0.81");

  await backend.restart();
  await backend.clockTo("2026-06-02T00:00:00Z");
  assert.deepEqual([await closed(api, "2026-03"), await closed(api, "2026-04")], [march, issued]);
  assert.deepEqual(settled(await api.bill("2026-05")), settled(may));
  const ledger = await api.all("/account/ledger");
  const entries = ledger.map((entry) => `${entry.kind} ${plain(entry.amount.replace("-", ""))}`);
  assert.deepEqual(entries, ["bill 0.81", "bill 4.18", "bill 3.48"]);
  assertSame((await api.account()).balance, "-8.47");
}));

test("a late record that takes free quota from later ones: the month is settled again as a whole", sinceMarch(async ({ backend, api }) => {
  const service = await api.defaultService("small-8b");
  await api.enable(service);
  const use = (time, input) => api.send([tokensUsed({ service, model: "small-8b", input, time })]);
  await backend.clockTo("2026-03-20T00:00:00Z");
  await use("2026-03-10T00:00:00Z", 900_000);
  await use("2026-03-20T00:00:00Z", 300_000);
  assert.equal((await api.bill()).exact_total, "0.03");
  await backend.clockTo("2026-04-05T00:00:00Z");
  const march = await closed(api, "2026-03");
  // Earlier than both: it takes quota from the last one, so that as many tokens more are paid.
  await use("2026-03-09T00:00:00Z", 100_000);
  const april = checkBill(await api.bill());
  assert.equal(april.exact_total, "0.015");
  assert.ok(april.lines.every((line) => line.adjusts === "2026-03" && line.illustrative === true), JSON.stringify(april.lines));
  assert.deepEqual(await closed(api, "2026-03"), march);
}));

test("an open run is on the open bill from its first second", sinceMarch(async ({ backend, api, gpu }) => {
  await backend.clockTo("2026-03-31T23:00:00Z");
  assertOutcomes(await api.send([runStarted({ service: gpu, time: "2026-03-31T23:00:00Z" })]), ["accepted"]);
  for (const [now, march, april] of [
    ["2026-03-31T23:00:00.001Z", "0.000217", undefined],
    ["2026-03-31T23:59:59Z", "0.780983", undefined],
    ["2026-04-01T00:30:00Z", "0.7812", "0.3906"],
    ["2026-04-01T23:00:00Z", "0.7812", "17.9676"],
  ]) {
    await backend.clockTo(now);
    assert.equal((await api.bill("2026-03")).exact_total, march, now);
    if (april !== undefined) {
      const bill = await api.bill();
      assert.deepEqual([bill.month, bill.exact_total, bill.as_of], ["2026-04", april, now]);
    }
  }
  await backend.kill();
  await backend.restart();
  const [run] = await api.runs(gpu);
  assert.deepEqual([run.open, run.seconds], [true, 86_400], "an open run of another machine outlives a crash of the server");
  assertOutcomes(await api.send([runStopped({ service: gpu, time: "2026-04-01T22:00:00Z" })]), ["accepted"]);
  assert.equal((await api.bill()).exact_total, "17.1864");
}));

test("every file adds up to what is payable, and the program writes the same", sinceMarch(async ({ backend, api, use, run }) => {
  await api.patchService((await api.services("?q=tokens"))[0].id, { name: "=HYPERLINK(\"http://x\"),\n'\u{1f600}" });
  await backend.clockTo("2026-03-20T00:00:00Z");
  await use("2026-03-10T10:00:00Z", 1_234_567);
  await run("2026-03-10T10:00:00Z", 3601);
  await run("2026-03-10T12:00:00Z", 0.5, "short");
  await backend.clockTo("2026-04-05T00:00:00Z");
  await use("2026-03-10T12:00:00Z", 333_333);
  await use("2026-04-04T00:00:00Z", 1);
  for (const month of ["2026-03", "2026-04"]) {
    const bill = checkBill(await api.bill(month));
    const files = { csv: await api.billText(month, "csv"), focus: await api.billText(month, "focus") };
    checkFiles(files, bill.payable);
    for (const row of csvRows(files.csv)) {
      assert.ok(Object.values(row).every((cell) => !/^[=+@\t\r]/.test(cell) && !/^-(?!\d)/.test(cell)), JSON.stringify(row));
    }
    const current = month === "2026-04" ? await api.billText("current", "csv") : files.csv;
    assert.equal(current, files.csv);
  }
  const file = join(backend.folder, "usage.json");
  const usage = await api.billUsage("2026-03");
  await writeFile(file, JSON.stringify(usage));
  const [bill] = priceUsage(usage).bills;
  assert.deepEqual(settled(bill), settled(await api.bill("2026-03")));
  for (const format of FORMATS) {
    const { code, stdout, stderr } = await backend.run("price", file, "--format", format);
    assert.equal(code, 0, stderr);
    const column = format === "csv" ? "amount" : "BilledCost";
    assertSame(sum(csvRows(stdout).map((row) => row[column])), bill.payable);
  }
  const answer = await api.answer("GET", "/bills/2026-03?format=focus");
  assert.match(answer.headers.get("content-type"), /^text\/csv\b/);
  assert.doesNotMatch(answer.headers.get("content-disposition") ?? "", /[\r\n]/);
}));

test("nothing used is a bill of nothing", sinceMarch(async ({ backend, api }) => {
  const bill = await api.bill();
  assert.deepEqual([bill.lines, bill.exact_total, bill.payable, bill.rounding], [[], "0", "0.00", "0"]);
  checkFiles({ csv: await api.billText("current", "csv"), focus: await api.billText("current", "focus") }, "0");
  await backend.clockTo("2026-06-15T00:00:00Z");
  assertSame((await api.account()).balance, "0");
  assert.equal((await api.account()).overdue, false);
}));

test("usage is summed by its groups, over whole days", sinceMarch(async ({ backend, api, use, run, tokens, gpu }) => {
  await backend.clockTo("2026-03-20T00:00:00Z");
  await use("2026-03-10T10:00:00Z", 1_000_000);
  await use("2026-03-11T00:00:00Z", 2_000_000);
  await run("2026-03-10T23:00:00Z", 7200);
  const total = (await api.bill()).exact_total;
  assert.equal(total, "9.6624");
  const rows = async (query) => (await api.usage(query)).map(({ item, amount, currency, quantity, illustrative, ...group }) => {
    assert.equal(currency, "USD");
    return [...Object.values(group), item, quantity, amount];
  }).sort();
  for (const [query, expected] of [
    ["", [["gpu_seconds", "7200", "1.5624"], ["output_tokens", "3000000", "8.1"]]],
    ["group_by=item", [["gpu_seconds", "7200", "1.5624"], ["output_tokens", "3000000", "8.1"]]],
    ["group_by=service", [[gpu, "gpu_seconds", "7200", "1.5624"], [tokens, "output_tokens", "3000000", "8.1"]].sort()],
    ["group_by=day", [
      ["2026-03-10", "gpu_seconds", "3600", "0.7812"], ["2026-03-10", "output_tokens", "1000000", "2.7"],
      ["2026-03-11", "gpu_seconds", "3600", "0.7812"], ["2026-03-11", "output_tokens", "2000000", "5.4"],
    ]],
    ["group_by=day&from=2026-03-10&to=2026-03-11", [
      ["2026-03-10", "gpu_seconds", "3600", "0.7812"], ["2026-03-10", "output_tokens", "1000000", "2.7"],
    ]],
    ["from=2026-03-11&to=2026-03-12", [["gpu_seconds", "3600", "0.7812"], ["output_tokens", "2000000", "5.4"]]],
    ["from=2026-03-12&to=2026-03-20", []],
    ["from=2026-02-01&to=2026-03-01", []],
    [`group_by=${encodeURIComponent("label:team")}`, [
      [null, "gpu_seconds", "7200", "1.5624"], ["blue", "output_tokens", "3000000", "8.1"],
    ].sort()],
    [`service=${gpu}`, [["gpu_seconds", "7200", "1.5624"]]],
    [`service=${tokens}&group_by=model`, [["large-70b", "output_tokens", "3000000", "8.1"]]],
    [`service=${tokens}&group_by=day&from=2026-03-11&to=2026-03-12`, [["2026-03-11", "output_tokens", "2000000", "5.4"]]],
    [`service=${gpu}&from=2026-03-12&to=2026-03-20`, []],
    [`service=${tokens}&group_by=${encodeURIComponent("label:team")}`, [["blue", "output_tokens", "3000000", "8.1"]]],
    [`service=${gpu}&group_by=${encodeURIComponent("label:team")}`, [[null, "gpu_seconds", "7200", "1.5624"]]],
  ]) {
    assert.deepEqual(await rows(query), expected, query);
  }
  for (const group of ["service,model", "service,tier,day", "model,tier,item,day,label:team"]) {
    assertSame(sum((await api.usage(`group_by=${encodeURIComponent(group)}`)).map((row) => row.amount)), total, group);
  }
  for (const query of [
    "group_by=colour", "group_by=service,service", "group_by=label:", `group_by=${encodeURIComponent("service;DROP TABLE")}`, "order=amount",
    "from=2026-03-10T10:00:00Z", "from=2026-03-10T10:30", "from=2026-03-10T24:00", "from=2026-02-30", "from=x", "to=2026-03-01&from=2026-03-02",
  ]) {
    await api.refused("GET", `/usage?${query}`, undefined, { status: [400, 422] });
  }
  await api.refused("GET", `/usage?service=${gpu}&service=${tokens}`, undefined, { status: 400, code: "malformed" });
  await api.refused("GET", "/usage?service=", undefined, { status: 404, code: "not_found" });
}));

test("usage is told by the key that reported it, by the hour and by the minute", sinceMarch(async ({ backend, api, use, run, tokens, gpu }) => {
  // The link that signs in is good for a while only.
  const owner = await signIn(backend);
  await backend.clockTo("2026-03-20T12:00:00Z");
  // A reservation covers some of the tokens, whoever reports them.
  await api.setBillingMode(tokens, "tpm_reservation");
  await api.reserve(tokens, { tpm: 20_000, until: null });
  await backend.clockTo("2026-03-20T14:30:00Z");
  const made = await api.createKey("ingest");
  const program = backend.as({ authorization: `Bearer ${made.key}` });
  const tell = async (who, id, time, output) =>
    assertOutcomes(await who.send([tokensUsed({ id, service: tokens, output, time })]), ["accepted"]);
  await use("2026-03-20T13:10:00Z", 1_000_000);
  for (const [minute, who] of [[11, program], [12, owner], [13, program]]) {
    await tell(who, `told-${minute}`, `2026-03-20T13:${minute}:00Z`, 2_000_000);
  }
  await tell(program, "one-minute", "2026-03-20T14:00:10Z", 12_000);
  await tell(owner, "same-minute", "2026-03-20T14:00:20Z", 12_000);
  await run("2026-03-20T13:30:00Z", 3600);

  const all = await api.usage("");
  const of = (rows, item) => sum(rows.filter((row) => row.item === item).map((row) => row.quantity));
  // All of it happened on one day, which is as much as can be asked for by the minute.
  const onThatDay = "&from=2026-03-20&to=2026-03-21";
  for (const groups of ["key", "key,service", "hour", "key,hour", "hour,day,model", "key,label:team,item", "minute", "key,minute,hour,day"]) {
    const rows = await api.usage(`group_by=${encodeURIComponent(groups)}${onThatDay}`);
    assertSame(sum(rows.map((row) => row.amount)), sum(all.map((row) => row.amount)), groups);
    for (const item of ["gpu_seconds", "output_tokens", "reserved_tokens", "tpm_reservation"]) {
      assertSame(of(rows, item), of(all, item), `${item} by ${groups}`);
    }
    // Of one service it is what stands beside its name among all.
    const ofAll = groups.includes("service") ? rows : await api.usage(`group_by=${encodeURIComponent(`service,${groups}`)}${onThatDay}`);
    for (const id of [tokens, gpu]) {
      const own = await api.usage(`service=${id}&group_by=${encodeURIComponent(groups)}${onThatDay}`);
      const expected = ofAll.filter((row) => row.service === id).map(({ service, ...row }) => (groups.includes("service") ? { ...row, service } : row));
      assert.deepEqual(own, expected, `of one service by ${groups}`);
    }
  }

  const keys = await api.usage("group_by=key");
  const { id } = (await api.all("/api-keys")).find((key) => key.name === "ingest");
  const tokensOf = (key) => sum(keys.filter((row) => row.key === key && row.item.endsWith("tokens")).map((row) => row.quantity));
  assert.equal(tokensOf(id), "4012000");
  assert.equal(tokensOf("console"), "2012000");
  assert.deepEqual([...new Set(keys.filter((row) => row.key === id).map((row) => row.key_name))], ["ingest"]);
  assert.deepEqual(keys.filter((row) => row.key === "console").map((row) => row.key_name), [null, null]);
  // Seconds and reservations are no key's.
  const nobodys = keys.filter((row) => row.key === null);
  assert.deepEqual(nobodys.map((row) => row.item).sort(), ["gpu_seconds", "tpm_reservation"]);
  // Of the 24,000 tokens of one minute the reservation covers 20,000: the first ones come first, whose they are.
  const minute = (await api.usage("group_by=key,hour&from=2026-03-20&to=2026-03-21")).filter((row) => row.hour === "2026-03-20T14:00");
  const reserved = (key) => minute.find((row) => row.key === key && row.item === "reserved_tokens").quantity;
  assert.deepEqual([reserved(id), reserved("console")], ["12000", "8000"]);

  const seconds = (await api.usage("group_by=hour&from=2026-03-20&to=2026-03-21")).filter((row) => row.item === "gpu_seconds");
  assert.deepEqual(seconds.map((row) => [row.hour, row.quantity]), [["2026-03-20T13:00", "1800"], ["2026-03-20T14:00", "1800"]]);

  // By the minute, from one hour to another: what lies outside is in no row, and each minute has its own.
  const minutes = await api.usage("group_by=minute,hour&from=2026-03-20T13:00&to=2026-03-20T14:00");
  const byMinute = (item) => minutes.filter((row) => row.item === item).map((row) => [row.minute, row.hour, row.quantity]);
  assert.deepEqual(byMinute("output_tokens").map(([at]) => at), ["2026-03-20T13:10", "2026-03-20T13:11", "2026-03-20T13:12", "2026-03-20T13:13"]);
  assert.deepEqual(byMinute("gpu_seconds"), [...Array(30).keys()].map((at) => [`2026-03-20T13:${30 + at}`, "2026-03-20T13:00", "60"]));
  const sameHour = (await api.usage("group_by=hour&from=2026-03-20T13:00&to=2026-03-20T14:00")).filter((row) => row.item === "output_tokens");
  assert.deepEqual(sameHour.map((row) => row.quantity), [sum(byMinute("output_tokens").map(([, , quantity]) => quantity))]);
  // The rest of a day is a part of that day.
  const rest = (await api.usage("group_by=day&from=2026-03-20T14:00&to=2026-03-22")).filter((row) => row.item === "gpu_seconds");
  assert.deepEqual(rest.map((row) => [row.day, row.quantity]), [["2026-03-20", "1800"]]);

  // The name of a key that was revoked since stays with what it reported.
  await api.revokeKey(id);
  assert.equal((await api.usage("group_by=key")).find((row) => row.key === id).key_name, "ingest");
  await api.refused("GET", "/usage?group_by=hour&from=2026-03-01&to=2026-04-02", undefined, { status: 400, code: "malformed" });
  await api.refused("GET", "/usage?group_by=minute&from=2026-03-20T00:00&to=2026-03-21T01:00", undefined, { status: 400, code: "malformed" });
  assert.equal((await api.answer("GET", "/usage?group_by=hour&from=2026-03-01&to=2026-04-01")).status, 200);
}, { testClock: "2026-03-20T11:30:00Z" }));
