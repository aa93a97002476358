// The functions of the module over the wasm core. What the core throws as a plain object becomes a TiermeterError.
import * as wasm from "./wasm/tiermeter.js";
import { TiermeterError } from "./error.js";
import type {
  BillingMode,
  Command,
  Estimate,
  Instant,
  PriceBook,
  RefusalCode,
  Service,
  ServiceDescription,
  Settlement,
  Usage,
} from "./types.js";

interface Refusal {
  code: RefusalCode;
  path: string;
  message: string;
}

function isRefusal(thrown: unknown): thrown is Refusal {
  return typeof thrown === "object" && thrown !== null && !(thrown instanceof Error) && "code" in thrown && "path" in thrown;
}

function call<T>(run: () => unknown): T {
  try {
    return run() as T;
  } catch (thrown) {
    if (isRefusal(thrown)) {
      throw new TiermeterError(thrown.code, thrown.path, thrown.message);
    }
    throw thrown;
  }
}

/** Prices usage: one bill for each month. */
export function priceUsage(usage: Usage, priceBook?: PriceBook): Settlement {
  return call(() => wasm.priceUsage(usage, priceBook));
}

/** Expands an estimate into the usage that it stands for. */
export function expandEstimate(estimate: Estimate, priceBook?: PriceBook): Usage {
  return call(() => wasm.expandEstimate(estimate, priceBook));
}

/** Prices an estimate: the settlement of the usage that it expands to. */
export function priceEstimate(estimate: Estimate, priceBook?: PriceBook): Settlement {
  return call(() => wasm.priceEstimate(estimate, priceBook));
}

/** A service that was never enabled; with `overdue` if its account has overdue payment already. */
export function newService(options?: { overdue?: boolean }): Service {
  return call(() => wasm.newService(options));
}

/** The service after a command; throws and changes nothing if the command is refused. */
export function applyCommand(service: Service, command: Command): Service {
  return call(() => wasm.applyCommand(service, command));
}

/** The service in words, with the billing mode it is configured for, as of `at` if that is given. */
export function describeService(service: Service, billingMode: BillingMode, at?: Instant): ServiceDescription {
  return call(() => wasm.describeService(service, billingMode, at));
}

/** The bundled price book, anew for each caller. */
export function bundledPriceBook(): PriceBook {
  return JSON.parse(wasm.defaultPriceBookJson()) as PriceBook;
}
