// Many runs cross to the core quicker in a packed form: each name once, its number for each run, and all instants
// as one text. Whatever is not quite a run leaves this way, and the document itself is read for the refusal.
import type { Run } from "./types.js";

/** Below this, the document's own text is as quick. */
const FEWEST_RUNS = 16;
/** Above this, nothing is set aside for what may be no runs at all. */
const MOST_RUNS = 10_000_000;
const FIELDS = 5;

/** Runs in the form that the core takes. */
export interface PackedRuns {
  namesJson: string;
  /** Service, instance and tier of each run, as indices of the names. */
  indices: Uint32Array;
  /** A line for each start and each stop, empty for an open run. */
  instants: string;
}

/** Packs runs; `undefined` where there are few of them, or one is not plainly a run. */
export function pack(runs: unknown): PackedRuns | undefined {
  if (!Array.isArray(runs) || runs.length < FEWEST_RUNS || runs.length > MOST_RUNS) {
    return undefined;
  }
  const numbers = new Map<string, number>();
  const number = (name: string): number => {
    let found = numbers.get(name);
    if (found === undefined) {
      found = numbers.size;
      numbers.set(name, found);
    }
    return found;
  };
  const length = runs.length;
  if (typeof runs[length - 1] !== "object") {
    return undefined;
  }
  const indices = new Uint32Array(length * 3);
  const instants: string[] = new Array<string>(length * 2);
  for (let index = 0; index < length; index += 1) {
    const run = runs[index] as Run;
    if (typeof run !== "object" || run === null || fieldCount(run) !== FIELDS) {
      return undefined;
    }
    const { service, instance, tier, started_at: startedAt, stopped_at: stoppedAt } = run;
    if (typeof service !== "string" || typeof instance !== "string" || typeof tier !== "string") {
      return undefined;
    }
    if (typeof startedAt !== "string" || !(stoppedAt === null || (typeof stoppedAt === "string" && stoppedAt !== ""))) {
      return undefined;
    }
    indices[index * 3] = number(service);
    indices[index * 3 + 1] = number(instance);
    indices[index * 3 + 2] = number(tier);
    instants[index * 2] = startedAt;
    instants[index * 2 + 1] = stoppedAt ?? "";
  }
  return { namesJson: JSON.stringify([...numbers.keys()]), indices, instants: instants.join("\n") };
}

function fieldCount(run: object): number {
  let count = 0;
  // Inherited fields count too: an object with any is not plain, and takes the other way.
  for (const _ in run) {
    count += 1;
  }
  return count;
}
