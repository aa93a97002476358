// node styles.mjs PAGE.html: joins the styles that a built page names, in the order in which it names them, into one file
// without what only people read. Rules that are alike then stand in one file, where they compress better, and the page
// asks for one file and not for eight. They lie beside the page, where Trunk has copied them for it alone.

import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { transform } from "esbuild";

const [page] = process.argv.slice(2);
if (page === undefined) {
  console.error("styles.mjs needs the page");
  process.exit(2);
}

/** A link to styles as Trunk writes it, with the line that it stands in. */
const LINK = /[ \t]*<link rel="stylesheet" href="([^"]+)"[^>]*>\n?/g;

const html = readFileSync(page, "utf8");
const files = [...html.matchAll(LINK)].map(([, address]) => join(dirname(page), basename(address)));
if (files.length < 2) {
  console.error(`styles.mjs finds ${files.length} files of styles in ${page}, and nothing to be joined`);
  process.exit(1);
}
const all = files.map((file) => readFileSync(file, "utf8")).join("\n");
const { code } = await transform(all, { loader: "css", minify: true });
const hash = (algorithm, encoding) => createHash(algorithm).update(code).digest(encoding);
const name = `styles-${hash("sha256", "hex").slice(0, 16)}.css`;
// The first link is replaced, the others are taken away: what stands between them are no other styles.
let link = `  <link rel="stylesheet" href="/${name}" integrity="sha384-${hash("sha384", "base64")}"/>\n`;
const joined = html.replace(LINK, () => {
  const replacement = link;
  link = "";
  return replacement;
});
writeFileSync(join(dirname(page), name), code);
writeFileSync(page, joined);
files.forEach((file) => rmSync(file));
