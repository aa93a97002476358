// The fields of the selected line: tier, month, instances, hours, and hours once more as a slider.
import { FIELDS, MOST_INSTANCES, type Calculation, type Field } from "./calculation.js";
import { hoursOf } from "./hours.js";
import type { ReadyModel } from "./model.js";
import { MonthBar } from "./month-bar.js";
import { bare, make, mark, write } from "./safe.js";

const MILLISECONDS_PER_HOUR = 3_600_000;
const TYPED = ["month", "instances", "hours"] as const;
type Typed = (typeof TYPED)[number];

interface Box {
  node: HTMLElement;
  label: HTMLElement;
  extent: HTMLElement;
  input: HTMLInputElement;
  less: HTMLButtonElement;
  more: HTMLButtonElement;
  fault: HTMLElement;
}

export class Controls {
  readonly node = make("div", { class: "controls", part: "controls" });
  readonly #tiers = make("fieldset", { class: "tiers", part: "tiers" });
  readonly #legend = make("span", {});
  readonly #unit = make("span", { class: "soft" });
  readonly #cards = make("div", { class: "cards" });
  readonly #tierFault = faultOf("tier");
  readonly #noTiers = make("p", { class: "soft" });
  readonly #radios: HTMLInputElement[] = [];
  readonly #boxes: Record<Typed, Box>;
  readonly #slider = make("input", { type: "range", min: "0", step: "1", "data-slider": "", part: "slider" });
  readonly #bar = new MonthBar();
  readonly #span = make("div", { class: "span" });
  #shownCards = "";

  constructor() {
    this.#boxes = bare({ month: boxOf("month"), instances: boxOf("instances"), hours: boxOf("hours") });
    const { month, instances, hours } = this.#boxes;
    const legend = make("legend", { part: "label" }, this.#legend, " ", this.#unit);
    this.#tiers.append(legend, this.#cards, this.#tierFault);
    this.#span.append(this.#bar.node, this.#slider);
    this.node.append(
      this.#noTiers,
      this.#tiers,
      make("div", { class: "fields" }, month.node, instances.node, hours.node),
      this.#span,
    );
  }

  update(model: ReadyModel): void {
    const { calculation, texts, isReadonly, isDisabled, typing } = model;
    const isFixed = isReadonly || isDisabled;
    const { stretch } = calculation;
    this.#updateTiers(model);
    for (const field of TYPED) {
      const { node, label, extent, input, less, more, fault } = this.#boxes[field];
      node.hidden = field !== "month" && stretch === undefined;
      write(label, texts[field]);
      write(extent, extentOf(field, model));
      if (field !== typing) {
        input.value = calculation.textOf(field);
      }
      input.readOnly = isReadonly;
      input.disabled = isDisabled;
      less.disabled = more.disabled = isFixed;
      mark(less, "aria-label", lessOf(field, model));
      mark(more, "aria-label", moreOf(field, model));
      showFault(field, fault, model, [input]);
    }
    this.#updateValues(model);
    this.#span.hidden = stretch === undefined;
    this.#slider.disabled = isFixed;
    this.#bar.update(calculation);
  }

  /** The input that a fault is at, for the browser's own message. */
  inputOf(field: Field): HTMLElement | undefined {
    const first = this.#radios.find((radio) => radio.checked) ?? this.#radios[0];
    return field === "tier" ? first : this.#boxes[field].input;
  }

  #updateTiers(model: ReadyModel): void {
    const { calculation, texts, figures } = model;
    const { gpu_tiers: tiers, currency } = calculation.priceBook;
    this.#noTiers.hidden = tiers.length > 0;
    write(this.#noTiers, texts.noTiers);
    this.#tiers.hidden = calculation.stretch === undefined;
    write(this.#legend, texts.tier);
    const cards = tiers.map(({ code, name, prices: [price, ...others] }) => {
      // Which of several prices is in force is the core's to know; the lines below show the ones that count.
      const isOne = others.length === 0 && price !== undefined;
      return { code, name, price: isOne ? figures.decimal(price.per_second) : texts.severalPrices };
    });
    write(this.#unit, texts.perSecond(currency));
    const shown = cards.flatMap(({ code, name, price }) => [code, name, price]).join("\n");
    if (shown !== this.#shownCards) {
      // Only another price book or language gets here, so no focus is lost while somebody chooses.
      this.#shownCards = shown;
      this.#radios.length = 0;
      this.#cards.replaceChildren();
      for (const { code, name, price } of cards) {
        const radio = make("input", { type: "radio", name: "tier", value: code });
        const [chip, named] = [make("b", { class: "code" }, code), make("bdi", { class: "name" }, name)];
        this.#radios.push(radio);
        this.#cards.append(
          make(
            "label",
            { class: "tier", part: "tier" },
            radio,
            chip,
            " ",
            named,
            " ",
            make("span", { class: "price" }, price),
          ),
        );
      }
    }
    const chosen = calculation.textOf("tier");
    for (const radio of this.#radios) {
      radio.checked = radio.value === chosen;
      radio.disabled = model.isDisabled || (model.isReadonly && !radio.checked);
      mark(radio.parentElement!, "part", radio.checked ? "tier tier-selected" : "tier");
    }
    showFault("tier", this.#tierFault, model, this.#radios);
  }

  /** What assistive technology says of the figures. */
  #updateValues({ calculation, texts, figures }: ReadyModel): void {
    const { instances, hours } = this.#boxes;
    const most = hoursOf(calculation.mostMilliseconds);
    const { stretch, faults } = calculation;
    const length = stretch === undefined ? 0 : stretch.until - stretch.from;
    const wholeHours = Math.round(length / MILLISECONDS_PER_HOUR);
    describe(instances.input, faults.has("instances") ? "" : `${stretch?.instances ?? ""}`, MOST_INSTANCES, "");
    const spoken = texts.hoursValue(figures.decimal(hoursOf(length)), figures.decimal(most));
    describe(
      hours.input,
      faults.has("hours") ? "" : `${wholeHours}`,
      calculation.mostMilliseconds / MILLISECONDS_PER_HOUR,
      spoken,
    );
    this.#slider.max = `${Math.floor(calculation.mostMilliseconds / MILLISECONDS_PER_HOUR)}`;
    this.#slider.value = `${wholeHours}`;
    mark(this.#slider, "aria-label", texts.hoursSlider);
    mark(this.#slider, "aria-valuetext", spoken);
  }
}

function boxOf(field: Typed): Box {
  const label = make("span", {});
  const extent = make("span", { class: "soft" });
  const input = make("input", {
    id: field,
    type: "text",
    inputmode: field === "instances" ? "numeric" : "text",
    autocomplete: "off",
    spellcheck: "false",
    "data-field": field,
    part: "input",
  });
  if (field !== "month") {
    input.setAttribute("role", "spinbutton");
  }
  // The arrow keys do the same, so the buttons are no stops of their own on the keyboard's way.
  const button = (units: string, sign: string) =>
    make("button", { type: "button", tabindex: "-1", "data-field": field, "data-units": units, part: "step" }, sign);
  const [less, more] =
    field === "month" ? [button("-1", "\u2039"), button("1", "\u203a")] : [button("-1", "\u2212"), button("1", "+")];
  const fault = faultOf(field);
  const node = make(
    "div",
    { class: `field ${field}` },
    make("label", { for: field, part: "label" }, label, " ", extent),
    make("div", { class: "box", part: "field" }, less, input, more),
    fault,
  );
  return { node, label, extent, input, less, more, fault };
}

function faultOf(field: Field): HTMLElement {
  return make("p", { id: `${field}-fault`, class: "fault", part: "error", hidden: "" });
}

function showFault(field: Field, node: HTMLElement, model: ReadyModel, inputs: HTMLElement[]): void {
  const sentence = faultSentence(field, model);
  node.hidden = sentence === undefined;
  write(node, sentence ?? "");
  for (const input of inputs) {
    if (sentence === undefined) {
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    } else {
      // A radio takes no aria-invalid; what is wrong is told by its description.
      if (field !== "tier") {
        mark(input, "aria-invalid", "true");
      }
      mark(input, "aria-describedby", node.id);
    }
  }
}

/** What is wrong with a field, in the language of the reader. */
export function faultSentence(field: Field, { calculation, texts, figures }: ReadyModel): string | undefined {
  const fault = calculation.faults.get(field);
  const most = figures.decimal(hoursOf(calculation.mostMilliseconds));
  return fault && texts.faults[fault.reason]({ text: fault.text, message: fault.message, most });
}

/** The first field with a fault, in the order of the form. */
export function faultyField(calculation: Calculation): Field | undefined {
  return FIELDS.find((field) => calculation.faults.has(field));
}

function describe(input: HTMLElement, now: string, most: number, spoken: string): void {
  mark(input, "aria-valuemin", "0");
  mark(input, "aria-valuemax", `${most}`);
  for (const [name, value] of [
    ["aria-valuenow", now],
    ["aria-valuetext", now && spoken],
  ] as const) {
    if (value === "") {
      input.removeAttribute(name);
    } else {
      mark(input, name, value);
    }
  }
}

function extentOf(field: Typed, { calculation, texts, figures }: ReadyModel): string {
  switch (field) {
    case "month":
      return texts.days(`${calculation.month.days}`);
    case "instances":
      return "";
    case "hours":
      return texts.hoursOf(figures.decimal(hoursOf(calculation.mostMilliseconds)));
  }
}

function lessOf(field: Typed, { texts }: ReadyModel): string {
  return { month: texts.earlierMonth, instances: texts.fewerInstances, hours: texts.fewerHours }[field];
}

function moreOf(field: Typed, { texts }: ReadyModel): string {
  return { month: texts.laterMonth, instances: texts.moreInstances, hours: texts.moreHours }[field];
}
