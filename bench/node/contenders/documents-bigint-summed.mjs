// The plain-JS settlement with BigInt in units of 10^-12: seconds are summed as JS numbers and multiplied once.

import { ARITHMETIC } from "../arithmetic/bigint.mjs";
import { settle } from "../plain-settlement.mjs?bigint-summed";

export function price(usage, priceBook) {
  return settle(usage, priceBook, ARITHMETIC, false);
}
