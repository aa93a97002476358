// Plain JS numbers, inexact: seconds are summed by tier and multiplied once.

import { MINOR_DIGITS, unitPrices } from "../price-book.mjs";
import { secondsByTier } from "../rules.mjs";

export function price(columns, priceBook) {
  const prices = unitPrices(columns.tiers, priceBook).map(Number);
  const seconds = secondsByTier(columns);
  const amounts = prices.map((unitPrice, tier) => unitPrice * seconds[tier]);
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  return {
    seconds: Array.from(seconds),
    amounts: amounts.map(String),
    exactTotal: String(total),
    payable: total.toFixed(MINOR_DIGITS),
  };
}
