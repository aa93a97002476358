// The page around the element may be hostile by design or by age: extra properties on Object.prototype, elements
// named like properties of the document. What is needed of the globals is taken once, when the module is loaded,
// and documents are kept as objects that inherit nothing.
import { TiermeterError } from "../error.js";

const { defineProperty, keys, prototype, setPrototypeOf } = Object;
const tagOf = prototype.toString;
const { isArray } = Array;
const { parse, stringify } = JSON;
const hasDom = typeof Document !== "undefined";
const createElement = hasDom ? Document.prototype.createElement : undefined;
const createElementNS = hasDom ? Document.prototype.createElementNS : undefined;
const closest = hasDom ? Element.prototype.closest : undefined;
const getAttribute = hasDom ? Element.prototype.getAttribute : undefined;
const setAttribute = hasDom ? Element.prototype.setAttribute : undefined;
const toggleAttribute = hasDom ? Element.prototype.toggleAttribute : undefined;
const getRootNode = hasDom ? Node.prototype.getRootNode : undefined;

/** More than the largest estimate or a price book of many thousand prices. */
const MOST_VALUES = 500_000;

/** For whom a document is copied. */
export type Inheritance = "ordinary" | "nothing" | "nothing-even-lists";

/** A new object that inherits nothing, so that absent fields stay absent. */
export function bare<T extends object>(fields: T): T {
  return setPrototypeOf(fields, null);
}

/** A copy of a plain document; what JSON has no form for is refused at its place. */
export function copyOf<T>(document: T, inheritance: Inheritance): T {
  let left = MOST_VALUES;
  const copy = (value: unknown, path: string, within: readonly unknown[]): unknown => {
    if (value === null || typeof value === "string" || typeof value === "boolean" || typeof value === "number") {
      return value;
    }
    if (typeof value !== "object") {
      throw refusal(path, `a ${typeof value} is no JSON value`);
    }
    if (within.includes(value)) {
      throw refusal(path, "the value contains itself");
    }
    const inner = [...within, value];
    const list = isArray(value);
    const result: unknown[] | Record<string, unknown> = list ? [] : {};
    const names = read(path, () => (list ? undefined : keys(value)));
    const length = list ? read(path, () => value.length) : names!.length;
    if (length === 0 && isOdd(value)) {
      throw refusal(path, `${tagOf.call(value)} is no JSON value`);
    }
    if ((left -= length) < 0) {
      throw refusal(path, `the document has more than ${MOST_VALUES} values`);
    }
    for (let index = 0; index < length; index += 1) {
      const name = names?.[index] ?? `${index}`;
      const place = `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      const field = read(place, () => (value as Record<string, unknown>)[name]);
      if (field !== undefined || list) {
        const descriptor = bare({
          value: copy(field, place, inner),
          writable: true,
          enumerable: true,
          configurable: true,
        });
        defineProperty(result, name, descriptor);
      }
    }
    return inheritance === "ordinary" || (list && inheritance === "nothing") ? result : setPrototypeOf(result, null);
  };
  return copy(document, "", []) as T;
}

/** Dates, maps and the like have no fields of their own, so they would become empty objects in silence. */
function isOdd(value: object): boolean {
  return !isArray(value) && tagOf.call(value) !== "[object Object]";
}

function read<T>(path: string, get: () => T): T {
  try {
    return get();
  } catch (error) {
    throw refusal(path, `the value cannot be read: ${String(error)}`);
  }
}

function refusal(path: string, message: string): TiermeterError {
  return new TiermeterError("malformed", path, message);
}

/** The JSON text of a document. */
export function jsonOf(document: unknown): string {
  return stringify(copyOf(document, "nothing-even-lists"));
}

/** The document of a JSON text. */
export function documentOf(json: string): unknown {
  return parse(json);
}

/** A new element of the shadow tree, with its attributes and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = createElement!.call(document, tag) as HTMLElementTagNameMap[K];
  for (const name of keys(attributes)) {
    element.setAttribute(name, attributes[name]!);
  }
  element.append(...children);
  return element;
}

/** A new element of an SVG picture. */
export function draw(tag: string, attributes: Record<string, string>, text = ""): Element {
  const element = createElementNS!.call(document, "http://www.w3.org/2000/svg", tag);
  for (const name of keys(attributes)) {
    element.setAttribute(name, attributes[name]!);
  }
  element.textContent = text;
  return element;
}

/** Sets a text, an attribute or its absence where it is another than before, so that nothing is announced twice. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Sets or takes away an attribute; `true` stands for the empty text. */
export function mark(element: Element, name: string, value: string | boolean): void {
  if (typeof value === "boolean") {
    toggleAttribute!.call(element, name, value);
  } else if (getAttribute!.call(element, name) !== value) {
    setAttribute!.call(element, name, value);
  }
}

/** The language that holds at an element: its own, else that of the nearest ancestor, else the browser's. */
export function languageAt(element: Element): string {
  let node: Element | null = element;
  while (node !== null) {
    const holder: Element | null = closest!.call(node, "[lang]");
    if (holder !== null) {
      // A form may hold a field that is named getAttribute.
      return getAttribute!.call(holder, "lang") || navigator.language;
    }
    const root: Node = getRootNode!.call(node);
    node = root instanceof ShadowRoot ? root.host : null;
  }
  return navigator.language;
}
