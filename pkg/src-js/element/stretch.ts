// Lines that the fields can edit: a number of instances in one stretch of the month, or until its end.
import type { Estimate, EstimateLine } from "../types.js";
import { instantOf, millisecondsAt, spanOf, type Span } from "./calendar.js";
import { bare } from "./safe.js";

/** A line of kind gpu_seconds whose scaling has the mode steps. */
export type StepsLine = Extract<EstimateLine, { kind: "gpu_seconds" }> & {
  scaling: Extract<Extract<EstimateLine, { kind: "gpu_seconds" }>["scaling"], { mode: "steps" }>;
};

/** What the fields show of a line. */
export interface Stretch {
  line: StepsLine;
  instances: number;
  from: number;
  until: number;
}

/** The stretch of a line, clipped to the month; `undefined` for a line of any other form. */
export function stretchOf(line: EstimateLine | undefined, month: Span): Stretch | undefined {
  if (line?.kind !== "gpu_seconds" || line.scaling.mode !== "steps") {
    return undefined;
  }
  const [on, off, more] = line.scaling.steps;
  if (on === undefined || more !== undefined || (off !== undefined && off.instances !== 0)) {
    return undefined;
  }
  const start = millisecondsAt(on.from);
  const end = off === undefined ? month.until : millisecondsAt(off.from);
  if (start === undefined || end === undefined) {
    return undefined;
  }
  const from = Math.max(start, month.from);
  const until = Math.min(end, month.until);
  return from < until ? { line: line as StepsLine, instances: on.instances, from, until } : undefined;
}

/** The line with another stretch; up to the end of the month it needs no second step. */
export function lineWith(stretch: Stretch, month: Span): StepsLine {
  const { line, instances, from, until } = stretch;
  const steps = [bare({ from: instantOf(from), instances })];
  if (until < month.until) {
    steps.push(bare({ from: instantOf(until), instances: 0 }));
  }
  return bare({ ...line, scaling: bare({ mode: "steps" as const, steps }) });
}

/** A new line: so many instances all month long. */
export function wholeMonth(name: string, tier: string, instances: number, month: Span): StepsLine {
  const scaling = bare({ mode: "steps" as const, steps: [bare({ from: instantOf(month.from), instances })] });
  return bare({ name, kind: "gpu_seconds" as const, tier, scaling });
}

/** The estimate in another month; stretches keep their place from its start on, and their length where it fits. */
export function inMonth(estimate: Estimate, month: string, utcOffset: string): Estimate | undefined {
  const before = spanOf(estimate.month, utcOffset);
  const after = spanOf(month, utcOffset);
  if (before === undefined || after === undefined) {
    return undefined;
  }
  const lines: EstimateLine[] = [];
  for (const line of estimate.lines) {
    const stretch = stretchOf(line, before);
    if (stretch === undefined) {
      lines.push(line);
      continue;
    }
    const moved = after.from + stretch.from - before.from;
    const from = moved < after.until ? moved : after.from;
    const toTheEnd = stretch.until === before.until;
    const until = toTheEnd ? after.until : Math.min(from + stretch.until - stretch.from, after.until);
    lines.push(lineWith({ ...stretch, from, until }, after));
  }
  return bare({ ...estimate, month, lines });
}
