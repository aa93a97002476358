// Hours as people write them, and the same as whole milliseconds: integer arithmetic on the digits, no floats.

const MILLISECONDS_PER_HOUR = 3_600_000;
/** 12.5, or hours, minutes and seconds as 12:30 or 12:30:00.250. */
const DECIMAL = /^(\d{1,6})(?:\.(\d{1,12}))?$/;
const CLOCK = /^(\d{1,6}):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?$/;

/** The milliseconds of an hours text; "malformed" if it is none, "inexact" if they are not whole. */
export function millisecondsOf(hours: string): number | "malformed" | "inexact" {
  const text = hours.trim();
  const decimal = DECIMAL.exec(text);
  if (decimal !== null) {
    const [, whole = "", fraction = ""] = decimal;
    const scale = 10n ** BigInt(fraction.length);
    const scaled = BigInt(whole + fraction) * BigInt(MILLISECONDS_PER_HOUR);
    return scaled % scale === 0n ? Number(scaled / scale) : "inexact";
  }
  const clock = CLOCK.exec(text);
  if (clock !== null) {
    const [, whole, minutes, seconds = "0", fraction = ""] = clock;
    const sixtieths = (Number(whole) * 60 + Number(minutes)) * 60 + Number(seconds);
    return sixtieths * 1000 + Number(fraction.padEnd(3, "0"));
  }
  return "malformed";
}

/** The hours text of milliseconds: a decimal where it ends, else hours, minutes and seconds. */
export function hoursOf(milliseconds: number): string {
  const whole = Math.floor(milliseconds / MILLISECONDS_PER_HOUR);
  const rest = milliseconds % MILLISECONDS_PER_HOUR;
  // An hour is 2^7 x 3^2 x 5^5 ms: without the nines a part of it ends within seven decimal places.
  if (rest % 9 === 0) {
    const fraction = `${(rest / 9) * 25}`.padStart(7, "0").replace(/0+$/, "");
    return fraction === "" ? `${whole}` : `${whole}.${fraction}`;
  }
  const two = (part: number) => `${part}`.padStart(2, "0");
  const seconds = Math.floor(rest / 1000);
  const fraction = rest % 1000 === 0 ? "" : `.${`${rest % 1000}`.padStart(3, "0")}`;
  return `${whole}:${two(Math.floor(seconds / 60))}:${two(seconds % 60)}${fraction}`;
}
