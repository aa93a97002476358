// node sizes.mjs COMPILED NAME=FOLDER=WASM ...: what a browser loads of each folder's product, and what that consists
// of. COMPILED is the folder of the wasm files that cargo has built, WASM the name of the product's own one.

import { readFileSync, readdirSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";

import { brotli, filesBelow, sizeOf } from "./files.mjs";
import { elementFiles, entryFiles, laterFiles, measureBudgets, pageFiles } from "./loads.mjs";
import { codeAndData, sharesOf } from "./wasm-shares.mjs";

// What is left out: the compressed copies, and what only a developer's tools read.
const LEFT_OUT = new Set([".br", ".gz", ".map", ".ts"]);
// A crate with less of the code than this is not listed by itself.
const SMALLEST_SHARE = 0.005;
// The groups that other parts of this page know; every other one is a page of its own.
const [PAGES, MODULE] = ["page", "module"];

const [compiled, ...given] = process.argv.slice(2);
const groups = given.map((argument) => argument.split("="));
if (groups.length === 0 || groups.some((group) => group.length !== 3)) {
  console.error("sizes.mjs needs a folder and arguments like page=dist=page.wasm");
  process.exit(2);
}
const folders = new Map(groups.map(([name, folder]) => [name, folder]));
if (!folders.has(PAGES) || !folders.has(MODULE)) {
  console.error(`sizes.mjs needs the groups ${PAGES} and ${MODULE}`);
  process.exit(2);
}

const number = (value) => Math.round(value).toLocaleString("en-US");
const percent = (share) => `${(share * 100).toFixed(1)} %`;

print(["every file", "raw bytes", "brotli bytes"], groups.flatMap(everyFile));
print(["what is loaded", "raw bytes", "brotli bytes"], groups.flatMap(whatIsLoaded));
print(["tests/budgets.json", "brotli bytes", "bound", "aim"], budgets());
for (const [name, folder, wasm] of groups) {
  print([`the wasm of ${name}`, "share of code", "about brotli bytes"], wasmShares(folder, wasm));
}
console.log("Shares are those of the code as it is compiled, before wasm-opt makes it smaller and while functions have names.");
console.log("A generic function counts for the crate that wrote it. Brotli bytes are what is sent, parted by these shares.");

/** What lies in a folder that is named itself counts there alone. */
function everyFile([name, folder]) {
  const inner = [...folders.values()].filter((other) => other.startsWith(folder + sep)).map((other) => other + sep);
  const files = filesBelow(folder).filter(
    (file) => !LEFT_OUT.has(extname(file)) && !inner.some((other) => file.startsWith(other)),
  );
  const rows = files.map((file) => sizeRow(`  ${relative(folder, file)}`, [file]));
  return [[name], ...rows, sizeRow("  together", files)];
}

function whatIsLoaded([name, folder]) {
  if (name !== MODULE) {
    const later = laterFiles(folder);
    const first = withParts(`the first load of ${name}`, pageFiles(folder));
    return later.length === 0 ? first : [...first, sizeRow("  fetched when it is wanted", later)];
  }
  return [
    ...withParts("tiermeter", entryFiles(folder, "index")),
    ...withParts("tiermeter/slim, with the wasm that its host loads", entryFiles(folder, "slim")),
    sizeRow("tiermeter/inline", entryFiles(folder, "inline")),
    sizeRow("tiermeter/element", entryFiles(folder, "element")),
    sizeRow("  of which beyond tiermeter", elementFiles(folder)),
    sizeRow("the fallback, only where wasm is refused", entryFiles(folder, "fallback").filter(isScript)),
  ];
}

function withParts(label, files) {
  return [
    sizeRow(label, files),
    sizeRow("  of which wasm", files.filter((file) => extname(file) === ".wasm")),
    sizeRow("  of which JavaScript", files.filter(isScript)),
  ];
}

function isScript(file) {
  return extname(file) === ".js";
}

function sizeRow(label, files) {
  const { raw, brotli: compressed } = sizeOf(files);
  return [label, number(raw), number(compressed)];
}

function budgets() {
  const bounds = JSON.parse(readFileSync("tests/budgets.json", "utf8"));
  const measured = measureBudgets(folders.get(PAGES), folders.get(MODULE));
  return Object.entries(bounds).map(([name, { bound_bytes: bound, aim_bytes: aim }]) => {
    return [name, number(measured[name]), number(bound), aim === undefined ? "" : number(aim)];
  });
}

/** Code and data are sent in one file, but compress unlike: what is sent is parted between them by trying each alone. */
function wasmShares(folder, wasm) {
  const sent = readdirSync(folder).filter((name) => name.endsWith("_bg.wasm"));
  if (sent.length !== 1) {
    throw new Error(`${folder} holds ${sent.length} wasm files, must be 1`);
  }
  const file = join(folder, sent[0]);
  const whole = sizeOf([file]).brotli;
  const { code, data } = codeAndData(readFileSync(file));
  const [codeAlone, dataAlone] = [brotli(code).length, brotli(data).length];
  const codeSent = (whole * codeAlone) / (codeAlone + dataAlone);

  const shares = sharesOf(readFileSync(join(compiled, wasm)));
  const listed = shares.crates.filter(({ bytes }) => bytes / shares.code >= SMALLEST_SHARE);
  const others = shares.crates.slice(listed.length);
  const rows = listed.map(({ crate, bytes }) => shareRow(crate, bytes / shares.code, codeSent));
  if (others.length > 0) {
    const bytes = others.reduce((sum, other) => sum + other.bytes, 0);
    rows.push(shareRow(`${others.length} others`, bytes / shares.code, codeSent));
  }
  return [...rows, ["data: texts and tables", "", number(whole - codeSent)], ["together", "", number(whole)]];
}

function shareRow(label, share, codeSent) {
  return [label, percent(share), number(share * codeSent)];
}

function print(heading, rows) {
  const table = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...table.map((row) => (row[column] ?? "").length)));
  for (const row of table) {
    const cells = row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])));
    console.log(cells.join("  ").trimEnd());
  }
  console.log();
}
