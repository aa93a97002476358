// What wasm2js makes of the core behind a plain C interface.

/** The memory; its buffer is another one after it has grown. */
export const memory: { readonly buffer: ArrayBuffer };

/** Room for so many bytes. */
export function allocate(length: number): number;

/** Gives back room that `allocate` or `call` gave. */
export function release(pointer: number, length: number): void;

/** Calls the function whose name stands in the first line, with the rest as its arguments; a length and that many bytes. */
export function call(pointer: number, length: number): number;
