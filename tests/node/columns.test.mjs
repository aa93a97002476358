// Columns by the wasm's vector instructions, against the rules written down once more and against the fallback, which
// has no such instructions: the same answers, and the same fault named first.
import assert from "node:assert/strict";
import { test } from "node:test";

import { setEngine } from "../../pkg/dist/engine.js";
import { fallbackEngine } from "../../pkg/dist/fallback.js";
import { defaultPriceBook, priceColumns, TiermeterError } from "../../pkg/dist/index.js";
import { wasmEngine } from "../../pkg/dist/wasm-engine.js";

const END_MS = Date.UTC(2200, 0, 1);
/** From here on tier C has a price in the price book below; the others always have one. */
const C_FROM = "2026-03-01T00:00:00Z";
const C_FROM_MS = Date.parse(C_FROM);
const ROUNDS = process.env.TIERMETER_LONG === "1" ? 20_000 : 1_500;
/** More than the module copies at a time, and not a multiple of anything. */
const MANY_RUNS = 20_011;

const priceBook = structuredClone(defaultPriceBook);
priceBook.gpu_tiers.find(({ code }) => code === "C").prices[0].from = C_FROM;
const tiers = ["A", "C", "B"];
const unitPrices = tiers.map((tier) => priceBook.gpu_tiers.find(({ code }) => code === tier).prices[0].per_second);

/** Small and seeded (mulberry32), so that a failure can be had again: a whole number from 0 up to, not including, the limit. */
function seeded(seed) {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** Good runs: most of them of hours, some of no length, of a second or so, or of nearly all the time there is. */
function goodRuns(draw, length) {
  const startedAtMs = new Float64Array(length);
  const stoppedAtMs = new Float64Array(length);
  const tier = new Uint8Array(length);
  const oneTier = draw(4) === 0 ? draw(tiers.length) : undefined;
  for (let run = 0; run < length; run += 1) {
    tier[run] = oneTier ?? draw(tiers.length);
    const earliest = tiers[tier[run]] === "C" ? C_FROM_MS : 0;
    const start = [earliest, earliest + draw(1_000), C_FROM_MS + draw(30 * 86_400_000), END_MS - 1][[0, 1, 2, 2, 2, 2, 3][draw(7)]];
    const lengthMs = [0, draw(3), 998 + draw(5), 1_000 * draw(100_000), draw(10_800_000), END_MS][draw(6)];
    startedAtMs[run] = start;
    stoppedAtMs[run] = Math.min(start + lengthMs, END_MS - 1);
  }
  return { startedAtMs, stoppedAtMs, tier, tiers };
}

/** Each spoils one run; JSON can't say the last ones, so the fallback refuses them before it looks at the others. */
const FAULTS = [
  ({ startedAtMs }, run) => (startedAtMs[run] += 0.5),
  ({ startedAtMs }, run) => (startedAtMs[run] = 2 ** -40),
  ({ startedAtMs }, run) => (startedAtMs[run] = -1),
  ({ startedAtMs }, run) => (startedAtMs[run] = END_MS),
  ({ startedAtMs }, run) => (startedAtMs[run] = -1e300),
  ({ stoppedAtMs }, run) => (stoppedAtMs[run] -= 0.25),
  ({ stoppedAtMs }, run) => (stoppedAtMs[run] = END_MS),
  ({ stoppedAtMs }, run) => (stoppedAtMs[run] = 1e300),
  ({ startedAtMs, stoppedAtMs }, run) => (stoppedAtMs[run] = startedAtMs[run] - 1),
  ({ startedAtMs, tier }, run) => {
    tier[run] = tiers.indexOf("C");
    startedAtMs[run] = C_FROM_MS - 1;
  },
  ({ tier }, run) => (tier[run] = tiers.length),
  ({ tier }, run) => (tier[run] = 255),
  ({ startedAtMs }, run) => (startedAtMs[run] = NaN),
  ({ startedAtMs }, run) => (startedAtMs[run] = -Infinity),
  ({ stoppedAtMs }, run) => (stoppedAtMs[run] = Infinity),
  ({ stoppedAtMs }, run) => (stoppedAtMs[run] = NaN),
];
const SAYABLE_FAULTS = FAULTS.slice(0, -4);

/** The first fault by the rules (docs/rules.md, sections 3 and 7), or the seconds by tier. */
function expectedOf({ startedAtMs, stoppedAtMs, tier }) {
  const seconds = tiers.map(() => 0);
  for (let run = 0; run < tier.length; run += 1) {
    const [start, stop] = [startedAtMs[run], stoppedAtMs[run]];
    for (const [name, ms] of [["startedAtMs", start], ["stoppedAtMs", stop]]) {
      if (!Number.isInteger(ms)) return { refused: `malformed at /${name}/${run}` };
      if (ms < 0 || ms >= END_MS) return { refused: `out_of_range at /${name}/${run}` };
    }
    if (tier[run] >= tiers.length) return { refused: `unknown_tier at /tier/${run}` };
    if (stop < start) return { refused: `run_ends_before_start at /stoppedAtMs/${run}` };
    if (tiers[tier[run]] === "C" && start < C_FROM_MS) return { refused: `no_price_in_force at /startedAtMs/${run}` };
    const lengthMs = stop - start;
    seconds[tier[run]] += Math.max(1, (lengthMs - (lengthMs % 1_000)) / 1_000 + (lengthMs % 1_000 > 0 ? 1 : 0));
  }
  return { seconds };
}

function outcomeOf(columns) {
  try {
    return priceColumns(columns, priceBook);
  } catch (error) {
    assert.ok(error instanceof TiermeterError, `${error} is no TiermeterError`);
    return { refused: `${error.code} at ${error.path}`, message: error.message };
  }
}

function outcomeOfFallback(columns) {
  setEngine(fallbackEngine());
  try {
    return outcomeOf(columns);
  } finally {
    setEngine(wasmEngine);
  }
}

function check(columns, { withFallback }) {
  const got = outcomeOf(columns);
  const expected = expectedOf(columns);
  assert.equal(got.refused, expected.refused);
  assert.deepEqual(got.seconds, expected.seconds);
  if (expected.seconds !== undefined) {
    const units = expected.seconds.map((seconds, tier) => BigInt(seconds) * BigInt(unitPrices[tier].replace(".", "")));
    const decimals = unitPrices.map((price) => price.split(".")[1].length);
    const highest = Math.max(...decimals);
    const total = units.reduce((sum, amount, tier) => sum + amount * 10n ** BigInt(highest - decimals[tier]), 0n);
    assert.equal(unitsOf(got.exactTotal, highest), total);
  }
  if (withFallback) {
    assert.deepEqual(outcomeOfFallback(columns), got);
  }
}

/** A decimal as a whole number of units. */
function unitsOf(text, decimals) {
  const [whole, fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(decimals, "0"));
}

test("random columns without a fault", () => {
  const draw = seeded(1);
  for (let round = 0; round < ROUNDS; round += 1) {
    check(goodRuns(draw, draw(40)), { withFallback: true });
  }
});

test("each fault at each place", () => {
  const draw = seeded(2);
  for (const length of [1, 2, 3, 4, 5, 17]) {
    for (let run = 0; run < length; run += 1) {
      for (const spoil of FAULTS) {
        const columns = goodRuns(draw, length);
        spoil(columns, run);
        // One fault alone has one place, whoever looks first; the words for a number that JSON lacks are others.
        check(columns, { withFallback: SAYABLE_FAULTS.includes(spoil) });
      }
    }
  }
});

test("of several faults the first one counts", () => {
  const draw = seeded(3);
  for (let round = 0; round < ROUNDS; round += 1) {
    const withFallback = draw(2) === 0;
    const faults = withFallback ? SAYABLE_FAULTS : FAULTS;
    const length = 1 + draw(40);
    const columns = goodRuns(draw, length);
    for (let count = 1 + draw(4); count > 0; count -= 1) {
      faults[draw(faults.length)](columns, draw(length));
    }
    check(columns, { withFallback });
  }
});

test("columns that are handed over in several parts", () => {
  const draw = seeded(4);
  check(goodRuns(draw, MANY_RUNS), { withFallback: true });
  for (const run of [0, 8_190, 8_191, 8_192, 8_193, 16_383, 16_384, MANY_RUNS - 2, MANY_RUNS - 1]) {
    const columns = goodRuns(draw, MANY_RUNS);
    SAYABLE_FAULTS[draw(SAYABLE_FAULTS.length)](columns, run);
    check(columns, { withFallback: true });
    FAULTS.at(-1 - draw(4))(columns, run);
    check(columns, { withFallback: false });
  }
});
