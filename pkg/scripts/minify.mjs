// node minify.mjs FOLDER: makes the scripts smaller that wasm-bindgen has written beside the programs of the built pages.
// Their names stay: pages and programs name them. Where a page vouches for a script by its hash, it is the new one.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

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
const pages = files.filter((name) => name.endsWith(".html")).map((name) => join(folder, name));

/** Puts the hash of the script's text wherever a page names the script with a hash. */
function vouch(name, text) {
  const hash = createHash("sha384").update(text).digest("base64");
  const vouched = new RegExp(`(href="[^"]*/${name.replaceAll(".", "\\.")}"[^>]*integrity="sha384-)[^"]*`, "g");
  for (const page of pages) {
    const html = readFileSync(page, "utf8");
    const changed = html.replace(vouched, (_, before) => before + hash);
    if (changed !== html) {
      writeFileSync(page, changed);
    }
  }
}

for (const name of scripts) {
  const path = join(folder, name);
  const { code } = await transform(readFileSync(path, "utf8"), { format: "esm", minify: true, target: "es2022", legalComments: "none" });
  writeFileSync(path, code);
  vouch(basename(name), code);
}
