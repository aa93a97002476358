// The files below a folder, and their compression as the server sends them.

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

/** Every file below the folder, in the order of its names. */
export function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    // Node 20 before 20.12 calls it `path`.
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

export function brotli(bytes) {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

/** The raw and brotli sizes of files, added up. */
export function sizeOf(files) {
  let raw = 0;
  let compressed = 0;
  for (const file of files) {
    raw += statSync(file).size;
    compressed += brotliBytes(file);
  }
  return { raw, brotli: compressed };
}

const known = new Map();

// The build of the pages leaves a copy beside each large file, and compressing anew would take as long again.
function brotliBytes(file) {
  if (!known.has(file)) {
    const copy = `${file}.br`;
    known.set(file, existsSync(copy) ? statSync(copy).size : brotli(readFileSync(file)).length);
  }
  return known.get(file);
}
