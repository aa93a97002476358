// Loads the core by itself: as wasm where that is allowed, else as the same core turned into JavaScript.
import { bytesAt } from "./bytes.js";
import { engine, setEngine } from "./engine.js";
import { integrity } from "./integrity.js";
import { wasmEngine } from "./wasm-engine.js";
import initialize from "./wasm/tiermeter.js";

let loading: Promise<void> | undefined;

/** Loads the core, once; after a failure the next call tries again. */
export function loadEngine(): Promise<void> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<void> {
  if (isLoaded()) {
    return;
  }
  try {
    await loadWasm();
    setEngine(wasmEngine);
  } catch (error) {
    if (!isRefusal(error)) {
      throw error;
    }
    // The import comes first: what can't be loaded either must not hide why wasm was refused.
    const fallback = await import("./fallback.js").catch(() => {
      throw error;
    });
    setEngine(fallback.fallbackEngine());
  }
}

/** Whether the host has loaded the core already, through `tiermeter/slim`. */
function isLoaded(): boolean {
  try {
    engine();
    return true;
  } catch {
    return false;
  }
}

/** A small module with a vector instruction, `(func (drop (i8x16.splat (i32.const 0))))`: the real one has some too. */
const SMALL_MODULE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x0a, 0x09, 0x01, 0x07, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x1a, 0x0b],
);

async function loadWasm(): Promise<void> {
  // A security policy, or an engine without vector instructions, refuses this one like the real one, before that is
  // fetched for nothing.
  new WebAssembly.Module(SMALL_MODULE);
  // Bundlers find the file by this very expression.
  const url = new URL("tiermeter_bg.wasm", import.meta.url);
  await initialize({ module_or_path: await bytesAt(url, integrity) });
}

/**
 * Whether an error means that there can be no wasm here: no `WebAssembly` (a `ReferenceError`), no compiling
 * (`script-src` without `'wasm-unsafe-eval'`), an engine too old for the module, as one without vector instructions, or no fetching (`connect-src`
 * without `'self'`, or bytes that don't have their hash), which `fetch` tells by a `TypeError`.
 */
function isRefusal(error: unknown): boolean {
  if (error instanceof ReferenceError || error instanceof EvalError || error instanceof TypeError) {
    return true;
  }
  return (
    typeof WebAssembly === "object" &&
    (error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError)
  );
}
