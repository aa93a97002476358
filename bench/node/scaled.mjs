// Decimals as BigInt, counted in units of 10^-12: prices have at most twelve fractional digits (SPEC 2).

const FRACTION_DIGITS = 12;
const UNIT = 10n ** BigInt(FRACTION_DIGITS);

/** Decimal text as a count of units. */
export function scaledFromText(text) {
  const [whole, fraction = ""] = text.split(".");
  return BigInt(whole) * UNIT + BigInt(fraction.padEnd(FRACTION_DIGITS, "0"));
}

/** Canonical decimal text: no trailing zeros, no point without digits after it. */
export function textFromScaled(scaled) {
  const sign = scaled < 0n ? "-" : "";
  const magnitude = scaled < 0n ? -scaled : scaled;
  const fraction = (magnitude % UNIT).toString().padStart(FRACTION_DIGITS, "0").replace(/0+$/, "");
  return `${sign}${magnitude / UNIT}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Rounds an amount that isn't negative half away from zero, with exactly `minorDigits` fractional digits. */
export function payableFromScaled(scaled, minorDigits) {
  const step = 10n ** BigInt(FRACTION_DIGITS - minorDigits);
  const steps = ((scaled + step / 2n) / step).toString().padStart(minorDigits + 1, "0");
  return `${steps.slice(0, -minorDigits)}.${steps.slice(-minorDigits)}`;
}
