// big.js: an amount for each run.

import Big from "big.js";
import { MINOR_DIGITS, unitPrices } from "../price-book.mjs";
import { billableSeconds } from "../rules.mjs";

export function price({ startedAtMs, stoppedAtMs, tier, tiers }, priceBook) {
  const prices = unitPrices(tiers, priceBook).map((text) => new Big(text));
  const seconds = new Float64Array(tiers.length);
  const amounts = prices.map(() => new Big(0));
  for (let run = 0; run < tier.length; run += 1) {
    const index = tier[run];
    if (index >= tiers.length) {
      throw new RangeError(`tier ${index} of run ${run} is not from 0 to ${tiers.length - 1}`);
    }
    const runSeconds = billableSeconds(startedAtMs[run], stoppedAtMs[run]);
    seconds[index] += runSeconds;
    amounts[index] = amounts[index].plus(prices[index].times(runSeconds));
  }
  const total = amounts.reduce((sum, amount) => sum.plus(amount), new Big(0));
  return {
    seconds: Array.from(seconds),
    amounts: amounts.map((amount) => amount.toFixed()),
    exactTotal: total.toFixed(),
    payable: total.toFixed(MINOR_DIGITS, Big.roundHalfUp),
  };
}
