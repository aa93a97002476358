// Inexact: JS numbers hold most decimal fractions only nearly.

export const ARITHMETIC = {
  zero: 0,
  fromText: Number,
  plus: (left, right) => left + right,
  minus: (left, right) => left - right,
  times: (amount, wholeNumber) => amount * wholeNumber,
  toText: String,
  toPayableText: (amount, minorDigits) => amount.toFixed(minorDigits),
};
