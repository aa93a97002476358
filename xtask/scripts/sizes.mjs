// node sizes.mjs NAME=FOLDER ...: the raw and brotli sizes of what a browser loads from each folder. What lies in a
// folder that is named itself counts there alone.

import { readFileSync } from "node:fs";
import { extname, relative, sep } from "node:path";

import { brotli, filesBelow } from "./files.mjs";

// What is left out: the compressed copies, and what only a developer's tools read.
const LEFT_OUT = new Set([".br", ".gz", ".map", ".ts"]);

const groups = process.argv.slice(2).map((argument) => argument.split("="));
if (groups.length === 0 || groups.some((group) => group.length !== 2)) {
  console.error("sizes.mjs needs arguments like page=dist");
  process.exit(2);
}

const rows = [["", "raw bytes", "brotli bytes"]];
const number = (value) => value.toLocaleString("en-US");
for (const [name, folder] of groups) {
  rows.push([name, "", ""]);
  let raw = 0;
  let compressed = 0;
  const inner = groups.map(([, other]) => other + sep).filter((other) => other.startsWith(folder + sep));
  for (const file of filesBelow(folder)) {
    if (LEFT_OUT.has(extname(file)) || inner.some((other) => file.startsWith(other))) continue;
    const bytes = readFileSync(file);
    const brotliBytes = brotli(bytes).length;
    raw += bytes.length;
    compressed += brotliBytes;
    rows.push([`  ${relative(folder, file)}`, number(bytes.length), number(brotliBytes)]);
  }
  rows.push(["  together", number(raw), number(compressed)]);
}

const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
for (const [label, raw, compressed] of rows) {
  console.log(`${label.padEnd(widths[0])}  ${raw.padStart(widths[1])}  ${compressed.padStart(widths[2])}`.trimEnd());
}
