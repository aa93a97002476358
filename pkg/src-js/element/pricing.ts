// The element's only way to the core: documents that inherit nothing go in and come out.
import { bundledPriceBook, priceEstimate } from "../core.js";
import { isRefusal } from "../engine.js";
import type { TiermeterError } from "../error.js";
import type { Estimate, PriceBook, Settlement } from "../types.js";
import { bare, copyOf } from "./safe.js";

/** What a refusal says, or a fault that is none of the core's. */
export interface Refusal {
  code: string;
  path: string;
  message: string;
}

/** The bundled price book. */
export function bundled(): PriceBook {
  return copyOf(bundledPriceBook(), "nothing");
}

/** A price book that the core accepts, as a copy; what it does not accept is thrown. */
export function checked(priceBook: unknown): PriceBook {
  const copy = copyOf(priceBook as PriceBook, "nothing");
  // An estimate without lines can be priced with any price book, so a refusal is the price book's.
  settled(bare({ schema: "tiermeter.estimate/1" as const, month: "2000-01", lines: [] }), copy);
  return copy;
}

/** The settlement of an estimate. */
export function settled(estimate: Estimate, priceBook: PriceBook): Settlement {
  const settlement = priceEstimate(copyOf(estimate, "nothing-even-lists"), copyOf(priceBook, "nothing-even-lists"));
  return copyOf(settlement, "nothing");
}

/** What was thrown, if it is a refusal; anything else means that the core has stopped, and is thrown on. */
export function refusalOf(thrown: unknown): Refusal {
  if (isRefusal(thrown)) {
    const { code, path, message } = thrown as TiermeterError;
    return { code, path, message };
  }
  throw thrown;
}
