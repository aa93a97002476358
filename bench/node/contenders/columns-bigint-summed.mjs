// BigInt in units of 10^-12: seconds are summed by tier as JS numbers and multiplied once.

import { MINOR_DIGITS, unitPrices } from "../price-book.mjs";
import { secondsByTier } from "../rules.mjs";
import { payableFromScaled, scaledFromText, textFromScaled } from "../scaled.mjs";

export function price(columns, priceBook) {
  const prices = unitPrices(columns.tiers, priceBook).map(scaledFromText);
  const seconds = secondsByTier(columns);
  const amounts = prices.map((unitPrice, tier) => unitPrice * BigInt(seconds[tier]));
  const total = amounts.reduce((sum, amount) => sum + amount, 0n);
  return {
    seconds: Array.from(seconds),
    amounts: amounts.map(textFromScaled),
    exactTotal: textFromScaled(total),
    payable: payableFromScaled(total, MINOR_DIGITS),
  };
}
