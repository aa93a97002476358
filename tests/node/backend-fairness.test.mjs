// Nobody gets something for nothing, pays for nothing, or stands in the way of others.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { SAME_ORIGIN, cookieOf, trade } from "./backend-session.mjs";
import { binary, withBackend } from "./backend-support.mjs";
import { after, assertOutcomes, runStarted, runStopped, sum, tokensUsed, until } from "./backend-tools.mjs";

const START = "2026-03-03T10:00:00Z";
const onClock = (body, options = {}) => withBackend({ testClock: START, ...options }, async ({ backend, api }, t) => {
  await backend.allowSeconds();
  await body({ backend, api }, t);
});
const linesOf = (bill, service) => bill.lines.filter((line) => line.service === service);

test("what runs is billed, however quickly it was scaled down and up", onClock(async ({ backend, api }) => {
  const { id } = await api.createGpuService();
  await api.enable(id);
  await backend.settle();
  for (let round = 0; round < 5; round += 1) {
    const down = api.scaleTo(id, 0);
    const up = api.scaleTo(id, 2);
    await Promise.all([down, up]);
    await api.scaleTo(id, 2);
    await until(async () => {
      const { instances, cost } = await api.service(id);
      const serving = (await api.get(`/services/${id}/instances`)).data.filter(({ state }) => state === "ready");
      return instances.running === 2 && serving.length === 2 && cost.per_hour === "1.5624";
    }, { what: "both instances serve, and both are billed" });
  }
}));

test("the sources of the server's own instances are nobody else's", onClock(async ({ api }) => {
  const { id } = await api.createTokenService();
  const source = `urn:tiermeter:instance:${id}/managed-1`;
  const [result] = await api.send(tokensUsed({ service: id, source, time: START }));
  assert.deepEqual([result.outcome, result.code, result.pointer], ["refused", "reserved_source", "/source"]);
  const [kept] = await api.all("/events/refused");
  assert.equal((await api.post(`/events/refused/${kept.sequence}/resend`)).outcome, "refused");
}));

test("ids of several sources are told apart, whatever they look like", onClock(async ({ backend, api }) => {
  const { id } = await api.createTokenService();
  await api.enable(id);
  const names = [["x", "s1"], ["x", "s2"], ["x 5b2a", "s1"], ["x x", "s1"], ["y", "s1"], ["y", "s2"]];
  for (const [eventId, source] of names) {
    const [result] = await api.send({ ...tokensUsed({ service: id, source, time: START, output: 1000 }), id: eventId });
    assert.equal(result.outcome, "accepted");
  }
  await backend.clockTo(after(START, 60));
  const counted = linesOf(await api.bill(), id).filter(({ item }) => item === "output_tokens" || item === "free_tokens");
  assert.equal(sum(counted.map(({ quantity }) => quantity)), "6000");
}));

test("a service with an open run elsewhere can't be deleted", onClock(async ({ api }) => {
  const { id } = await api.createGpuService();
  const [started] = await api.send(runStarted({ service: id, time: START }));
  assert.equal(started.outcome, "accepted");
  await api.refused("DELETE", `/services/${id}`, undefined, { status: 409, code: "conflict" });
  const [stopped] = await api.send(runStopped({ service: id, time: START }));
  assert.equal(stopped.outcome, "accepted");
  assert.equal((await api.answer("DELETE", `/services/${id}`)).status, 204);
}));

test("a reservation that is ended before it begins costs nothing", onClock(async ({ backend, api }) => {
  const { id } = await api.createTokenService({ billing_mode: "tpm_reservation" });
  const from = after(START, 3600);
  const bought = await api.put(`/services/${id}/reservations`, { tpm: 20000, from, until: null });
  assert.equal((await api.answer("DELETE", `/services/${id}/reservations/${bought.id}`)).status, 204);
  await backend.clockTo(after(START, 2 * 3600));
  assert.deepEqual((await api.bill()).lines, []);
}));

test("the end of a reservation is a change of its service", onClock(async ({ api }) => {
  const { id } = await api.createTokenService({ billing_mode: "tpm_reservation" });
  const etag = async () => (await api.answer("GET", `/services/${id}`)).etag;
  for (const from of [START, after(START, 3600)]) {
    const bought = await api.reserve(id, { tpm: 20000, from, until: null });
    const [path, before] = [`/services/${id}/reservations/${bought.id}`, await etag()];
    await api.answer("DELETE", path, undefined, { "if-match": before });
    assert.notEqual(await etag(), before, "what was read before is not what is there");
    const stale = { status: 412, code: "precondition_failed", headers: { "if-match": before } };
    await api.refused("PATCH", `/services/${id}`, { name: "stale" }, stale);
    await api.refused("DELETE", path, undefined, stale);
  }
}));

test("one account's impossible bill keeps no other account from anything", onClock(async ({ backend, api }) => {
  const { id } = await api.createTokenService({ billing_mode: "tpm_reservation" });
  for (let count = 0; count < 2; count += 1) {
    await api.answer("PUT", `/services/${id}/reservations`, { tpm: 9007199254740000, until: null }, { "if-match": "*" });
  }
  const { stdout } = await backend.run("account", "add", "--name", "Other", "--database", backend.database);
  const signedIn = await trade(backend, JSON.parse(stdout).sign_in_path.split("#")[1]);
  const { key } = await backend.as({ cookie: cookieOf(signedIn), ...SAME_ORIGIN }).createKey("outlives the session");
  const other = backend.as({ authorization: `Bearer ${key}` });
  const used = await other.createTokenService();
  assertOutcomes(await other.send([tokensUsed({ service: used.id, output: 1_000_000, time: START })]), ["accepted"]);
  await backend.clockTo("2026-04-02T00:10:00Z");
  const answer = await api.call("POST", "/services", {
    name: "other", model: "small-8b", metering: "tokens", billing_mode: "pay_as_you_go",
  });
  assert.equal(answer.status, 201);
  const bill = await other.bill("2026-03");
  assert.deepEqual([bill.state, bill.issued_at, bill.payable], ["issued", "2026-04-02T00:00:00Z", "2.70"]);
  // Nor does it learn what another account's service used.
  const usage = `service=${used.id}&from=2026-03-01&to=2026-04-01`;
  assert.deepEqual((await other.usage(usage)).map(({ amount }) => amount), ["2.7"]);
  await api.refused("GET", `/usage?${usage}`, undefined, { status: 404, code: "not_found" });
}));

test("one server for one file", onClock(async ({ backend, api }) => {
  const { id } = await api.createGpuService();
  await api.enable(id);
  await backend.settle();
  const { code, stderr } = await backend.run("serve", "--listen", "127.0.0.1:0", "--database", backend.database);
  assert.equal(code, 1);
  assert.match(stderr, /another server runs on/);
  assert.equal((await api.service(id)).instances.running, 1);
}));

const yen = JSON.parse(await readFile(new URL("../vectors/pricing.json", import.meta.url), "utf8")).price_books.yen;
test("the public prices are the server's own", withBackend({ testClock: START, priceBook: yen }, async ({ backend, api }) => {
  assert.notEqual(binary, undefined);
  assert.deepEqual(await (await fetch(`${backend.base}/api/v1/price-book`)).json(), yen);
  const settlement = await api.post("/settlements", { usage: {} });
  assert.equal(settlement.currency, yen.currency);
}));

test("an owner without a link gets a new one from the operator", onClock(async ({ backend }) => {
  const { stdout } = await backend.run("account", "sign-in", "--database", backend.database);
  const token = JSON.parse(stdout).sign_in_path.split("#")[1];
  const signIn = () => fetch(`${backend.base}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: backend.base },
    body: JSON.stringify({ token }),
  });
  assert.equal((await signIn()).status, 204);
  assert.equal((await signIn()).status, 401, "once");
}));

test("a bill below zero pays what is older", withBackend({ testClock: "2026-01-10T00:00:00Z" }, async ({ backend, api }) => {
  await backend.allowSeconds();
  const { id } = await api.createGpuService();
  await api.send(runStarted({ service: id, time: "2026-01-09T00:00:00Z" }));
  await backend.clockTo("2026-02-02T00:00:00Z");
  assert.equal((await api.bill("2026-01")).state, "issued");
  // The stop was told late: nearly everything that was billed comes back.
  await api.send(runStopped({ service: id, time: "2026-01-09T00:01:00Z" }));
  await backend.clockTo("2026-03-02T00:00:00Z");
  const { payable } = await api.bill("2026-02");
  assert.ok(payable.startsWith("-"), payable);
  await api.topUp("0.02");
  assert.deepEqual([(await api.bill("2026-01")).state, (await api.account()).overdue], ["paid", false]);
}));

test("a start that is told late adjusts the month that was closed without it", withBackend({ testClock: "2026-01-10T00:00:00Z" }, async ({ backend, api }) => {
  await backend.allowSeconds();
  const { id } = await api.createGpuService();
  await backend.clockTo("2026-02-02T00:00:00Z");
  await api.send(runStarted({ service: id, time: "2026-01-31T23:00:00Z" }));
  const { lines } = await api.bill("2026-02");
  assert.deepEqual(lines.map(({ adjusts, quantity }) => [adjusts ?? null, quantity]), [[null, "86400"], ["2026-01", "3600"]]);
}));
