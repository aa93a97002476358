// Takes out of a wasm module what words a panic: nobody hears them there, since the module has no console. What
// panics still traps. Functions are known by their names, so this comes before the names are left out; one that
// isn't known stays, and only costs size.
//
//   node xtask/scripts/without-panics.mjs MODULE.wasm
import { readFile, writeFile } from "node:fs/promises";

import binaryen from "../tools-npm/node_modules/binaryen/index.js";

/** Functions of the standard library that are called to panic, and never return. */
const PANICS = [
  /\bcore(\[\w+\])?::panicking::/,
  /\bcore(\[\w+\])?::(option|result)::(unwrap|expect)_failed\b/,
  /\bcore(\[\w+\])?::slice::index::slice_\w*fail\b/,
  /\bcore(\[\w+\])?::str::slice_error_fail\w*\b/,
  /\bcore(\[\w+\])?::cell::panic_already\w*\b/,
  /\balloc(\[\w+\])?::raw_vec::(handle_error|capacity_overflow)\b/,
  /\balloc(\[\w+\])?::alloc::handle_alloc_error\b/,
  /::(assert|len_mismatch)_fail(ed)?\b/,
];

const [file] = process.argv.slice(2);
const module = binaryen.readBinary(await readFile(file));
const functions = Array.from({ length: module.getNumFunctions() }, (_, index) =>
  binaryen.getFunctionInfo(module.getFunctionByIndex(index)),
);
for (const { name, module: importedFrom, params, results } of functions) {
  if (importedFrom === "" && PANICS.some((pattern) => pattern.test(name))) {
    module.removeFunction(name);
    module.addFunction(name, params, results, [], module.unreachable());
  }
}
await writeFile(file, module.emitBinary());
