// Timing: every repeat takes all contenders in a new order, so that a slow moment of the machine, or the garbage of
// a neighbour, doesn't fall on one of them alone.
//
// Garbage is not collected by force between passes: that looks fair, but when tried it slowed down the passes of
// everything that allocates for each run, which would flatter the core.

import { performance } from "node:perf_hooks";
import { seededDraw } from "./random.mjs";

const ORDER_SEED = 7;
const NANOSECONDS_PER_MILLISECOND = 1e6;

/** Nanoseconds for each run: median, fastest and slowest of `repeats` passes, by contender. */
export function measure({ contenders, input, priceBook, runCount, repeats, warmUpPasses, onProgress }) {
  for (let pass = 0; pass < warmUpPasses; pass += 1) {
    for (const contender of contenders) {
      contender.price(input, priceBook);
    }
  }

  const draw = seededDraw(ORDER_SEED);
  const samples = new Map(contenders.map((contender) => [contender, []]));
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    onProgress(repeat, repeats);
    for (const contender of shuffled(contenders, draw)) {
      const startMs = performance.now();
      contender.price(input, priceBook);
      const elapsedMs = performance.now() - startMs;
      samples.get(contender).push((elapsedMs * NANOSECONDS_PER_MILLISECOND) / runCount);
    }
  }
  return contenders.map((contender) => ({ contender, ...summary(samples.get(contender)) }));
}

function summary(samplesNs) {
  const sorted = samplesNs.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  const medianNs =
    sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { medianNs, fastestNs: sorted[0], slowestNs: sorted.at(-1) };
}

function shuffled(items, draw) {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = draw(last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}
