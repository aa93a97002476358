// The plain-JS settlement with decimal.js: an amount for each run.

import { ARITHMETIC } from "../arithmetic/decimal.mjs";
import { settle } from "../plain-settlement.mjs?decimal-each-run";

export function price(usage, priceBook) {
  return settle(usage, priceBook, ARITHMETIC, true);
}
