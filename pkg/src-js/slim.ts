// The module for hosts that load the wasm themselves. Until `initialize` has ended, every call is refused.
import { bytesAt } from "./bytes.js";
import { setEngine } from "./engine.js";
import { TiermeterError } from "./error.js";
import { wasmEngine } from "./wasm-engine.js";
import initializeWasm from "./wasm/tiermeter.js";

/** A compiled module, also in projects whose libraries don't declare `WebAssembly`. */
export type CompiledModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;

/** Where the wasm comes from: its address, the answer to a request for it, its bytes, or the compiled module. */
export type WasmSource = string | URL | Response | ArrayBuffer | ArrayBufferView<ArrayBuffer> | CompiledModule;

let initializing: Promise<void> | undefined;

/**
 * Loads the core from `tiermeter/tiermeter_bg.wasm`, wherever the host keeps it. The first call counts, later ones
 * wait for it; after a failure the next call tries again.
 */
export function initialize(source: WasmSource | Promise<WasmSource>): Promise<void> {
  initializing ??= initializeFrom(source).catch((error: unknown) => {
    initializing = undefined;
    throw error;
  });
  return initializing;
}

async function initializeFrom(given: WasmSource | Promise<WasmSource>): Promise<void> {
  const source = await given;
  if (typeof source === "string" || source instanceof URL) {
    await initializeWasm({ module_or_path: await bytesAt(source) });
  } else if (isLoaded(source)) {
    await initializeWasm({ module_or_path: source });
  } else {
    const found = source === null ? "null" : typeof source;
    throw new TiermeterError("malformed", "", `the source is ${found}, must be a URL, bytes, a Response or a WebAssembly.Module`);
  }
  setEngine(wasmEngine);
}

function isLoaded(source: unknown): source is Response | BufferSource | WebAssembly.Module {
  return (
    source instanceof ArrayBuffer ||
    ArrayBuffer.isView(source) ||
    source instanceof WebAssembly.Module ||
    (typeof Response === "function" && source instanceof Response)
  );
}

export {
  applyCommand,
  bundledPriceBook as defaultPriceBook,
  describeService,
  expandEstimate,
  newService,
  priceColumns,
  priceEstimate,
  priceUsage,
} from "./core.js";
export { TiermeterError } from "./error.js";
export type * from "./types.js";
