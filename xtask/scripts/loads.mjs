// Which of the built files a browser asks for: of a page when it is opened, of the npm module when an entry is imported.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { sizeOf } from "./files.mjs";

/** What the page of a folder loads before anybody does anything: itself, scripts, styles, wasm and icon. */
export function pageFiles(folder) {
  const page = join(folder, "index.html");
  const files = new Set([page]);
  for (const address of addressesOf(readFileSync(page, "utf8"))) {
    addWithImports(files, fileAt(folder, address));
  }
  return [...files];
}

/** What a page fetches later, beside what it loads at first: the programs of parts that are not seen at first. */
export function laterFiles(folder) {
  const html = readFileSync(join(folder, "index.html"), "utf8");
  const [, later] = /<script type="application\/json" id="later">([^<]*)<\/script>/.exec(html) ?? [];
  const first = new Set(pageFiles(folder));
  return JSON.parse(later ?? "[]").map((address) => fileAt(folder, address)).filter((file) => !first.has(file));
}

/** What an entry of the module loads where wasm is allowed, in the folder that the module was built into. */
export function entryFiles(folder, entry) {
  const files = new Set();
  addWithImports(files, join(folder, `${entry}.js`));
  if (entry !== "inline") {
    // By load.js, or by the host of the slim build.
    files.add(join(folder, "tiermeter_bg.wasm"));
  }
  return [...files];
}

/** What the element loads beside what the module's first entry loads anyway. */
export function elementFiles(folder) {
  const core = new Set(entryFiles(folder, "index"));
  return entryFiles(folder, "element").filter((file) => !core.has(file));
}

/** The sizes that tests/budgets.json bounds, in bytes by brotli, of the built pages and the built module. */
export function measureBudgets(pages, module) {
  return {
    "module entry": sizeOf(entryFiles(module, "index")).brotli,
    "element adds": sizeOf(elementFiles(module)).brotli,
    "page first load": sizeOf(pageFiles(pages)).brotli,
    console: sizeOf(pageFiles(join(pages, "console"))).brotli,
  };
}

const LOADED_LINKS = /\brel="(?:stylesheet|icon|modulepreload|preload)"/;

/** The addresses of the page's own files. What is linked but not loaded for every reader is not among them. */
function addressesOf(html) {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? [];
  const loaded = tags.filter((tag) => tag.startsWith("<script") || LOADED_LINKS.test(tag));
  const inTags = loaded.map((tag) => /\b(?:src|href)="(\/[^"]+)"/.exec(tag)?.[1]);
  const imported = [...html.matchAll(/\bfrom\s*['"](\/[^'"]+)['"]/g)].map(([, address]) => address);
  // A page that paints before it loads its program names it in a script.
  const scripts = [...html.matchAll(/<script\b(?! type="application\/json")[^>]*>([^]*?)<\/script>/g)].map(([, script]) => script).join("\n");
  const started = [...scripts.matchAll(/["'](\/[^"']+\.(?:js|wasm))["']/g)].map(([, address]) => address);
  return [...inTags, ...imported, ...started].filter((address) => address !== undefined);
}

/** The file that is served at the address: the folder may be served below one of several names. */
function fileAt(folder, address) {
  const names = address.split("/").slice(1);
  for (let first = 0; first < names.length; first += 1) {
    const file = join(folder, ...names.slice(first));
    if (existsSync(file)) return file;
  }
  throw new Error(`${join(folder, "index.html")} loads ${address}, which is not in its folder`);
}

/** Adds the file and, of a script, what it imports before it runs. What is imported in its course comes later or never. */
function addWithImports(files, file) {
  if (files.has(file)) return;
  files.add(file);
  if (!file.endsWith(".js")) return;
  const imports = readFileSync(file, "utf8").matchAll(/\b(?:from|import)\s*["'](\.{1,2}\/[^"'\n]+\.js)["']/g);
  for (const [, imported] of imports) {
    addWithImports(files, join(dirname(file), imported));
  }
}
