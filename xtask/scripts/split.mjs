// node split.mjs FROM FOLDER: puts the split program of the pricing page in the place of the whole one that Trunk has
// put into the folder of the built pages. Names carry the hash of all of it, since its files name one another.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [from, folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("split.mjs needs the folder of the split program and the one of the built pages");
  process.exit(2);
}

/** Where a script names a file that it loads. The wasm has names of its own for what it imports, which stay. */
const ADDRESS = /(\bfrom\s*["']|new URL\(["'])\.\/([^"']+)/g;
const WHOLE = /^page-[0-9a-f]+(_bg\.wasm|\.js)$/;

const files = readdirSync(from).filter((name) => /^(?:page(?:_bg)?|parts|split_.+|chunk_.+)\.(?:js|wasm)$/.test(name)).sort();
const hash = createHash("sha256");
for (const name of files) {
  hash.update(name).update(readFileSync(join(from, name)));
}
const mark = hash.digest("hex").slice(0, 16);
const named = (name) => name.replace(/^(page|.+?)(_bg)?\.(js|wasm)$/, (_, stem, bg = "", ending) => `${stem.replaceAll("_", "-")}-${mark}${bg}.${ending}`);

for (const name of readdirSync(folder).filter((name) => WHOLE.test(name))) {
  rmSync(join(folder, name));
}
for (const name of files) {
  const bytes = readFileSync(join(from, name));
  const renamed = name.endsWith(".js") ? bytes.toString().replace(ADDRESS, (_, before, other) => `${before}./${named(other)}`) : "";
  writeFileSync(join(folder, named(name)), name.endsWith(".js") ? renamed : bytes);
}
// The page names what is fetched later, so that it is kept with the page.
const later = JSON.stringify(files.filter((name) => /^(?:parts\.js|(?:chunk|split)_.*)$/.test(name)).map((name) => `/${named(name)}`));
const index = join(folder, "index.html");
const html = readFileSync(index, "utf8");
const replaced = html
  .replace(/<script type="application\/json" id="later">[^<]*<\/script>\n/g, "")
  .replace(/\/page-[0-9a-f]+(_bg\.wasm|\.js)/g, (_, ending) => `/page-${mark}${ending}`)
  .replace(/<script type="module">/, `<script type="application/json" id="later">${later}</script>\n$&`);
if (!replaced.includes(later) || !replaced.includes(`/page-${mark}.js`) || files.length < 4) {
  console.error(`split.mjs finds ${files.length} files of the split program, and needs the whole one's names in ${index}`);
  process.exit(1);
}
writeFileSync(index, replaced);
