// Documents become JSON text. What JSON would drop or change in silence (functions, BigInt, dates, maps, cycles)
// is refused instead, at its place: nothing may be priced at zero because it was not understood.
import { TiermeterError } from "./error.js";

const { stringify } = JSON;
const { keys, prototype } = Object;
const { isArray } = Array;
const tagOf = prototype.toString;

/** The JSON text of a document. */
export function textOf(document: unknown): string {
  try {
    const text: string | undefined = stringify(document, refuseOdd);
    if (text !== undefined) {
      return text;
    }
  } catch (error) {
    throw faultIn(document, "", []) ?? malformed("", `the value cannot be read: ${String(error)}`);
  }
  throw faultIn(document, "", []) ?? malformed("", "undefined is no document");
}

function malformed(path: string, message: string): TiermeterError {
  return new TiermeterError("malformed", path, message);
}

function refuseOdd(this: unknown, key: string, value: unknown): unknown {
  const raw = (this as Record<string, unknown>)[key];
  if (oddity(raw) !== undefined) {
    throw new TypeError("not a JSON value");
  }
  return value;
}

/** What a value is that JSON has no form for. */
function oddity(value: unknown): string | undefined {
  switch (typeof value) {
    case "bigint":
    case "function":
    case "symbol":
      return `a ${typeof value} is no JSON value`;
    case "object": {
      if (value === null || isArray(value)) {
        return undefined;
      }
      const tag = tagOf.call(value).slice("[object ".length, -1);
      if (tag !== "Object") {
        return `a ${tag} is no JSON value; instants are texts, lists are arrays`;
      }
      return typeof (value as { toJSON?: unknown }).toJSON === "function" ? "an object with toJSON is not plain" : undefined;
    }
    default:
      return undefined;
  }
}

/** Looks again, for the place. */
function faultIn(value: unknown, path: string, within: unknown[]): TiermeterError | undefined {
  const odd = oddity(value);
  if (odd !== undefined) {
    return malformed(path, odd);
  }
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  if (within.includes(value)) {
    return malformed(path, "the value contains itself");
  }
  const inner = [...within, value];
  for (const key of keys(value)) {
    const place = `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    let field: unknown;
    try {
      field = (value as Record<string, unknown>)[key];
    } catch (error) {
      return malformed(place, `the value cannot be read: ${String(error)}`);
    }
    const fault = faultIn(field, place, inner);
    if (fault !== undefined) {
      return fault;
    }
  }
  return undefined;
}
