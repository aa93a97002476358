// The calculator itself: shows the choices, and what is done in it goes back to them.
import type { TiermeterCalculator } from "../../src-js/element.js";
import { monthAt, spanOf } from "../../src-js/element/calendar.js";
import { hoursOf } from "../../src-js/element/hours.js";
import { stretchOf } from "../../src-js/element/stretch.js";
import { START_FIELDS, type Choices, type Start } from "./choices.js";
import { COLOURS } from "./colours.js";
import { attributesOf } from "./snippet.js";

/** What the calculator shows at once; `lazy` is over as soon as it is seen. */
const ATTRIBUTES = ["price-book", "tier", "instances", "hours", "month", "lang", "theme", "currency-display", "readonly"];
const PROPERTIES = new Set(Object.values(COLOURS).flatMap((colours) => Object.keys(colours)));

export interface Tier {
  code: string;
  name: string;
}

export class Preview {
  constructor(
    readonly element: TiermeterCalculator,
    /** A person did something in the calculator. */
    readonly onStart: (start: Start) => void,
    /** The price book is there, or is another one. */
    readonly onTiers: (tiers: Tier[]) => void,
  ) {}

  /** Tells from now on; the calculator may be ready since before, or not be defined yet. */
  listen(): void {
    const tellTiers = () => {
      const tiers = this.element.priceBook?.gpu_tiers;
      if (tiers !== undefined) {
        this.onTiers(tiers);
      }
    };
    this.element.addEventListener("tiermeter-ready", tellTiers);
    this.element.addEventListener("tiermeter-change", () => {
      tellTiers();
      const start = this.#start();
      if (start !== undefined) {
        this.#choices = { ...this.#choices!, ...start };
        this.onStart(start);
      }
    });
    tellTiers();
  }

  /** What was chosen last, here or there. */
  #choices: Choices | undefined;

  /** Shows choices; what is the same already is left alone. */
  show(choices: Choices): void {
    const { element } = this;
    this.#choices = choices;
    const now = this.#start();
    const wanted = new Map(attributesOf(choices));
    for (const name of ATTRIBUTES) {
      const value = wanted.get(name);
      const before = element.getAttribute(name);
      const field = START_FIELDS.find((known) => known === name);
      if (field !== undefined && now !== undefined && now[field] !== choices[field] && before === (value ?? null)) {
        // The attribute says it already, but a person has done otherwise since.
        setAttribute(element, name, before === null ? now[field] : undefined);
      }
      setAttribute(element, name, value);
    }
    for (const name of PROPERTIES) {
      element.style.setProperty(name, COLOURS[choices.colours][name] ?? null);
    }
  }

  /** Forgets what a person has done. */
  reset(): void {
    // Until it is defined it is an element like any other.
    this.element.reset?.();
  }

  /** The attributes that would start the calculator as it is now. */
  #start(): Start | undefined {
    const { value, priceBook } = this.element;
    if (!value || !priceBook || value.lines.length !== 1) {
      return undefined;
    }
    const { utc_offset: offset } = priceBook.settlement;
    const month = spanOf(value.month, offset)!;
    const stretch = stretchOf(value.lines[0], month);
    if (stretch === undefined) {
      return undefined;
    }
    // What nobody chose and the calculator takes by itself stays unsaid.
    const unlessTaken = (field: "tier" | "instances", value: string, byItself: string | undefined) =>
      this.#choices?.[field] === "" && value === byItself ? "" : value;
    return {
      tier: unlessTaken("tier", stretch.line.tier, priceBook.gpu_tiers[0]?.code),
      instances: unlessTaken("instances", `${stretch.instances}`, "1"),
      hours: stretch.until === month.until ? "" : hoursOf(stretch.until - stretch.from),
      month: value.month === monthAt(Date.now(), offset) ? "" : value.month,
    };
  }
}

function setAttribute(element: Element, name: string, value: string | true | undefined): void {
  if (value === undefined) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== (value === true ? "" : value)) {
    element.setAttribute(name, value === true ? "" : value);
  }
}
