import type { RefusalCode } from "./types.js";

/** A refusal: a stable code, a JSON pointer to the place, and a sentence with the value and the allowed range. */
export class TiermeterError extends Error {
  /** What kind of fault it is. */
  readonly code: RefusalCode;
  /** JSON pointer to the place, relative to the document at fault; empty for the whole document. */
  readonly path: string;

  constructor(code: RefusalCode, path: string, message: string) {
    super(message);
    this.name = "TiermeterError";
    this.code = code;
    this.path = path;
  }
}
