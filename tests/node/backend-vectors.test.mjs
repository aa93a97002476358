// Every priced vector, sent as events on the test clock: the bills are those of `priceUsage`, whatever the order,
// the repetitions and the batches.
//
// Cases share a server where they share a price book and the instant of asking: nothing that REST can express makes
// one service's lines depend on another's. Services have ids of the server's making, so each service of a case is one
// of its own there; one that has runs and tokens, or tokens of two models, is one for each.
import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { priceUsage } from "../../pkg/dist/index.js";
import { startBackend } from "./backend-support.mjs";
import {
  after, assertOutcomes, batches, checkBill, concurrently, random, runStarted, runStopped, settled, shuffled, tokensUsed,
} from "./backend-tools.mjs";
import { priceBookOf, vectors } from "./support.mjs";

const file = await vectors("pricing");
/** Wide enough for every case: the months stay open, and whatever comes is taken. */
const WIDE = ["--events-ahead-seconds", "20000000", "--events-back-days", "3650", "--month-grace-hours", "87600"];
const SEED = 20260303;

const skipped = [];
const groups = new Map();
for (const [index, testCase] of file.cases.entries()) {
  if (testCase.refused !== undefined) {
    continue;
  }
  const usage = { runs: [], tokens: [], reservations: [], ...testCase.usage };
  let { expected } = testCase;
  const quotas = usage.free_quotas ?? [];
  const grant = quotas.length === 1 ? grantOf(quotas[0]) : undefined;
  if (quotas.length > 0 && grant === undefined) {
    skipped.push(testCase.name);
    delete usage.free_quotas;
    expected = priceUsage(usage, priceBookOf(file, testCase));
  }
  const open = [...usage.runs.map((run) => run.stopped_at), ...usage.reservations.map((one) => one.until)].includes(null);
  // Free quota is the account's, so a case with one is alone.
  const key = JSON.stringify([testCase.price_book, open ? usage.as_of : null, grant === undefined ? null : index]);
  if (!groups.has(key)) {
    const name = `${testCase.price_book}${open ? ` at ${usage.as_of}` : ""}${grant === undefined ? "" : " with free quota"}`;
    groups.set(key, { name, asOf: open ? usage.as_of : null, grant, cases: [] });
  }
  groups.get(key).cases.push({ index, name: testCase.name, usage, expected });
}

/**
 * A quota as REST can express it, or nothing: the price book's own, granted when the account first enables the model,
 * for whole days.
 */
function grantOf({ model, tokens, granted_at: at, expires_at: expires }) {
  const days = (Date.parse(expires) - Date.parse(at)) / 86_400_000;
  return expires !== null && days >= 1 && Number.isInteger(days) ? { at, model, tokens, valid_days: days } : undefined;
}

function priceBook({ cases, grant }) {
  const book = structuredClone(priceBookOf(file, file.cases[cases[0].index]));
  for (const model of book.models ?? []) {
    delete model.free_quota;
    if (grant?.model === model.id) {
      model.free_quota = { tokens: grant.tokens, valid_days: grant.valid_days };
    }
  }
  return book;
}

/** The first and the last instant of a group. */
function span({ cases, asOf }) {
  const instants = cases.flatMap(({ usage }) => [
    ...usage.runs.flatMap((run) => [run.started_at, run.stopped_at]),
    ...usage.tokens.map((record) => record.at),
    ...usage.reservations.flatMap((one) => [one.from, one.until]),
    ...(usage.free_quotas ?? []).map((quota) => quota.granted_at),
  ]).filter((instant) => instant !== null).map((instant) => Date.parse(instant));
  const all = instants.length === 0 ? [Date.parse("2026-03-03T10:00:00Z")] : instants;
  const at = (milliseconds, seconds) => after(new Date(milliseconds).toISOString(), seconds);
  return { first: at(Math.min(...all), -86_400), last: asOf ?? at(Math.max(...all), 2 * 86_400) };
}

/** Makes the services of a case, and gives its usage with their ids. */
async function place(api, book, { name, usage }, back) {
  const made = new Map();
  const idFor = async (service, model) => {
    const key = JSON.stringify([service, model]);
    if (!made.has(key)) {
      const reserved = usage.reservations.some((one) => one.service === service && one.model === model);
      const created = model === undefined
        ? await api.createGpuService({ model: "runner", tier: book.gpu_tiers[0].code })
        : await api.createTokenService({ model, billing_mode: reserved ? "tpm_reservation" : "pay_as_you_go" });
      made.set(key, created.id);
      back.set(created.id, { case: name, service });
    }
    return made.get(key);
  };
  const placed = { runs: [], tokens: [], reservations: [] };
  for (const run of usage.runs) {
    placed.runs.push({ ...run, service: await idFor(run.service) });
  }
  for (const kind of ["tokens", "reservations"]) {
    for (const one of usage[kind]) {
      placed[kind].push({ ...one, service: await idFor(one.service, one.model) });
    }
  }
  for (const { service, tpm, from, until } of placed.reservations) {
    await api.reserve(service, { tpm, from, until });
  }
  return placed;
}

/** The events of a case. Its own source keeps its ids apart from those of the others. */
function eventsOf({ index }, placed) {
  const source = `urn:vectors:${index}`;
  const runs = placed.runs.flatMap(({ service, instance, tier, started_at, stopped_at }, number) => [
    runStarted({ id: `start-${number}`, source, service, instance, tier, time: started_at }),
    ...(stopped_at === null ? [] : [runStopped({ id: `stop-${number}`, source, service, instance, tier, time: stopped_at })]),
  ]);
  return [...runs, ...placed.tokens.map(({ id, at, ...data }) => tokensUsed({ id, source, time: at, ...data }))];
}

/** The lines of some bills with the vector's names: what must not depend on the server. */
function named(bills, back) {
  return ordered(bills.flatMap(({ month, lines }) => lines.map(({ service, ...line }) => {
    const { case: name, service: known } = back.get(service);
    return { case: name, month, service: known, ...line };
  })));
}

/** Lines in an order that depends on nothing but what they say. */
function ordered(lines) {
  const text = (line) => JSON.stringify(Object.entries(line).sort());
  return lines.sort((left, right) => (text(left) < text(right) ? -1 : 1));
}

const taken = (results) => {
  for (const { outcome, ...rest } of results) {
    assert.ok(["accepted", "repeated"].includes(outcome), JSON.stringify({ outcome, ...rest }));
  }
};

/** Ways of sending the same events: every one of them leads to the same bills. */
const WAYS = {
  "in order, one list for each case": async (api, lists) => {
    for (const list of lists) {
      for (const batch of batches(list, 1000)) {
        taken(await api.send(batch));
      }
    }
  },
  "shuffled, each twice, one by one over eight connections": async (api, lists) => {
    const all = lists.flat();
    await concurrently(shuffled([...all, ...all], random(SEED)), 8, async (event) => taken([await api.send(event)].flat()));
  },
  "shuffled, some repeated, in batches of 7": async (api, lists) => {
    const all = lists.flat();
    const next = random(SEED + 1);
    const some = all.filter(() => next() < 0.3);
    for (const batch of batches(shuffled([...all, ...some], next), 7)) {
      taken(await api.send(batch));
    }
    assertOutcomes(await api.send(all.slice(0, 1000)), all.slice(0, 1000).map(() => "repeated"));
  },
};

/** What one list has and the other lacks: an answer that is wrong names its cases. */
function without(list, other) {
  const texts = new Set(other.map((line) => JSON.stringify(Object.entries(line).sort())));
  return list.filter((line) => !texts.has(JSON.stringify(Object.entries(line).sort())));
}

/** Sends a group's events in one way, and holds the bills against the vectors and against `priceUsage`. */
async function play(group, book, expectedLines, send) {
  const { first, last } = span(group);
  const models = { runner: { command: ["/bin/false"], health_path: "/healthz" } };
  const backend = await startBackend({ testClock: first, flags: WIDE, priceBook: book, models });
  let failed = true;
  try {
    const { api } = backend;
    await backend.allowSeconds();
    const back = new Map();
    const placed = [];
    for (const testCase of group.cases) {
      placed.push(await place(api, book, testCase, back));
    }
    if (group.grant !== undefined) {
      await backend.clockTo(group.grant.at);
      await api.enable((await api.createTokenService({ model: group.grant.model })).id);
    }
    await backend.clockTo(last);
    await send(api, group.cases.map((testCase, index) => eventsOf(testCase, placed[index])));

    const usage = { runs: [], tokens: [], reservations: [], free_quotas: group.cases.flatMap((one) => one.usage.free_quotas ?? []), as_of: last };
    for (const [index, one] of placed.entries()) {
      usage.runs.push(...one.runs);
      usage.reservations.push(...one.reservations);
      // Ids are one case's own, repetitions are the case's too.
      usage.tokens.push(...one.tokens.map((record) => ({ ...record, id: `${String(index).padStart(3, "0")} ${record.id}` })));
    }
    const { currency, bills: expected } = priceUsage(usage, book);
    const bills = [];
    for (const { month } of expected) {
      bills.push(checkBill(await api.bill(month)));
    }
    const lines = named(bills, back);
    assert.deepEqual({ more: without(lines, expectedLines), less: without(expectedLines, lines) }, { more: [], less: [] });
    assert.deepEqual(lines, expectedLines);
    for (const [index, bill] of expected.entries()) {
      assert.equal(bills[index].currency, currency);
      assert.deepEqual(settled(bills[index]), bill, bill.month);
      const behind = priceUsage(await api.billUsage(bill.month), book).bills.find((one) => one.month === bill.month);
      assert.deepEqual(behind, bill, `the usage behind ${bill.month}`);
    }
    failed = false;
  } finally {
    await backend.end({ verify: !failed });
  }
}

describe("vectors as events", { concurrency: 3 }, () => {
  for (const group of groups.values()) {
    test(`${group.cases.length} cases of ${group.name}`, async (t) => {
      const book = priceBook(group);
      const expected = ordered(group.cases.flatMap(({ name, expected: settlement }) =>
        settlement.bills.flatMap(({ month, lines }) => lines.map((line) => ({ case: name, month, ...line })))));
      for (const [way, send] of Object.entries(WAYS)) {
        await t.test(way, async () => {
          await play(group, book, expected, send);
        });
      }
    });
  }
});

test("what REST can't express is counted", (t) => {
  const priced = file.cases.filter((testCase) => testCase.refused === undefined).length;
  const played = [...groups.values()].flatMap((group) => group.cases).length;
  assert.equal(played, priced, "every priced case is sent");
  const reason = "the platform grants one quota of a model, the price book's, for whole days";
  for (const name of skipped) {
    t.diagnostic(`sent without its free quota: ${name}`);
  }
  t.diagnostic(`${played} cases sent, ${skipped.length} of them without their free quotas; ${reason}`);
});

