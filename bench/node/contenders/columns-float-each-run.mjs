// Plain JS numbers, inexact: an amount for each run.

import { MINOR_DIGITS, unitPrices } from "../price-book.mjs";
import { billableSeconds } from "../rules.mjs";

export function price({ startedAtMs, stoppedAtMs, tier, tiers }, priceBook) {
  const prices = Float64Array.from(unitPrices(tiers, priceBook), Number);
  const seconds = new Float64Array(tiers.length);
  const amounts = new Float64Array(tiers.length);
  for (let run = 0; run < tier.length; run += 1) {
    const index = tier[run];
    if (index >= tiers.length) {
      throw new RangeError(`tier ${index} of run ${run} is not from 0 to ${tiers.length - 1}`);
    }
    const runSeconds = billableSeconds(startedAtMs[run], stoppedAtMs[run]);
    seconds[index] += runSeconds;
    amounts[index] += prices[index] * runSeconds;
  }
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  return {
    seconds: Array.from(seconds),
    amounts: Array.from(amounts, String),
    exactTotal: String(total),
    payable: total.toFixed(MINOR_DIGITS),
  };
}
