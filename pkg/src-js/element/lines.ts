// The lines of the estimate with the lines of their settlement: quantity times price, and the amount, as the core
// gave them. Nothing is added up here.
import type { Bill, EstimateLine, Line } from "../types.js";
import type { ReadyModel } from "./model.js";
import { make, mark, write } from "./safe.js";

export class Lines {
  readonly node = make("div", { class: "lines", part: "lines" });
  readonly #caption = make("caption", { class: "unseen" });
  readonly #table = make("table", {}, this.#caption);
  #shown: readonly unknown[] = [];

  constructor() {
    this.node.append(this.#table);
  }

  update(model: ReadyModel): void {
    const { calculation, texts, figures, isReadonly, isDisabled } = model;
    const { estimate, settlement, selected, faults } = calculation;
    const bill = settlement?.bills[0];
    this.node.hidden = settlement === undefined || estimate.lines.length === 0;
    mark(this.node, "class", faults.size > 0 ? "lines stale" : "lines");
    // Documents are never changed in place, so the same ones look the same.
    const shown = [figures, estimate, bill, selected, isReadonly, isDisabled];
    if (shown.every((part, index) => part === this.#shown[index])) {
      return;
    }
    this.#shown = shown;
    write(this.#caption, texts.lines);
    this.#table.replaceChildren(this.#caption);
    estimate.lines.forEach((line, index) => this.#table.append(bodyOf(line, index, bill, model)));
    if (bill !== undefined && bill.lines.length > 1) {
      const total = [
        make("th", { scope: "row", colspan: "2" }, texts.exactTotal),
        figureCell(figures.decimal(bill.exact_total)),
      ];
      this.#table.append(make("tfoot", {}, make("tr", {}, ...total)));
    }
  }
}

function bodyOf(line: EstimateLine, index: number, bill: Bill | undefined, model: ReadyModel): HTMLElement {
  const { calculation, texts, figures } = model;
  const body = make("tbody", {});
  const settled = bill?.lines.filter(({ service }) => service === `line-${index + 1}`) ?? [];
  // A line alone whose fields stand above needs no name.
  const isAlone = calculation.estimate.lines.length === 1 && calculation.isEditable(index);
  if (!isAlone) {
    body.append(make("tr", { class: "of" }, headOf(line, index, settled, model)));
  }
  for (const { item, quantity, unit_price: unitPrice, amount } of settled) {
    const words = texts.quantity(item, figures.decimal(quantity), figures.decimal(unitPrice));
    const head = make("th", { scope: "row" }, texts.items[item]);
    if (isAlone) {
      head.append(" ", make("span", { class: "soft" }, whoseOf(line, model)));
    }
    body.append(
      make("tr", { part: "line" }, head, make("td", { class: "detail" }, words), figureCell(figures.decimal(amount))),
    );
  }
  if (settled.length === 0) {
    body.append(
      make("tr", { part: "line" }, make("td", { class: "detail", colspan: "2" }, texts.unbilled), figureCell("0")),
    );
  }
  return body;
}

function headOf(line: EstimateLine, index: number, settled: Line[], model: ReadyModel): HTMLElement {
  const { calculation, texts, isReadonly, isDisabled } = model;
  const mode = line.kind === "tokens" ? texts.modes.tokens : texts.modes[line.scaling.mode];
  const about = make("span", { class: "soft" }, make("bdi", {}, whoseOf(line, model)), ` \u00b7 ${mode}`);
  const head = make(
    "th",
    { scope: "rowgroup", colspan: "3" },
    make("bdi", { class: "line-name" }, line.name),
    " ",
    about,
  );
  if (settled.some(({ illustrative }) => illustrative === true)) {
    head.append(" ", make("span", { class: "sample", part: "sample" }, texts.sample));
  }
  if (index === calculation.selected) {
    head.append(" ", make("span", { class: "edited" }, texts.edited));
  } else if (!isReadonly && !isDisabled && calculation.isEditable(index)) {
    const edit = {
      type: "button",
      class: "edit",
      "data-line": `${index}`,
      part: "edit",
      "aria-label": texts.editLine(line.name),
    };
    head.append(" ", make("button", edit, texts.edit));
  }
  return head;
}

function whoseOf(line: EstimateLine, { texts, calculation }: ReadyModel): string {
  if (line.kind === "gpu_seconds") {
    return texts.ofTier(line.tier);
  }
  return calculation.priceBook.models?.find(({ id }) => id === line.model)?.name ?? line.model;
}

function figureCell(text: string): HTMLElement {
  return make("td", { class: "amount", part: "amount" }, text);
}
