// The custom element: attributes, properties, the form that it stands in, and its life in the document.
import { TiermeterError } from "../error.js";
import type { Estimate, PriceBook, Settlement } from "../types.js";
import { FIELDS, type Calculation, type Field } from "./calculation.js";
import { takeEarly } from "./early.js";
import { Figures, type CurrencyDisplay } from "./figures.js";
import { Frame } from "./frame.js";
import { fieldOf, isChange, textOf, type Action, type Change, type Model } from "./model.js";
import type { Refusal } from "./pricing.js";
import { bare, copyOf, documentOf, jsonOf, languageAt } from "./safe.js";
import { Session } from "./session.js";
import { dress } from "./style.js";
import { textsFor } from "./texts.js";
import { Watch } from "./watch.js";

/** What `tiermeter-ready` and `tiermeter-change` carry: amounts are exact texts, never numbers. */
export interface CalculationDetail {
  value: Estimate | null;
  settlement: Settlement | null;
}

/** What `tiermeter-error` carries: a refusal of the core, or that something could not be loaded. */
export type ErrorDetail = Refusal;

// Where there is no DOM the class can be named, but not made.
const Base = (typeof HTMLElement === "undefined" ? class {} : HTMLElement) as typeof HTMLElement;

/** `<tiermeter-calculator>`: edits an estimate and shows what it costs. */
export class TiermeterCalculator extends Base {
  static readonly formAssociated = true;
  static readonly observedAttributes = [...FIELDS, "lang", "currency-display", "price-book", "readonly", "lazy"];

  readonly #internals = this.attachInternals();
  readonly #root = this.attachShadow(bare<ShadowRootInit>({ mode: "open", delegatesFocus: true }));
  readonly #frame = new Frame(this.#root, (action) => this.#act(action));
  readonly #watch = new Watch();
  readonly #session: Session;
  #figures = new Figures("en");
  #isDisabled = false;

  constructor() {
    super();
    const element = this;
    this.#session = new Session({
      get isConnected() {
        return element.isConnected;
      },
      getAttribute: (name) => this.getAttribute(name),
      show: () => this.#show(),
      tell: (event) => this.#tell(event),
      complain: (refusal) => this.#complain(refusal),
    });
    dress(this.#root);
  }

  /** Kept once there are prices to be seen; broken with the reason if there can't be. */
  get ready(): Promise<void> {
    return this.#session.ready.promise;
  }

  /** The estimate, in and out; `null` brings back what the attributes say. A refusal is thrown and changes nothing. */
  get value(): Estimate | null {
    return copyOf(this.#session.estimate ?? null, "ordinary");
  }

  set value(estimate: Estimate | null) {
    if (estimate === null || estimate === undefined) {
      this.reset();
      return;
    }
    const copy = copyOf(estimate, "nothing");
    if (typeof copy !== "object") {
      throw new TiermeterError("malformed", "", `${jsonOf(copy)} is not an estimate`);
    }
    this.#session.give(copy);
    this.#changed();
  }

  /** What the estimate costs, in exact texts; `null` while there is nothing to show. */
  get settlement(): Settlement | null {
    return copyOf(this.#session.calculation?.settlement ?? null, "ordinary");
  }

  /** The price book; one that is set goes before the attribute's, and `null` gives that one back. */
  get priceBook(): PriceBook | null {
    return copyOf(this.#session.priceBook ?? null, "ordinary");
  }

  set priceBook(priceBook: PriceBook | null) {
    this.#session.giveBook(priceBook === null || priceBook === undefined ? undefined : copyOf(priceBook, "nothing"));
    this.#changed();
  }

  /** The form that it belongs to. */
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }

  /** The name under which a form submits the estimate. */
  get name(): string {
    return this.getAttribute("name") ?? "";
  }

  set name(name: string) {
    this.setAttribute("name", name);
  }

  get validity(): ValidityState {
    return this.#internals.validity;
  }

  get validationMessage(): string {
    return this.#internals.validationMessage;
  }

  get willValidate(): boolean {
    return this.#internals.willValidate;
  }

  /** Whether every field is right. */
  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }

  /** Whether every field is right; where not, the browser shows it at the field. */
  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }

  /** Brings back what the attributes say. */
  reset(): void {
    this.#session.reset();
    this.#changed();
  }

  /** The estimate, so that `JSON.stringify` of the element writes it. */
  toJSON(): Estimate | null {
    return this.value;
  }

  connectedCallback(): void {
    takeEarly(this, ["priceBook", "value"], (refusal) => this.#complain(refusal));
    this.#frame.connect();
    this.#watch.languages(() => this.#show());
    if (this.#session.isDue && this.hasAttribute("lazy") && this.#session.calculation === undefined) {
      this.#watch.nearness(this, () => void this.#session.start());
    } else if (this.#session.isDue) {
      void this.#session.start();
    }
    this.#show();
  }

  disconnectedCallback(): void {
    this.#frame.disconnect();
    this.#watch.end();
    this.#session.leave();
  }

  /** In another document the style sheet of this one does not hold. */
  adoptedCallback(): void {
    dress(this.#root);
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) {
      return;
    }
    const { calculation } = this.#session;
    const field = FIELDS.find((known) => known === name);
    if (name === "price-book") {
      this.#session.readdress();
    } else if (name === "lazy" && after === null && !this.#session.isStarted) {
      void this.#session.start();
    } else if (field !== undefined && calculation !== undefined) {
      this.#apply(field, after ?? calculation.defaultOf(field, Date.now()));
    } else {
      this.#show();
    }
  }

  formDisabledCallback(isDisabled: boolean): void {
    this.#isDisabled = isDisabled;
    this.#show();
  }

  formResetCallback(): void {
    this.reset();
    this.#tell("tiermeter-change");
  }

  formStateRestoreCallback(state: unknown): void {
    try {
      this.value = documentOf(String(state)) as Estimate;
    } catch {
      // What an older page left behind is not worth a complaint.
    }
  }

  #act(action: Action): void {
    const { calculation } = this.#session;
    if (action.kind === "retry") {
      void this.#session.start();
    } else if (action.kind === "slot") {
      this.#show();
    }
    if (calculation === undefined || this.#isDisabled || this.hasAttribute("readonly")) {
      return;
    }
    if (action.kind === "select") {
      calculation.select(action.line);
      this.#changed();
      this.#frame.focusFields();
    } else if (isChange(action)) {
      this.#edit(action, calculation);
    }
  }

  #apply(field: Field, text: string): void {
    let fault: Refusal | undefined;
    try {
      fault = this.#session.edit(field, text, false);
    } catch {
      // The core has stopped, which the session has told.
      return;
    }
    this.#changed();
    if (fault !== undefined) {
      this.#complain(fault);
    }
  }

  #edit(action: Change, calculation: Calculation): void {
    const field = fieldOf(action);
    const text = textOf(action, calculation);
    if (text === undefined) {
      return;
    }
    const before = jsonOf(calculation.estimate);
    let fault: Refusal | undefined;
    try {
      fault = this.#session.edit(field, text, true);
    } catch {
      // The core has stopped, which the session has told.
      return;
    }
    this.#changed(action.kind === "type" ? field : undefined);
    if (fault !== undefined) {
      this.#complain(fault);
    } else if (jsonOf(calculation.estimate) !== before) {
      this.#tell("tiermeter-change");
    }
  }

  #model(typing?: Field): Model {
    const { texts, locale } = textsFor(languageAt(this));
    if (locale !== this.#figures.locale) {
      this.#figures = new Figures(locale);
    }
    const display = this.getAttribute("currency-display");
    const { calculation, failure } = this.#session;
    return bare({
      texts,
      figures: this.#figures,
      display: (display === "code" || display === "name" ? display : "symbol") satisfies CurrencyDisplay,
      failure: failure?.sentence(texts),
      canRetry: failure?.canRetry ?? false,
      calculation,
      isReadonly: this.hasAttribute("readonly"),
      isDisabled: this.#isDisabled,
      typing,
    });
  }

  /** Shows what there is, and tells the form. */
  #show(typing?: Field): Model {
    const model = this.#model(typing);
    this.#frame.update(model);
    const { calculation } = model;
    const sentence = calculation && this.#frame.faultOf({ ...model, calculation });
    if (calculation === undefined || sentence === undefined) {
      this.#internals.setValidity(bare({}));
    } else {
      const flags = bare<ValidityStateFlags>({ badInput: true });
      this.#internals.setValidity(flags, sentence, this.#frame.faultyInput({ ...model, calculation }));
    }
    const { estimate } = this.#session;
    const isRight = calculation !== undefined && estimate !== undefined && sentence === undefined;
    this.#internals.setFormValue(isRight ? jsonOf(estimate) : null);
    return model;
  }

  /** Shows a change and says it aloud. */
  #changed(typing?: Field): void {
    const { calculation, ...model } = this.#show(typing);
    if (calculation !== undefined && this.isConnected) {
      this.#frame.announce({ ...model, calculation });
    }
  }

  #tell(event: "tiermeter-ready" | "tiermeter-change"): void {
    const detail: CalculationDetail = { value: this.value, settlement: this.settlement };
    this.#dispatch(event, detail);
  }

  #complain({ code, path, message }: Refusal): void {
    const detail: ErrorDetail = { code, path, message };
    this.#dispatch("tiermeter-error", detail);
  }

  #dispatch(event: string, detail: CalculationDetail | ErrorDetail): void {
    this.dispatchEvent(new CustomEvent(event, bare<CustomEventInit>({ bubbles: true, composed: true, detail })));
  }
}
