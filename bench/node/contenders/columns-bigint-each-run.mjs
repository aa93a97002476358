// BigInt in units of 10^-12: an amount for each run.

import { MINOR_DIGITS, unitPrices } from "../price-book.mjs";
import { billableSeconds } from "../rules.mjs";
import { payableFromScaled, scaledFromText, textFromScaled } from "../scaled.mjs";

export function price({ startedAtMs, stoppedAtMs, tier, tiers }, priceBook) {
  const prices = unitPrices(tiers, priceBook).map(scaledFromText);
  const seconds = new Float64Array(tiers.length);
  const amounts = prices.map(() => 0n);
  for (let run = 0; run < tier.length; run += 1) {
    const index = tier[run];
    if (index >= tiers.length) {
      throw new RangeError(`tier ${index} of run ${run} is not from 0 to ${tiers.length - 1}`);
    }
    const runSeconds = billableSeconds(startedAtMs[run], stoppedAtMs[run]);
    seconds[index] += runSeconds;
    amounts[index] += prices[index] * BigInt(runSeconds);
  }
  const total = amounts.reduce((sum, amount) => sum + amount, 0n);
  return {
    seconds: Array.from(seconds),
    amounts: amounts.map(textFromScaled),
    exactTotal: textFromScaled(total),
    payable: payableFromScaled(total, MINOR_DIGITS),
  };
}
