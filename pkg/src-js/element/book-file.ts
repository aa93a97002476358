// A price book from its address: the only request that the element makes besides the module's own files.
import { TiermeterError } from "../error.js";
import type { PriceBook } from "../types.js";
import type { Texts } from "./texts.js";
import { checked, refusalOf, type Refusal } from "./pricing.js";
import { bare, documentOf } from "./safe.js";

/** More than a price book of many thousand prices. */
const MOST_CHARACTERS = 4_000_000;

/** Why nothing can be calculated, for the host and in the words of the reader. */
export class Failure extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly sentence: (texts: Texts) => string,
    readonly canRetry: boolean,
  ) {
    super(refusal.message);
  }

  get code(): string {
    return this.refusal.code;
  }

  get path(): string {
    return this.refusal.path;
  }

  /** The core could not be loaded, or has stopped before. */
  static ofLoading(thrown: unknown): Failure {
    if (thrown instanceof TiermeterError && thrown.code === "stopped") {
      return Failure.ofCore(thrown);
    }
    return new Failure({ code: "not_loaded", path: "", message: wordsOf(thrown) }, (texts) => texts.notLoaded, true);
  }

  /** The core failed while it priced. */
  static ofCore(thrown: unknown): Failure {
    return new Failure({ code: "stopped", path: "", message: wordsOf(thrown) }, (texts) => texts.stopped, false);
  }
}

/** Fetches and checks a price book; no cookie goes with the request. */
export async function fetchedBook(address: string, signal: AbortSignal): Promise<PriceBook> {
  const json = await textAt(address, signal);
  let document: unknown;
  try {
    document = documentOf(json);
  } catch (error) {
    throw refused({ code: "malformed", path: "", message: `the price book is not JSON: ${wordsOf(error)}` });
  }
  return acceptedBook(document);
}

/** A price book that the core accepts; else the failure that says why not. */
export function acceptedBook(document: unknown): PriceBook {
  try {
    return checked(document);
  } catch (thrown) {
    throw refused(refusalOf(thrown));
  }
}

async function textAt(address: string, signal: AbortSignal): Promise<string> {
  try {
    const response = await fetch(address, bare<RequestInit>({ credentials: "omit", signal }));
    if (!response.ok) {
      throw new Error(`it is answered with status ${response.status}`);
    }
    const text = await response.text();
    if (text.length > MOST_CHARACTERS) {
      throw new Error(`it has ${text.length} characters, more than ${MOST_CHARACTERS}`);
    }
    return text;
  } catch (error) {
    const message = `the price book at ${address} cannot be loaded: ${wordsOf(error)}`;
    throw new Failure({ code: "price_book_not_loaded", path: "", message }, (texts) => texts.bookNotLoaded, true);
  }
}

function refused(refusal: Refusal): Failure {
  return new Failure(refusal, (texts) => texts.bookRefused(refusal.path, refusal.message), true);
}

function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
