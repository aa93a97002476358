// bignumber.js: seconds are summed by tier as JS numbers and multiplied once.

import BigNumber from "bignumber.js";
import { MINOR_DIGITS, unitPrices } from "../price-book.mjs";
import { secondsByTier } from "../rules.mjs";

export function price(columns, priceBook) {
  const prices = unitPrices(columns.tiers, priceBook).map((text) => new BigNumber(text));
  const seconds = secondsByTier(columns);
  const amounts = prices.map((unitPrice, tier) => unitPrice.times(seconds[tier]));
  const total = amounts.reduce((sum, amount) => sum.plus(amount), new BigNumber(0));
  return {
    seconds: Array.from(seconds),
    amounts: amounts.map((amount) => amount.toFixed()),
    exactTotal: total.toFixed(),
    payable: total.toFixed(MINOR_DIGITS, BigNumber.ROUND_HALF_UP),
  };
}
