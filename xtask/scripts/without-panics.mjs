// Takes out of a wasm module what words a panic: nobody hears them there, since neither the npm module nor who reads
// the page has a console in sight. What panics still traps. Functions are known by their names, as the compiler writes
// them, and the words by what they are; so this comes before the names are left out. What isn't known stays, and only
// costs size.
//
//   node xtask/scripts/without-panics.mjs FROM.wasm TO.wasm
import { readFile, writeFile } from "node:fs/promises";

import binaryen from "../tools-npm/node_modules/binaryen/index.js";

import { withoutWords } from "./panic-words.mjs";

/** A path as mangled names hold it, in either of Rust's ways: each part behind its length. */
const path = (...parts) => parts.map((part) => `${part.length}${part}`).join("");
const DEBUG = `\\w*${path("Debug", "fmt")}`;

/** Functions of the standard library that are called to panic and never return, or only to word a panic. */
const PANICS = [
  path("core", "panicking"),
  `${path("core")}(${path("option")}|${path("result")})\\d+(unwrap|expect)_failed`,
  `${path("core", "slice", "index")}\\d+slice_\\w*fail`,
  `${path("core", "str")}\\d+slice_error_fail`,
  `${path("core", "cell")}\\d+panic_already`,
  `${path("alloc", "raw_vec")}(${path("handle_error")}|${path("capacity_overflow")})`,
  path("alloc", "alloc", "handle_alloc_error"),
  "\\d(assert|len_mismatch)_fail(ed)?",
  path("panic", "PanicPayload"),
  `${path("std", "panicking")}\\d+(panic_with_hook|begin_panic)`,
  path("console_error_panic_hook", "hook"),
  // What a panic shows in its sentence, and no message of ours: a range, a character, any value, an error of writing.
  `${path("core", "ops", "range")}INt\\w*${path("Range")}jE${DEBUG}`,
  `${path("core", "fmt")}cNt${DEBUG}`,
  `${path("core", "fmt")}RDNt\\w*${path("Debug")}EL_\\w*${path("fmt")}`,
  `${path("core", "fmt")}NtB\\w*_${path("Error")}${DEBUG}`,
].map((pattern) => new RegExp(pattern));

/** What the linker exports, and nobody outside asks for. */
const LINKER_EXPORTS = ["__data_end", "__heap_base"];

const [from, to] = process.argv.slice(2);
// The next steps know functions by their names too; the last one leaves the names out.
binaryen.setDebugInfo(true);
const module = binaryen.readBinary(await readFile(from));
const functions = Array.from({ length: module.getNumFunctions() }, (_, index) =>
  binaryen.getFunctionInfo(module.getFunctionByIndex(index)),
);
for (const { name, module: importedFrom, params, results } of functions) {
  if (importedFrom === "" && PANICS.some((pattern) => pattern.test(name))) {
    module.removeFunction(name);
    module.addFunction(name, params, results, [], module.unreachable());
  }
}
for (const name of LINKER_EXPORTS) {
  module.removeExport(name);
}
await writeFile(to, withoutWords(module.emitBinary()));
