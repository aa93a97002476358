// The names by which a wasm file and the scripts around it know each other. Both sections that hold names are written
// anew; everything else stays byte by byte, what is said about its code and its data as well.

import { Reader, sectionsOf, skipImportedType } from "./wasm-shares.mjs";

const IMPORT_SECTION = 2;
const EXPORT_SECTION = 7;

/** The same file without the exports whose names `isUnwanted` knows. */
export function withoutExports(wasm, isUnwanted) {
  return withSections(wasm, {
    [EXPORT_SECTION]: (reader) => entries(reader, exported).filter(({ name }) => !isUnwanted(name)),
  });
}

/** The same file with what it imports and exports called otherwise: `rename` is given each name. */
export function renamed(wasm, rename) {
  const renameAll = (found) => found.map((entry) => ({ ...entry, name: rename(entry.name) }));
  return withSections(wasm, {
    [IMPORT_SECTION]: (reader) => renameAll(entries(reader, imported)),
    [EXPORT_SECTION]: (reader) => renameAll(entries(reader, exported)),
  });
}

function withSections(wasm, changes) {
  const pieces = [wasm.subarray(0, 8)];
  for (const { id, start, end } of sectionsOf(wasm)) {
    const change = changes[id];
    let content = wasm.subarray(start, end);
    if (change !== undefined) {
      const changed = change(new Reader(wasm, start));
      content = Buffer.concat([number(changed.length), ...changed.map(written)]);
    }
    pieces.push(Buffer.from([id]), number(content.length), content);
  }
  return Buffer.concat(pieces);
}

function entries(reader, read) {
  return Array.from({ length: reader.number() }, () => read(reader));
}

/** What is imported: the module, the name, and the bytes that say what it is. */
function imported(reader) {
  const [module, name] = [reader.text(), reader.text()];
  const from = reader.position;
  skipImportedType(reader, reader.byte());
  return { before: text(module), name, what: reader.bytes.subarray(from, reader.position) };
}

/** What is exported: the name, and the bytes that say what it is. */
function exported(reader) {
  const name = reader.text();
  const from = reader.position;
  reader.byte();
  reader.number();
  return { before: Buffer.alloc(0), name, what: reader.bytes.subarray(from, reader.position) };
}

function written({ before, name, what }) {
  return Buffer.concat([before, text(name), what]);
}

function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([number(bytes.length), bytes]);
}

/** An unsigned number in LEB128: seven bits a byte, the lowest first. */
function number(value) {
  const bytes = [];
  let left = value;
  while (left > 127) {
    bytes.push((left % 128) + 128);
    left = Math.floor(left / 128);
  }
  bytes.push(left);
  return Buffer.from(bytes);
}
