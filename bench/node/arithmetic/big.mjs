import Big from "big.js";

export const ARITHMETIC = {
  zero: new Big(0),
  fromText: (text) => new Big(text),
  plus: (left, right) => left.plus(right),
  minus: (left, right) => left.minus(right),
  times: (amount, wholeNumber) => amount.times(wholeNumber),
  toText: (amount) => amount.toFixed(),
  toPayableText: (amount, minorDigits) => amount.toFixed(minorDigits, Big.roundHalfUp),
};
