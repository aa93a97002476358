import BigNumber from "bignumber.js";

export const ARITHMETIC = {
  zero: new BigNumber(0),
  fromText: (text) => new BigNumber(text),
  plus: (left, right) => left.plus(right),
  minus: (left, right) => left.minus(right),
  times: (amount, wholeNumber) => amount.times(wholeNumber),
  toText: (amount) => amount.toFixed(),
  toPayableText: (amount, minorDigits) => amount.toFixed(minorDigits, BigNumber.ROUND_HALF_UP),
};
