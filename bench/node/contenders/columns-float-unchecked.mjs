// Plain JS numbers, inexact: one running total and nothing else. No run is checked and no tier gets an amount
// of its own, so this does less than the rules ask; it shows how little time the work can take at all.

import { MINOR_DIGITS, unitPrices } from "../price-book.mjs";

export function price({ startedAtMs, stoppedAtMs, tier, tiers }, priceBook) {
  const prices = Float64Array.from(unitPrices(tiers, priceBook), Number);
  let total = 0;
  for (let run = 0; run < tier.length; run += 1) {
    total += Math.max(1, Math.ceil((stoppedAtMs[run] - startedAtMs[run]) / 1000)) * prices[tier[run]];
  }
  return { exactTotal: String(total), payable: total.toFixed(MINOR_DIGITS) };
}
