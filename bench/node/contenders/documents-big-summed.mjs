// The plain-JS settlement with big.js: seconds are summed as JS numbers and multiplied once.

import { ARITHMETIC } from "../arithmetic/big.mjs";
import { settle } from "../plain-settlement.mjs?big-summed";

export function price(usage, priceBook) {
  return settle(usage, priceBook, ARITHMETIC, false);
}
