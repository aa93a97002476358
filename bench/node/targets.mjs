// What the product promises about its speed, each judged from the medians of this very run.

import { nanoseconds, ratio } from "./tables.mjs";

const TARGETS = [
  {
    text: "priceColumns is at least 100 times as fast as decimal.js with an amount for each run",
    of: ["columns-decimal-each-run", "columns-core"],
    met: (times) => times >= 100,
  },
  {
    text: "priceColumns takes at most 1.5 times the same loop in inexact JS floats",
    of: ["columns-core", "columns-float-summed"],
    met: (times) => times <= 1.5,
  },
  {
    text: "priceUsage takes less than 800 ns for a run",
    of: ["documents-core"],
    met: (ns) => ns < 800,
  },
];

/** One line for each target; a target is left out when this run didn't measure what it is about. */
export function targetLines(results) {
  const medianNs = new Map(results.map((result) => [result.contender.file, result.medianNs]));
  return TARGETS.filter(({ of }) => of.every((file) => medianNs.has(file))).map(({ text, of, met }) => {
    const [first, second] = of.map((file) => medianNs.get(file));
    const value = second === undefined ? first : first / second;
    const shown = second === undefined ? `${nanoseconds(value)} ns` : `${ratio(value)} times`;
    return `${met(value) ? "met" : "missed"}: ${text} (${shown})`;
  });
}
