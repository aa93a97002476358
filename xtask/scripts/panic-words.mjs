// The words of panics in a wasm module's data: sentences of the standard library, and the files and lines of the
// sources. They become zeros, which compress to nothing; nothing moves.

import { dataPieces } from "./wasm-shares.mjs";

/** Where a panic's source lies: paths as the compiler writes them, with the zero behind them. */
const SOURCE = /(?:\/rustc\/[0-9a-f]{40}\/|\/rust\/deps\/|crates\/|(?<![\w./-])src\/)[\w./-]+?\.rs\0/g;

/** What panics of the standard library, of wasm-bindgen and of Leptos say, piece by piece. No message of ours says so. */
const SENTENCES = [
  "a formatting trait implementation returned an error when the underlying stream did not",
  "a Display implementation returned an error unexpectedly",
  "begin > end (",
  ") when slicing `",
  "start byte index ",
  "end byte index ",
  " is out of bounds of `",
  " is not a char boundary; it is inside ",
  " (bytes ",
  ") of `",
  "slice index starts at ",
  " but ends at ",
  " index out of bounds: the len is ",
  " but the index is ",
  "range start index ",
  "range end index ",
  " out of range for slice of length ",
  "copy_from_slice: source slice length (",
  ") does not match destination slice length (",
  "attempt to divide by zero",
  "attempt to divide with overflow",
  "attempt to calculate the remainder with a divisor of zero",
  "attempt to join into collection with len > usize::MAX",
  "assertion failed: self.is_char_boundary(idx)",
  "called `Option::unwrap()` on a `None` value",
  "called `Result::unwrap()` on an `Err` value",
  "called `Option::unwrap_throw()` on a `None` value",
  "called `Result::unwrap_throw()` on an `Err` value",
  "RefCell already mutably borrowed",
  "RefCell already borrowed",
  "cannot recursively acquire mutex",
  "cannot modify the panic hook from a panicking thread",
  "cannot access a Thread Local Storage value during or after destruction: ",
  "Value is None because the `ssr` feature is active. When `ssr` is enabled, tachys skips creating client-side values (event handlers, directives, properties) to avoid cross-thread panics on multithreaded servers. If you are building a client-side (CSR or hydrate) target, this means the `ssr` feature is being activated unintentionally via Cargo feature unification; another dependency in your workspace is enabling it. Run `cargo tree -e features -i tachys` to identify the source.",
  "use of std::thread::current() is not possible after the thread's local data has been destroyed",
  "Once instance has previously been poisoned",
  "LazyCell instance has previously been poisoned",
  "`async fn` resumed after completion",
  "closure invoked recursively or after being dropped",
  "Dropped SendWrapper<T> variable from a thread different to the one it has been created with.",
  "Dereferenced SendWrapper<T> variable from a thread different to the one it has been created with.",
  "assertion failed: psize >= size + min_overhead",
  "assertion failed: psize <= size + max_overhead",
  "assertion failed: slot.is_none()",
  "assertion failed: self.is_char_boundary(new_len)",
  "one-time initialization may not be performed recursively",
  "start of range should be a character boundary",
  "end of range should be a character boundary",
  "internal error: entered unreachable code: the bundled price book reads",
  "mid > len",
  "capacity overflow",
];

/** A place of a source in the data: the address of its path and the path's length, then line and column. */
const LOCATION_BYTES = 16;

/** The same module without the words of panics. */
export function withoutWords(wasm) {
  const bytes = Buffer.from(wasm);
  for (const { address, piece } of dataPieces(bytes)) {
    const text = piece.toString("latin1");
    const lengths = new Map();
    for (const { index, 0: path } of text.matchAll(SOURCE)) {
      lengths.set(address + index, path.length - 1);
      piece.fill(0, index, index + path.length);
    }
    for (const sentence of SENTENCES) {
      for (let at = text.indexOf(sentence); at >= 0; at = text.indexOf(sentence, at + sentence.length)) {
        piece.fill(0, at, at + sentence.length);
      }
    }
    for (let at = -address & 3; at + LOCATION_BYTES <= piece.length; at += 4) {
      if (lengths.get(piece.readUInt32LE(at)) === piece.readUInt32LE(at + 4)) {
        piece.fill(0, at, at + LOCATION_BYTES);
      }
    }
  }
  return bytes;
}
