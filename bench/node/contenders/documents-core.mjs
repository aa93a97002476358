// This core as wasm, on objects.

import { priceUsage } from "../../../pkg/dist/index.js";

export function price(usage, priceBook) {
  return priceUsage(usage, priceBook);
}
