// The walks of the lifecycle vectors through REST, on the test clock: enable and disable by the API, created and
// creation_failed by an instance that does what the test says, overdue by usage beyond a credit limit of nothing,
// replenishment by a top-up. What the timeline says is then played again through the core.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { applyCommand, describeService, newService } from "../../pkg/dist/index.js";
import { withBackend } from "./backend-support.mjs";
import { compare, minus, tokensUsed, until, written } from "./backend-tools.mjs";
import { vectors } from "./support.mjs";

const lifecycle = await vectors("lifecycle");
const START = "2026-03-03T09:59:00Z";
/**
 * The clock waits for an instance that is starting, and not for one that waits for its next start. So an attempt that
 * takes its time begins with starts that fail: as many as do not make it a failed creation yet.
 */
const FAILED_STARTS = 2;
/** What a million tokens out of `large-70b` cost; it has no free quota. */
const PRICE_PER_MILLION_OUT = 2.7;

/** An account that has no credit, and ways to make it overdue and to bring it back at once. */
class Payer {
  constructor(backend) {
    this.backend = backend;
    this.api = backend.api;
  }

  async prepare() {
    await this.backend.allowSeconds();
    await this.backend.operator("--credit-limit", "0");
    this.service = await this.api.defaultService("large-70b");
    await this.replenish();
  }

  /** Balance without what is on the open bill. */
  async left() {
    const [{ balance }, bill] = [await this.api.account(), await this.api.bill()];
    return minus(balance, bill.exact_total);
  }

  /** Uses more than there is. */
  async overdraw(time) {
    const beyond = Math.max(0, Number(await this.left())) + 1;
    const output = Math.ceil(beyond / PRICE_PER_MILLION_OUT) * 1_000_000;
    const [result] = await this.api.send([tokensUsed({ service: this.service, output, time })]);
    assert.equal(result.outcome, "accepted");
  }

  /** Pays what is due, and some more for the seconds to come. */
  async replenish() {
    const left = await this.left();
    const owed = compare(left, "0") < 0 ? Math.ceil(-Number(left)) : 0;
    await this.api.topUp(`${owed + 5}`);
  }
}

/** Plays the timeline of a service through the core: each row must be what its command leads to. */
async function checkTimeline(api, id) {
  let known = newService();
  let before = { sequence: -1, at: "" };
  for (const row of await api.timeline(id)) {
    assert.ok(row.sequence > before.sequence && (before.at === "" || Date.parse(row.at) >= Date.parse(before.at)), "the timeline rises");
    known = applyCommand(known, { command: row.command, at: row.at });
    const { status, reasons } = describeService(known, "pay_as_you_go");
    assert.deepEqual([row.status, row.reasons], [status, reasons], JSON.stringify(row));
    assert.ok(row.cause && row.actor, "each row has cause and actor");
    before = row;
  }
  const { status, reasons } = await api.service(id);
  const end = describeService(known, "pay_as_you_go");
  assert.deepEqual([status, reasons], [end.status, end.reasons], "the last row is the state");
}

/** One walk under way. */
class Walk {
  constructor(backend, payer, id) {
    Object.assign(this, { backend, payer, id, api: backend.api, control: backend.control });
    this.now = START;
    this.answers = [];
    this.left = [];
    this.created = false;
  }

  /** The clock moves soon; its answer may wait for an instance that is starting, which the walk delays. */
  async clockTo(at) {
    if (Date.parse(at) === Date.parse(this.now) && written(at) === written(this.now)) {
      return;
    }
    const answer = this.api.call("POST", "/test-clock", { now: at });
    this.answers.push(answer.then(({ status, text }) => (status === 200 ? undefined : `${at}: ${text}`), (error) => `${at}: ${error}`));
    const moved = async () => (await this.api.get("/test-clock")).now === written(at);
    await until(moved, { what: `the clock moves to ${at}`, timeout: 30_000 });
    this.now = at;
    this.backend.testClock = at;
  }

  async #status() {
    return (await this.api.service(this.id)).status;
  }

  async #report(file, status) {
    this.control.stalling(0);
    this.control[file](true);
    await until(async () => (await this.#status()) === status, { what: `${file} leads to ${status}` });
  }

  /** Does what a step says; why it can't, where REST has no way to say it. */
  async apply({ apply: { command }, refused, then }) {
    if (command === "enable" && refused === undefined) {
      await this.#expectStart(then);
      return this.api.enable(this.id);
    }
    if (command === "enable" || command === "disable") {
      const path = `/services/${this.id}/${command}`;
      return refused === undefined
        ? this.api.post(path)
        : this.api.refused("POST", path, undefined, { status: refused === "account_overdue" ? 402 : 422, code: refused });
    }
    if (command === "account_overdue") {
      return this.payer.overdraw(this.now);
    }
    if (command === "account_replenished") {
      await this.#expectStart(then);
      return this.payer.replenish();
    }
    if (refused === undefined) {
      this.created ||= command === "created";
      return command === "created" ? this.#report("healthy", "running") : this.#report("failing", "stopped");
    }
    // A report that is refused comes from an instance that was called off: let it be healthy, and nothing happens.
    this.control.healthy(true);
    await sleep(100);
    if (!this.created) {
      this.control.healthy(false);
    }
    return undefined;
  }

  /** Before an attempt that the walk lets take its time. */
  async #expectStart(then) {
    if (then.status === "creating" && (await this.#status()) !== "creating") {
      this.control.stalling(FAILED_STARTS);
    }
  }

  async check({ then, asked_at: askedAt }) {
    const { status, reasons, since, billing_mode, late: isLate } = await this.api.service(this.id);
    // Seconds-metered services are pay_as_you_go (L9); which mode is configured changes nothing else.
    const mode = then.billing_mode === "none" ? "none" : "pay_as_you_go";
    const waited = then.status === "creating" ? Date.parse(this.now) - Date.parse(then.since) : 0;
    const expected = { ...then, billing_mode: mode, late: written(this.now) === written(askedAt) ? then.late : waited > 5000 };
    assert.deepEqual({ status, reasons, since, billing_mode, late: isLate }, expected, `at ${this.now}, as of ${askedAt}`);
  }

  async step(step, next) {
    const at = Date.parse(step.apply.at);
    const now = Date.parse(this.now);
    if (step.refused === "command_out_of_order") {
      this.left.push(`${step.apply.command} at ${step.apply.at}: the clock of a server doesn't run back`);
      return;
    }
    if (at >= now) {
      await this.clockTo(step.apply.at);
    }
    await this.apply(step);
    // The next step may be older than this one's asking; then only lateness is left out.
    const canAsk = next === undefined || Date.parse(next.apply.at) >= Date.parse(step.asked_at);
    if (canAsk && Date.parse(step.asked_at) >= Date.parse(this.now)) {
      await this.clockTo(step.asked_at);
    }
    await this.check(step);
  }

  /** Lets what is starting come up, so that every move of the clock is answered. */
  async finish() {
    this.control.stalling(0);
    this.control.healthy(true);
    const refused = (await Promise.all(this.answers)).filter(Boolean);
    assert.deepEqual(refused, []);
  }
}

describe("lifecycle vectors", { concurrency: 6 }, () => {
  for (const vector of lifecycle.walks) {
    test(vector.name, withBackend({ testClock: START, control: true }, async ({ backend, api }, t) => {
      const payer = new Payer(backend);
      await payer.prepare();
      const { id } = await api.createGpuService({ model: "controlled" });
      const walk = new Walk(backend, payer, id);
      // A command that changes nothing may stand in the walk at an instant that has been asked about already.
      for (const [index, step] of vector.steps.entries()) {
        const next = vector.steps.slice(index + 1).find(({ refused }) => refused !== "command_out_of_order");
        await walk.step(step, next);
      }
      await walk.finish();
      await checkTimeline(api, id);
      for (const reason of walk.left) {
        t.diagnostic(`left out: ${reason}`);
      }
    }));
  }
});

test("a token service shows its billing mode while it is enabled", withBackend({ testClock: START }, async ({ backend, api }) => {
  const service = await api.createTokenService({ model: "small-8b", billing_mode: "tpm_reservation" });
  assert.deepEqual([service.status, service.billing_mode, service.configured_billing_mode], ["not_enabled", "none", "tpm_reservation"]);
  await api.enable(service.id);
  await backend.settle();
  const enabled = await api.service(service.id);
  assert.deepEqual([enabled.status, enabled.billing_mode], ["running", "tpm_reservation"]);
  const disabled = await api.disable(service.id);
  assert.deepEqual([disabled.status, disabled.billing_mode, disabled.configured_billing_mode], ["stopped", "none", "tpm_reservation"]);
  await checkTimeline(api, service.id);
}));

test("races end in a state that the core allows", withBackend({ testClock: START, control: true }, async ({ backend, api }) => {
  const payer = new Payer(backend);
  await payer.prepare();
  backend.control.healthy(true);
  const { id } = await api.createGpuService({ model: "controlled" });
  const outcome = async (call) => (await call).status;
  for (let round = 1; round <= 5; round += 1) {
    // An instance that starts where it stopped has no second of its own, so the clock moves in between.
    let seconds = 0;
    const tick = async () => {
      seconds += 1;
      await backend.clockTo(`2026-03-03T10:0${round}:0${seconds}Z`);
      return backend.testClock;
    };
    await tick();
    await payer.replenish();
    await api.enable(id);
    await backend.settle();
    assert.equal((await api.service(id)).status, "running");

    // Whichever comes first, both hold in the end.
    const now = await tick();
    await Promise.all([api.disable(id), payer.overdraw(now)]);
    const stopped = await api.service(id);
    assert.deepEqual([stopped.status, stopped.reasons], ["stopped", ["disabled", "overdue"]]);

    await tick();
    const left = await payer.left();
    const [enabled] = await Promise.all([
      outcome(api.call("POST", `/services/${id}/enable`)),
      api.topUp(`${Math.ceil(-Number(left)) + 5}`),
    ]);
    await backend.settle();
    const { status, reasons } = await api.service(id);
    assert.deepEqual([status, reasons], enabled === 200 ? ["running", []] : ["stopped", ["disabled"]]);
    assert.ok(enabled === 200 || enabled === 402, `${enabled}`);

    // The later of two scalings counts, and instances follow it.
    await tick();
    await api.enable(id);
    await backend.settle();
    await tick();
    await Promise.all([api.scaleTo(id, 2), api.scaleTo(id, 3)]);
    await backend.settle();
    const { instances } = await api.service(id);
    assert.ok([2, 3].includes(instances.wanted), `${instances.wanted}`);
    assert.equal(instances.running, instances.wanted);
    await tick();
    await api.scaleTo(id, 1);
  }
  await checkTimeline(api, id);
  const open = (await api.runs(id)).filter((run) => run.open);
  assert.equal(open.length, (await api.service(id)).instances.running);
}));

test("an instance that stops and starts again at one instant is metered from there on", withBackend({ testClock: START }, async ({ backend, api }) => {
  await backend.allowSeconds();
  const { id } = await api.createGpuService({ scaling: { mode: "manual", instances: 2 } });
  for (const call of ["enable", "disable", "enable"]) {
    await api.post(`/services/${id}/${call}`);
    await backend.settle();
  }
  assert.deepEqual((await api.service(id)).instances, { wanted: 2, running: 2 });
  await backend.clockTo("2026-03-03T10:59:00Z");
  const { cost } = await api.service(id);
  assert.equal(cost.per_hour, "1.5624");
  assert.ok(compare(cost.month_to_date, "1.5624") >= 0, `${cost.month_to_date} for two hours`);
}));
