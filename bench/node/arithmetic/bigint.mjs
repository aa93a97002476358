import { payableFromScaled, scaledFromText, textFromScaled } from "../scaled.mjs";

export const ARITHMETIC = {
  zero: 0n,
  fromText: scaledFromText,
  plus: (left, right) => left + right,
  minus: (left, right) => left - right,
  times: (amount, wholeNumber) => amount * BigInt(wholeNumber),
  toText: textFromScaled,
  toPayableText: payableFromScaled,
};
