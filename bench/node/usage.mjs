// The runs that are priced: made up, but shaped like a month of a busy account.
//
// Each instance has a timeline that is cut into slots, and each slot holds one run, so nothing overlaps.
// Runs come slot by slot, therefore nearly in the order in which they start, as a metering log would list them.
// Offsets let some runs reach over the month's end, so both shapes of input see more than one month.

import { seededDraw } from "./random.mjs";

const SEED = 20260301;
const SERVICE_COUNT = 200;
const TIERS = ["A", "B", "C"];
const MONTH_START_MS = Date.UTC(2026, 2, 1);
const MONTH_END_MS = Date.UTC(2026, 3, 1);
const LONGEST_RUN_MS = 3 * 3600 * 1000;
// One run in so many has no length, which P1 bills as one second.
const RUNS_FOR_EACH_EMPTY_ONE = 1000;
const DOCUMENT_CHUNK_RUNS = 10_000;

/**
 * Makes `runCount` runs as columns: instants in whole milliseconds, and the tier as an index into `tiers`.
 * `instance` numbers the instances from 0; `documentsFromColumns` names services and instances by it.
 */
export function makeColumns(runCount) {
  const draw = seededDraw(SEED);
  const mostSlots = Math.floor((MONTH_END_MS - MONTH_START_MS) / LONGEST_RUN_MS);
  const instanceCount = Math.max(SERVICE_COUNT, Math.ceil(runCount / mostSlots));
  const slotCount = Math.ceil(runCount / instanceCount);
  const slotMs = Math.floor((MONTH_END_MS - MONTH_START_MS) / slotCount);

  const tierOfInstance = new Uint8Array(instanceCount);
  const offsetOfInstanceMs = new Float64Array(instanceCount);
  for (let instance = 0; instance < instanceCount; instance += 1) {
    tierOfInstance[instance] = draw(TIERS.length);
    offsetOfInstanceMs[instance] = draw(slotMs);
  }

  const startedAtMs = new Float64Array(runCount);
  const stoppedAtMs = new Float64Array(runCount);
  const tier = new Uint8Array(runCount);
  const instanceOfRun = new Uint32Array(runCount);
  for (let run = 0; run < runCount; run += 1) {
    const slot = Math.floor(run / instanceCount);
    const instance = run % instanceCount;
    const lengthMs = draw(RUNS_FOR_EACH_EMPTY_ONE) === 0 ? 0 : draw(LONGEST_RUN_MS + 1);
    // The last slot may reach over the month's end; its run starts at once, so that it starts within the month.
    const delayMs = slot === slotCount - 1 ? 0 : draw(Math.max(1, slotMs - lengthMs));
    startedAtMs[run] = MONTH_START_MS + slot * slotMs + offsetOfInstanceMs[instance] + delayMs;
    stoppedAtMs[run] = startedAtMs[run] + lengthMs;
    tier[run] = tierOfInstance[instance];
    instanceOfRun[run] = instance;
  }
  return { startedAtMs, stoppedAtMs, tier, tiers: TIERS, instance: instanceOfRun };
}

/** The same runs as a usage document, in the form in which `JSON.parse` hands one over. */
export function documentsFromColumns(columns) {
  const runs = [];
  for (let first = 0; first < columns.tier.length; first += DOCUMENT_CHUNK_RUNS) {
    const chunk = [];
    const end = Math.min(first + DOCUMENT_CHUNK_RUNS, columns.tier.length);
    for (let run = first; run < end; run += 1) {
      const instance = columns.instance[run];
      chunk.push({
        service: `service-${instance % SERVICE_COUNT}`,
        instance: `instance-${Math.floor(instance / SERVICE_COUNT)}`,
        tier: columns.tiers[columns.tier[run]],
        started_at: new Date(columns.startedAtMs[run]).toISOString(),
        stopped_at: new Date(columns.stoppedAtMs[run]).toISOString(),
      });
    }
    // Objects from a parser have strings of their own, not strings shared by all runs: that is what callers have.
    for (const run of JSON.parse(JSON.stringify(chunk))) {
      runs.push(run);
    }
  }
  return { runs };
}
