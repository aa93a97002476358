// Gives short names to what a program and its script know each other by. Those of wasm-bindgen hold a hash, which hardly
// compresses, and stand in both files.
//
//   node xtask/scripts/short-names.mjs PROGRAM_bg.wasm PROGRAM.js
import { readFile, writeFile } from "node:fs/promises";

import { renamed } from "./wasm-names.mjs";

/** Names with a hash: imports, and the closures that scripts call. What else is exported is asked for by its name. */
const LONG = /\b(?:__wbg_\w+?_[0-9a-f]{16}|__wbindgen_(?:generic|cast)_[0-9a-f]{16}|_ZN12wasm_bindgen\w+)\b/g;

const [program, script] = process.argv.slice(2);
const short = new Map();
const shortened = (name) => {
  if (!short.has(name)) {
    short.set(name, `i${short.size.toString(36)}`);
  }
  return short.get(name);
};
const text = await readFile(script, "utf8");
// A short name that the script has already would be another thing's.
if (/\bi[0-9][0-9a-z]*\b/.test(text)) {
  throw new Error(`${script} has names like those that long ones are to be given`);
}
await writeFile(script, text.replace(LONG, shortened));
const wasm = await readFile(program);
await writeFile(program, renamed(wasm, (name) => short.get(name) ?? name));
