// The functions of the module over whichever core is loaded: documents go in and out as JSON text, and what the
// core refuses is thrown as a TiermeterError.
import { engine } from "./engine.js";
import { TiermeterError } from "./error.js";
import { pack, type PackedRuns } from "./packed.js";
import { textOf } from "./text.js";
import type {
  BillingMode,
  Columns,
  ColumnsSettlement,
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

/** As many as a byte can number. */
const MOST_TIERS = 256;

interface Refusal {
  code: RefusalCode;
  path: string;
  message: string;
}

/** The arguments of a call as one JSON object; an argument that is undefined is left out. */
function argumentsOf(documents: Record<string, unknown>): string {
  const fields: string[] = [];
  for (const name of Object.keys(documents)) {
    const document = documents[name];
    if (document !== undefined) {
      fields.push(`"${name}":${textOf(document)}`);
    }
  }
  return `{${fields.join(",")}}`;
}

function answerOf<T>(json: string): T {
  const answer = JSON.parse(json) as { ok: T } | { refused: Refusal };
  // Its own field: a page may have given every object one.
  if (Object.hasOwn(answer, "refused")) {
    const { code, path, message } = (answer as { refused: Refusal }).refused;
    throw new TiermeterError(code, path, message);
  }
  return (answer as { ok: T }).ok;
}

function call<T>(name: string, documents: Record<string, unknown>): T {
  return answerOf(engine().call(name, argumentsOf(documents)));
}

/** Prices usage: one bill for each month. */
export function priceUsage(usage: Usage, priceBook?: PriceBook): Settlement {
  return pricePacked(usage, priceBook) ?? call("priceUsage", { usage: usage ?? null, price_book: priceBook });
}

function pricePacked(usage: Usage, priceBook?: PriceBook): Settlement | undefined {
  const core = engine();
  if (core.pricePackedUsage === undefined || typeof usage !== "object" || usage === null) {
    return undefined;
  }
  let rest: Usage;
  let packed: PackedRuns | undefined;
  try {
    let runs: Usage["runs"];
    ({ runs, ...rest } = usage);
    packed = pack(runs);
  } catch {
    // A getter or a proxy threw: the document's own text is read for the place.
    return undefined;
  }
  if (packed === undefined) {
    return undefined;
  }
  const { namesJson, indices, instants } = packed;
  const documents = argumentsOf({ usage: rest, price_book: priceBook });
  const json = core.pricePackedUsage(documents, namesJson, indices, instants);
  return json === undefined ? undefined : answerOf(json);
}

/** Prices millions of runs by tier, from typed arrays. A tier with more than one price is refused. */
export function priceColumns(columns: Columns, priceBook?: PriceBook): ColumnsSettlement {
  const core = engine();
  const { startedAtMs, stoppedAtMs, tier, tiers } = checkedColumns(columns);
  if (core.priceColumns !== undefined) {
    return answerOf(core.priceColumns(startedAtMs, stoppedAtMs, tier, argumentsOf({ tiers, price_book: priceBook })));
  }
  const lists = { startedAtMs: [...startedAtMs], stoppedAtMs: [...stoppedAtMs], tier: [...tier], tiers };
  return call("priceColumns", { columns: lists, price_book: priceBook });
}

function checkedColumns(columns: Columns): Columns {
  const refuse = (name: string, expected: string): never => {
    throw new TiermeterError("malformed", `/${name}`, `${name} must be ${expected}`);
  };
  const read = <Name extends keyof Columns>(name: Name, take = (value: Columns[Name]) => value): Columns[Name] => {
    try {
      return take(((columns ?? {}) as Columns)[name]);
    } catch {
      return refuse(name, "readable");
    }
  };
  // A copy, since a list may answer otherwise the next time; one too long needs no more to be refused.
  const copied = (codes: string[]) => {
    const length = Array.isArray(codes) ? Math.min(codes.length, MOST_TIERS + 1) : undefined;
    return length === undefined ? codes : Array.from({ length }, (_, index) => codes[index]!);
  };
  const [startedAtMs, stoppedAtMs, tier, tiers] = [read("startedAtMs"), read("stoppedAtMs"), read("tier"), read("tiers", copied)];
  if (!(startedAtMs instanceof Float64Array)) refuse("startedAtMs", "a Float64Array");
  if (!(stoppedAtMs instanceof Float64Array)) refuse("stoppedAtMs", "a Float64Array");
  if (!(tier instanceof Uint8Array)) refuse("tier", "a Uint8Array");
  if (!Array.isArray(tiers) || !tiers.every((code) => typeof code === "string")) refuse("tiers", "a list of tier codes");
  for (const [name, { length }] of [["stoppedAtMs", stoppedAtMs], ["tier", tier]] as const) {
    if (length !== startedAtMs.length) refuse(name, `as long as startedAtMs, ${startedAtMs.length}, not ${length}`);
  }
  return { startedAtMs, stoppedAtMs, tier, tiers };
}

/** Expands an estimate into the usage that it stands for. */
export function expandEstimate(estimate: Estimate, priceBook?: PriceBook): Usage {
  return call("expandEstimate", { estimate: estimate ?? null, price_book: priceBook });
}

/** Prices an estimate: the settlement of the usage that it expands to. */
export function priceEstimate(estimate: Estimate, priceBook?: PriceBook): Settlement {
  return call("priceEstimate", { estimate: estimate ?? null, price_book: priceBook });
}

/** A service that was never enabled; with `overdue` if its account has overdue payment already. */
export function newService(options?: { overdue?: boolean }): Service {
  return call("newService", { options });
}

/** The service after a command; throws and changes nothing if the command is refused. */
export function applyCommand(service: Service, command: Command): Service {
  return call("applyCommand", { service: service ?? null, command: command ?? null });
}

/** The service in words, with the billing mode it is configured for, as of `at` if that is given. */
export function describeService(service: Service, billingMode: BillingMode, at?: Instant): ServiceDescription {
  return call("describeService", { service: service ?? null, billing_mode: billingMode ?? null, at });
}

/** The bundled price book, anew for each caller. */
export function bundledPriceBook(): PriceBook {
  return call("defaultPriceBook", {});
}

export { TiermeterError } from "./error.js";
