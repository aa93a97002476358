//! Instants, offsets and months: the calendar of the rules. Instants count nanoseconds since
//! 1970-01-01T00:00:00Z, so comparing and subtracting them is comparing and subtracting whole numbers.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Serialize, Serializer};

/// Nanoseconds in a second.
pub const NANOSECONDS_PER_SECOND: i64 = 1_000_000_000;
const SECONDS_PER_DAY: i64 = 86_400;
/// Days from 0001-01-01 (chrono's day 1) to 1970-01-01.
const EPOCH_DAY: i32 = 719_163;
/// 2200-01-01T00:00:00Z in seconds: the first instant that is out of range (docs/rules.md, section 2).
const END_SECONDS: i64 = 7_258_118_400;
/// The widest offset of a price book, in seconds.
const WIDEST_OFFSET_SECONDS: i32 = 14 * 3600;

/// A point in time from 1970 to 2199 in UTC, exact to the nanosecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

/// Why a text is no instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstantFault {
    /// Not RFC 3339 with an offset, or no such day or time.
    Malformed,
    /// RFC 3339, but before 1970 or after 2199 in UTC.
    OutOfRange,
}

impl InstantFault {
    /// The words of a refusal of `text` for this fault.
    #[must_use]
    pub fn message(self, text: &str) -> String {
        let shown = crate::read::quoted(text);
        match self {
            Self::Malformed => {
                format!("{shown} is not an instant of RFC 3339 with an offset, such as 2026-03-03T10:00:00Z")
            }
            Self::OutOfRange => format!("{shown} is out of range: from 1970 to 2199 in UTC"),
        }
    }
}

impl Instant {
    /// The first one: 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);

    /// Reads RFC 3339 with an offset: `T` and `Z` in either case, up to nine digits of a second, no second 60
    /// (docs/rules.md, section 2).
    pub fn parse(text: &str) -> Result<Self, InstantFault> {
        let (seconds, nanoseconds) =
            seconds_and_nanoseconds(text.as_bytes()).ok_or(InstantFault::Malformed)?;
        if !(0..END_SECONDS).contains(&seconds) {
            return Err(InstantFault::OutOfRange);
        }
        Ok(Self(seconds * NANOSECONDS_PER_SECOND + nanoseconds))
    }

    /// The instant so many nanoseconds after 1970-01-01T00:00:00Z, if it is in range.
    #[must_use]
    pub fn from_unix_nanoseconds(nanoseconds: i64) -> Option<Self> {
        (0..END_SECONDS * NANOSECONDS_PER_SECOND).contains(&nanoseconds).then_some(Self(nanoseconds))
    }

    /// The instant so many whole seconds after 1970-01-01T00:00:00Z, if it is in range.
    #[must_use]
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Self::from_unix_nanoseconds(seconds.checked_mul(NANOSECONDS_PER_SECOND)?)
    }

    /// Nanoseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix_nanoseconds(self) -> i64 {
        self.0
    }
}

/// Whole seconds since 1970 and the nanoseconds behind them; `None` if `text` is not of the form.
fn seconds_and_nanoseconds(text: &[u8]) -> Option<(i64, i64)> {
    let (date_time, rest) = text.split_at_checked(19)?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T' | b't', h1, h2, b':', n1, n2, b':', s1, s2] =
        *date_time
    else {
        return None;
    };
    let year = two_digits(y1, y2)? * 100 + two_digits(y3, y4)?;
    let day =
        NaiveDate::from_ymd_opt(i32::from(year), two_digits(m1, m2)?.into(), two_digits(d1, d2)?.into())?;
    let seconds_of_day = seconds_of_day(two_digits(h1, h2)?, two_digits(n1, n2)?, two_digits(s1, s2)?)?;
    let (nanoseconds, offset) = fraction(rest)?;
    let seconds = i64::from(day.num_days_from_ce() - EPOCH_DAY) * SECONDS_PER_DAY + seconds_of_day
        - offset_seconds(offset)?;
    Some((seconds, nanoseconds))
}

fn two_digits(tens: u8, ones: u8) -> Option<u16> {
    (tens.is_ascii_digit() && ones.is_ascii_digit())
        .then(|| u16::from(tens - b'0') * 10 + u16::from(ones - b'0'))
}

fn seconds_of_day(hour: u16, minute: u16, second: u16) -> Option<i64> {
    (hour < 24 && minute < 60 && second < 60)
        .then(|| i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second))
}

/// The nanoseconds of `.123Z`, and what follows the digits.
fn fraction(rest: &[u8]) -> Option<(i64, &[u8])> {
    let Some((b'.', digits_and_offset)) = rest.split_first() else {
        return Some((0, rest));
    };
    let count = digits_and_offset.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=9).contains(&count) {
        return None;
    }
    let (digits, offset) = digits_and_offset.split_at(count);
    let value = digits.iter().fold(0_i64, |value, digit| value * 10 + i64::from(digit - b'0'));
    let missing = u32::try_from(9 - count).ok()?;
    Some((value * 10_i64.pow(missing), offset))
}

/// `Z`, `+HH:MM` or `-HH:MM` of RFC 3339, in seconds east of UTC.
fn offset_seconds(text: &[u8]) -> Option<i64> {
    match *text {
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let seconds = seconds_of_day(two_digits(h1, h2)?, two_digits(m1, m2)?, 0)?;
            Some(if sign == b'-' { -seconds } else { seconds })
        }
        _ => None,
    }
}

impl fmt::Display for Instant {
    /// UTC with `Z` and as few of 0, 3, 6 or 9 digits of a second as hold it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.div_euclid(NANOSECONDS_PER_SECOND);
        let nanoseconds = self.0.rem_euclid(NANOSECONDS_PER_SECOND);
        let (year, month, day) = civil(seconds.div_euclid(SECONDS_PER_DAY));
        let second_of_day = seconds.rem_euclid(SECONDS_PER_DAY);
        let (hour, minute, second) = (second_of_day / 3600, second_of_day / 60 % 60, second_of_day % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        if nanoseconds == 0 {
            f.write_str("Z")
        } else if nanoseconds % 1_000_000 == 0 {
            write!(f, ".{:03}Z", nanoseconds / 1_000_000)
        } else if nanoseconds % 1_000 == 0 {
            write!(f, ".{:06}Z", nanoseconds / 1_000)
        } else {
            write!(f, ".{nanoseconds:09}Z")
        }
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Year, month and day of a day counted from 1970-01-01.
fn civil(day: i64) -> (i32, u32, u32) {
    let date = i32::try_from(day)
        .ok()
        .and_then(|day| NaiveDate::from_num_days_from_ce_opt(day + EPOCH_DAY))
        .unwrap_or_default();
    (date.year(), date.month(), date.day())
}

/// A price book's fixed distance from UTC, up to 14 hours either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct UtcOffset {
    seconds: i32,
}

impl UtcOffset {
    /// Reads `+HH:MM` or `-HH:MM`, up to 14:00.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 6 {
            return None;
        }
        let seconds = i32::try_from(offset_seconds(text.as_bytes())?).ok()?;
        (seconds.abs() <= WIDEST_OFFSET_SECONDS).then_some(Self { seconds })
    }

    /// Seconds east of UTC.
    #[must_use]
    pub const fn seconds(self) -> i32 {
        self.seconds
    }

    fn nanoseconds(self) -> i64 {
        i64::from(self.seconds) * NANOSECONDS_PER_SECOND
    }
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.seconds < 0 { '-' } else { '+' };
        let minutes = self.seconds.abs() / 60;
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// A calendar month at some offset (P4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// The calendar year.
    pub year: i32,
    /// From 1 to 12.
    pub month: u32,
}

impl Month {
    /// Reads `YYYY-MM`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2] = *text.as_bytes() else {
            return None;
        };
        let year = i32::from(two_digits(y1, y2)? * 100 + two_digits(y3, y4)?);
        let month = u32::from(two_digits(m1, m2)?);
        (1..=12).contains(&month).then_some(Self { year, month })
    }

    /// The month that contains `at` at `offset`.
    #[must_use]
    pub fn containing(at: Instant, offset: UtcOffset) -> Self {
        Self::containing_nanoseconds(at.0, offset)
    }

    fn containing_nanoseconds(at: i64, offset: UtcOffset) -> Self {
        let local_seconds = (at + offset.nanoseconds()).div_euclid(NANOSECONDS_PER_SECOND);
        let (year, month, _) = civil(local_seconds.div_euclid(SECONDS_PER_DAY));
        Self { year, month }
    }

    /// The month after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        if self.month == 12 {
            Self { year: self.year + 1, month: 1 }
        } else {
            Self { year: self.year, month: self.month + 1 }
        }
    }

    /// The month's first instant at `offset`, in nanoseconds since 1970-01-01T00:00:00Z (it may lie a little
    /// outside the range of [`Instant`]).
    #[must_use]
    pub fn first_instant_nanoseconds(self, offset: UtcOffset) -> i64 {
        let day = NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default();
        i64::from(day.num_days_from_ce() - EPOCH_DAY) * SECONDS_PER_DAY * NANOSECONDS_PER_SECOND
            - offset.nanoseconds()
    }

    /// How many days the month has: 28 to 31.
    #[must_use]
    pub fn days(self) -> u32 {
        let utc = UtcOffset::default();
        let length = self.next().first_instant_nanoseconds(utc) - self.first_instant_nanoseconds(utc);
        u32::try_from(length / (SECONDS_PER_DAY * NANOSECONDS_PER_SECOND)).unwrap_or_default()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Finds the month of one instant after another; neighbours are usually in the same one.
#[derive(Debug, Clone)]
pub struct Calendar {
    offset: UtcOffset,
    month: Month,
    first: i64,
    end: i64,
}

impl Calendar {
    /// A calendar at `offset`.
    #[must_use]
    pub fn new(offset: UtcOffset) -> Self {
        let month = Month::containing_nanoseconds(0, offset);
        Self {
            offset,
            month,
            first: month.first_instant_nanoseconds(offset),
            end: month.next().first_instant_nanoseconds(offset),
        }
    }

    /// The month that contains the instant `at` (nanoseconds since 1970), and the first instant of the next
    /// month.
    pub fn containing(&mut self, at: i64) -> (Month, i64) {
        if at < self.first || at >= self.end {
            self.month = Month::containing_nanoseconds(at, self.offset);
            self.first = self.month.first_instant_nanoseconds(self.offset);
            self.end = self.month.next().first_instant_nanoseconds(self.offset);
        }
        (self.month, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, InstantFault>) {
        let got = Instant::parse(text).map(|instant| instant.to_string());
        assert_eq!(got.as_deref().map_err(|fault| *fault), expected, "{text}");
    }

    #[test]
    fn instants_are_read_and_written() {
        use InstantFault::{Malformed, OutOfRange};
        check("2026-03-03T10:00:00Z", Ok("2026-03-03T10:00:00Z"));
        check("2026-03-03t10:00:00z", Ok("2026-03-03T10:00:00Z"));
        check("2026-03-03T10:00:00.5+05:45", Ok("2026-03-03T04:15:00.500Z"));
        check("2026-03-03T10:00:00.000001-00:00", Ok("2026-03-03T10:00:00.000001Z"));
        check("2026-03-03T10:00:00.123456789Z", Ok("2026-03-03T10:00:00.123456789Z"));
        check("1970-01-01T00:00:00Z", Ok("1970-01-01T00:00:00Z"));
        check("1969-12-31T23:00:00-01:00", Ok("1970-01-01T00:00:00Z"));
        check("1970-01-01T00:00:00+00:01", Err(OutOfRange));
        check("2199-12-31T23:59:59.999999999Z", Ok("2199-12-31T23:59:59.999999999Z"));
        check("2200-01-01T00:00:00Z", Err(OutOfRange));
        check("2200-01-01T05:00:00+05:45", Ok("2199-12-31T23:15:00Z"));
        check("0000-01-01T00:00:00Z", Err(OutOfRange));
        check("9999-12-31T23:59:59Z", Err(OutOfRange));
        check("2028-02-29T00:00:00Z", Ok("2028-02-29T00:00:00Z"));
        for malformed in [
            "",
            "2026-03-03",
            "2026-03-03T10:00:00",
            "2026-03-03 10:00:00Z",
            "2026-02-30T10:00:00Z",
            "2026-13-01T10:00:00Z",
            "2026-03-03T24:00:00Z",
            "2026-06-30T23:59:60Z",
            "2026-03-03T10:60:00Z",
            "2026-03-03T10:00:00.Z",
            "2026-03-03T10:00:00.1234567890Z",
            "2026-03-03T10:00:00+24:00",
            "2026-03-03T10:00:00+0100",
            "2026-03-03T10:00:00+01:60",
            "2026-3-03T10:00:00Z",
            "+2026-03-03T10:00:00Z",
            "2026-03-03T10:00:00Zx",
            " 2026-03-03T10:00:00Z",
            "２026-03-03T10:00:00Z",
        ] {
            check(malformed, Err(Malformed));
        }
    }

    #[test]
    fn months_tile_the_time_line_at_every_offset() {
        for text in ["+00:00", "+14:00", "-14:00", "+05:45", "-09:30"] {
            let offset = UtcOffset::parse(text).unwrap();
            assert_eq!(offset.to_string(), text);
            let mut month = Month::parse("1969-12").unwrap();
            while month.year < 2201 {
                let first = month.first_instant_nanoseconds(offset);
                let end = month.next().first_instant_nanoseconds(offset);
                assert_eq!(Calendar::new(offset).containing(first), (month, end));
                assert_eq!(Calendar::new(offset).containing(end - 1), (month, end));
                assert_eq!((end - first) / 1_000_000_000, i64::from(month.days()) * 86_400);
                month = month.next();
            }
        }
    }

    #[test]
    fn offsets_beyond_fourteen_hours_or_of_another_form_are_none() {
        for text in ["+14:01", "-15:00", "+1:00", "Z", "00:00", "+00:60", "+0000", ""] {
            assert_eq!(UtcOffset::parse(text), None, "{text}");
        }
    }
}
