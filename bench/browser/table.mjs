// What all measurements in a browser share: which of them are wanted, medians and percentiles, and the table of the
// figures as it stands in docs/benchmarks.md.

import os from "node:os";

/** Medians are of so many rounds. */
export const ROUNDS = 3;

/** A figure that stands for itself. */
export const plainRow = (what, figure) => ({ what, figure, target: "", met: "" });

/** A figure beside its target. */
export const targetRow = (what, figure, target, met) => ({ what, figure, target, met: met ? "yes" : "no" });

/** The measurements that the command line names; all of them where it names none. */
export function chosenOf(measurements, words) {
  const unknown = words.filter((word) => !(word in measurements));
  if (unknown.length > 0) {
    console.error(`${unknown.join(", ")}: no such measurement; there are ${Object.keys(measurements).join(", ")}`);
    process.exit(2);
  }
  return Object.keys(measurements).filter((word) => words.length === 0 || words.includes(word)).map((word) => measurements[word]);
}

/** On what was measured. */
export function printMachine(browser) {
  const cpus = os.cpus();
  const programs = `Node ${process.versions.node}, ${browser}`;
  console.log(`${cpus.length} cores, ${cpus[0]?.model.trim() ?? "unknown CPU"}, ${os.platform()} ${os.arch()}; ${programs}\n`);
}

export function printTable(rows) {
  console.log("| what | figure | target | met |");
  console.log("| --- | ---: | ---: | --- |");
  for (const { what, figure, target, met } of rows) {
    console.log(`| ${what} | ${figure} | ${target} | ${met} |`);
  }
}

/** The one in the middle, in the order of size. */
export function median(values) {
  return sorted(values)[Math.floor(values.length / 2)];
}

/** The smallest one that at least so many of a hundred do not exceed. */
export function percentile(values, percent) {
  return sorted(values)[Math.max(0, Math.ceil((values.length * percent) / 100) - 1)];
}

export function milliseconds(value) {
  return `${value.toFixed(2)} ms`;
}

export function mebibytes(bytes) {
  return `${(bytes / 2 ** 20).toFixed(2)} MiB`;
}

function sorted(values) {
  return [...values].sort((one, other) => one - other);
}
