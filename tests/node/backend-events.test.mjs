// Usage from elsewhere: what is taken, repeated, in conflict and refused, in any form that clients send.
import assert from "node:assert/strict";
import { test } from "node:test";

import { priceUsage } from "../../pkg/dist/index.js";
import { withBackend } from "./backend-support.mjs";
import {
  after, assertOutcomes, checkBill, load, random, runStarted, runStopped, settled, shuffled, sum, tokensUsed,
} from "./backend-tools.mjs";

const NOW = "2026-03-15T12:00:00Z";

/** A test at noon on a day in March, on an account with a token service and a seconds-metered one. */
const atNoon = (body, options = {}) => withBackend({ testClock: "2026-02-01T00:00:00Z", ...options }, async ({ backend, api }, t) => {
  await backend.allowSeconds();
  const tokens = (await api.createTokenService()).id;
  const gpu = (await api.createGpuService()).id;
  await backend.clockTo(NOW);
  await body({ backend, api, tokens, gpu }, t);
});

/** One result that says refused, with its code and the place in its event. */
function assertRefused(result, code, pointer, what) {
  const said = JSON.stringify(result);
  assert.equal(result.outcome, "refused", `${what}: ${said}`);
  assert.ok([code].flat().includes(result.code), `${what}: ${said}`);
  if (pointer !== undefined) {
    assert.equal(result.pointer, pointer, `${what}: ${said}`);
  }
}

test("token counts are whole numbers from 0 to 2^53-1, or nothing counts", atNoon(async ({ api, tokens }) => {
  const event = (input) => JSON.stringify(tokensUsed({ service: tokens, output: 0, time: NOW, input: "HERE" })).replace('"HERE"', input);
  const counts = [
    "-1", "1.5", "1.0", "1e3", '"1"', '"1e3"', '"0x10"', '" 12"', '"１２"', '"NaN"', "null", "true", "[1]", "{}",
    "9007199254740992", "9007199254740993", "9223372036854775808", "18446744073709551616",
  ];
  for (const input of counts) {
    const [result] = await api.send(event(input));
    assertRefused(result, ["malformed", "out_of_range"], "/data/input", input);
  }
  // What is no JSON number a program can hold may be no JSON for the reader at all.
  for (const input of [`1${"0".repeat(400)}`, "1e400", "-0", "-0.0"]) {
    const answer = await api.call("POST", "/events", event(input));
    if (answer.status === 200) {
      assertRefused(answer.body.results[0], ["malformed", "out_of_range"], "/data/input", input);
    } else {
      assert.equal(answer.status, 400, input);
    }
  }
  for (const input of ["NaN", "0x10", "+1", "01", ".5", "1."]) {
    await api.refused("POST", "/events", event(input), { status: 400, code: "malformed" });
  }
  assert.deepEqual((await api.bill()).lines, []);
  assert.ok((await api.refusedEvents()).length >= counts.length, "they are kept for review");
  // Exact to the last of them.
  const [most] = await api.send(event("9007199254740991"));
  assert.equal(most.outcome, "accepted");
  assert.equal((await api.bill()).lines[0].quantity, "9007199254740991");
}));

test("a run of 0, 1, 999, 1000 and 1001 ms is billed 1, 1, 1, 1 and 2 s", atNoon(async ({ api, gpu }) => {
  const spans = [0, 1, 999, 1000, 1001];
  const events = spans.flatMap((milliseconds, index) => {
    const time = after("2026-03-15T10:00:00Z", 60 * index);
    const run = { service: gpu, instance: `i-${milliseconds}` };
    return [runStarted({ ...run, time }), runStopped({ ...run, time: after(time, milliseconds / 1000) })];
  });
  assertOutcomes(await api.send(events), events.map(() => "accepted"));
  const runs = await api.runs(gpu);
  assert.deepEqual(runs.map((run) => [run.instance, run.seconds]).sort(), spans.map((span) => [`i-${span}`, span === 1001 ? 2 : 1]).sort());
  assert.equal(checkBill(await api.bill()).lines[0].quantity, "6");
}));

test("stops wait for their starts, and none makes a negative run", atNoon(async ({ backend, api, gpu }) => {
  const run = { service: gpu, instance: "i-early" };
  assertOutcomes(await api.send([runStopped({ ...run, time: "2026-03-15T10:00:00Z" })]), ["accepted"]);
  assert.deepEqual((await api.bill()).lines, [], "a stop alone costs nothing");
  assertOutcomes(await api.send([runStarted({ ...run, time: "2026-03-15T09:59:00Z" })]), ["accepted"]);
  assert.deepEqual((await api.runs(gpu)).map((one) => [one.seconds, one.open]), [[60, false]]);

  // This start is later than the stop that is there: it has one still to come, or is refused.
  const late = { service: gpu, instance: "i-late" };
  await api.send([runStopped({ ...late, time: "2026-03-15T10:00:00Z" })]);
  const [started] = await api.send([runStarted({ ...late, time: "2026-03-15T11:00:00Z" })]);
  if (started.outcome === "refused") {
    assertRefused(started, "run_ends_before_start", undefined, "a start after its stop");
  } else {
    await api.send([runStopped({ ...late, time: "2026-03-15T11:00:10Z" })]);
  }
  await backend.clockTo("2026-03-15T13:00:00Z");
  for (const one of await api.runs(gpu)) {
    assert.ok(one.seconds >= 1 && !one.amount.startsWith("-"), JSON.stringify(one));
  }
  assert.equal(checkBill(await api.bill()).lines[0].quantity, started.outcome === "refused" ? "60" : "70");
}));

test("start and stop at one instant are one second, in both orders", atNoon(async ({ api, gpu }) => {
  const at = "2026-03-15T10:00:00.123456789Z";
  for (const instance of ["forwards", "backwards"]) {
    const fields = { service: gpu, instance, time: at };
    const events = [runStarted(fields), runStopped(fields)];
    assertOutcomes(await api.send(instance === "forwards" ? events : events.reverse()), ["accepted", "accepted"]);
  }
  const runs = await api.runs(gpu);
  assert.deepEqual(runs.map((run) => [run.seconds, run.started_at, run.stopped_at]), Array(2).fill([1, at, at]));
}));

test("runs of one instance don't overlap", atNoon(async ({ api, gpu }) => {
  const run = { service: gpu, instance: "i-1" };
  const [first, second] = [["10:00:00", "10:10:00"], ["10:05:00", "10:20:00"]].map(([from, to]) => [
    runStarted({ ...run, time: `2026-03-15T${from}Z` }), runStopped({ ...run, time: `2026-03-15T${to}Z` }),
  ]);
  await api.send(first);
  await api.send(second);
  const runs = (await api.runs(gpu)).sort((left, right) => (left.started_at < right.started_at ? -1 : 1));
  for (const [index, later] of runs.slice(1).entries()) {
    assert.ok(runs[index].stopped_at !== null && runs[index].stopped_at <= later.started_at, "half-open and apart");
  }
  assert.deepEqual(settled(await api.bill()), priceUsage(await api.billUsage("2026-03")).bills[0]);
}));

test("what is unknown is refused and never priced at zero", atNoon(async ({ backend, api, tokens, gpu }) => {
  const used = { service: tokens, input: 1000, time: NOW };
  for (const [event, code, pointer] of [
    [tokensUsed({ ...used, model: "no-such" }), "unknown_model", "/data/model"],
    [tokensUsed({ ...used, service: "svc_0000" }), "unknown_service", "/data/service"],
    [runStarted({ service: gpu, time: NOW, tier: "Z" }), "unknown_tier", "/data/tier"],
    [runStarted({ service: "chat", time: NOW }), "unknown_service", "/data/service"],
    [load({ service: "chat", requests_in_flight: 1, time: NOW }), "unknown_service", "/data/service"],
    [{ ...tokensUsed(used), subject: "svc_0000", data: { model: "large-70b", input: 1, cached_input: 0, output: 0 } }, "unknown_service", "/subject"],
    [{ ...tokensUsed(used), type: "tiermeter.tokens.used.v2" }, "malformed", "/type"],
    [{ ...tokensUsed(used), specversion: "0.3" }, "malformed", "/specversion"],
    [{ ...tokensUsed(used), time: undefined }, "malformed", "/time"],
    [{ ...tokensUsed(used), data: undefined }, "malformed", "/data"],
    [{ ...tokensUsed(used), data: { ...used, model: "large-70b", time: undefined } }, "malformed", "/data/cached_input"],
    [tokensUsed({ ...used, price: "0" }), "malformed", "/data/price"],
    [tokensUsed({ ...used, total: 0 }), "malformed", "/data/total"],
    [tokensUsed({ ...used, id: "" }), "malformed", "/id"],
    [tokensUsed({ ...used, id: "x".repeat(201) }), "malformed", "/id"],
    [tokensUsed({ ...used, source: 7 }), "malformed", "/source"],
  ]) {
    const [result] = await api.send([event]);
    assertRefused(result, code, code === "malformed" && pointer === "/data/cached_input" ? undefined : pointer, JSON.stringify(event));
  }
  const twice = JSON.stringify(tokensUsed(used)).replace('"input":1000', '"input":1,"input":1000');
  const answer = await api.call("POST", "/events", twice);
  assert.ok(answer.status === 400 || answer.body.results[0].outcome === "refused", answer.text);
  assert.deepEqual((await api.bill()).lines, []);
  await backend.restart();
  const kept = await api.refusedEvents();
  assert.equal(kept.filter((one) => one.code === "unknown_model").length, 1);
  assert.equal(kept[0].event.data.model, "no-such", "as it came");
}));

test("events are taken from 35 days back to 5 minutes ahead", atNoon(async ({ backend, api, tokens, gpu }) => {
  for (const [time, outcome] of [
    ["2026-03-15T12:05:00Z", "accepted"],
    ["2026-03-15T12:05:00.000000001Z", "refused"],
    ["2026-03-15T12:05:01Z", "refused"],
    ["2026-02-08T12:00:00Z", "accepted"],
    ["2026-02-08T11:59:59.999999999Z", "refused"],
    ["2026-02-07T12:00:00Z", "refused"],
    ["2016-03-15T12:00:00Z", "refused"],
    ["2199-12-31T23:59:59Z", "refused"],
  ]) {
    const [result] = await api.send([tokensUsed({ service: tokens, output: 1, time })]);
    assert.equal(result.outcome, outcome, time);
    if (outcome === "refused") {
      assertRefused(result, "out_of_window", "/time", time);
    }
  }
  for (const time of ["2026-03-14T23:59:60Z", "2026-02-30T00:00:00Z", "0000-01-01T00:00:00Z", "9999-01-01T00:00:00Z", "1969-12-31T23:59:59Z",
    "2200-01-01T00:00:00Z", "2026-03-15", "2026-03-15T12:00:00", "2026-03-15 12:00:00Z", "1773576000", 1773576000, null]) {
    const [result] = await api.send([tokensUsed({ service: tokens, output: 1, time })]);
    assertRefused(result, ["malformed", "out_of_range", "out_of_window"], "/time", time);
  }
  // A run of ten years: its start is refused and kept, its stop alone costs nothing.
  const run = { service: gpu, instance: "i-old" };
  const results = await api.send([runStarted({ ...run, time: "2016-03-15T12:00:00Z" }), runStopped({ ...run, time: NOW })]);
  assertRefused(results[0], "out_of_window", "/time", "a start ten years ago");
  await backend.clockTo("2026-03-15T12:06:00Z");
  const bill = checkBill(await api.bill());
  const lines = bill.lines.map((line) => `${line.item} ${line.quantity} ${line.adjusts}`).sort();
  assert.deepEqual(lines, ["output_tokens 1 2026-02", "output_tokens 1 undefined"]);
  assert.ok((await api.refusedEvents()).some((one) => one.code === "out_of_window" && one.event.time === "2016-03-15T12:00:00Z"));
}));

test("a run over the month's end is two parts of the whole", withBackend({ testClock: "2026-03-31T23:00:00Z" }, async ({ backend, api }) => {
  await backend.allowSeconds();
  const { id } = await api.createGpuService();
  await backend.clockTo("2026-04-01T00:01:00Z");
  assertOutcomes(await api.send([
    runStarted({ service: id, time: "2026-03-31T23:59:59.500000001Z" }),
    runStopped({ service: id, time: "2026-04-01T00:00:01.2Z" }),
  ]), ["accepted", "accepted"]);
  const [march, april] = [await api.bill("2026-03"), await api.bill("2026-04")];
  assert.deepEqual([march.lines[0].quantity, april.lines[0].quantity], ["1", "1"]);
  const [run] = await api.runs(id);
  assert.deepEqual([run.seconds, run.started_at, run.stopped_at], [2, "2026-03-31T23:59:59.500000001Z", "2026-04-01T00:00:01.200Z"]);
  assert.equal(sum([march.exact_total, april.exact_total]), run.amount);
  const [known] = (await api.billUsage("2026-04")).runs;
  assert.deepEqual([known.started_at, known.stopped_at], [run.started_at, run.stopped_at], "to the nanosecond");
}));

test("an event is known by source and id, for ever", atNoon(async ({ backend, api, tokens, gpu }) => {
  const event = tokensUsed({ id: "r-1", service: tokens, output: 100, time: "2026-03-15T11:00:00Z" });
  const other = { ...event, data: { ...event.data, output: 101 } };
  assertOutcomes(await api.send([event, event, other, { ...event, source: "urn:other" }]), ["accepted", "repeated", "conflict", "accepted"]);
  const same = { ...event, time: "2026-03-15T19:00:00.000+08:00" };
  const turned = Object.fromEntries(Object.entries(event).reverse());
  assertOutcomes(await api.send([same, turned]), ["repeated", "repeated"]);
  const { type, data } = runStarted({ service: gpu, time: NOW });
  for (const changed of [{ ...event, time: NOW }, { ...event, type, data }]) {
    assertOutcomes(await api.send([changed]), ["conflict"]);
  }
  await backend.kill();
  await backend.restart();
  assertOutcomes(await api.send([event, other]), ["repeated", "conflict"]);
  await backend.clockTo("2026-06-15T12:00:00Z");
  assertOutcomes(await api.send([event, other]), ["repeated", "conflict"]);
  assert.equal((await api.bill("2026-03")).lines.find((line) => line.item === "output_tokens").quantity, "200");
}));

test("100 deliveries of one event at once count once", atNoon(async ({ api, tokens }) => {
  const event = tokensUsed({ service: tokens, output: 7, time: NOW });
  const results = (await Promise.all(Array.from({ length: 100 }, () => api.send([event])))).flat();
  assert.equal(results.filter((result) => result.outcome === "accepted").length, 1);
  assert.equal(results.filter((result) => result.outcome === "repeated").length, 99);
  assert.equal((await api.bill()).lines[0].quantity, "7");
}));

test("in a batch each stands for itself, in order", atNoon(async ({ api, tokens }) => {
  const good = (id) => tokensUsed({ id, service: tokens, output: 1, time: NOW });
  const bad = [null, 7, "x", [], {}, { ...good("b"), data: [] }, tokensUsed({ id: "z", service: tokens, output: -1, time: NOW })];
  const events = bad.flatMap((one, index) => [one, good(`g-${index}`)]);
  const results = await api.send(events);
  assertOutcomes(results, bad.flatMap(() => ["refused", "accepted"]));
  assert.deepEqual(results.filter((one) => one.outcome === "accepted").map((one) => one.id), bad.map((_, index) => `g-${index}`));
  assert.equal((await api.bill()).lines[0].quantity, `${bad.length}`);

  const thousand = Array.from({ length: 1000 }, (_, index) => good(`many-${index}`));
  assertOutcomes(await api.send(thousand), thousand.map(() => "accepted"));
  await api.refused("POST", "/events", [...thousand, good("one more")], { status: [400, 413, 422] });
  assert.equal((await api.bill()).lines[0].quantity, `${bad.length + 1000}`);
}));

test("the forms that clients send", atNoon(async ({ api, tokens }) => {
  const event = (id) => tokensUsed({ id, service: tokens, output: 1, time: NOW });
  const { service: subject, ...data } = event("om").data;
  for (const [type, body] of [
    ["application/cloudevents+json", event("a")],
    ["application/cloudevents+json; charset=utf-8", event("b")],
    ["application/json", event("c")],
    ["application/json", [event("d")]],
    ["application/cloudevents-batch+json", [event("e")]],
    // The shape of OpenMeter's clients: the subject names the service.
    ["application/cloudevents+json", { ...event("f"), data, subject }],
    ["application/cloudevents-batch+json", [{ ...event("g"), data, subject, datacontenttype: "application/json", dataschema: "urn:schema" }]],
    ["application/json", { ...event("h"), subject: "customer-1" }],
  ]) {
    assertOutcomes(await api.send(body, { "content-type": type }), ["accepted"]);
  }
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", ""]) {
    await api.refused("POST", "/events", JSON.stringify(event("refused")), { status: [400, 415], headers: { "content-type": type } });
  }
  for (const body of ["", "{", "7", '"x"', "null", "[{]", `[${"[".repeat(200)}`]) {
    await api.refused("POST", "/events", body, { status: 400, code: "malformed" });
  }
  assert.equal((await api.bill()).lines[0].quantity, "8");
}));

test("what was refused can be sent again when it fits", atNoon(async ({ backend, api, tokens }) => {
  const event = tokensUsed({ service: tokens, output: 5, time: "2026-03-15T12:10:00Z" });
  assertOutcomes(await api.send([event]), ["refused"]);
  const [kept] = await api.refusedEvents();
  assert.deepEqual([kept.code, kept.pointer, kept.received_at, kept.event], ["out_of_window", "/time", NOW, event]);
  assertRefused(await api.resend(kept.sequence), "out_of_window", "/time", "still too early");
  await backend.clockTo("2026-03-15T12:06:00Z");
  assertOutcomes([await api.resend(kept.sequence)], ["accepted"]);
  assertOutcomes(await api.send([event]), ["repeated"]);
  assert.equal((await api.bill()).lines[0].quantity, "5");
  await api.refused("POST", "/events/refused/999999/resend", undefined, { status: 404, code: "not_found" });
}));

test("free quota is used once, whatever the order and however many ask at once", async (t) => {
  const outcomes = [];
  for (const seed of [undefined, 1, 2]) {
    await t.test(seed === undefined ? "in order" : `shuffled by ${seed}`, withBackend({ testClock: NOW }, async ({ backend, api }) => {
      const service = await api.defaultService("small-8b");
      // The first enable of a model grants its quota.
      await api.enable(service);
      await backend.clockTo("2026-03-15T13:00:00Z");
      // 40,000 tokens each: the 25th reaches the quota of a million exactly, the 26th is beyond.
      const events = Array.from({ length: 30 }, (_, index) => tokensUsed({
        id: `r-${String(index).padStart(2, "0")}`, time: after("2026-03-15T12:30:00Z", index),
        service, model: "small-8b", input: 25_000, output: 15_000,
      }));
      if (seed === undefined) {
        await api.send(events);
      } else {
        await Promise.all(shuffled(events, random(seed)).map((event) => api.send([event])));
      }
      const bill = checkBill(await api.bill());
      const quantity = (item) => bill.lines.find((line) => line.item === item)?.quantity;
      assert.deepEqual([quantity("free_tokens"), quantity("input_tokens"), quantity("output_tokens")], ["1000000", "125000", "75000"]);
      assert.ok(bill.lines.every((line) => line.illustrative === true));
      assert.deepEqual(priceUsage(await api.billUsage("2026-03")).bills, [settled(bill)]);
      const { free_quota: quota } = (await api.models()).find((model) => model.id === "small-8b");
      assert.equal(quota.remaining, 0);
      outcomes.push(bill.exact_total);
    }));
  }
  assert.deepEqual(outcomes, ["0.06375", "0.06375", "0.06375"]);
});
