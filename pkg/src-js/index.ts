// The module that is ready when it is imported: it loads the core by itself, in Node, browsers, workers and bundlers.
import * as core from "./core.js";
import { loadEngine } from "./load.js";
import type { PriceBook } from "./types.js";

await loadEngine();

/** The bundled price book: the published list prices, and sample prices of models. */
export const defaultPriceBook: PriceBook = core.bundledPriceBook();

// Values of this module, not names passed on: a bundler that knows of no side effects would pass by the `await`.

/** Prices usage: one bill for each month. */
export const priceUsage = core.priceUsage;
/** Prices millions of runs that stand in typed arrays, by tier. */
export const priceColumns = core.priceColumns;
/** Expands an estimate into the usage that it stands for. */
export const expandEstimate = core.expandEstimate;
/** Prices an estimate: the settlement of the usage that it expands to. */
export const priceEstimate = core.priceEstimate;
/** A service that was never enabled; with `overdue` if its account has overdue payment already. */
export const newService = core.newService;
/** The service after a command; throws and changes nothing if the command is refused. */
export const applyCommand = core.applyCommand;
/** The service in words, with the billing mode it is configured for, as of `at` if that is given. */
export const describeService = core.describeService;

export { TiermeterError } from "./error.js";
export type * from "./types.js";
