// Months and instants at a price book's fixed offset, in whole milliseconds since 1970.
import type { Instant, Month } from "../types.js";

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const MILLISECONDS_PER_MINUTE = 60_000;
const MILLISECONDS_PER_DAY = 86_400_000;

/** A month as a stretch of time: from its first instant up to the next month's. */
export interface Span {
  from: number;
  until: number;
  days: number;
}

/** The span of a month; `undefined` for a text that is no month. */
export function spanOf(month: string, utcOffset: string): Span | undefined {
  const parts = MONTH.exec(month);
  if (parts === null) {
    return undefined;
  }
  const [year, number] = [Number(parts[1]), Number(parts[2])];
  const from = Date.UTC(year, number - 1, 1) - offsetMilliseconds(utcOffset);
  const until = Date.UTC(year, number, 1) - offsetMilliseconds(utcOffset);
  return { from, until, days: (until - from) / MILLISECONDS_PER_DAY };
}

/** The month that contains an instant. */
export function monthAt(milliseconds: number, utcOffset: string): Month {
  return new Date(milliseconds + offsetMilliseconds(utcOffset)).toISOString().slice(0, 7);
}

/** The month so many months later. */
export function monthLater(month: Month, months: number): Month {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

function offsetMilliseconds(utcOffset: string): number {
  const minutes = Number(utcOffset.slice(1, 3)) * 60 + Number(utcOffset.slice(4, 6));
  return (utcOffset[0] === "-" ? -minutes : minutes) * MILLISECONDS_PER_MINUTE;
}

/** The milliseconds of an instant that the core has accepted; `undefined` if it is finer than that. */
export function millisecondsAt(instant: Instant): number | undefined {
  const parts = INSTANT.exec(instant);
  if (parts === null) {
    return undefined;
  }
  const [, year, month, day, hour, minute, second, fraction = "", sign, hours, minutes] = parts;
  if (/[1-9]/.test(fraction.slice(3))) {
    return undefined;
  }
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, "0"));
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    milliseconds,
  );
  return local - (sign === undefined ? 0 : offsetMilliseconds(`${sign}${hours}:${minutes}`));
}

/** An instant in UTC with as few digits as hold it. */
export function instantOf(milliseconds: number): Instant {
  return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}
