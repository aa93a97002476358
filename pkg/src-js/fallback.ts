// The core where wasm is refused: the same one, turned into JavaScript by binaryen's wasm2js. It is loaded only then.
import type { Engine } from "./engine.js";
import * as core from "./fallback/tiermeter.wasm2js.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const LENGTH_BYTES = 4;
/** What a pointer that leads nowhere means, in the core's own words: this file imports nothing but the core. */
const NO_MEMORY = JSON.stringify({
  refused: { code: "out_of_range", path: "", message: "the document needs more memory than there is" },
});

/** The core without wasm. */
export function fallbackEngine(): Engine {
  return { call };
}

function call(name: string, argumentsJson: string): string {
  const request = encoder.encode(`${name}\n${argumentsJson}`);
  const argument = core.allocate(request.length) >>> 0;
  if (argument === 0) {
    return NO_MEMORY;
  }
  new Uint8Array(core.memory.buffer, argument, request.length).set(request);
  const answer = core.call(argument, request.length) >>> 0;
  core.release(argument, request.length);
  if (answer === 0) {
    return NO_MEMORY;
  }
  // Only now: the call may have made the memory grow, and the buffer another one.
  const length = new DataView(core.memory.buffer).getUint32(answer, true);
  const text = decoder.decode(new Uint8Array(core.memory.buffer, answer + LENGTH_BYTES, length));
  core.release(answer, LENGTH_BYTES + length);
  return text;
}
