// A settlement of GPU runs in plain JavaScript, the way a careful team would write it for itself: it checks every
// field, reads instants with Date.parse, refuses overlaps, splits runs at month ends and writes the settlement of
// SPEC 2. The arithmetic for money is handed in.
//
// It does less than the core: closed runs only, instants to the millisecond with upper-case T and Z, one price for
// each tier, US dollars, months at UTC, messages instead of codes and pointers, no limit of 28 digits.
//
// Contenders import this file under an address of their own (`?decimal`), which gives each of them a module
// instance whose call sites see one library only. Shared call sites would slow all of them down.

import { MINOR_DIGITS } from "./price-book.mjs";
import { billableSeconds } from "./rules.mjs";

const MILLISECONDS_PER_SECOND = 1000;
const LONGEST_NAME_CHARACTERS = 200;
const FIRST_INSTANT_MS = Date.UTC(1970, 0, 1);
const END_OF_INSTANTS_MS = Date.UTC(2200, 0, 1);
const RUN_FIELDS = new Set(["service", "instance", "tier", "started_at", "stopped_at"]);
const INSTANT_FORM =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
// Date.parse takes 30 February for 2 March, so days that not every month has are looked at once more.
const LAST_DAY_OF_EVERY_MONTH = 28;

/**
 * Settles `usage.runs`. With `amountForEachRun` the amount of each part of a run is computed and added by the
 * library; without it whole seconds are summed as JS numbers and each line is multiplied once.
 *
 * `arithmetic` has `fromText`, `zero`, `times(amount, wholeNumber)`, `plus`, `minus`, `toText` and
 * `toPayableText(amount, minorDigits)`.
 */
export function settle(usage, priceBook, arithmetic, amountForEachRun) {
  const tiers = new Map();
  for (const tier of priceBook.gpu_tiers) {
    const text = tier.prices[0].per_second;
    tiers.set(tier.code, { code: tier.code, unitPrice: arithmetic.fromText(text) });
  }

  const checkedRuns = usage.runs.map((run, index) => checkRun(run, index, tiers));
  refuseOverlaps(checkedRuns);

  const months = new Map();
  let month = null;
  for (const run of checkedRuns) {
    let startMs = run.startedAtMs;
    let seconds = billableSeconds(run.startedAtMs, run.stoppedAtMs);
    while (seconds > 0) {
      if (month === null || startMs < month.startMs || startMs >= month.endMs) {
        month = monthContaining(months, startMs);
      }
      // Second k begins k seconds after the start, and belongs to this month while it begins before the month's end.
      const secondsLeftInMonth = Math.ceil((month.endMs - startMs) / MILLISECONDS_PER_SECOND);
      const partSeconds = Math.min(seconds, secondsLeftInMonth);
      const line = lineFor(month, run, arithmetic);
      line.seconds += partSeconds;
      if (amountForEachRun) {
        line.amount = arithmetic.plus(line.amount, arithmetic.times(run.tier.unitPrice, partSeconds));
      }
      seconds -= partSeconds;
      startMs += partSeconds * MILLISECONDS_PER_SECOND;
    }
  }

  const bills = [...months.values()]
    .sort((left, right) => left.startMs - right.startMs)
    .map((billed) => writeBill(billed, arithmetic, amountForEachRun));
  return { currency: priceBook.currency, bills };
}

function checkRun(run, index, tiers) {
  if (typeof run !== "object" || run === null || Array.isArray(run)) {
    throw new TypeError(`run ${index} is not an object`);
  }
  for (const field of Object.keys(run)) {
    if (!RUN_FIELDS.has(field)) {
      throw new TypeError(`run ${index} has the unknown field ${field}`);
    }
  }
  checkName(run.service, "service", index);
  checkName(run.instance, "instance", index);
  checkName(run.tier, "tier", index);
  const tier = tiers.get(run.tier);
  if (tier === undefined) {
    throw new RangeError(`run ${index} has the unknown tier ${run.tier}`);
  }
  const startedAtMs = parseInstant(run.started_at, "started_at", index);
  const stoppedAtMs = parseInstant(run.stopped_at, "stopped_at", index);
  if (stoppedAtMs < startedAtMs) {
    throw new RangeError(`run ${index} ends at ${run.stopped_at}, before its start at ${run.started_at}`);
  }
  return { index, service: run.service, instance: run.instance, tier, startedAtMs, stoppedAtMs };
}

function checkName(name, field, index) {
  if (typeof name !== "string" || name.length === 0) {
    throw new TypeError(`${field} of run ${index} is not text of 1 to ${LONGEST_NAME_CHARACTERS} characters`);
  }
  // A character can be two units long, so only a long text needs to be counted.
  if (name.length > LONGEST_NAME_CHARACTERS && [...name].length > LONGEST_NAME_CHARACTERS) {
    throw new RangeError(`${field} of run ${index} has more than ${LONGEST_NAME_CHARACTERS} characters`);
  }
}

function parseInstant(text, field, index) {
  if (typeof text !== "string" || !INSTANT_FORM.test(text)) {
    throw new TypeError(`${field} of run ${index} is not an instant: ${text}`);
  }
  const day = Number(text.slice(8, 10));
  if (day > LAST_DAY_OF_EVERY_MONTH) {
    const dayInMonth = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, day)).getUTCDate();
    if (dayInMonth !== day) {
      throw new RangeError(`${field} of run ${index} is on a day that its month doesn't have: ${text}`);
    }
  }
  const instantMs = Date.parse(text);
  if (!(instantMs >= FIRST_INSTANT_MS && instantMs < END_OF_INSTANTS_MS)) {
    throw new RangeError(`${field} of run ${index} is not from 1970 to 2199: ${text}`);
  }
  return instantMs;
}

function refuseOverlaps(checkedRuns) {
  const instancesByService = new Map();
  for (const run of checkedRuns) {
    let instances = instancesByService.get(run.service);
    if (instances === undefined) {
      instances = new Map();
      instancesByService.set(run.service, instances);
    }
    const timeline = instances.get(run.instance);
    if (timeline === undefined) {
      instances.set(run.instance, [run]);
    } else {
      timeline.push(run);
    }
  }
  for (const instances of instancesByService.values()) {
    for (const timeline of instances.values()) {
      timeline.sort((left, right) => left.startedAtMs - right.startedAtMs || left.stoppedAtMs - right.stoppedAtMs);
      let busyUntilMs = -Infinity;
      let lastStartMs = -Infinity;
      for (const run of timeline) {
        if (run.startedAtMs < busyUntilMs || run.startedAtMs === lastStartMs) {
          throw new RangeError(`run ${run.index} overlaps another run of ${run.service} on ${run.instance}`);
        }
        lastStartMs = run.startedAtMs;
        busyUntilMs = Math.max(busyUntilMs, run.stoppedAtMs);
      }
    }
  }
}

function monthContaining(months, instantMs) {
  const instant = new Date(instantMs);
  const startMs = Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth());
  let month = months.get(startMs);
  if (month === undefined) {
    const endMs = Date.UTC(instant.getUTCFullYear(), instant.getUTCMonth() + 1);
    month = { name: instant.toISOString().slice(0, 7), startMs, endMs, linesByService: new Map() };
    months.set(startMs, month);
  }
  return month;
}

function lineFor(month, run, arithmetic) {
  let lines = month.linesByService.get(run.service);
  if (lines === undefined) {
    lines = new Map();
    month.linesByService.set(run.service, lines);
  }
  let line = lines.get(run.tier);
  if (line === undefined) {
    line = { tier: run.tier, seconds: 0, amount: arithmetic.zero };
    lines.set(run.tier, line);
  }
  return line;
}

function writeBill(month, arithmetic, amountForEachRun) {
  let total = arithmetic.zero;
  const lines = [];
  for (const [service, linesByTier] of inOrderOfBytes(month.linesByService.entries(), ([name]) => name)) {
    for (const line of inOrderOfBytes(linesByTier.values(), ({ tier }) => tier.code)) {
      const amount = amountForEachRun ? line.amount : arithmetic.times(line.tier.unitPrice, line.seconds);
      total = arithmetic.plus(total, amount);
      lines.push({
        service,
        item: "gpu_seconds",
        tier: line.tier.code,
        unit_price: arithmetic.toText(line.tier.unitPrice),
        per: 1,
        quantity: String(line.seconds),
        amount: arithmetic.toText(amount),
      });
    }
  }
  const payable = arithmetic.toPayableText(total, MINOR_DIGITS);
  return {
    month: month.name,
    lines,
    exact_total: arithmetic.toText(total),
    payable,
    rounding: arithmetic.toText(arithmetic.minus(arithmetic.fromText(payable), total)),
  };
}

/** Sorts by UTF-8 bytes; JS compares text by UTF-16 units, which is another order beyond the basic plane. */
function inOrderOfBytes(entries, textOf) {
  return [...entries]
    .map((entry) => ({ entry, bytes: Buffer.from(textOf(entry)) }))
    .sort((left, right) => Buffer.compare(left.bytes, right.bytes))
    .map(({ entry }) => entry);
}
