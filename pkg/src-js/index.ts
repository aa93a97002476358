// The module that is ready when it is imported: it loads its wasm by itself, in Node and in browsers.
import initialize from "./wasm/tiermeter.js";
import { bundledPriceBook } from "./core.js";
import { setEngine } from "./engine.js";
import { wasmEngine } from "./wasm-engine.js";
import type { PriceBook } from "./types.js";

declare const process: { versions?: { node?: string } } | undefined;

async function load(): Promise<void> {
  if (typeof process !== "undefined" && process.versions?.node !== undefined) {
    // Node's fetch takes no file URL.
    const name = "node:fs/promises";
    const { readFile } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as {
      readFile(url: URL): Promise<Uint8Array<ArrayBuffer>>;
    };
    await initialize({ module_or_path: await readFile(new URL("./wasm/tiermeter_bg.wasm", import.meta.url)) });
  } else {
    await initialize();
  }
  setEngine(wasmEngine);
}

await load();

/** The bundled price book: the published list prices, and sample prices of models. */
export const defaultPriceBook: PriceBook = bundledPriceBook();

export { applyCommand, describeService, expandEstimate, newService, priceColumns, priceEstimate, priceUsage } from "./core.js";
export { TiermeterError } from "./error.js";
export type * from "./types.js";
