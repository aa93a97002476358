// The module as one file with the wasm inside, for a content delivery network or a notebook: scripts/bundle.mjs
// joins it with all that it imports.
import * as core from "./core.js";
import { setEngine } from "./engine.js";
import type { PriceBook } from "./types.js";
import { wasmEngine } from "./wasm-engine.js";
import initialize from "./wasm/tiermeter.js";

/** The wasm in base64, put in its place when the files are joined. */
declare const WASM_BASE64: string;

await initialize({ module_or_path: Uint8Array.from(atob(WASM_BASE64), (byte) => byte.charCodeAt(0)) });
setEngine(wasmEngine);

/** The bundled price book: the published list prices, and sample prices of models. */
export const defaultPriceBook: PriceBook = core.bundledPriceBook();

export {
  applyCommand,
  describeService,
  expandEstimate,
  newService,
  priceColumns,
  priceEstimate,
  priceUsage,
} from "./core.js";
export { TiermeterError } from "./error.js";
export type * from "./types.js";
