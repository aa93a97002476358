// The plain-JS settlement with plain JS numbers, inexact: seconds are summed as JS numbers and multiplied once.

import { ARITHMETIC } from "../arithmetic/float.mjs";
import { settle } from "../plain-settlement.mjs?float-summed";

export function price(usage, priceBook) {
  return settle(usage, priceBook, ARITHMETIC, false);
}
