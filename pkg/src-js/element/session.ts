// What the element knows between its attributes and what it shows: the price book, the calculation, why there is
// none, and the attempt to get one.
import { isRefusal } from "../engine.js";
import { loadEngine } from "../load.js";
import type { Estimate, PriceBook } from "../types.js";
import { acceptedBook, Failure, fetchedBook } from "./book-file.js";
import { Calculation, type Field } from "./calculation.js";
import { Deferred } from "./deferred.js";
import { bundled, checked, refusalOf, type Refusal } from "./pricing.js";

/** What a session asks of its element, and tells it. */
export interface Host {
  readonly isConnected: boolean;
  getAttribute(name: string): string | null;
  /** Something is to be seen that was not. */
  show(): void;
  tell(event: "tiermeter-ready" | "tiermeter-change"): void;
  complain(refusal: Refusal): void;
}

export class Session {
  calculation: Calculation | undefined;
  failure: Failure | undefined;
  ready = new Deferred();
  /** There is a price book to be had, at the next chance. */
  isDue = true;
  /** The estimate is no longer what the attributes say. */
  #isEdited = false;
  /** What was edited before the price book failed. */
  #kept: Estimate | undefined;
  /** An estimate that waits for the core, and may be anything. */
  #waiting: Estimate | undefined;
  /** The price book that the host gave as an object. */
  #givenBook: PriceBook | undefined;
  #attempt: AbortController | undefined;

  constructor(readonly host: Host) {}

  get isStarted(): boolean {
    return this.#attempt !== undefined || !this.isDue;
  }

  /** The estimate that holds; none where the attributes are at fault. */
  get estimate(): Estimate | undefined {
    const { calculation } = this;
    const holds = this.#isEdited || calculation?.settlement !== undefined;
    return (holds ? calculation?.estimate : undefined) ?? this.#waiting ?? this.#kept;
  }

  get priceBook(): PriceBook | undefined {
    return this.calculation?.priceBook ?? this.#givenBook;
  }

  /** Takes an estimate, or throws what is refused and keeps the old one; before there is a core it waits. */
  give(estimate: Estimate): void {
    const { calculation } = this;
    if (calculation === undefined) {
      this.#waiting = estimate;
    } else {
      this.calculation = this.#asking(() => Calculation.taking(calculation.priceBook, estimate));
      this.#isEdited = true;
    }
  }

  /** Takes a price book, or throws what is refused and keeps the old one; `undefined` gives back the attribute's. */
  giveBook(priceBook: PriceBook | undefined): void {
    if (priceBook === undefined || this.calculation === undefined) {
      this.#givenBook = priceBook;
      this.renew();
      return;
    }
    const book = this.#asking(() => checked(priceBook));
    this.#givenBook = book;
    this.leave();
    this.isDue = false;
    this.#asking(() => this.#adopt(book));
  }

  /** The price book is another one: it is got now, or when the element starts. */
  renew(): void {
    const { isStarted } = this;
    this.isDue = true;
    if (isStarted) {
      void this.start();
    }
  }

  /** The address of the price book is another one, and takes precedence. */
  readdress(): void {
    this.#givenBook = undefined;
    this.renew();
  }

  /** A person or a script changes one field. */
  edit(field: Field, text: string, isEdited: boolean): Refusal | undefined {
    const fault = this.#asking(() => this.calculation?.edit(field, text));
    this.#isEdited ||= isEdited && fault === undefined;
    return fault;
  }

  /** Brings back what the attributes say. */
  reset(): void {
    this.#isEdited = false;
    this.#waiting = this.#kept = undefined;
    const { calculation } = this;
    if (calculation !== undefined) {
      this.#asking(() => this.#adopt(calculation.priceBook));
    }
  }

  /** Gets core and price book, unless the element is taken away meanwhile. */
  async start(): Promise<void> {
    this.leave();
    if (!this.host.isConnected) {
      return;
    }
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.failure = undefined;
    if (this.ready.isOver && this.calculation === undefined) {
      this.ready = new Deferred();
    }
    this.host.show();
    try {
      await loadEngine();
      const book = await this.#book(attempt.signal);
      if (!attempt.signal.aborted) {
        this.#open(book);
      }
    } catch (thrown) {
      if (!attempt.signal.aborted) {
        this.fail(thrown instanceof Failure ? thrown : Failure.ofLoading(thrown));
      }
    }
  }

  /** Waits for nothing more. */
  leave(): void {
    this.#attempt?.abort();
    this.#attempt = undefined;
  }

  /** Shows why there is no calculator; what was edited is kept for the next attempt. */
  fail(failure: Failure): void {
    this.leave();
    this.isDue = false;
    this.failure = failure;
    if (this.#isEdited && this.calculation !== undefined) {
      this.#kept = this.calculation.estimate;
    }
    this.calculation = undefined;
    this.ready.reject(failure);
    this.host.show();
    this.host.complain(failure.refusal);
  }

  /** Asks the core; once it has stopped, no amount of it is shown any more. */
  #asking<Answer>(act: () => Answer): Answer {
    try {
      return act();
    } catch (thrown) {
      if (!isRefusal(thrown)) {
        this.fail(Failure.ofCore(thrown));
      }
      throw thrown;
    }
  }

  async #book(signal: AbortSignal): Promise<PriceBook> {
    const address = this.host.getAttribute("price-book");
    if (this.#givenBook !== undefined) {
      return acceptedBook(this.#givenBook);
    }
    return address === null || address === "" ? bundled() : fetchedBook(address, signal);
  }

  #open(book: PriceBook): void {
    const isFirst = !this.ready.isOver;
    this.leave();
    this.isDue = false;
    const refused = this.#adoptWaiting(book);
    this.ready.resolve();
    this.host.show();
    this.host.tell(isFirst ? "tiermeter-ready" : "tiermeter-change");
    for (const fault of refused === undefined ? this.calculation!.complaints : [refused]) {
      this.host.complain(fault);
    }
  }

  #adoptWaiting(book: PriceBook): Refusal | undefined {
    const estimate = this.#waiting;
    this.#waiting = undefined;
    if (estimate === undefined) {
      this.#adopt(book);
      return undefined;
    }
    try {
      this.calculation = Calculation.taking(book, estimate);
      this.#isEdited = true;
      return undefined;
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      this.#isEdited = false;
      this.#adopt(book);
      return refusal;
    }
  }

  /** Calculates with a price book: what was edited before, or what the attributes say. */
  #adopt(book: PriceBook): void {
    const edited = this.#isEdited ? (this.calculation?.estimate ?? this.#kept) : undefined;
    this.#kept = undefined;
    this.calculation =
      edited === undefined
        ? Calculation.of(book, (field) => this.host.getAttribute(field), Date.now())
        : new Calculation(book, edited);
  }
}
