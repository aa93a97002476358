// The plain-JS settlement with bignumber.js: an amount for each run.

import { ARITHMETIC } from "../arithmetic/bignumber.mjs";
import { settle } from "../plain-settlement.mjs?bignumber-each-run";

export function price(usage, priceBook) {
  return settle(usage, priceBook, ARITHMETIC, true);
}
