// The shadow tree: what is seen while it loads, the calculator, and what stands below it.
import { Controls, faultSentence, faultyField } from "./controls.js";
import { Gestures } from "./gestures.js";
import { Lines } from "./lines.js";
import type { Action, Model, ReadyModel } from "./model.js";
import { make, mark, write } from "./safe.js";
import { Total, spokenTotal } from "./total.js";

/** Long enough that a slider on its way is not read out at every hour. */
const QUIET_MILLISECONDS = 600;

export class Frame {
  readonly #loading = make("p", { class: "soft loading" });
  readonly #failure = make("p", {});
  readonly #retry = make("button", { type: "button", class: "retry", "data-retry": "" });
  readonly #failed = make(
    "div",
    { class: "failed", part: "error", role: "alert", hidden: "" },
    this.#failure,
    this.#retry,
  );
  /** The host's price table: in the open until there is a calculator, then below it. */
  readonly #slot = make("slot");
  readonly #waiting = make("div", { class: "waiting" }, this.#loading, this.#failed, this.#slot);
  readonly #controls = new Controls();
  readonly #total = new Total();
  readonly #lines = new Lines();
  readonly #plan = make("p", {});
  readonly #sample = make("p", { class: "warn" });
  readonly #source = make("p", { part: "source" });
  readonly #summary = make("summary", { part: "summary" });
  readonly #prices = make("details", { part: "prices", class: "prices" }, this.#summary);
  readonly #notes = make("div", { class: "notes", part: "note" }, this.#plan, this.#sample, this.#source);
  readonly #side = make("div", { class: "side" }, this.#total.node, this.#notes);
  /** What is only to be seen once there is a calculator. */
  readonly #parts = [this.#side, this.#controls.node, this.#lines.node];
  readonly #status = make("p", { class: "unseen", role: "status", "aria-live": "polite" });
  readonly #frame: HTMLElement;
  readonly #gestures: Gestures;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #isReady = false;

  constructor(root: ShadowRoot, act: (action: Action) => void) {
    const heading = make("div", { class: "heading", part: "heading" }, make("slot", { name: "heading" }));
    const note = make("div", { class: "note" }, make("slot", { name: "note" }));
    const children = [heading, this.#waiting, ...this.#parts, this.#prices, note, this.#status];
    this.#frame = make("div", { class: "frame", part: "calculator", role: "group" }, ...children);
    this.#prices.hidden = true;
    root.append(this.#frame);
    this.#gestures = new Gestures(root, act);
  }

  /** Listens to what a person does. */
  connect(): void {
    this.#gestures.connect();
  }

  /** Listens no more, and says nothing more. */
  disconnect(): void {
    this.#gestures.disconnect();
    clearTimeout(this.#quiet);
  }

  update(model: Model): void {
    const { texts, calculation } = model;
    const refusal = calculation?.refusal;
    const failure = model.failure ?? (refusal && texts.estimateRefused(refusal.path, refusal.message));
    mark(this.#frame, "lang", texts.lang);
    mark(this.#frame, "aria-label", texts.calculator);
    mark(this.#frame, "aria-busy", `${calculation === undefined && failure === undefined}`);
    mark(this.#frame, "data-readonly", model.isReadonly);
    mark(this.#frame, "data-disabled", model.isDisabled);
    write(this.#loading, texts.loading);
    this.#loading.hidden = calculation !== undefined || failure !== undefined;
    this.#failed.hidden = failure === undefined;
    write(this.#failure, failure ?? "");
    this.#retry.hidden = !model.canRetry;
    write(this.#retry, texts.retry);
    write(this.#summary, texts.prices);
    this.#place(calculation !== undefined);
    if (calculation !== undefined) {
      this.#updateReady({ ...model, calculation });
    }
  }

  /** Says the total, or what is wrong, when nothing has changed for a moment. */
  announce(model: ReadyModel): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      write(this.#status, this.faultOf(model) ?? spokenTotal(model));
    }, QUIET_MILLISECONDS);
  }

  /** What is wrong, in a sentence. */
  faultOf(model: ReadyModel): string | undefined {
    const { refusal } = model.calculation;
    const field = faultyField(model.calculation);
    return field === undefined
      ? refusal && model.texts.estimateRefused(refusal.path, refusal.message)
      : faultSentence(field, model);
  }

  /** The input where something is wrong. */
  faultyInput({ calculation }: ReadyModel): HTMLElement | undefined {
    const field = faultyField(calculation);
    return field && this.#controls.inputOf(field);
  }

  /** Moves the keyboard's focus to the fields, after another line was chosen. */
  focusFields(): void {
    this.#controls.inputOf("tier")?.focus();
  }

  #place(isReady: boolean): void {
    if (isReady !== this.#isReady) {
      this.#isReady = isReady;
      (isReady ? this.#prices : this.#waiting).append(this.#slot);
    }
    this.#waiting.hidden = isReady && this.#failed.hidden;
    for (const part of this.#parts) {
      part.hidden = !isReady;
    }
    this.#prices.hidden = !isReady || this.#slot.assignedElements().length === 0;
  }

  #updateReady(model: ReadyModel): void {
    const { calculation, texts } = model;
    const { priceBook, estimate, settlement } = calculation;
    this.#total.update(model);
    this.#controls.update(model);
    this.#lines.update(model);
    const isMetered = estimate.lines.some(({ kind }) => kind === "gpu_seconds");
    this.#plan.hidden = !isMetered;
    write(this.#plan, texts.planNote);
    const hasSamples =
      settlement?.bills.some(({ lines }) => lines.some(({ illustrative }) => illustrative === true)) ?? false;
    this.#sample.hidden = !hasSamples;
    write(this.#sample, texts.sampleNote);
    const source = priceBook.sources?.[0];
    const title = source?.title ?? priceBook.name;
    write(this.#source, texts.source(texts.titles[title] ?? title, source?.as_of && model.figures.day(source.as_of)));
  }
}
