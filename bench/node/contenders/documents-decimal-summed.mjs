// The plain-JS settlement with decimal.js: seconds are summed as JS numbers and multiplied once.

import { ARITHMETIC } from "../arithmetic/decimal.mjs";
import { settle } from "../plain-settlement.mjs?decimal-summed";

export function price(usage, priceBook) {
  return settle(usage, priceBook, ARITHMETIC, false);
}
