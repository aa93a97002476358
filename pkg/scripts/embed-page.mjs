// node scripts/embed-page.mjs FOLDER: the page that writes the snippet, in every language, with the files that the
// snippet loads, from the built package. Everything in FOLDER is made anew.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

import { elementFiles } from "./embed-page/element.mjs";
import { hashedName, integrityOf } from "./embed-page/hash.mjs";
import { codeBlock, examples, priceTable, reference, tierOptions } from "./embed-page/parts.mjs";
import { Texts } from "./embed-page/texts.mjs";

/** Where the server has FOLDER. */
const ADDRESS = "/embed/";
const ELEMENT = "tiermeter/element.js";
const PAGES = { en: "index.html", "zh-CN": "zh-CN.html" };

const here = fileURLToPath(new URL("../", import.meta.url));
const [, , given] = process.argv;
if (given === undefined) {
  console.error("embed-page.mjs needs the folder to write into");
  process.exit(2);
}
const folder = resolve(given);
await rm(folder, { recursive: true, force: true });

/** Writes a file; the address by which the page knows it. */
async function put(name, content) {
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return ADDRESS + name;
}

/** The same for a file that is never another one under its name. */
function putHashed(name, content) {
  return put(hashedName(name, content), content);
}

async function putCopy(path) {
  return putHashed(basename(path), await readFile(join(here, path)));
}

/** A file of the page's sources, joined with all that it imports. */
async function joined(entry, options) {
  const { outputFiles } = await build({
    entryPoints: [join(here, "site", entry)],
    bundle: true,
    minify: true,
    charset: "utf8",
    write: false,
    logLevel: "warning",
    ...options,
  });
  return outputFiles[0].contents;
}

async function documentAt(path) {
  return JSON.parse(await readFile(join(here, path), "utf8"));
}

// What the snippet says of prices without scripts is the bundled price book's.
const book = await documentAt("dist/price-book.json");
const table = {
  caption: `GPU tiers, ${book.currency} a second`,
  prices: book.gpu_tiers.map(({ code, name, prices }) => {
    if (prices.length !== 1) {
      throw new Error(`tier ${code} has ${prices.length} prices, and the table has room for one`);
    }
    return { code, name, price: prices[0].per_second };
  }),
};

// The element, and what it loads.
const element = await elementFiles(join(here, "dist"), join(here, "site/element/fallback.ts"));
for (const [name, content] of Object.entries(element)) {
  await put(`tiermeter/${name}`, content);
}
const integrity = integrityOf(element["element.js"]);

// The page's own files.
const addresses = {
  boot: await putCopy("../style/boot.js"),
  mark: await putCopy("../style/mark.svg"),
  style: await putHashed("embed.css", await joined("embed.css", {})),
  script: await putHashed(
    "embed.js",
    await joined("main.ts", {
      format: "esm",
      target: "es2022",
      define: {
        ELEMENT_ADDRESS: JSON.stringify(ADDRESS + ELEMENT),
        ELEMENT_INTEGRITY: JSON.stringify(integrity),
        LIST_PRICES: JSON.stringify(table),
      },
    }),
  ),
  element: ADDRESS + ELEMENT,
};

// The first snippet stands in the page already, for readers without scripts.
const source = await joined("playground/first-snippet.ts", { format: "esm" });
const { firstSnippet } = await import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
const snippet = firstSnippet({ address: addresses.element, integrity, ...table });

const template = await readFile(join(here, "site/index.html"), "utf8");
const elements = await documentAt("custom-elements.json");
for (const [language, page] of Object.entries(PAGES)) {
  const texts = new Texts(await documentAt(`site/texts/${language}.json`));
  const block = (name) =>
    codeBlock(texts, { id: `snippet-${name}`, name: texts.take(`block_${name}`), text: snippet[name], isHeading: true });
  const parts = {
    integrity,
    book: `${book.name} (${book.id}), ${book.currency}`,
    tiers: tierOptions(table.prices),
    prices: priceTable(table),
    "snippet:install": block("install"),
    "snippet:script": block("script"),
    "snippet:html": block("html"),
    "snippet:css": block("css"),
    examples: await examples(texts, join(here, "examples")),
    reference: reference(texts, elements),
  };
  for (const [name, address] of Object.entries(addresses)) {
    parts[`address:${name}`] = address;
  }
  await put(page, texts.fill(template, parts));
}
