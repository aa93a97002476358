// Documents become JSON text. What JSON would drop or change in silence (functions, BigInt, dates, maps, cycles)
// is refused instead, at its place: nothing may be priced at zero because it was not understood.
import { TiermeterError } from "./error.js";

const { stringify } = JSON;
const { keys, prototype } = Object;
const { isArray } = Array;
const tagOf = prototype.toString;

/** No document is nearly as deep; beyond, a value may be so deep that looking at it would end in no memory. */
const DEEPEST_LEVEL = 100;

/** The JSON text of a document. */
export function textOf(document: unknown): string {
  let message = "undefined is no document";
  try {
    const text: string | undefined = stringify(document, refuseOdd);
    if (text !== undefined) {
      return text;
    }
  } catch (error) {
    message = unreadable(error);
  }
  throw faultIn(document, "", []) ?? malformed("", message);
}

function malformed(path: string, message: string): TiermeterError {
  return new TiermeterError("malformed", path, message);
}

function unreadable(error: unknown): string {
  return `the value cannot be read: ${error instanceof Error ? error.message : typeof error}`;
}

function refuseOdd(this: unknown, key: string, value: unknown): unknown {
  const raw = (this as Record<string, unknown>)[key];
  if (oddity(raw) !== undefined || (raw === undefined && isArray(this))) {
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
    case "number":
      return Number.isFinite(value) ? undefined : `${value} is no JSON value`;
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
  try {
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
    if (within.length >= DEEPEST_LEVEL) {
      return malformed(path, `the value is more than ${DEEPEST_LEVEL} levels deep`);
    }
    return faultWithin(value, path, [...within, value]);
  } catch (error) {
    // A proxy may refuse to say even what it is.
    return malformed(path, unreadable(error));
  }
}

function faultWithin(value: object, path: string, inner: unknown[]): TiermeterError | undefined {
  // A list is walked by its indices, so that the first hole ends the walk, however many there are.
  const names = isArray(value) ? indicesOf(value) : keys(value);
  for (const name of names) {
    const place = `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    let field: unknown;
    try {
      field = (value as Record<string, unknown>)[name];
    } catch (error) {
      return malformed(place, unreadable(error));
    }
    if (field === undefined && isArray(value)) {
      return malformed(place, "the list has a hole");
    }
    const fault = faultIn(field, place, inner);
    if (fault !== undefined) {
      return fault;
    }
  }
  return undefined;
}

function* indicesOf(list: unknown[]): Generator<string> {
  for (let index = 0; index < list.length; index += 1) {
    yield String(index);
  }
}
