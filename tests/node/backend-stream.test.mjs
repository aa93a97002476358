// The stream of changes: each change comes once, in order, after a lost connection and after a restart too.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withBackend } from "./backend-support.mjs";
import { assertOutcomes, assertSame, runStarted, tokensUsed, until } from "./backend-tools.mjs";
import { checkStreamEvent } from "./contract.mjs";
import { signIn } from "./backend-session.mjs";

const START = "2026-03-03T09:00:00Z";
const onClock = (body) => withBackend({ testClock: START }, async ({ backend, api }, t) => {
  await backend.allowSeconds();
  await body({ backend, api }, t);
});
/** A key or a session that is ended is noticed within this time. */
const CUT_MS = 5_000;

const ids = (stream) => stream.events.map((event) => event.id);
const about = (service) => (event) => event.type === "status" && event.text.includes(service);

/** Enables, scales and disables once, which gives changes of every kind. */
async function churn(backend, api, id) {
  await api.enable(id);
  await backend.settle();
  await api.scaleTo(id, 2);
  await backend.settle();
  await api.disable(id);
  await api.scaleTo(id, 1);
}

/** Makes a change that can be told from all others, and waits until every stream has it; its id. */
async function mark(api, ...streams) {
  const { balance } = await api.topUp("1");
  const marks = await Promise.all(streams.map((stream) => stream.find((event) => event.type === "account" && event.data.balance === balance)));
  assert.equal(new Set(marks.map((event) => event.id)).size, 1);
  return BigInt(marks[0].id);
}

/** The events of a stream up to an id. */
const upTo = (stream, last) => stream.events.filter((event) => BigInt(event.id) <= last);

test("changes of every kind arrive, in order and in their form", onClock(async ({ backend, api }) => {
  const { id } = await api.createGpuService();
  const stream = await api.stream();
  assert.equal(stream.status, 200);
  assert.match(stream.response.headers.get("content-type"), /^text\/event-stream\b/);
  assert.match(stream.response.headers.get("cache-control"), /no-store|no-cache/);
  await churn(backend, api, id);
  await api.topUp("10");
  for (const type of ["status", "run", "rate", "account"]) {
    await stream.find((event) => event.type === type, `an event ${type} comes`);
  }
  await stream.find((event) => about(id)(event) && event.data.status === "stopped");
  const statuses = stream.events.filter(about(id)).map((event) => event.data.status);
  const words = statuses.filter((word, index) => word !== statuses[index - 1]);
  assert.deepEqual(words.slice(-3), ["creating", "running", "stopped"]);
  const numbers = ids(stream).filter((one) => one !== null).map(BigInt);
  assert.deepEqual(numbers, [...new Set(numbers)].sort((left, right) => (left < right ? -1 : 1)), "ids rise");
  for (const { type, data } of stream.events) {
    checkStreamEvent(type, data);
  }
  await stream.close();
}));

test("a stream that was cut goes on behind the last event, without a missed or doubled one", onClock(async ({ backend, api }) => {
  const { id } = await api.createGpuService();
  const whole = await api.stream();
  const first = await api.stream();
  await churn(backend, api, id);
  const end = await mark(api, whole, first);
  await first.close();
  const seen = upTo(first, end);
  assert.ok(seen.length > 5);
  // Cut in the middle: the client had taken only some of it.
  for (const take of [1, Math.ceil(seen.length / 2), seen.length]) {
    await churn(backend, api, id);
    const resumed = await api.stream(seen[take - 1].id);
    await churn(backend, api, id);
    const last = await mark(api, whole, resumed);
    const all = upTo(whole, last);
    const from = all.findIndex((event) => event.id === seen[0].id);
    assert.deepEqual([...seen.slice(0, take), ...upTo(resumed, last)], all.slice(from), `resumed behind number ${take}`);
    await resumed.close();
  }
  await whole.close();
}));

test("changes while the server is down or restarted are not missed", onClock(async ({ backend, api }) => {
  const service = (await api.createTokenService()).id;
  const stream = await api.stream();
  await api.enable(service);
  await stream.find((event) => about(service)(event));
  await backend.settle();
  await until(async () => (await api.service(service)).status === "running");
  const last = (await stream.find((event) => about(service)(event) && event.data.status === "running")).id;
  await backend.kill();
  await stream.reading;
  await backend.restart();
  await api.disable(service);
  const resumed = await api.stream(last);
  const next = await resumed.find((event) => about(service)(event) && event.data.status === "stopped");
  assert.ok(BigInt(next.id) > BigInt(last));
  assert.ok(resumed.events.every((event) => BigInt(event.id) > BigInt(last)), "nothing that was seen comes again");
  await resumed.close();
}));

test("overdue payment and its end are told as they happen", onClock(async ({ backend, api }) => {
  await backend.operator("--credit-limit", "0");
  const { id } = await api.createTokenService();
  await api.enable(id);
  await backend.settle();
  const stream = await api.stream();
  assertOutcomes(await api.send([tokensUsed({ service: id, output: 1_000_000, time: START })]), ["accepted"]);
  const overdue = await stream.find((event) => event.type === "account" && event.data.overdue === true);
  const stopped = await stream.find((event) => about(id)(event) && event.data.status === "stopped");
  assert.deepEqual(stopped.data.reasons, ["overdue"]);
  await api.topUp("100");
  const paid = await stream.find((event) => event.type === "account" && event.data.overdue === false && BigInt(event.id) > BigInt(overdue.id));
  assertSame(paid.data.balance, "100");
  await stream.find((event) => about(id)(event) && event.data.status === "running" && BigInt(event.id) > BigInt(stopped.id));
  const gpu = (await api.createGpuService()).id;
  await api.send([runStarted({ service: gpu, time: START })]);
  await stream.find((event) => event.type === "run" && event.text.includes(gpu), "runs of elsewhere are told too");
  await stream.close();
}));

test("who may not see it gets no stream", onClock(async ({ backend, api }) => {
  for (const headers of [{}, { authorization: "Bearer tm_wrong" }, { cookie: "__Host-tiermeter-session=wrong" }]) {
    const stream = await backend.as(headers).stream();
    assert.equal(stream.status, 401);
    assert.equal(stream.response.headers.get("content-type"), "application/problem+json");
    await stream.close();
  }
  for (const bad of ["x", "-1", "1.5", "9".repeat(40)]) {
    const stream = await api.stream(bad);
    assert.equal(stream.status, 400, bad);
    await stream.close();
  }
}));

test("a stream ends with the key that opened it, and others go on", onClock(async ({ backend, api }) => {
  const { id, key } = await api.createKey("short-lived");
  const other = await api.stream();
  const stream = await backend.as({ authorization: `Bearer ${key}` }).stream();
  assert.equal(stream.status, 200);
  await api.revokeKey(id);
  await until(() => stream.ended, { what: "the stream is cut", timeout: CUT_MS });
  assert.equal(other.ended, false);
  const service = (await api.createTokenService()).id;
  await api.enable(service);
  await other.find(about(service));
  assert.ok(!stream.events.some(about(service)), "nothing after the end");
  await other.close();
}));

test("a browser's stream takes the session's cookie and ends with the session", onClock(async ({ backend, api }) => {
  const session = await signIn(backend);
  const stream = await session.stream();
  assert.equal(stream.status, 200);
  const service = (await api.createTokenService()).id;
  await api.enable(service);
  await stream.find(about(service));
  await session.answer("DELETE", "/session");
  await until(() => stream.ended, { what: "the stream is cut", timeout: CUT_MS });
}));

test("a hundred streams see the same", onClock(async ({ api }) => {
  const streams = await Promise.all(Array.from({ length: 100 }, () => api.stream()));
  const service = (await api.createTokenService()).id;
  await api.enable(service);
  const events = await Promise.all(streams.map((stream) => stream.find(about(service))));
  assert.equal(new Set(events.map((event) => event.text)).size, 1);
  await Promise.all(streams.map((stream) => stream.close()));
}));
