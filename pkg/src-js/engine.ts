// The one loaded core. Whatever loads it, wasm or the fallback without wasm, sets it here.
import { TiermeterError } from "./error.js";

/** The core, however it was loaded. */
export interface Engine {
  /** Calls a function with its arguments as JSON text; `{"ok"}` or `{"refused"}` as JSON text. */
  call(name: string, argumentsJson: string): string;
  /** Prices usage whose runs come packed; `undefined` where they are not as they must be. */
  pricePackedUsage?(argumentsJson: string, namesJson: string, indices: Uint32Array, instants: string): string | undefined;
  /** Prices runs as columns; `{"ok"}` or `{"refused"}` as JSON text. Absent where there is no quick way. */
  priceColumns?(
    startedAtMs: Float64Array,
    stoppedAtMs: Float64Array,
    tier: Uint8Array,
    argumentsJson: string,
  ): string;
}

let loaded: Engine | undefined;

/** Sets the core that every function uses from now on. */
export function setEngine(engine: Engine): void {
  loaded = guarded(engine);
}

/** The loaded core; before it is loaded every call is refused. */
export function engine(): Engine {
  if (loaded === undefined) {
    throw new TiermeterError("not_initialized", "", "the module is not loaded yet; await initialize(...) first");
  }
  return loaded;
}

/** Whether the core refuses something, as it may. */
export function isRefusal(thrown: unknown): boolean {
  return thrown instanceof TiermeterError && thrown.code !== "stopped";
}

/**
 * A core that fails, as by a trap, leaves its memory in the middle of something: whatever it would say then may be
 * wrong. It is never asked again, and every later call says why.
 */
function guarded({ call, pricePackedUsage, priceColumns }: Engine): Engine {
  let fault: TiermeterError | undefined;
  const guard = <Parameters extends unknown[], Answer>(ask: (...parameters: Parameters) => Answer) => {
    return (...parameters: Parameters): Answer => {
      if (fault !== undefined) {
        throw stopped(fault.message);
      }
      try {
        return ask(...parameters);
      } catch (thrown) {
        if (isRefusal(thrown)) {
          throw thrown;
        }
        const cause = thrown instanceof Error ? thrown.message : String(thrown);
        fault = stopped(`the core has failed (${cause}) and must be reloaded, with the page or the process`);
        throw fault;
      }
    };
  };
  return {
    call: guard(call),
    ...(pricePackedUsage && { pricePackedUsage: guard(pricePackedUsage) }),
    ...(priceColumns && { priceColumns: guard(priceColumns) }),
  };
}

function stopped(message: string): TiermeterError {
  return new TiermeterError("stopped", "", message);
}
