// Money: top-ups, overdue payment and its end, the credit limit, and the notice that comes in time.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";

import { withBackend } from "./backend-support.mjs";
import { assertOutcomes, assertSame, compare, minus, plain, sum, tokensUsed, until } from "./backend-tools.mjs";

const START = "2026-03-01T00:00:00Z";
const onClock = (body) => withBackend({ testClock: START }, async ({ backend, api }, t) => {
  await backend.allowSeconds();
  await body({ backend, api }, t);
});
const key = (text) => ({ "idempotency-key": text });

/** Uses as many million tokens out of `large-70b`, at 2.7 USD each, at this instant. */
async function spend(api, time, millions = 1) {
  const service = await api.defaultService("large-70b");
  assertOutcomes(await api.send([tokensUsed({ service, output: millions * 1_000_000, time })]), ["accepted"]);
}

test("top-ups that are none are refused and change nothing", onClock(async ({ api }) => {
  for (const [body, status, pointer] of [
    ...["0", "0.00", "-1", "0.001", "1.234", "1e3", "1000000000000000", "", " 1", "1 ", "+1", "01", ".5", "1.", "0x10", "１", "NaN", "1,000"]
      .map((amount) => [{ amount, currency: "USD" }, [400, 422], "/amount"]),
    ...[1, 1.5, null, true, ["1"], {}].map((amount) => [{ amount, currency: "USD" }, 400, "/amount"]),
    [{ amount: "1", currency: "EUR" }, 422, "/currency"],
    [{ amount: "1", currency: "usd" }, [400, 422], "/currency"],
    [{ amount: "1", currency: "XXX" }, [400, 422], "/currency"],
    [{ amount: "1" }, 400, "/currency"],
    [{ currency: "USD" }, 400, "/amount"],
    [{ amount: "1", currency: "USD", balance: "1000" }, 400, "/balance"],
    [{ amount: "1", currency: "USD", account: "acc_2" }, 400, "/account"],
    ['{"amount":"1","amount":"1000","currency":"USD"}', 400, "/amount"],
    ["", 400, ""], ["{", 400, ""], ["[]", 400, ""],
  ]) {
    await api.refused("POST", "/account/top-ups", body, { status, pointer, headers: key(randomUUID()) });
  }
  await api.refused("POST", "/account/top-ups", { amount: "1", currency: "USD" }, { status: 400, code: "idempotency_key_required" });
  for (const bad of ["", "x".repeat(201), "two words"]) {
    await api.refused("POST", "/account/top-ups", { amount: "1", currency: "USD" }, { status: 400, headers: key(bad) });
  }
  assert.deepEqual([await api.topUps(), await api.all("/account/ledger")], [[], []]);
  const { balance, available, overdue, credit_limit: limit, notice } = await api.account();
  assert.deepEqual([plain(balance), plain(available), overdue, limit, notice], ["0", "0", false, null, null]);
}));

test("a top-up is posted once, however often it is asked for", onClock(async ({ backend, api }) => {
  const body = { amount: "10.10", currency: "USD" };
  const first = await api.answer("POST", "/account/top-ups", body, key("k-1"));
  assert.equal(first.status, 201);
  assert.deepEqual([plain(first.body.amount), plain(first.body.balance), first.body.at], ["10.1", "10.1", START]);
  const again = await api.answer("POST", "/account/top-ups", body, key("k-1"));
  assert.deepEqual([again.status, again.text], [201, first.text]);
  for (const other of [{ ...body, amount: "10.11" }, { ...body, amount: "1" }]) {
    await api.refused("POST", "/account/top-ups", other, { status: 422, code: "idempotency_key_reused", headers: key("k-1") });
  }

  const cent = { amount: "0.01", currency: "USD" };
  const answers = await Promise.all(Array.from({ length: 100 }, () => api.call("POST", "/account/top-ups", cent, key("k-2"))));
  const statuses = new Set(answers.map((answer) => answer.status));
  assert.ok([...statuses].every((status) => status === 201 || status === 409) && statuses.has(201), [...statuses].join());
  assert.equal(new Set(answers.filter((answer) => answer.status === 201).map((answer) => answer.text)).size, 1);
  assertSame((await api.account()).balance, "10.11");

  // An answer that never arrived: the same question has the same answer, after a crash too.
  const lost = api.call("POST", "/account/top-ups", { amount: "5", currency: "USD" }, key("k-3")).catch(() => {});
  await until(async () => plain((await api.account()).balance) === "15.11");
  await backend.kill();
  await lost;
  await backend.restart();
  await api.topUp("5", { key: "k-3" });
  assert.equal((await api.answer("POST", "/account/top-ups", body, key("k-1"))).text, first.text);
  assertSame((await api.account()).balance, "15.11");
  assert.deepEqual((await api.topUps()).map((one) => plain(one.amount)).sort(), ["0.01", "10.1", "5"]);
  const entries = await api.all("/account/ledger", 2);
  assert.deepEqual(entries.map((entry) => [entry.kind, plain(entry.amount)]), [["top_up", "5"], ["top_up", "0.01"], ["top_up", "10.1"]]);
}));

test("a key on any other POST has one effect too", onClock(async ({ api }) => {
  const fields = { name: "once", model: "small-8b", metering: "tokens", billing_mode: "pay_as_you_go" };
  const answers = await Promise.all(Array.from({ length: 10 }, () => api.call("POST", "/services", fields, key("s-1"))));
  assert.ok(answers.every((answer) => [201, 409].includes(answer.status)));
  assert.equal((await api.services("?q=once")).length, 1);
  await api.refused("POST", "/services", { ...fields, name: "twice" }, { status: 422, code: "idempotency_key_reused", headers: key("s-1") });
}));

test("the balance is top-ups less bills, and what is available is less what is open", onClock(async ({ backend, api }) => {
  await api.topUp("100");
  await backend.clockTo("2026-03-10T00:00:00Z");
  await spend(api, "2026-03-10T00:00:00Z");
  const account = async () => {
    const { balance, available } = await api.account();
    return [plain(balance), plain(available)];
  };
  assert.deepEqual(await account(), ["100", "97.3"]);
  await backend.clockTo("2026-04-02T00:00:00Z");
  assert.deepEqual(await account(), ["97.3", "97.3"]);
  await spend(api, "2026-04-02T00:00:00Z", 2);
  assert.deepEqual(await account(), ["97.3", "91.9"]);
  assert.equal((await api.bill("2026-03")).state, "paid");
}));

/** Three services by the middle of April: one that runs, one that was disabled by hand, one never enabled. */
async function owing(backend, api) {
  const ids = {};
  for (const name of ["runs", "disabled", "fresh"]) {
    ids[name] = (await api.createGpuService({ name })).id;
  }
  await backend.clockTo("2026-03-10T10:00:00Z");
  await api.enable(ids.runs);
  await api.enable(ids.disabled);
  await backend.settle();
  await backend.clockTo("2026-03-10T11:00:00Z");
  await api.disable(ids.disabled);
  return ids;
}

test("an unpaid bill stops every service at its due instant, in one jump of the clock", onClock(async ({ backend, api }) => {
  const ids = await owing(backend, api);
  const due = "2026-04-16T00:00:00Z";
  await backend.clockTo("2026-05-20T10:00:00Z");

  const { overdue, overdue_since: since } = await api.account();
  assert.deepEqual([overdue, since], [true, due]);
  const [run] = await api.runs(ids.runs);
  assert.deepEqual([run.started_at, run.stopped_at, run.open], ["2026-03-10T10:00:00Z", due, false]);
  const states = async () => Promise.all(Object.values(ids).map(async (id) => {
    const { status, reasons } = await api.service(id);
    return [status, ...reasons].join();
  }));
  assert.deepEqual(await states(), ["stopped,overdue", "stopped,disabled,overdue", "not_enabled"]);
  assert.equal((await api.service(ids.runs)).since, due);
  const march = await api.bill("2026-03");
  assert.deepEqual([march.state, march.issued_at, march.due_at], ["overdue", "2026-04-02T00:00:00Z", due]);
  const april = await api.bill("2026-04");
  assert.deepEqual([april.state, april.issued_at, april.due_at], ["overdue", "2026-05-02T00:00:00Z", "2026-05-16T00:00:00Z"]);

  for (const id of Object.values(ids)) {
    await api.refused("POST", `/services/${id}/enable`, undefined, { status: 402, code: "account_overdue" });
  }
  const late = await api.createGpuService({ name: "late" });
  await api.refused("POST", `/services/${late.id}/enable`, undefined, { status: 402, code: "account_overdue" });
  await api.disable(ids.disabled);

  // The oldest bill is paid first; the account is overdue until the last one that is due is covered.
  await api.topUp(march.payable);
  assert.deepEqual([(await api.bill("2026-03")).state, (await api.bill("2026-04")).state], ["paid", "overdue"]);
  assert.equal((await api.account()).overdue, true);
  await api.topUp(minus(april.payable, "0.01"));
  assert.equal((await api.account()).overdue, true);
  await api.topUp("0.01");
  assert.equal((await api.bill("2026-04")).state, "paid");
  assert.deepEqual([(await api.account()).overdue, (await api.account()).overdue_since], [false, null]);
  assert.deepEqual(await states(), ["running", "stopped,disabled", "not_enabled"]);
  assert.equal((await api.service(late.id)).status, "not_enabled", "nothing that nobody asked for");
  await backend.settle();
  const [open] = (await api.runs(ids.runs)).filter((one) => one.open);
  assert.equal(open.started_at, "2026-05-20T10:00:00Z");
  await api.enable(late.id);

  const rows = (await api.timeline(ids.runs)).map((row) => [row.command, row.at]);
  assert.deepEqual(rows, [
    ["enable", "2026-03-10T10:00:00Z"], ["created", "2026-03-10T10:00:00Z"],
    ["account_overdue", due], ["account_replenished", "2026-05-20T10:00:00Z"],
  ]);
  const ledger = await api.all("/account/ledger");
  const total = (kind) => sum(ledger.filter((entry) => entry.kind === kind).map((entry) => entry.amount.replace("-", "")));
  assertSame(total("top_up"), total("bill"), "what was billed is paid");
  assertSame((await api.account()).balance, "0");
}));

test("due is due: a moment before, nothing is overdue", onClock(async ({ backend, api }) => {
  const { runs } = await owing(backend, api);
  await backend.operator("--payment-terms-days", "7");
  assert.equal((await api.account()).terms.payment_days, 7);
  for (const [now, expected] of [
    ["2026-04-08T23:59:59.999Z", [false, "issued", "running"]],
    ["2026-04-09T00:00:00.001Z", [true, "overdue", "stopped"]],
  ]) {
    await backend.clockTo(now);
    const [{ overdue }, { state }, { status }] = [await api.account(), await api.bill("2026-03"), await api.service(runs)];
    assert.deepEqual([overdue, state, status], expected, now);
  }
}));

test("a bill that is paid before it is due never makes the account overdue", onClock(async ({ backend, api }) => {
  const { runs } = await owing(backend, api);
  await backend.clockTo("2026-04-10T00:00:00Z");
  await api.topUp("1000");
  await backend.clockTo("2026-04-20T00:00:00Z");
  assert.equal((await api.account()).overdue, false);
  assert.equal((await api.runs(runs)).length, 1, "it ran on");
}));

test("the credit limit takes effect at the second of crossing", onClock(async ({ backend, api }) => {
  await backend.operator("--credit-limit", "1");
  assertSame((await api.account()).credit_limit, "1");
  const { id } = await api.createGpuService();
  await backend.clockTo("2026-03-10T10:00:00Z");
  await api.enable(id);
  await backend.settle();
  await backend.clockTo("2026-03-10T15:00:00Z");

  // 4,608 s cost 0.999936; the second after that leads beyond 1.
  const { overdue, overdue_since: since } = await api.account();
  assert.equal(overdue, true);
  assert.ok(since >= "2026-03-10T11:16:48" && since <= "2026-03-10T11:16:49Z", since);
  const service = await api.service(id);
  assert.deepEqual([service.status, service.reasons, service.since], ["stopped", ["overdue"], since]);
  const [run] = await api.runs(id);
  assert.deepEqual([run.stopped_at, run.seconds], [since, 4609], "no second more");
  assert.equal((await api.bill()).exact_total, "1.000153");

  // Up to the limit is within it.
  await api.topUp("0.01");
  assert.deepEqual([(await api.account()).overdue, (await api.service(id)).since], [false, "2026-03-10T15:00:00Z"]);
  await backend.settle();
  await backend.clockTo("2026-03-10T16:00:00Z");
  assert.equal((await api.account()).overdue, true);

  // The operator's word counts with the next request, or very soon.
  await backend.operator("--credit-limit", "none");
  await until(async () => (await api.account()).overdue === false, { what: "no limit, no overdue payment" });
  assert.equal((await api.service(id)).status, "running");
}));

test("a credit limit of nothing is not the same as none", onClock(async ({ backend, api }) => {
  await spend(api, START);
  assert.equal((await api.account()).overdue, false, "without a limit there is credit");
  await backend.operator("--credit-limit", "0");
  await until(async () => (await api.account()).overdue, { what: "nothing is beyond nothing" });
  await api.topUp("2.70");
  assert.equal((await api.account()).overdue, false, "down to nothing is within it");
  await spend(api, START);
  const { overdue, overdue_since: since } = await api.account();
  assert.deepEqual([overdue, since], [true, START], "in the transaction of the posting");
}));

test("services on an issued bill are called as they were then", onClock(async ({ backend, api }) => {
  const { id } = await api.createTokenService({ name: "first name", labels: { team: "search" } });
  assertOutcomes(await api.send([tokensUsed({ service: id, output: 1_000_000, time: START })]), ["accepted"]);
  const focus = () => api.billText("2026-03", "focus");
  assert.ok((await focus()).includes("first name"));
  await api.patchService(id, { name: "second name", labels: { team: "chat" } });
  assert.ok((await focus()).includes("second name"), "an open bill goes with the times");
  await backend.clockTo("2026-04-02T00:00:00Z");
  const issued = await focus();
  assert.ok(issued.includes("second name") && issued.includes("chat"));
  await api.patchService(id, { name: "third name", labels: { team: "sales" } });
  assert.equal(await focus(), issued);
  await api.deleteService(id);
  assert.equal(await focus(), issued, "also where the service is gone");
}));

test("a notice says in time when money runs out", onClock(async ({ backend, api }) => {
  const { id } = await api.createGpuService();
  const expect = async (kind, near, what) => {
    const { notice } = await api.account();
    assert.equal(notice?.kind, kind, what);
    assert.ok(Math.abs(Date.parse(notice.at) - Date.parse(near)) <= 1500, `${notice.at} is not ${near}`);
    assert.equal(notice.rate_per_hour, "0.7812");
  };
  await backend.clockTo("2026-03-10T10:00:00Z");
  await api.topUp("1");
  assert.equal((await api.account()).notice, null, "nothing is used");
  await api.enable(id);
  await backend.settle();
  await expect("balance", "2026-03-10T11:16:48Z", "the balance ends");
  await backend.operator("--credit-limit", "1");
  await until(async () => (await api.account()).notice?.kind === "credit_limit");
  await expect("credit_limit", "2026-03-10T12:33:37Z", "9,216 s cost 1.999872");
  await until(() => backend.log.includes("credit_limit"), { what: "the log says so" });
  await api.topUp("1000");
  assert.equal((await api.account()).notice, null, "far away");
  await api.disable(id);
  assert.equal((await api.account()).notice, null);
  assert.equal(compare((await api.account()).available, "1000"), 1);
}));
