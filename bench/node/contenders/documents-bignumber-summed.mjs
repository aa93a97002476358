// The plain-JS settlement with bignumber.js: seconds are summed as JS numbers and multiplied once.

import { ARITHMETIC } from "../arithmetic/bignumber.mjs";
import { settle } from "../plain-settlement.mjs?bignumber-summed";

export function price(usage, priceBook) {
  return settle(usage, priceBook, ARITHMETIC, false);
}
