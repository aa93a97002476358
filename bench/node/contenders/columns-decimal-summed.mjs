// decimal.js: seconds are summed by tier as JS numbers and multiplied once.

import { Decimal } from "decimal.js";
import { MINOR_DIGITS, unitPrices } from "../price-book.mjs";
import { secondsByTier } from "../rules.mjs";

// The default of 20 significant digits would round large totals silently; 40 holds every amount here.
const ExactDecimal = Decimal.clone({ precision: 40 });

export function price(columns, priceBook) {
  const prices = unitPrices(columns.tiers, priceBook).map((text) => new ExactDecimal(text));
  const seconds = secondsByTier(columns);
  const amounts = prices.map((unitPrice, tier) => unitPrice.times(seconds[tier]));
  const total = amounts.reduce((sum, amount) => sum.plus(amount), new ExactDecimal(0));
  return {
    seconds: Array.from(seconds),
    amounts: amounts.map((amount) => amount.toFixed()),
    exactTotal: total.toFixed(),
    payable: total.toFixed(MINOR_DIGITS, Decimal.ROUND_HALF_UP),
  };
}
