// This core as wasm, on typed arrays.

import { priceColumns } from "../../../pkg/dist/index.js";

export function price({ startedAtMs, stoppedAtMs, tier, tiers }, priceBook) {
  return priceColumns({ startedAtMs, stoppedAtMs, tier, tiers }, priceBook);
}
