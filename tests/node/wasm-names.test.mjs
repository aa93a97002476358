// What the build does to the names by which a wasm file and its script know each other.
import assert from "node:assert/strict";
import { test } from "node:test";

import { renamed, withoutExports } from "../../xtask/scripts/wasm-names.mjs";

const number = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...number(value >>> 7)]);
const text = (value) => [...number(value.length), ...Buffer.from(value)];
const list = (items) => [...number(items.length), ...items.flat()];
const section = (id, content) => [id, ...number(content.length), ...content];

/** A name that needs two bytes for its length. */
const LONG = `${"very_".repeat(40)}long`;

/** Imports one of each kind but a tag; its functions return what they are: 7 what is imported, 8 and 9. */
const WASM = Buffer.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, list([[0x60, 0, 1, 0x7f]])),
  ...section(2, list([
    [...text("env"), ...text("memory"), 2, 0, 1],
    [...text("env"), ...text("seven"), 0, 0],
    [...text("env"), ...text("table"), 1, 0x70, 1, 0, 9],
    [...text("env"), ...text(LONG), 3, 0x7f, 0],
  ])),
  ...section(3, list([[0], [0]])),
  ...section(7, list([
    [...text("seven"), 0, 0],
    [...text("eight"), 0, 1],
    [...text(LONG), 0, 2],
    [...text("memory"), 2, 0],
  ])),
  ...section(10, list([[4, 0, 0x41, 8, 0x0b], [4, 0, 0x41, 9, 0x0b]])),
]);

const names = (of, wasm) => WebAssembly.Module[of](new WebAssembly.Module(wasm)).map(({ name }) => name);

test("exports that nobody wants are left out, and the others are what they were", () => {
  const wasm = withoutExports(WASM, (name) => name === "seven" || name === LONG);
  assert.deepEqual(names("imports", wasm), ["memory", "seven", "table", LONG]);
  assert.deepEqual(names("exports", wasm), ["eight", "memory"]);
  assert.deepEqual(withoutExports(WASM, () => false), WASM);
});

test("names on both sides are others, and mean the same", () => {
  const wasm = renamed(WASM, (name) => ({ seven: "a", [LONG]: "b", eight: LONG })[name] ?? name);
  assert.deepEqual(names("imports", wasm), ["memory", "a", "table", "b"]);
  assert.deepEqual(names("exports", wasm), ["a", LONG, "b", "memory"]);
  const env = {
    memory: new WebAssembly.Memory({ initial: 1 }),
    table: new WebAssembly.Table({ initial: 0, maximum: 9, element: "anyfunc" }),
    a: () => 7,
    b: new WebAssembly.Global({ value: "i32" }, 1),
  };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), { env });
  assert.deepEqual([exports.a(), exports[LONG](), exports.b()], [7, 8, 9]);
  assert.deepEqual(renamed(WASM, (name) => name), WASM);
});
