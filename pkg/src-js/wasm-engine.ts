// The core in wasm, as an engine.
import * as wasm from "./wasm/tiermeter.js";
import type { Engine } from "./engine.js";

/** Runs that are copied to the core at a time: few enough to stay in the processor's cache. */
const RUNS_AT_ONCE = 8192;

/** The functions of a loaded wasm module. */
export const wasmEngine: Engine = {
  call: wasm.call,
  pricePackedUsage: wasm.pricePackedUsage,
  priceColumns(startedAtMs, stoppedAtMs, tier, argumentsJson) {
    const pricing = new wasm.ColumnsPricing(argumentsJson);
    let total: string;
    try {
      const length = startedAtMs.length;
      for (let from = 0; from < length; from += RUNS_AT_ONCE) {
        const to = from + RUNS_AT_ONCE;
        const taken = pricing.add(startedAtMs.subarray(from, to), stoppedAtMs.subarray(from, to), tier.subarray(from, to));
        if (!taken) {
          break;
        }
      }
      total = pricing.total();
    } catch (thrown) {
      try {
        // Not left to the garbage collector, which would call a core that may have failed.
        pricing.free();
      } catch {
        // What it failed with first is what counts.
      }
      throw thrown;
    }
    pricing.free();
    return total;
  },
};
