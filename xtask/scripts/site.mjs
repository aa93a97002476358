// node site.mjs FROM FOLDER: what belongs to the site as a whole, into the folder of the built pages. Files are copied
// as they are, under names that others know: robots.txt, the service worker, the manifest, pictures. In the page for
// addresses that are nothing's, the built names of styles and scripts take the place of a comment.

import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [from, folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("site.mjs needs the folder of the files and the one of the built pages");
  process.exit(2);
}

cpSync(from, folder, { recursive: true });

const PLACE = "<!-- styles and scripts -->";
// Its styles are the page's own, and no program is needed.
const BUILT = /<link rel="(?:stylesheet|icon)"[^>]*>|<script src="[^"]*\/(?:boot|language)-[^"]*"[^>]*><\/script>/g;

const built = readFileSync(join(folder, "how-it-is-billed/index.html"), "utf8").match(BUILT) ?? [];
const notFound = join(folder, "not-found.html");
const html = readFileSync(notFound, "utf8");
if (built.length < 4 || !html.includes(PLACE)) {
  console.error(`site.mjs finds ${built.length} styles and scripts of the rules' page, and needs their place in ${notFound}`);
  process.exit(1);
}
writeFileSync(notFound, html.replace(PLACE, built.join("\n  ")));
