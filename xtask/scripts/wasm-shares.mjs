// What the code of a wasm file consists of, by the crates that its functions are from. It takes the file that cargo
// builds, since later steps strip the names.

const CUSTOM_SECTION = 0;
const IMPORT_SECTION = 2;
const CODE_SECTION = 10;
const DATA_SECTION = 11;
const FUNCTION_NAMES = 1;
const FUNCTION_IMPORT = 0;

/** Under this stands what has no Rust name: exports, and what the compiler brings along, such as `memcmp`. */
export const NO_CRATE = "(exports, compiler's own)";

/**
 * The bytes of code by crate, the largest first, and how many bytes of data there are. A generic function counts for
 * the crate that wrote it, whoever it is compiled for; what is inlined counts for the function around it. Functions
 * that wasm-bindgen runs and takes out are left out.
 */
export function sharesOf(wasm) {
  const { imports, bodies, data, names } = read(wasm);
  if (names.size === 0) {
    throw new Error("the wasm file names no functions; it must be the one that cargo has built");
  }
  const crates = new Map();
  for (const [index, bytes] of bodies.entries()) {
    const name = names.get(imports + index) ?? "";
    if (isTakenOut(name)) continue;
    const crate = crateOf(name) ?? NO_CRATE;
    crates.set(crate, (crates.get(crate) ?? 0) + bytes);
  }
  const sorted = [...crates].map(([crate, bytes]) => ({ crate, bytes })).sort((one, other) => other.bytes - one.bytes);
  return { crates: sorted, code: sorted.reduce((sum, { bytes }) => sum + bytes, 0), data };
}

/** The contents of the sections of code and data, of any wasm file. */
export function codeAndData(wasm) {
  const contents = { code: wasm.subarray(0, 0), data: wasm.subarray(0, 0) };
  for (const { id, start, end } of sectionsOf(wasm)) {
    if (id === CODE_SECTION) contents.code = wasm.subarray(start, end);
    if (id === DATA_SECTION) contents.data = wasm.subarray(start, end);
  }
  return contents;
}

/** What each function of a wasm file consists of, by the name that the file has for it. */
export function functionBodies(wasm) {
  const { imports, bodies, names } = read(wasm);
  const { code } = codeAndData(wasm);
  const found = new Map();
  const reader = new Reader(code);
  reader.number();
  for (const [index, bytes] of bodies.entries()) {
    found.set(names.get(imports + index), code.subarray(reader.position, reader.position + bytes));
    reader.position += bytes;
  }
  return found;
}

/** The pieces of a wasm file's data that lie at fixed addresses, as parts of the file itself. */
export function* dataPieces(wasm) {
  const FIXED = 0;
  const I32_CONST = 0x41;
  for (const { id, start } of sectionsOf(wasm)) {
    if (id !== DATA_SECTION) continue;
    const reader = new Reader(wasm, start);
    for (let left = reader.number(); left > 0; left -= 1) {
      if (reader.number() !== FIXED || reader.byte() !== I32_CONST) {
        throw new Error("the wasm file has data of another kind than that at fixed addresses");
      }
      // Addresses are signed there, and those of small modules never negative.
      const address = reader.number();
      reader.byte();
      const length = reader.number();
      const piece = wasm.subarray(reader.position, reader.position + length);
      reader.position += length;
      yield { address, piece };
    }
  }
}

/** The crate of a function's mangled name, in either of Rust's ways; `undefined` for a name of another kind. */
export function crateOf(name) {
  if (name.startsWith("_R")) return crateOfV0(name);
  return name.startsWith("_ZN") ? crateOfLegacy(name) : undefined;
}

/** A place in a wasm file, and how to read on from there. */
export class Reader {
  constructor(bytes, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  byte() {
    if (this.position >= this.bytes.length) throw new Error("the wasm file ends too early");
    return this.bytes[this.position++];
  }

  /** An unsigned number in LEB128: seven bits a byte, the lowest first. */
  number() {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  text() {
    const length = this.number();
    this.position += length;
    return Buffer.from(this.bytes.subarray(this.position - length, this.position)).toString("utf8");
  }
}

/** The sections of a wasm file, with where the content of each begins and ends. */
export function* sectionsOf(wasm) {
  if (Buffer.from(wasm.subarray(0, 4)).toString("latin1") !== "\0asm") {
    throw new Error("this is no wasm file");
  }
  const reader = new Reader(wasm, 8);
  while (reader.position < wasm.length) {
    const id = reader.byte();
    const length = reader.number();
    const start = reader.position;
    if (start + length > wasm.length) throw new Error("the wasm file ends too early");
    yield { id, start, end: start + length };
    reader.position = start + length;
  }
}

function read(wasm) {
  const found = { imports: 0, bodies: [], data: 0, names: new Map() };
  for (const { id, start, end } of sectionsOf(wasm)) {
    const reader = new Reader(wasm, start);
    if (id === IMPORT_SECTION) found.imports = importedFunctions(reader);
    if (id === CODE_SECTION) found.bodies = bodySizes(reader);
    if (id === DATA_SECTION) found.data = end - start;
    if (id === CUSTOM_SECTION && reader.text() === "name") found.names = functionNames(reader, end);
  }
  return found;
}

/** How many functions are imported: they have the first numbers. */
function importedFunctions(reader) {
  let functions = 0;
  for (let left = reader.number(); left > 0; left -= 1) {
    reader.text();
    reader.text();
    const kind = reader.byte();
    if (kind === FUNCTION_IMPORT) functions += 1;
    skipImportedType(reader, kind);
  }
  return functions;
}

/** Passes over what is imported, behind the byte that says its kind. */
export function skipImportedType(reader, kind) {
  const skipLimits = () => {
    const hasMost = (reader.byte() & 1) === 1;
    reader.number();
    if (hasMost) reader.number();
  };
  const skips = [
    () => reader.number(), // function
    () => (reader.byte(), skipLimits()), // table
    skipLimits, // memory
    () => (reader.byte(), reader.byte()), // global
    () => (reader.byte(), reader.number()), // tag
  ];
  if (skips[kind] === undefined) throw new Error(`the wasm file imports something of an unknown kind, ${kind}`);
  skips[kind]();
}

/** The size of each function, with the number before it that says the size. */
function bodySizes(reader) {
  const sizes = [];
  for (let left = reader.number(); left > 0; left -= 1) {
    const start = reader.position;
    const length = reader.number();
    reader.position += length;
    sizes.push(reader.position - start);
  }
  return sizes;
}

function functionNames(reader, end) {
  const names = new Map();
  while (reader.position < end) {
    const kind = reader.byte();
    const length = reader.number();
    const next = reader.position + length;
    if (kind === FUNCTION_NAMES) {
      for (let left = reader.number(); left > 0; left -= 1) {
        const index = reader.number();
        names.set(index, reader.text());
      }
    }
    reader.position = next;
  }
  return names;
}

/** What only describes types to wasm-bindgen, which then takes it out. */
function isTakenOut(name) {
  return /__wbindgen_describe|wasm_bindgen(?:8|\.\.)describe/.test(name);
}

// The letters before the first crate root say how deep it lies: `N` with the kind of a name's place, `M` and `X` for
// the place of an impl, `Y` for a trait's own function, which has the type that it is for in front, `I` for what is
// generic. The crate's name comes after `C`, with its length.
function crateOfV0(name) {
  const rest = name.slice(2).replace(/^\d+/, "");
  let position = 0;
  while (position < rest.length) {
    const tag = rest[position];
    position += 1;
    const after = rest.slice(position);
    if (tag === "N") position += 1;
    if (tag === "M" || tag === "X") position += /^(?:s[0-9A-Za-z]*_)?/.exec(after)[0].length;
    if (tag === "L") position += /^[0-9A-Za-z]*_/.exec(after)?.[0].length ?? 0;
    if (tag === "C") {
      const found = /^(?:s[0-9A-Za-z]*_)?(\d+)_?/.exec(after);
      if (found !== null) return after.slice(found[0].length).slice(0, Number(found[1]));
    }
  }
  return undefined;
}

const LETTERS = { LT: "<", GT: ">", RF: "&", BP: "*", LP: "(", RP: ")", C: "," };

// The first part is the crate, or `<type as trait>` for an impl: then it is the type's crate, and the trait's where
// the type is nobody's, such as a reference or a type parameter.
function crateOfLegacy(name) {
  const [, length, rest] = /^_ZN(\d+)(.*)$/s.exec(name) ?? [];
  const part = (rest ?? "").slice(0, Number(length));
  if (!part.startsWith("_$LT$")) return part === "" ? undefined : part.split("..")[0];
  const decoded = part
    .slice(1)
    .replace(/\$u([0-9a-f]+)\$/g, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/\$([A-Z]+)\$/g, (whole, letters) => LETTERS[letters] ?? whole)
    .replaceAll("..", "::");
  const [type, trait] = typeAndTrait(decoded.slice(1));
  const crateBefore = /^(?:&|\*|mut |const |dyn )*([A-Za-z_]\w*)::/;
  // What the language itself has no crate for, slices and numbers, is core's.
  return (crateBefore.exec(type) ?? crateBefore.exec(trait))?.[1] ?? "core";
}

/** `type as trait>`, parted where no bracket is open. */
function typeAndTrait(text) {
  let open = 0;
  for (let position = 0; position < text.length; position += 1) {
    const letter = text[position];
    if ("<([".includes(letter)) open += 1;
    // The bracket of an arrow closes nothing.
    if (">)]".includes(letter) && text[position - 1] !== "-") open -= 1;
    if (open === 0 && text.startsWith(" as ", position)) return [text.slice(0, position), text.slice(position + 4)];
  }
  return [text, ""];
}
