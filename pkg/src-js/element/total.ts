// The figure that counts, and how it was rounded.
import type { ReadyModel } from "./model.js";
import { make, mark, write } from "./safe.js";
import type { CurrencyDisplay, Piece } from "./figures.js";

/** Figures wider than so many digits are set smaller, and smaller again. */
const LONG_DIGITS = 9;
const LONGEST_DIGITS = 13;

export class Total {
  readonly node = make("div", { class: "total", part: "total", role: "group" });
  readonly #month = make("p", { class: "month-name" });
  readonly #figure = make("p", { class: "figure", part: "figure" });
  readonly #exact = make("p", { class: "exact", part: "exact" });
  readonly #stale = make("p", { class: "stale-note", part: "error" });
  #shown = "";

  constructor() {
    this.node.append(this.#month, this.#figure, this.#exact, this.#stale);
  }

  update(model: ReadyModel): void {
    const { calculation, texts, figures } = model;
    mark(this.node, "aria-label", texts.total);
    write(this.#month, texts.monthAndDays(figures.month(calculation.estimate.month), `${calculation.month.days}`));
    const pieces = piecesOf(model, model.display);
    const shown = pieces.map(({ text }) => text).join("");
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.#figure.replaceChildren();
      for (const { isFigure, text } of pieces) {
        const side = this.#figure.textContent === "" ? "before" : "after";
        this.#figure.append(isFigure ? text : make("small", { class: side }, text));
      }
      mark(this.#figure, "class", `figure${sizeOf(pieces)}`);
    }
    write(this.#exact, exactlyOf(model));
    const { settlement, faults } = calculation;
    const isStale = settlement !== undefined && faults.size > 0;
    mark(this.node, "class", isStale ? "total stale" : "total");
    write(this.#stale, isStale ? texts.stale : "");
  }
}

/** The payable amount; nothing billed is zero in the currency's own digits. */
function piecesOf({ calculation, figures }: ReadyModel, display: CurrencyDisplay): Piece[] {
  const { settlement } = calculation;
  if (settlement === undefined) {
    return [{ isFigure: true, text: "\u2013" }];
  }
  const bill = settlement.bills[0];
  return bill === undefined
    ? figures.zero(settlement.currency, display)
    : figures.money(bill.payable, settlement.currency, display);
}

/** What stands beside the digits is set half as large. */
function sizeOf(pieces: Piece[]): string {
  let digits = 0;
  for (const { isFigure, text } of pieces) {
    digits += isFigure ? text.length : text.length / 2;
  }
  return digits > LONGEST_DIGITS ? " longest" : digits > LONG_DIGITS ? " long" : "";
}

function exactlyOf({ calculation, texts, figures }: ReadyModel): string {
  const { settlement } = calculation;
  if (settlement === undefined) {
    return texts.unknown;
  }
  const {
    currency,
    bills: [bill],
  } = settlement;
  if (bill === undefined) {
    return texts.nothing;
  }
  if (bill.rounding === "0") {
    return texts.exactly(currency);
  }
  const sign = bill.rounding.startsWith("-") ? "" : "+";
  return texts.rounded(currency, figures.decimal(bill.exact_total), sign + figures.decimal(bill.rounding));
}

/** The total as a sentence to be read aloud. */
export function spokenTotal(model: ReadyModel): string {
  const { calculation, texts, figures } = model;
  if (calculation.settlement === undefined) {
    return texts.unknown;
  }
  const amount = piecesOf(model, "name")
    .map(({ text }) => text)
    .join("");
  return texts.spoken(amount, figures.month(calculation.estimate.month));
}
