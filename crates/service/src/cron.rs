//! Cron expressions of five fields: numbers, `*`, lists, ranges and steps; weekdays 0 to 7; when both day and
//! weekday are restricted, either suffices (S2).

use std::fmt;

use chrono::{Datelike, Days, NaiveDate};
use tiermeter_pricing::{NANOSECONDS_PER_SECOND, UtcOffset, read};

const NANOSECONDS_PER_MINUTE: i64 = 60 * NANOSECONDS_PER_SECOND;
const NANOSECONDS_PER_DAY: i64 = 24 * 60 * NANOSECONDS_PER_MINUTE;
/// The longest time between two days on which a cron can come: from one 29 February to the next over a century
/// that is no leap year.
const LONGEST_GAP_DAYS: i64 = 8 * 366;

/// A schedule by the minute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cron {
    text: String,
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    /// Bit 0 is Sunday.
    weekdays: u64,
    /// When both are, either suffices.
    day_restricted: bool,
    weekday_restricted: bool,
}

/// A field: its name, and the numbers it may have.
struct Field {
    name: &'static str,
    lowest: u32,
    highest: u32,
}

const FIELDS: [Field; 5] = [
    Field { name: "minute", lowest: 0, highest: 59 },
    Field { name: "hour", lowest: 0, highest: 23 },
    Field { name: "day of the month", lowest: 1, highest: 31 },
    Field { name: "month", lowest: 1, highest: 12 },
    Field { name: "day of the week", lowest: 0, highest: 7 },
];

impl Cron {
    /// Reads five fields with blanks between them; the error is a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split(' ').filter(|part| !part.is_empty()).collect();
        let parts: [&str; 5] = parts
            .try_into()
            .map_err(|parts: Vec<&str>| format!("{} fields; a cron expression has 5", parts.len()))?;
        let mut sets = [0; 5];
        for (set, (field, part)) in sets.iter_mut().zip(FIELDS.iter().zip(parts)) {
            *set = field.parse(part)?;
        }
        let [minutes, hours, days, months, weekdays] = sets;
        Ok(Self {
            text: parts.join(" "),
            minutes,
            hours,
            days,
            months,
            weekdays: (weekdays | weekdays >> 7) & 0x7F,
            day_restricted: !parts[2].starts_with('*'),
            weekday_restricted: !parts[4].starts_with('*'),
        })
    }

    /// Whether it comes at all on `date`.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> bool {
        let day = holds(self.days, date.day());
        let weekday = holds(self.weekdays, date.weekday().num_days_from_sunday());
        let fits =
            if self.day_restricted && self.weekday_restricted { day || weekday } else { day && weekday };
        fits && holds(self.months, date.month())
    }

    /// The minutes of a day at which it comes, in order.
    #[must_use]
    pub fn minutes_of_day(&self) -> impl DoubleEndedIterator<Item = u32> + '_ {
        let hours = (0..24).filter(|hour| holds(self.hours, *hour));
        hours.flat_map(|hour| {
            (0..60).filter(|minute| holds(self.minutes, *minute)).map(move |minute| hour * 60 + minute)
        })
    }
}

impl Cron {
    /// The last instant at which it comes that is at most `at` and later than `after` (nanoseconds since 1970).
    #[must_use]
    pub fn last_until(&self, at: i64, after: i64, offset: UtcOffset) -> Option<i64> {
        let today = day_of(at, offset);
        let earliest = day_of(after, offset).max(today - LONGEST_GAP_DAYS);
        (earliest..=today)
            .rev()
            .filter(|day| self.on_day(*day))
            .find_map(|day| {
                let minutes = self.minutes_of_day().rev();
                minutes.map(|minute| instant_of(day, minute, offset)).find(|instant| *instant <= at)
            })
            .filter(|instant| *instant > after)
    }

    /// The next instant at which it comes after `at` (nanoseconds since 1970).
    #[must_use]
    pub fn next_after(&self, at: i64, offset: UtcOffset) -> Option<i64> {
        let today = day_of(at, offset);
        (today..=today + LONGEST_GAP_DAYS).filter(|day| self.on_day(*day)).find_map(|day| {
            self.minutes_of_day().map(|minute| instant_of(day, minute, offset)).find(|instant| *instant > at)
        })
    }

    /// Whether it comes on a day, counted from 1970-01-01.
    fn on_day(&self, day: i64) -> bool {
        let epoch = NaiveDate::default();
        let days = Days::new(day.unsigned_abs());
        let date = if day < 0 { epoch.checked_sub_days(days) } else { epoch.checked_add_days(days) };
        date.is_some_and(|date| self.on(date))
    }
}

/// The day at `offset` that contains `at`, counted from 1970-01-01.
fn day_of(at: i64, offset: UtcOffset) -> i64 {
    at.saturating_add(offset_nanoseconds(offset)).div_euclid(NANOSECONDS_PER_DAY)
}

fn instant_of(day: i64, minute: u32, offset: UtcOffset) -> i64 {
    (day.saturating_mul(NANOSECONDS_PER_DAY))
        .saturating_add(i64::from(minute) * NANOSECONDS_PER_MINUTE)
        .saturating_sub(offset_nanoseconds(offset))
}

fn offset_nanoseconds(offset: UtcOffset) -> i64 {
    i64::from(offset.seconds()) * NANOSECONDS_PER_SECOND
}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

const fn holds(set: u64, number: u32) -> bool {
    set >> number & 1 == 1
}

impl Field {
    /// The set of numbers that `text` names, as bits.
    fn parse(&self, text: &str) -> Result<u64, String> {
        let mut set = 0;
        for item in text.split(',') {
            let (range, step) = match item.split_once('/') {
                None => (item, None),
                Some((range, step)) => (range, Some(self.number(step, 1, self.highest.max(1))?)),
            };
            let (from, to) = match range.split_once('-') {
                _ if range == "*" => (self.lowest, self.highest),
                Some((from, to)) => (self.number_in_range(from)?, self.number_in_range(to)?),
                None => {
                    let from = self.number_in_range(range)?;
                    (from, if step.is_some() { self.highest } else { from })
                }
            };
            if from > to {
                return Err(format!("the {} range {range} runs backwards", self.name));
            }
            let mut number = from;
            while number <= to {
                set |= 1 << number;
                number += step.unwrap_or(1);
            }
        }
        Ok(set)
    }

    fn number_in_range(&self, text: &str) -> Result<u32, String> {
        self.number(text, self.lowest, self.highest)
    }

    fn number(&self, text: &str, lowest: u32, highest: u32) -> Result<u32, String> {
        let digits = !text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = if digits { text.parse().ok() } else { None };
        number.filter(|number| (lowest..=highest).contains(number)).ok_or_else(|| {
            format!("{} is no {}: from {lowest} to {highest}", read::in_quotes(text), self.name)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, date: &str, expected: &[u32]) {
        let cron = Cron::parse(text).unwrap();
        let date: NaiveDate = date.parse().unwrap();
        let got: Vec<u32> = if cron.on(date) { cron.minutes_of_day().collect() } else { Vec::new() };
        assert_eq!(got, expected, "{text} on {date}");
    }

    #[test]
    fn expressions_name_minutes() {
        check("0 8 * * 1-5", "2026-03-02", &[480]);
        check("0 8 * * 1-5", "2026-03-01", &[]);
        check("0 0 * * 0", "2026-03-01", &[0]);
        check("0 0 * * 7", "2026-03-01", &[0]);
        check("0 0 * * 5-7", "2026-03-01", &[0]);
        check("*/20 1,3 * * *", "2026-03-01", &[60, 80, 100, 180, 200, 220]);
        check("5-10/5 0 * * *", "2026-03-01", &[5, 10]);
        check("50/5 23 * * *", "2026-03-01", &[1430, 1435]);
        check("0 0 15 * 1", "2026-03-02", &[0]);
        check("0 0 15 * 1", "2026-03-15", &[0]);
        check("0 0 15 * 1", "2026-03-16", &[0]);
        check("0 0 15 * 1", "2026-03-17", &[]);
        check("0 0 1 2 *", "2026-03-01", &[]);
        check("0 0 29 2 *", "2028-02-29", &[0]);
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for text in [
            "",
            "* * * *",
            "* * * * * *",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * 32 * *",
            "* * * 0 *",
            "* * * 13 *",
            "* * * * 8",
            "a * * * *",
            "-1 * * * *",
            "1- * * * *",
            "5-1 * * * *",
            "*/0 * * * *",
            "1,,2 * * * *",
            "1.5 * * * *",
            "@daily",
            "* * * * mon",
            "1/ * * * *",
            "+1 * * * *",
        ] {
            assert!(Cron::parse(text).is_err(), "{text}");
        }
    }
}
