// The one loaded core. Whatever loads it, wasm or the fallback without wasm, sets it here.
import { TiermeterError } from "./error.js";
import type { ColumnsSettlement } from "./types.js";

/** The core, however it was loaded. */
export interface Engine {
  /** Calls a function with its arguments as JSON text; `{"ok"}` or `{"refused"}` as JSON text. */
  call(name: string, argumentsJson: string): string;
  /** Prices usage whose runs come packed; `undefined` where they are not as they must be. */
  pricePackedUsage?(argumentsJson: string, namesJson: string, indices: Uint32Array, instants: string): string | undefined;
  /** Prices runs as columns; throws a refusal as a plain object. Absent where there is no quick way. */
  priceColumns?(
    startedAtMs: Float64Array,
    stoppedAtMs: Float64Array,
    tier: Uint8Array,
    tiers: string[],
    priceBookJson?: string,
  ): ColumnsSettlement;
}

let loaded: Engine | undefined;

/** Sets the core that every function uses from now on. */
export function setEngine(engine: Engine): void {
  loaded = engine;
}

/** The loaded core; before it is loaded every call is refused. */
export function engine(): Engine {
  if (loaded === undefined) {
    throw new TiermeterError("not_initialized", "", "the module is not loaded yet; await initialize(...) first");
  }
  return loaded;
}
