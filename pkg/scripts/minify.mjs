// node minify.mjs FOLDER: makes the scripts smaller that wasm-bindgen has written beside the programs of the built pages.
// Their names stay: pages and programs name them.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { transform } from "esbuild";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("minify.mjs needs the folder of the built pages");
  process.exit(2);
}

/** A program's script stands beside its wasm, and the one of parts beside theirs. */
const files = readdirSync(folder, { recursive: true });
const isOfProgram = (name) => files.includes(name.replace(/\.js$/, "_bg.wasm")) || /^parts-[0-9a-f]+\.js$/.test(name);
const scripts = files.filter((name) => name.endsWith(".js") && isOfProgram(name));
if (scripts.length === 0) {
  console.error(`minify.mjs finds no script of a program in ${folder}`);
  process.exit(1);
}
for (const name of scripts) {
  const path = join(folder, name);
  const { code } = await transform(readFileSync(path, "utf8"), { format: "esm", minify: true, target: "es2022", legalComments: "none" });
  writeFileSync(path, code);
}
