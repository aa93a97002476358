// The core where wasm is refused: the same one, turned into JavaScript by binaryen's wasm2js. It is loaded only then.
import type { Engine } from "./engine.js";
import { TiermeterError } from "./error.js";
import * as core from "./fallback/tiermeter.wasm2js.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const LENGTH_BYTES = 4;

/** The core without wasm. */
export function fallbackEngine(): Engine {
  return { call };
}

function call(name: string, argumentsJson: string): string {
  const request = encoder.encode(`${name}\n${argumentsJson}`);
  const argument = there(core.allocate(request.length));
  new Uint8Array(core.memory.buffer, argument, request.length).set(request);
  const answer = there(core.call(argument, request.length));
  core.release(argument, request.length);
  // Only now: the call may have made the memory grow, and the buffer another one.
  const length = new DataView(core.memory.buffer).getUint32(answer, true);
  const text = decoder.decode(new Uint8Array(core.memory.buffer, answer + LENGTH_BYTES, length));
  core.release(answer, LENGTH_BYTES + length);
  return text;
}

/** A pointer that leads somewhere; it comes as a signed number. */
function there(pointer: number): number {
  if (pointer === 0) {
    throw new TiermeterError("out_of_range", "", "the document needs more memory than there is");
  }
  return pointer >>> 0;
}
