// What a change leads to: the preview and what then happens, the timeline, scaling by hand and by load, billing modes
// and reservations. On the test clock.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withBackend } from "./backend-support.mjs";
import { assertOutcomes, assertSame, compare, load, sum, tokensUsed, until } from "./backend-tools.mjs";

const DAY = "2026-03-03T";
const at = (time) => `${DAY}${time}Z`;
const START = at("09:59:00");
const onClock = (body) => withBackend({ testClock: START }, async ({ backend, api }, t) => {
  await backend.allowSeconds();
  await body({ backend, api }, t);
});
const manual = (instances) => ({ mode: "manual", instances });
/** An instance that tells the load that it is asked to tell, or ends. */
const TELLING = `
  const [host, port] = process.env.TIERMETER_LISTEN.split(":");
  require("node:http").createServer((request, response) => {
    const [, what, count] = request.url.split("/");
    if (what === "load") {
      console.log(JSON.stringify({ requests_in_flight: Number(count) }));
    } else if (what === "end") {
      process.exit(1);
    }
    response.end();
  }).listen(Number(port), host);
`;
const telling = { models: { telling: { command: [process.execPath, "-e", TELLING] } } };

test("a preview says what then happens, and changes nothing", onClock(async ({ backend, api }) => {
  const automatic = { mode: "automatic", minimum: 2, maximum: 5, concurrency: 1, scale_in_after_seconds: 0, policies: [] };
  const enable = { command: "enable" };
  const disable = { command: "disable" };
  const { id } = await api.createGpuService();
  let minute = 10;
  // One walk: each change is previewed, then made, whatever state the one before left.
  for (const change of [
    enable, { scaling: manual(3) }, { scaling: manual(0) }, { scaling: automatic }, enable, disable,
    { scaling: manual(2) }, disable, enable, disable,
  ]) {
    await backend.clockTo(at(`10:${minute += 1}:00`));
    const before = await api.answer("GET", `/services/${id}`);
    const timeline = await api.timeline(id);
    const foreseen = await api.preview(id, change);
    const unchanged = await api.answer("GET", `/services/${id}`);
    assert.deepEqual([unchanged.body, unchanged.etag], [before.body, before.etag], "a preview changes nothing");
    assert.deepEqual(await api.timeline(id), timeline);

    const made = change.command === undefined ? await api.setScaling(id, change.scaling) : await api.post(`/services/${id}/${change.command}`);
    const what = JSON.stringify(change);
    const foreseenState = [foreseen.status, foreseen.reasons, foreseen.billing_mode, foreseen.instances.wanted];
    assert.deepEqual(foreseenState, [made.status, made.reasons, made.billing_mode, made.instances.wanted], what);
    await backend.settle();
    const { cost } = await api.service(id);
    assert.equal(foreseen.cost.per_hour, cost.per_hour, what);
    assert.equal(foreseen.cost.currency, cost.currency);
    assertSame(foreseen.cost.per_day, sum(Array(24).fill(cost.per_hour)), "a day has 24 hours");
    const months = [720, 744].map((hours) => sum(Array(hours).fill(cost.per_hour)));
    assert.ok(months.includes(foreseen.cost.per_month), `${foreseen.cost.per_month} is the cost of 30 days, or of this month's 31`);
  }
}));

test("a preview is refused as the change would be", onClock(async ({ backend, api }) => {
  const { id } = await api.createGpuService();
  const tokens = await api.createTokenService();
  for (const [service, body, status, code, pointer] of [
    [id, {}, 400, "malformed"],
    [id, { command: "enable", scaling: manual(1) }, 400, "malformed"],
    [id, { command: "created" }, 400, "malformed", "/command"],
    [id, { command: "enable", at: START }, 400, "malformed", "/at"],
    [id, { scaling: { mode: "manual" } }, 400, "malformed", "/scaling/instances"],
    [id, { command: "disable" }, 422, "invalid_transition", "/command"],
    [tokens.id, { scaling: manual(1) }, [400, 409, 422]],
  ]) {
    await api.refused("POST", `/services/${service}/preview`, body, { status, code, pointer });
  }
  await backend.operator("--credit-limit", "0");
  await api.send(tokensUsed({ service: tokens.id, output: 1_000_000, time: START }));
  await api.refused("POST", `/services/${id}/preview`, { command: "enable" }, { status: 402, code: "account_overdue" });
}));

test("the timeline says what, why and who", onClock(async ({ backend, api }) => {
  const { id } = await api.createGpuService();
  assert.deepEqual(await api.timeline(id), []);
  for (const [time, call] of [["10:00:00", "enable"], ["10:30:00", "disable"], ["11:00:00", "enable"], ["11:30:00", "enable"]]) {
    await backend.clockTo(at(time));
    await api.post(`/services/${id}/${call}`);
    await backend.settle();
  }
  const rows = await api.timeline(id);
  assert.deepEqual(rows.map(({ at: instant, command, status, reasons }) => [instant, command, status, reasons]), [
    [at("10:00:00"), "enable", "creating", []],
    [at("10:00:00"), "created", "running", []],
    [at("10:30:00"), "disable", "stopped", ["disabled"]],
    [at("11:00:00"), "enable", "running", []],
  ], "what changes nothing makes no row");
  const [enabled, created, disabled] = rows;
  assert.equal(enabled.actor, disabled.actor, "both are this key's");
  assert.notEqual(created.actor, enabled.actor, "the platform reports");
  assert.ok(rows.every((row) => row.cause !== ""));
  const first = await api.get(`/services/${id}/timeline?limit=1`);
  assert.deepEqual(first.data, [rows[0]]);
}));

test("scaling by hand starts and stops just the difference, the newest stop first", onClock(async ({ backend, api }) => {
  const { id } = await api.createGpuService();
  const steps = [["10:00:00", 1], ["10:10:00", 3], ["10:20:00", 2], ["10:25:00", 2], ["10:30:00", 0], ["10:40:00", 1]];
  for (const [time, instances] of steps) {
    await backend.clockTo(at(time));
    if (time === "10:00:00") {
      await api.enable(id);
    } else {
      await api.scaleTo(id, instances);
    }
    await backend.settle();
    const service = await api.service(id);
    assert.deepEqual([service.status, service.instances], ["running", { wanted: instances, running: instances }], time);
  }
  const runs = await api.runs(id);
  const closed = runs.filter((run) => !run.open);
  assert.deepEqual(closed.map((run) => [run.started_at, run.stopped_at, run.seconds]).sort(), [
    [at("10:00:00"), at("10:30:00"), 1800],
    [at("10:10:00"), at("10:20:00"), 600],
    [at("10:10:00"), at("10:30:00"), 1200],
  ]);
  assert.deepEqual(runs.filter((run) => run.open).map((run) => run.started_at), [at("10:40:00")]);
  await backend.clockTo(at("10:50:00"));
  const open = (await api.runs(id)).find((run) => run.open);
  assert.deepEqual([open.stopped_at, open.seconds, open.amount], [null, 600, "0.1302"]);
  assert.equal((await api.bill()).exact_total, sum((await api.runs(id)).map((run) => run.amount)));
}));

test("scaling by load goes out at once and in only after its delay", onClock(async ({ backend, api }) => {
  const scaling = { mode: "automatic", minimum: 1, maximum: 4, concurrency: 2, scale_in_after_seconds: 300 };
  const { id } = await api.createGpuService({ scaling });
  const wanted = async () => (await api.service(id)).instances;
  const expect = async (time, count) => {
    await backend.clockTo(at(time));
    assert.deepEqual(await wanted(), { wanted: count, running: count }, time);
  };
  const report = async (time, requests) => {
    await backend.clockTo(at(time));
    assertOutcomes(await api.send(load({ service: id, requests_in_flight: requests, time: at(time) })), ["accepted"]);
    await backend.settle();
  };
  await backend.clockTo(at("10:00:00"));
  await api.enable(id);
  await expect("10:00:00", 1);
  await report("10:01:00", 2);
  await expect("10:01:00", 1);
  await report("10:02:00", 3);
  await expect("10:02:00", 2);
  await report("10:05:00", 1000);
  await expect("10:05:00", 4);
  await report("10:10:00", 1);
  await expect("10:14:59.999", 4);
  await expect("10:16:00", 1);
  const stops = (await api.runs(id)).filter((run) => !run.open).map((run) => Date.parse(run.stopped_at) - Date.parse(at("10:15:00")));
  // The clock may count what holds after an instant from its next tick on.
  assert.equal(stops.length, 3);
  assert.ok(stops.every((late) => late >= 0 && late <= 1), `stopped ${stops} ms after the window`);
  // A short dip is no reason to go in.
  await report("10:20:00", 4);
  await report("10:22:00", 0);
  await report("10:23:00", 4);
  await expect("10:27:30", 2);
  await report("10:30:00", 0);
  await expect("10:36:00", 1);
  for (const requests of [-1, 1.5, "3", null]) {
    assertOutcomes(await api.send([load({ service: id, requests_in_flight: requests, time: at("10:36:00") })]), ["refused"]);
  }
}));

test("what instances have in flight counts for as long as they live", withBackend({ testClock: START, ...telling }, async ({ backend, api }) => {
  await backend.allowSeconds();
  const scaling = { mode: "automatic", minimum: 1, maximum: 5, concurrency: 1, scale_in_after_seconds: 0 };
  const [own, told] = await Promise.all([0, 1].map(async () => {
    const { id } = await api.createGpuService({ model: "telling", scaling });
    await api.enable(id);
    return id;
  }));
  await backend.settle();
  const wants = (id, count, what) => until(async () => (await api.service(id)).instances.wanted === count, { what: `${count} are wanted: ${what}` });
  const ask = async (number, path) => {
    const ready = async () => (await api.instances(own)).find((one) => one.instance === `managed-${number}` && one.state === "ready");
    const { endpoint } = await until(ready, { what: `instance ${number} is ready` });
    // One that ends gives no answer.
    await fetch(new URL(path, endpoint)).catch(() => undefined);
  };
  await ask(1, "/load/2");
  await wants(own, 2, "the first one tells two requests");
  await ask(2, "/load/2");
  await wants(own, 4, "the second one has two more");
  await ask(2, "/end");
  await wants(own, 2, "the second one ended");
  assertOutcomes(await api.send(load({ service: told, requests_in_flight: 3, time: START })), ["accepted"]);
  await wants(told, 3, "somebody else says so");
  await backend.kill();
  await backend.restart();
  await wants(own, 1, "the first one ended with the server");
  await wants(told, 3, "whoever told that may live on");
}));

test("scheduled policies raise the minimum, in one jump of the clock too", onClock(async ({ backend, api }) => {
  const scaling = {
    mode: "automatic", minimum: 0, maximum: 3, concurrency: 1, scale_in_after_seconds: 60,
    policies: [
      { cron: "0 11 * * *", duration_seconds: 1800, minimum: 2 },
      { cron: "15 11 * * 2", duration_seconds: 300, minimum: 9 },
      { cron: "0 12 * * 3", duration_seconds: 300, minimum: 1 },
    ],
  };
  const { id } = await api.createGpuService({ scaling: { ...scaling, minimum: 1 } });
  await backend.clockTo(at("10:00:00"));
  await api.enable(id);
  await backend.settle();
  await api.setScaling(id, scaling);
  await backend.clockTo(at("10:30:00"));
  assert.deepEqual((await api.service(id)).instances, { wanted: 0, running: 0 });
  await backend.clockTo(at("11:00:00"));
  assert.deepEqual((await api.service(id)).instances, { wanted: 2, running: 2 });
  await backend.clockTo(at("23:00:00"));
  const minutes = (instant) => Math.floor((Date.parse(instant) - Date.parse(at("11:00:00"))) / 60_000);
  const runs = (await api.runs(id)).filter((run) => run.started_at >= at("11:00:00"));
  assert.deepEqual(runs.map((run) => [minutes(run.started_at), minutes(run.stopped_at)]).sort(), [[0, 31], [0, 31], [15, 21]]);
}));

test("reservations are bought, listed and ended by the model's terms", onClock(async ({ backend, api }) => {
  const { id } = await api.createTokenService({ model: "large-70b", billing_mode: "tpm_reservation" });
  const path = `/services/${id}/reservations`;
  await backend.clockTo(at("10:00:00"));
  for (const [body, pointer, code] of [
    [{ tpm: 15_000, until: null }, "/tpm", "reservation_below_minimum"],
    [{ tpm: 22_000, until: null }, "/tpm", "reservation_off_step"],
    [{ tpm: 20_000.5, until: null }, "/tpm", "malformed"],
    [{ tpm: 20_000 }, "/until", "malformed"],
    [{ until: null }, "/tpm", "malformed"],
    [{ tpm: 20_000, from: at("09:59:59"), until: null }, "/from", "out_of_range"],
    [{ tpm: 20_000, from: at("12:00:00"), until: at("11:00:00") }, "/until", "reservation_ends_before_start"],
    [{ tpm: 20_000, until: null, model: "small-8b" }, "/model", undefined],
    [{ tpm: 20_000, until: null, price: "0" }, "/price", "malformed"],
  ]) {
    const status = { malformed: 400, undefined: [400, 422] }[code] ?? 422;
    await api.refused("PUT", path, body, { status, code, pointer, headers: { "if-match": "*" } });
  }
  await api.refused("PUT", path, { tpm: 20_000, until: null }, { status: 428 });
  assert.deepEqual(await api.reservations(id), []);

  const fixed = await api.answer("PUT", path, { tpm: 20_000, until: at("12:00:00") }, { "if-match": "*" });
  assert.equal(fixed.status, 201);
  assert.deepEqual([fixed.body.tpm, fixed.body.from, fixed.body.until], [20_000, at("10:00:00"), at("12:00:00")]);
  const open = await api.reserve(id, { model: "large-70b", tpm: 25_000, from: at("10:30:00"), until: null });
  assert.deepEqual((await api.reservations(id)).map((one) => one.id).sort(), [fixed.body.id, open.id].sort());

  // 20,000 a minute are covered until 10:30; what is above is paid by token.
  await backend.clockTo(at("10:06:00"));
  const used = (time, input) => tokensUsed({ service: id, input, time: at(time) });
  const records = [used("10:05:00", 15_000), used("10:05:59", 8_000), used("10:06:00", 20_000)];
  assertOutcomes(await api.send(records), ["accepted", "accepted", "accepted"]);
  const lines = async () => Object.fromEntries((await api.bill()).lines.map((line) => [line.item, line.quantity]));
  assert.deepEqual(await lines(), { tpm_reservation: "20", input_tokens: "3000", reserved_tokens: "40000" });

  await backend.clockTo(at("11:45:00"));
  await api.answer("DELETE", `${path}/${open.id}`, undefined, { "if-match": "*" });
  assert.equal((await api.reservations(id)).find((one) => one.id === open.id).until, at("11:45:00"));
  await backend.clockTo(at("15:00:00"));
  // 20 kTPM for two hours, 25 kTPM for two started ones.
  assert.deepEqual(await lines(), { tpm_reservation: "90", input_tokens: "3000", reserved_tokens: "40000" });
  assert.equal((await api.bill()).lines.find((line) => line.item === "tpm_reservation").amount, "1.8");
  await api.refused("DELETE", `${path}/rsv_0`, undefined, { status: 404, code: "not_found", headers: { "if-match": "*" } });
}));

test("reservations are for custom services in that billing mode", onClock(async ({ backend, api }) => {
  const { id } = await api.createTokenService({ model: "large-70b" });
  const gpu = await api.createGpuService();
  const buy = { tpm: 20_000, until: null };
  for (const service of [id, gpu.id, await api.defaultService("large-70b")]) {
    await api.refused("PUT", `/services/${service}/reservations`, buy, { status: [409, 422], headers: { "if-match": "*" } });
  }
  for (const [service, body, status, pointer] of [
    [gpu.id, { billing_mode: "tpm_reservation" }, [400, 409, 422]],
    [id, { billing_mode: "none" }, 400, "/billing_mode"],
    [id, {}, 400, "/billing_mode"],
    [id, { billing_mode: "pay_as_you_go", price: 0 }, 400, "/price"],
  ]) {
    await api.refused("PUT", `/services/${service}/billing-mode`, body, { status, pointer, headers: { "if-match": "*" } });
  }
  await api.enable(id);
  await backend.settle();
  const changed = await api.setBillingMode(id, "tpm_reservation");
  assert.deepEqual([changed.billing_mode, changed.configured_billing_mode], ["tpm_reservation", "tpm_reservation"]);
  await api.reserve(id, buy);
  assert.equal(compare((await api.service(id)).cost.per_hour, "0.4"), 0, "20 kTPM for 0.02");
  assert.equal((await api.service(id)).cost.illustrative, true);
  // A model without the offer.
  const embedding = await api.call("POST", "/services", {
    name: "embedding", model: "embedding-600m", metering: "tokens", billing_mode: "tpm_reservation",
  });
  if (embedding.status === 201) {
    await api.refused("PUT", `/services/${embedding.body.id}/reservations`, { tpm: 1000, until: null }, {
      status: 422, code: "reservation_not_offered", headers: { "if-match": "*" },
    });
  } else {
    assert.deepEqual([embedding.status, embedding.body.code], [422, "reservation_not_offered"]);
  }
}));
