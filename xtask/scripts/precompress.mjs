// node precompress.mjs FOLDER: writes x.br and x.gz beside each file x that gets smaller by it, so that the server
// compresses nothing while somebody waits.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { extname } from "node:path";
import { gzipSync } from "node:zlib";

import { brotli, filesBelow } from "./files.mjs";

const TYPES = new Set([".html", ".js", ".wasm", ".css", ".svg", ".json"]);
// A smaller file fits into the first packets either way.
const SMALLEST_BYTES = 1024;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("precompress.mjs needs the folder");
  process.exit(2);
}

for (const file of filesBelow(folder)) {
  if (!TYPES.has(extname(file))) continue;
  const plain = readFileSync(file);
  const compressions = plain.length > SMALLEST_BYTES ? { br: brotli, gz: (bytes) => gzipSync(bytes, { level: 9 }) } : {};
  for (const ending of ["br", "gz"]) {
    const compressed = compressions[ending]?.(plain);
    if (compressed !== undefined && compressed.length < plain.length) {
      writeFileSync(`${file}.${ending}`, compressed);
    } else {
      // One from an earlier build would be served in place of the new content.
      rmSync(`${file}.${ending}`, { force: true });
    }
  }
}
