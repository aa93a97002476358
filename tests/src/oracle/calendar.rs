//! Instants, days and months, by counting years and months.
//!
//! An instant is the number of nanoseconds since the start of 1970 in UTC.

use std::fmt::{self, Display, Formatter};

/// Nanoseconds of a second.
pub const SECOND: i64 = 1_000_000_000;
/// Nanoseconds of a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Nanoseconds of an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Seconds of a day.
pub const DAY_SECONDS: i64 = 86_400;

/// Counting starts here, because a month of 1970 may begin in 1969 at an offset.
const FIRST_YEAR: i64 = 1968;
/// 1968 was a leap year, 1969 was not.
const DAYS_FROM_FIRST_YEAR_TO_1970: i64 = 366 + 365;

/// A calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// The year.
    pub year: i64,
    /// From 1 to 12.
    pub number: i64,
}

impl Month {
    /// The month that contains the instant at a fixed offset (P4).
    pub fn containing(nanoseconds: i64, offset_seconds: i64) -> Month {
        let local_seconds = nanoseconds.div_euclid(SECOND) + offset_seconds;
        let (year, number, _) = date_of(local_seconds.div_euclid(DAY_SECONDS));
        Month { year, number }
    }

    /// Reads `2026-03`.
    pub fn parse(text: &str) -> Option<Month> {
        let [year, number] = numbers(text, '-')?;
        Some(Month { year, number })
    }

    /// The second since 1970 in UTC at which the month begins at a fixed offset.
    pub fn first_second(self, offset_seconds: i64) -> i64 {
        days_from_1970(self.year, self.number, 1) * DAY_SECONDS - offset_seconds
    }

    /// The month after this one.
    #[must_use]
    pub fn following(self) -> Month {
        if self.number == 12 {
            Month { year: self.year + 1, number: 1 }
        } else {
            Month { year: self.year, number: self.number + 1 }
        }
    }
}

impl Display for Month {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year, self.number)
    }
}

/// Remembers the month it found last, because the next second nearly always lies in the same one.
#[derive(Debug)]
pub struct MonthMemory {
    offset_seconds: i64,
    month: Month,
    first: i64,
    end: i64,
}

impl MonthMemory {
    /// Finds months at this offset.
    pub fn new(offset_seconds: i64) -> MonthMemory {
        MonthMemory::of(Month { year: 1970, number: 1 }, offset_seconds)
    }

    /// The month that contains the instant.
    pub fn containing(&mut self, nanoseconds: i64) -> Month {
        if !(self.first..self.end).contains(&nanoseconds) {
            *self = MonthMemory::of(Month::containing(nanoseconds, self.offset_seconds), self.offset_seconds);
        }
        self.month
    }

    fn of(month: Month, offset_seconds: i64) -> MonthMemory {
        let first = month.first_second(offset_seconds) * SECOND;
        let end = month.following().first_second(offset_seconds) * SECOND;
        MonthMemory { offset_seconds, month, first, end }
    }
}

/// The days from the first of January 1970 to a date.
pub fn days_from_1970(year: i64, month: i64, day: i64) -> i64 {
    let years: i64 = (FIRST_YEAR..year).map(year_days).sum();
    let months: i64 = (1..month).map(|number| month_days(year, number)).sum();
    years + months + day - 1 - DAYS_FROM_FIRST_YEAR_TO_1970
}

/// The year, month and day so many days after the first of January 1970.
pub fn date_of(days: i64) -> (i64, i64, i64) {
    let mut rest = days + DAYS_FROM_FIRST_YEAR_TO_1970;
    assert!(rest >= 0, "the oracle's calendar starts in {FIRST_YEAR}");
    let mut year = FIRST_YEAR;
    while rest >= year_days(year) {
        rest -= year_days(year);
        year += 1;
    }
    let mut month = 1;
    while rest >= month_days(year, month) {
        rest -= month_days(year, month);
        month += 1;
    }
    (year, month, rest + 1)
}

fn is_leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn year_days(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

fn month_days(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Reads an instant of RFC 3339 that has the right form.
pub fn parse_instant(text: &str) -> Option<i64> {
    let text = text.to_ascii_uppercase();
    let (date, time) = text.split_once('T')?;
    let (time, offset_seconds) = if let Some(time) = time.strip_suffix('Z') {
        (time, 0)
    } else {
        let sign = time.rfind(['+', '-'])?;
        let (time, offset) = time.split_at(sign);
        (time, parse_offset(offset)?)
    };
    let (clock, fraction) = time.split_once('.').unwrap_or((time, ""));
    let [year, month, day] = numbers(date, '-')?;
    let [hours, minutes, seconds] = numbers(clock, ':')?;
    let nanoseconds: i64 = format!("{fraction:0<9}").parse().ok()?;
    let days = days_from_1970(year, month, day);
    let seconds = days * DAY_SECONDS + hours * 3600 + minutes * 60 + seconds - offset_seconds;
    Some(seconds * SECOND + nanoseconds)
}

/// Reads `+05:45` as seconds.
pub fn parse_offset(text: &str) -> Option<i64> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let [hours, minutes] = numbers(text.get(1..)?, ':')?;
    Some(sign * (hours * 3600 + minutes * 60))
}

/// Writes an instant as SPEC 2 does: in UTC with `Z` and as few of 0, 3, 6 or 9 digits as hold it.
pub fn write_instant(nanoseconds: i64) -> String {
    let mut fraction = format!("{:09}", nanoseconds.rem_euclid(SECOND));
    while fraction.ends_with("000") {
        fraction.truncate(fraction.len() - 3);
    }
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{}{point}{fraction}Z", write_local(nanoseconds.div_euclid(SECOND)))
}

/// Writes a count of local seconds since 1970 as date and time, without offset.
pub fn write_local(local_seconds: i64) -> String {
    let (year, month, day) = date_of(local_seconds.div_euclid(DAY_SECONDS));
    let second = local_seconds.rem_euclid(DAY_SECONDS);
    let (hours, minutes, seconds) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}")
}

fn numbers<const COUNT: usize>(text: &str, separator: char) -> Option<[i64; COUNT]> {
    let numbers: Option<Vec<i64>> = text.split(separator).map(|part| part.parse().ok()).collect();
    numbers?.try_into().ok()
}
