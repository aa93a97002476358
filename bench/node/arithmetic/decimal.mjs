import { Decimal } from "decimal.js";

// The default of 20 significant digits would round large totals silently; 40 holds every amount here.
const ExactDecimal = Decimal.clone({ precision: 40 });

export const ARITHMETIC = {
  zero: new ExactDecimal(0),
  fromText: (text) => new ExactDecimal(text),
  plus: (left, right) => left.plus(right),
  minus: (left, right) => left.minus(right),
  times: (amount, wholeNumber) => amount.times(wholeNumber),
  toText: (amount) => amount.toFixed(),
  toPayableText: (amount, minorDigits) => amount.toFixed(minorDigits, Decimal.ROUND_HALF_UP),
};
