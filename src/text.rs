//! How numbers and instants are written on the page. Amounts are canonical decimals and pass through as they
//! are; seconds and counts get separators.

use chrono::{DateTime, Datelike, Timelike, Utc};
use rust_decimal::Decimal;
use tiermeter_pricing::{Instant, Month, NANOSECONDS_PER_SECOND, Price, UtcOffset};

use crate::words::Words;

/// Nanoseconds in a day of 24 hours.
pub const NANOSECONDS_PER_DAY: i64 = 86_400 * NANOSECONDS_PER_SECOND;
/// The digits after the point with which the list prices are published.
const PUBLISHED_DECIMALS: u32 = 6;
/// The digits after the point with which measured seconds are shown at least.
const MEASURED_DECIMALS: usize = 3;

/// `10800` as `10,800`. Decimals stay as they are.
pub fn grouped(number: &str) -> String {
    let (whole, decimals) = number.find('.').map_or((number, ""), |point| number.split_at(point));
    let mut text = String::new();
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + decimals
}

/// `1 run`, `1,200 runs`, in English.
pub fn counted(count: u64, singular: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {singular}{plural}", grouped(&count.to_string()))
}

/// A count with separators.
pub fn count(number: impl TryInto<u64>) -> String {
    grouped(&number.try_into().unwrap_or(u64::MAX).to_string())
}

/// Parts of a million as a CSS percentage.
pub fn percent(parts: u32) -> String {
    format!("{}.{:04}%", parts / 10_000, parts % 10_000)
}

/// `09:00`, of the minute of a day.
pub fn minute_of_day(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// An amount as canonical text.
pub fn amount(decimal: Decimal) -> String {
    decimal.normalize().to_string()
}

/// An amount that is added, with its sign: `+0.005` or, with the sign that typesetters use, `−0.0036`.
pub fn signed_amount(decimal: Decimal) -> String {
    let text = amount(decimal);
    text.strip_prefix('-').map_or_else(|| format!("+{text}"), |digits| format!("−{digits}"))
}

/// A price as it is published: with six digits after the point, or more where it has more.
pub fn published_price(price: Price) -> String {
    let decimal = price.decimal();
    let digits = usize::try_from(decimal.scale().max(PUBLISHED_DECIMALS)).unwrap_or_default();
    format!("{decimal:.digits$}")
}

/// Seconds with as many decimals as they have: `3,600.5`.
pub fn exact_seconds(nanoseconds: u128) -> String {
    seconds_with_decimals(nanoseconds, 0)
}

/// Seconds as they were measured, with three decimals or more: `10,800.000`.
pub fn measured_seconds(nanoseconds: u128) -> String {
    seconds_with_decimals(nanoseconds, MEASURED_DECIMALS)
}

fn seconds_with_decimals(nanoseconds: u128, least_decimals: usize) -> String {
    let per_second = u128::from(NANOSECONDS_PER_SECOND.unsigned_abs());
    let whole = grouped(&(nanoseconds / per_second).to_string());
    let decimals = format!("{:09}", nanoseconds % per_second);
    let shown = decimals.trim_end_matches('0').len().max(least_decimals);
    match decimals.get(..shown) {
        None | Some("") => whole,
        Some(decimals) => format!("{whole}.{decimals}"),
    }
}

/// An instant in UTC as the editor writes it: `2026-03-03 10:00:00`.
pub fn instant(at: Instant) -> String {
    at.to_string().replace('T', " ").trim_end_matches('Z').to_owned()
}

/// `3 Mar`, in UTC.
pub fn day_and_month(at: Instant, words: &Words) -> String {
    let day = civil(at.unix_nanoseconds());
    (words.day_and_month)(day.day(), day.month())
}

/// `3 Mar 2026`, in UTC.
pub fn date(at: Instant, words: &Words) -> String {
    let day = civil(at.unix_nanoseconds());
    (words.date)(day.year(), day.month(), day.day())
}

/// `10:00`, or as much as is needed of `10:00:30.5`, in UTC.
pub fn time_of_day(at: Instant) -> String {
    let time = civil(at.unix_nanoseconds());
    let minutes = format!("{:02}:{:02}", time.hour(), time.minute());
    match (time.second(), time.nanosecond()) {
        (0, 0) => minutes,
        (second, 0) => format!("{minutes}:{second:02}"),
        (second, nanosecond) => {
            let decimals = format!("{nanosecond:09}");
            format!("{minutes}:{second:02}.{}", decimals.trim_end_matches('0'))
        }
    }
}

/// Whether a half-open stretch lies within one day in UTC.
pub fn within_a_day(from: Instant, until: Instant) -> bool {
    let (from, until) = (from.unix_nanoseconds(), until.unix_nanoseconds());
    let last = from.max(until - 1);
    from.div_euclid(NANOSECONDS_PER_DAY) == last.div_euclid(NANOSECONDS_PER_DAY)
}

/// `10:00–11:00`, `3 Mar 10:00–11:00` with its date, and `3 Mar 22:00 – 4 Mar 06:00` over days.
pub fn stretch(from: Instant, until: Instant, with_date: bool, words: &Words) -> String {
    if !within_a_day(from, until) {
        let (first, last) = (day_and_month(from, words), day_and_month(until, words));
        return format!("{first} {} – {last} {}", time_of_day(from), time_of_day(until));
    }
    let ends_with_the_day = until > from && until.unix_nanoseconds() % NANOSECONDS_PER_DAY == 0;
    let end = if ends_with_the_day { "24:00".to_owned() } else { time_of_day(until) };
    let date = if with_date { format!("{} ", day_and_month(from, words)) } else { String::new() };
    format!("{date}{}–{end}", time_of_day(from))
}

/// `March 2026`, in English; for the reader's language ask [`Words`].
pub fn month_title(month: Month) -> String {
    format!("{} {}", month_name(month.month), month.year)
}

/// `Mar`, in English.
pub fn short_month(month: u32) -> &'static str {
    month_name(month).get(..3).unwrap_or_default()
}

/// The clock, and where in its month that is: `2026-11-22 16:55:03 UTC, November 2026 is the running month, day
/// 22 of 30`.
pub fn clock_line(now: Instant, offset: UtcOffset, words: &Words) -> String {
    let time = instant(now);
    let time = time.get(..19).unwrap_or_default();
    let month = Month::containing(now, offset);
    let local = civil(now.unix_nanoseconds() + i64::from(offset.seconds()) * NANOSECONDS_PER_SECOND);
    (words.clock_line)(time, &(words.month_title)(month), local.day(), month.days())
}

fn civil(nanoseconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_nanos(nanoseconds)
}

const fn month_name(month: u32) -> &'static str {
    match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{CHINESE, ENGLISH};

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn numbers_get_separators() {
        for (number, expected) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("2689200", "2,689,200"),
            ("1234.5678", "1,234.5678"),
        ] {
            assert_eq!(grouped(number), expected);
        }
        assert_eq!(counted(1, "run"), "1 run");
        assert_eq!(counted(0, "run"), "0 runs");
        assert_eq!(counted(1_200, "run"), "1,200 runs");
        assert_eq!((count(1_200_u32), minute_of_day(1_440)), ("1,200".to_owned(), "24:00".to_owned()));
        assert_eq!(percent(166_666), "16.6666%");
    }

    #[test]
    fn amounts_are_canonical_and_prices_as_published() {
        assert_eq!(amount("2.34360".parse().unwrap()), "2.3436");
        assert_eq!(amount("0.00".parse().unwrap()), "0");
        assert_eq!(signed_amount("-0.0036".parse().unwrap()), "−0.0036");
        assert_eq!(signed_amount("0.005".parse().unwrap()), "+0.005");
        for (price, expected) in
            [("0.000217", "0.000217"), ("0.00022", "0.000220"), ("1", "1.000000"), ("0.1234567", "0.1234567")]
        {
            assert_eq!(published_price(Price::parse(price).unwrap()), expected);
        }
    }

    #[test]
    fn seconds_show_what_they_have() {
        for (nanoseconds, exact, measured) in [
            (0, "0", "0.000"),
            (10_800_000_000_000, "10,800", "10,800.000"),
            (500_000_000, "0.5", "0.500"),
            (1_000_000_001, "1.000000001", "1.000000001"),
        ] {
            assert_eq!(
                (exact_seconds(nanoseconds).as_str(), measured_seconds(nanoseconds).as_str()),
                (exact, measured)
            );
        }
    }

    #[test]
    fn instants_are_short_where_they_can_be() {
        for (text, field, time) in [
            ("2026-03-03T10:00:00Z", "2026-03-03 10:00:00", "10:00"),
            ("2026-03-03T10:00:30Z", "2026-03-03 10:00:30", "10:00:30"),
            ("2026-03-03T10:00:00.5Z", "2026-03-03 10:00:00.500", "10:00:00.5"),
        ] {
            assert_eq!((instant(at(text)).as_str(), time_of_day(at(text)).as_str()), (field, time));
        }
        assert_eq!(date(at("2026-03-03T10:00:00Z"), &ENGLISH), "3 Mar 2026");
        assert_eq!(date(at("2026-03-03T10:00:00Z"), &CHINESE), "2026年3月3日");
    }

    #[test]
    fn stretches_show_dates_where_they_are_needed() {
        for (from, until, with_date, expected) in [
            ("2026-03-03T10:00:00Z", "2026-03-03T11:00:00Z", false, "10:00–11:00"),
            ("2026-03-03T10:00:00Z", "2026-03-03T11:00:00Z", true, "3 Mar 10:00–11:00"),
            ("2026-03-03T22:00:00Z", "2026-03-04T00:00:00Z", false, "22:00–24:00"),
            ("2026-03-03T22:00:00Z", "2026-03-04T06:00:00Z", false, "3 Mar 22:00 – 4 Mar 06:00"),
            ("2026-03-03T00:00:00Z", "2026-03-03T00:00:00Z", false, "00:00–00:00"),
        ] {
            assert_eq!(stretch(at(from), at(until), with_date, &ENGLISH), expected);
        }
    }

    #[test]
    fn the_clock_names_the_running_month_of_the_price_book() {
        let now = at("2026-11-30T16:55:03.250Z");
        assert_eq!(
            clock_line(now, UtcOffset::default(), &ENGLISH),
            "2026-11-30 16:55:03 UTC, November 2026 is the running month, day 30 of 30"
        );
        assert_eq!(
            clock_line(now, UtcOffset::parse("+08:00").unwrap(), &ENGLISH),
            "2026-11-30 16:55:03 UTC, December 2026 is the running month, day 1 of 31"
        );
    }
}
