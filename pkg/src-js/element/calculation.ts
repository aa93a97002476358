// What is calculated: an estimate, its settlement, and what was typed into its fields. It prices nothing by itself.
import type { Estimate, PriceBook, Settlement } from "../types.js";
import { monthAt, monthLater, spanOf, type Span } from "./calendar.js";
import { hoursOf, millisecondsOf } from "./hours.js";
import { refusalOf, settled, type Refusal } from "./pricing.js";
import { bare } from "./safe.js";
import { inMonth, lineWith, stretchOf, wholeMonth, type Stretch } from "./stretch.js";

/** The fields of the selected line, and the month, in the order in which attributes are applied. */
export const FIELDS = ["month", "tier", "instances", "hours"] as const;
export type Field = (typeof FIELDS)[number];

/** Why a text is not taken: the name of the sentence that says so. */
export type Reason = "tier" | "instances" | "hours" | "hoursRange" | "hoursInexact" | "month" | "refused";

/** A text that is not taken, and why. */
export interface Fault extends Refusal {
  text: string;
  reason: Reason;
}

/** What the core takes at most; here for the sentences and for assistive technology, the core checks it. */
export const MOST_INSTANCES = 1000;
const MILLISECONDS_PER_HOUR = 3_600_000;
const NEW_LINE_NAME = "GPU instances";

export class Calculation {
  /** The estimate that the settlement is of: what is typed and not taken is not in it. */
  estimate: Estimate;
  /** The line that the fields edit, from 0; -1 if there is none that they can. */
  selected = -1;
  readonly faults = new Map<Field, Fault>();
  /** Why the price book can't price the estimate, where no field is to blame. */
  refusal: Refusal | undefined;
  #settlement: Settlement | undefined;
  /** Faults that stood there before anything valid: until they are gone there is nothing to show. */
  readonly #unsettled = new Set<Field>();

  /** An estimate from outside; `settlement` if it is known already. */
  constructor(
    readonly priceBook: PriceBook,
    estimate: Estimate,
    settlement?: Settlement,
  ) {
    this.estimate = estimate;
    this.selected = this.#firstEditable();
    if (settlement === undefined) {
      this.#settle(estimate);
    } else {
      this.#settlement = settlement;
    }
  }

  /** The estimate that attributes describe: one line, by default one instance of the first tier all month. */
  static of(priceBook: PriceBook, attribute: (field: Field) => string | null, nowMilliseconds: number): Calculation {
    const offset = priceBook.settlement.utc_offset;
    const month = monthAt(nowMilliseconds, offset);
    const tier = priceBook.gpu_tiers[0]?.code;
    const lines = tier === undefined ? [] : [wholeMonth(NEW_LINE_NAME, tier, 1, spanOf(month, offset)!)];
    const calculation = new Calculation(priceBook, bare({ schema: "tiermeter.estimate/1", month, lines }));
    for (const field of FIELDS) {
      const text = attribute(field);
      if (text !== null && calculation.edit(field, text) !== undefined) {
        calculation.#unsettled.add(field);
      }
    }
    return calculation;
  }

  /** An estimate that the core takes; a refusal is thrown. */
  static taking(priceBook: PriceBook, estimate: Estimate): Calculation {
    return new Calculation(priceBook, estimate, settled(estimate, priceBook));
  }

  /** Everything that is refused at the moment. */
  get complaints(): Refusal[] {
    const faults: Refusal[] = [...this.faults.values()];
    return this.refusal === undefined ? faults : [...faults, this.refusal];
  }

  /** The settlement of the estimate, if there is one to show. */
  get settlement(): Settlement | undefined {
    return this.#unsettled.size === 0 ? this.#settlement : undefined;
  }

  get month(): Span {
    return spanOf(this.estimate.month, this.priceBook.settlement.utc_offset)!;
  }

  get stretch(): Stretch | undefined {
    return this.#stretchAt(this.selected);
  }

  isEditable(line: number): boolean {
    return this.#stretchAt(line) !== undefined;
  }

  /** Lets the fields edit another line; what was typed and not taken is dropped. */
  select(line: number): void {
    if (this.isEditable(line)) {
      this.selected = line;
      this.faults.clear();
    }
  }

  /** The text that a field shows: what was typed if it is not taken, else what holds. */
  textOf(field: Field): string {
    const fault = this.faults.get(field);
    if (fault !== undefined) {
      return fault.text;
    }
    const { stretch } = this;
    switch (field) {
      case "month":
        return this.estimate.month;
      case "tier":
        return stretch?.line.tier ?? "";
      case "instances":
        return stretch === undefined ? "" : `${stretch.instances}`;
      case "hours":
        return stretch === undefined ? "" : hoursOf(stretch.until - stretch.from);
    }
  }

  /** The longest that the selected stretch can be. */
  get mostMilliseconds(): number {
    return this.month.until - (this.stretch?.from ?? this.month.from);
  }

  /** The text of a field so many units up or down; `undefined` where that ends. */
  stepped(field: Field, units: number): string | undefined {
    const { stretch } = this;
    if (field === "month") {
      return monthLater(this.estimate.month, units);
    }
    if (stretch === undefined || field === "tier") {
      return undefined;
    }
    if (field === "instances") {
      return `${Math.min(Math.max(stretch.instances + units, 0), MOST_INSTANCES)}`;
    }
    const wanted = stretch.until - stretch.from + units * MILLISECONDS_PER_HOUR;
    return wanted > 0 ? hoursOf(Math.min(wanted, this.mostMilliseconds)) : undefined;
  }

  /** The text of the hours where the slider stands: its end is the end of the month, its start is never nothing. */
  hoursAt(slider: number): string {
    const most = this.mostMilliseconds;
    const whole = Math.max(slider, 1);
    return (whole + 1) * MILLISECONDS_PER_HOUR > most ? hoursOf(most) : `${whole}`;
  }

  /** The text that a field has where no attribute says another. */
  defaultOf(field: Field, nowMilliseconds: number): string {
    const { settlement, gpu_tiers: tiers } = this.priceBook;
    switch (field) {
      case "month":
        return monthAt(nowMilliseconds, settlement.utc_offset);
      case "tier":
        return tiers[0]?.code ?? "";
      case "instances":
        return "1";
      case "hours":
        return hoursOf(this.mostMilliseconds);
    }
  }

  /** Takes what was typed into a field, or keeps it with the reason why it is not taken. */
  edit(field: Field, typed: string): Fault | undefined {
    // Digits as Chinese input methods may write them are meant as digits.
    const text = typed.normalize("NFKC").trim();
    const changed = this.#changed(field, text);
    const fault = "reason" in changed ? changed : this.#taken(field, text, changed);
    if (fault === undefined) {
      this.faults.delete(field);
      this.#unsettled.delete(field);
    } else {
      this.faults.set(field, bare({ ...fault, text: typed }));
    }
    return fault;
  }

  #changed(field: Field, text: string): Estimate | Fault {
    const fault = (reason: Reason, code: string, message: string): Fault =>
      bare({ reason, code, path: this.#pathOf(field), message: `"${text.slice(0, 60)}" ${message}`, text });
    if (field === "month") {
      const moved = inMonth(this.estimate, text, this.priceBook.settlement.utc_offset);
      return moved ?? fault("month", "malformed", "is not a month such as 2026-03");
    }
    const { stretch, month } = this;
    if (stretch === undefined) {
      return this.estimate;
    }
    if (field === "tier") {
      return this.#withLine(bare({ ...stretch.line, tier: text }));
    }
    if (field === "instances") {
      if (!/^\d{1,9}$/.test(text)) {
        return fault("instances", "malformed", `is not a whole number of instances from 0 to ${MOST_INSTANCES}`);
      }
      const [first, ...rest] = stretch.line.scaling.steps;
      const steps = [bare({ ...first!, instances: Number(text) }), ...rest];
      return this.#withLine(bare({ ...stretch.line, scaling: bare({ mode: "steps" as const, steps }) }));
    }
    const milliseconds = millisecondsOf(text);
    if (milliseconds === "malformed") {
      return fault("hours", "malformed", "is not hours such as 12.5 or 12:30:00");
    }
    if (milliseconds === "inexact") {
      return fault("hoursInexact", "malformed", "hours are not whole milliseconds");
    }
    if (milliseconds <= 0 || milliseconds > this.mostMilliseconds) {
      const range = `above 0 and at most ${hoursOf(this.mostMilliseconds)}`;
      return fault("hoursRange", "out_of_range", `is out of range: hours ${range}`);
    }
    return this.#withLine(lineWith({ ...stretch, until: stretch.from + milliseconds }, month));
  }

  /** Prices a changed estimate and keeps it if the core takes it. */
  #taken(field: Field, text: string, changed: Estimate): Fault | undefined {
    try {
      this.#settlement = settled(changed, this.priceBook);
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      const blamed = this.#fieldAt(refusal.path);
      if (this.#settlement === undefined && blamed !== field) {
        // Something else was refused before: this change is kept, and the other fault stays.
        this.estimate = changed;
        return undefined;
      }
      return bare({ ...refusal, text, reason: reasonOf(field, refusal) });
    }
    this.estimate = changed;
    this.refusal = undefined;
    if (this.#stretchAt(this.selected) === undefined) {
      this.selected = this.#firstEditable();
    }
    return undefined;
  }

  #settle(estimate: Estimate): void {
    try {
      this.#settlement = settled(estimate, this.priceBook);
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      const field = this.#fieldAt(refusal.path);
      if (field === undefined) {
        this.refusal = refusal;
      } else {
        this.faults.set(field, bare({ ...refusal, text: this.textOf(field), reason: reasonOf(field, refusal) }));
        this.#unsettled.add(field);
      }
    }
  }

  #firstEditable(): number {
    return this.estimate.lines.findIndex((_, line) => this.isEditable(line));
  }

  #stretchAt(line: number): Stretch | undefined {
    return stretchOf(this.estimate.lines[line], this.month);
  }

  #withLine(line: Estimate["lines"][number]): Estimate {
    const lines = [...this.estimate.lines];
    lines[this.selected] = line;
    return bare({ ...this.estimate, lines });
  }

  #pathOf(field: Field): string {
    const line = `/lines/${this.selected}`;
    return {
      month: "/month",
      tier: `${line}/tier`,
      instances: `${line}/scaling/steps/0/instances`,
      hours: `${line}/scaling/steps/1/from`,
    }[field];
  }

  /** The field that edits what stands at a path. */
  #fieldAt(path: string): Field | undefined {
    return FIELDS.find((field) => path === this.#pathOf(field));
  }
}

function reasonOf(field: Field, { code }: Refusal): Reason {
  const own = (field === "tier" && code === "unknown_tier") || field === "month" || field === "instances";
  return own ? field : "refused";
}
