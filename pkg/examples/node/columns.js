// A million runs as columns, priced in one call.
import { priceColumns } from "tiermeter";

const RUNS = 1_000_000;
const firstStartMs = Date.parse("2026-03-01T00:00:00Z");

const startedAtMs = new Float64Array(RUNS);
const stoppedAtMs = new Float64Array(RUNS);
const tier = new Uint8Array(RUNS);
for (let run = 0; run < RUNS; run += 1) {
  startedAtMs[run] = firstStartMs + run * 1_000;
  stoppedAtMs[run] = startedAtMs[run] + 90_000;
  tier[run] = run % 2;
}

const { seconds, amounts, exactTotal } = priceColumns({ startedAtMs, stoppedAtMs, tier, tiers: ["A", "C"] });
console.log(`A: ${seconds[0]} s, ${amounts[0]} USD`);
console.log(`C: ${seconds[1]} s, ${amounts[1]} USD`);
console.log(`together: ${exactTotal} USD`);
