// kill -9 under load, again and again on one file: what was acknowledged is there once, nothing is there twice, runs
// don't overlap, and the file verifies.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { withBackend } from "./backend-support.mjs";
import { after, assertSame, batches, concurrently, random, runStarted, runStopped, sum, tokensUsed } from "./backend-tools.mjs";

const LONG = process.env.TIERMETER_LONG === "1";
const KILLS = LONG ? 300 : 20;
const BATCH = 20;
const INSTANCES = 50;
const SEED = Number(process.env.TIERMETER_SEED ?? 20260303);
/** Everything happens on this day of the real calendar, so that no window is left while it goes on. */
const DAY = after(new Date(Math.floor(Date.now() / 1000) * 1000).toISOString(), -86_400);

/** What was sent, and what of it was acknowledged. */
class Sent {
  constructor(api, services) {
    this.api = api;
    this.services = services;
    this.events = new Map();
    this.acknowledged = new Set();
    this.topUps = new Map();
    this.number = 0;
    this.runs = 0;
  }

  #next() {
    this.number += 1;
    return this.number;
  }

  tokens() {
    const number = this.#next();
    return tokensUsed({ id: `t-${number}`, service: this.services.tokens, output: 1 + (number % 1000), time: after(DAY, number % 80_000) });
  }

  /** Both ends of a run of its own, in any order. */
  run() {
    this.runs += 1;
    const number = this.runs;
    const fields = { service: this.services.gpu, instance: `i-${number % INSTANCES}` };
    const from = after(DAY, Math.floor(number / INSTANCES) * 20);
    const ends = [
      runStarted({ ...fields, id: `start-${number}`, time: from }),
      runStopped({ ...fields, id: `stop-${number}`, time: after(from, 1 + (number % 15)) }),
    ];
    return number % 2 === 0 ? ends : ends.reverse();
  }

  /** Sends events; those whose answer arrived are acknowledged. */
  async send(events) {
    for (const event of events) {
      this.events.set(event.id, event);
    }
    for (const result of await this.api.send(events)) {
      assert.ok(["accepted", "repeated"].includes(result.outcome), JSON.stringify(result));
      this.acknowledged.add(result.id);
    }
  }

  async topUp(key = randomUUID()) {
    const topUp = this.topUps.get(key) ?? { amount: `${1 + (this.#next() % 9)}.${10 + (this.number % 90)}`, id: null };
    this.topUps.set(key, topUp);
    const { id } = await this.api.topUp(topUp.amount, { key });
    assert.ok(topUp.id === null || topUp.id === id, "one key, one top-up");
    topUp.id = id;
  }
}

/** Whether an exchange broke off with the server; anything else is a fault. */
function isBroken(error) {
  return error instanceof TypeError && ["fetch failed", "terminated"].includes(error.message);
}

/** Keeps the server busy until it is gone. */
async function load(sent, next) {
  const work = [
    () => sent.send(Array.from({ length: BATCH }, () => sent.tokens())),
    () => sent.send(sent.run()),
    () => sent.send([sent.tokens()]),
    () => sent.topUp(),
  ];
  await Promise.all(work.flatMap((one) => [one, one]).map(async (one) => {
    for (;;) {
      try {
        await one();
      } catch (error) {
        if (isBroken(error)) {
          return;
        }
        throw error;
      }
      if (next() < 0.05) {
        await sleep(1);
      }
    }
  }));
}

/** Sends again what has no answer yet: whole or absent, it counts once in the end. */
async function repeat(sent) {
  const open = [...sent.events.values()].filter((event) => !sent.acknowledged.has(event.id));
  for (const batch of batches(open, 1000)) {
    await sent.send(batch);
  }
  await concurrently([...sent.topUps].filter(([, topUp]) => topUp.id === null), 4, ([key]) => sent.topUp(key));
}

/** Everything that was acknowledged since the last look is known to the server. */
async function checkKnown(sent, looked) {
  const fresh = [...sent.acknowledged].filter((id) => !looked.has(id));
  for (const batch of batches(fresh, 1000)) {
    const results = await sent.api.send(batch.map((id) => sent.events.get(id)));
    assert.deepEqual(results.filter((result) => result.outcome !== "repeated"), [], "an acknowledged event is lost");
  }
  fresh.forEach((id) => looked.add(id));
}

async function checkAll(sent) {
  const { api, services } = sent;
  const days = `from=${after(DAY, -86_400 * 2).slice(0, 10)}&to=${after(DAY, 86_400 * 3).slice(0, 10)}`;
  const rows = await api.usage(`group_by=service&${days}`);
  const tokens = [...sent.events.values()].filter((event) => event.type === "tiermeter.tokens.used.v1");
  const used = rows.filter((row) => row.service === services.tokens);
  assertSame(sum(used.map((row) => row.quantity)), `${tokens.reduce((total, event) => total + event.data.output, 0)}`, "every token once");

  const runs = await api.runs(services.gpu);
  const starts = [...sent.events.values()].filter((event) => event.type === "tiermeter.run.started.v1");
  assert.equal(runs.length, starts.length, "every run once");
  for (const list of byInstance(runs).values()) {
    list.sort((left, right) => Date.parse(left.started_at) - Date.parse(right.started_at));
    for (const [index, run] of list.entries()) {
      assert.ok(run.stopped_at !== null, "every run is closed");
      assert.ok(index === 0 || Date.parse(list[index - 1].stopped_at) <= Date.parse(run.started_at), "no run overlaps another");
    }
  }
  const seconds = runs.reduce((total, run) => total + run.seconds, 0);
  assertSame(sum(rows.filter((row) => row.service === services.gpu).map((row) => row.quantity)), `${seconds}`);

  const posted = await api.topUps();
  const wanted = [...sent.topUps.values()].map(({ id, amount }) => `${id} ${Number(amount)}`).sort();
  assert.deepEqual(posted.map(({ id, amount }) => `${id} ${Number(amount)}`).sort(), wanted, "every top-up once");
}

function byInstance(runs) {
  const groups = new Map();
  for (const run of runs) {
    groups.set(run.instance, [...(groups.get(run.instance) ?? []), run]);
  }
  return groups;
}

test(`killed ${KILLS} times under load`, { timeout: LONG ? 3_600_000 : 120_000 }, withBackend({}, async ({ backend, api }, t) => {
  const next = random(SEED);
  t.diagnostic(`seed ${SEED}`);
  await backend.allowSeconds();
  const services = { tokens: (await api.createTokenService()).id, gpu: (await api.createGpuService()).id };
  const sent = new Sent(api, services);
  const looked = new Set();
  let unanswered = 0;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const loading = load(sent, next);
    await sleep(20 + next() * (LONG ? 1000 : 250));
    await backend.kill();
    await loading;
    unanswered += sent.events.size - sent.acknowledged.size;
    if (kill % 5 === 0) {
      await backend.verify();
    }
    await backend.restart();
    await checkKnown(sent, looked);
    await repeat(sent);
  }
  await checkAll(sent);
  await backend.kill();
  await backend.verify();
  await backend.restart();
  await checkAll(sent);
  t.diagnostic(`${sent.events.size} events and ${sent.topUps.size} top-ups, of which ${unanswered} events had no answer when the server was killed`);
  assert.ok(sent.acknowledged.size > KILLS * 20, "it was under load");
}));
