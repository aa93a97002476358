//! How amounts, durations and instants are written in the console: in the chosen language, in UTC or local time.

use chrono::{DateTime, Datelike, Timelike, Utc};
use leptos::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};
use tiermeter_pricing::{Instant, Month, NANOSECONDS_PER_SECOND};

use super::words::Language;
use super::zone::Zone;
use crate::text::{grouped, month_title};

/// How things are written in the tree that the caller is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// The language.
    pub language: Language,
    /// In which time instants are shown.
    pub zone: Zone,
}

/// How things are written in the tree that the caller is in. When language or zone is changed the whole tree is made
/// anew.
pub fn use_format() -> Format {
    use_context::<Format>().unwrap_or(Format { language: Language::English, zone: Zone::Utc })
}

#[expect(clippy::unused_self, reason = "whoever writes something asks this, whatever it takes to write it")]
impl Format {
    /// An exact amount with separators: `1,212.36`, `−100`.
    pub fn amount(self, amount: Decimal) -> String {
        signed(&amount.normalize().to_string())
    }

    /// An amount with the digits after the point that it came with, such as a payable one: `2.30`.
    pub fn payable(self, amount: Decimal) -> String {
        signed(&amount.to_string())
    }

    /// An exact amount with its currency: `2.3436 USD`.
    pub fn money(self, amount: Decimal, currency: &str) -> String {
        format!("{} {currency}", self.amount(amount))
    }

    /// An amount cut (not rounded) to so many digits after the point, all of them shown.
    pub fn cut(self, amount: Decimal, decimals: u32) -> String {
        let cut = amount.round_dp_with_strategy(decimals, RoundingStrategy::ToZero);
        let digits = usize::try_from(decimals).unwrap_or_default();
        signed(&format!("{cut:.digits$}"))
    }

    /// An amount that is counted up, in the digits that stay for now and those that moved since `before`.
    pub fn live(self, amount: Decimal, before: Decimal, decimals: u32) -> (String, String) {
        if amount == before {
            return (self.amount(amount), String::new());
        }
        let (now, before) = (self.cut(amount, decimals), self.cut(before, decimals));
        let steady = if now.len() == before.len() {
            now.char_indices()
                .zip(before.chars())
                .find(|((_, one), other)| one != other)
                .map(|((at, _), _)| at)
        } else {
            Some(0)
        };
        let (steady, moving) = now.split_at(steady.unwrap_or(now.len()));
        (steady.to_owned(), moving.to_owned())
    }

    /// A whole number with separators.
    pub fn count(self, count: u64) -> String {
        grouped(&count.to_string())
    }

    /// Tokens in short: `950`, `12 k`, `1.2 M`. The exact number belongs beside it, in a title.
    pub fn tokens(self, tokens: u64) -> String {
        let short = |unit: u64, name: &str| {
            let (whole, tenth) = (tokens / unit, tokens % unit / (unit / 10));
            if tenth == 0 || whole >= 100 {
                format!("{} {name}", grouped(&whole.to_string()))
            } else {
                format!("{whole}.{tenth} {name}")
            }
        };
        match tokens {
            0..10_000 => grouped(&tokens.to_string()),
            10_000..1_000_000 => short(1_000, "k"),
            1_000_000..1_000_000_000 => short(1_000_000, "M"),
            _ => short(1_000_000_000, "G"),
        }
    }

    /// A part of a whole in percent, rounded down: `82 %`.
    pub fn percent(self, part: u64, whole: u64) -> String {
        let percent = if whole == 0 { 0 } else { u128::from(part) * 100 / u128::from(whole) };
        format!("{percent} %")
    }

    /// How long something took or has lasted, in its two largest units: `7 s`, `2 h 14 m`, `11 d`.
    pub fn duration(self, seconds: i64) -> String {
        let seconds = seconds.max(0);
        let [day, hour, minute, second] = match self.language {
            Language::English => [" d", " h", " m", " s"],
            Language::Chinese => [" 天", " 小时", " 分", " 秒"],
        };
        let (days, hours) = (seconds / 86_400, seconds / 3_600 % 24);
        let (minutes, rest) = (seconds / 60 % 60, seconds % 60);
        let two = |large: i64, unit: &str, small: i64, small_unit: &str| {
            if small == 0 { format!("{large}{unit}") } else { format!("{large}{unit} {small}{small_unit}") }
        };
        match (days, hours, minutes) {
            (0, 0, 0) => format!("{rest}{second}"),
            (0, 0, minutes) => two(minutes, minute, rest, second),
            (0, hours, minutes) => two(hours, hour, minutes, minute),
            (1..10, ..) => two(days, day, hours, hour),
            _ => format!("{days}{day}"),
        }
    }

    /// How long it is from one instant to another.
    pub fn between(self, from: Instant, until: Instant) -> String {
        let nanoseconds = until.unix_nanoseconds().saturating_sub(from.unix_nanoseconds());
        self.duration(nanoseconds.div_euclid(NANOSECONDS_PER_SECOND))
    }

    /// How long ago an instant is: `1 s ago`.
    pub fn ago(self, at: Instant, now: Instant) -> String {
        let lasted = self.between(at, now);
        match self.language {
            Language::English => format!("{lasted} ago"),
            Language::Chinese => format!("{lasted}前"),
        }
    }

    /// An instant to the second, with its zone: `2026-03-03 10:00:00 UTC`.
    pub fn instant(self, at: Instant) -> String {
        let civil = self.civil(at);
        let (hour, minute, second) = (civil.hour(), civil.minute(), civil.second());
        format!("{} {hour:02}:{minute:02}:{second:02} {}", numeric_day(civil), self.zone.name(at))
    }

    /// A day: `3 Mar 2026`.
    pub fn day(self, at: Instant) -> String {
        let civil = self.civil(at);
        match self.language {
            Language::English => format!("{} {}", english_day(civil), civil.year()),
            Language::Chinese => format!("{}年{}月{}日", civil.year(), civil.month(), civil.day()),
        }
    }

    /// A day and a time within a year: `3 Mar, 10:00`.
    pub fn day_and_time(self, at: Instant) -> String {
        let civil = self.civil(at);
        let time = format!("{:02}:{:02}", civil.hour(), civil.minute());
        match self.language {
            Language::English => format!("{}, {time}", english_day(civil)),
            Language::Chinese => format!("{}月{}日 {time}", civil.month(), civil.day()),
        }
    }

    /// A day without its year, for axes: `3 Mar`.
    pub fn short_day(self, at: Instant) -> String {
        let civil = self.civil(at);
        match self.language {
            Language::English => english_day(civil),
            Language::Chinese => format!("{}月{}日", civil.month(), civil.day()),
        }
    }

    /// A time of day to the minute, for axes: `10:00`.
    pub fn time(self, at: Instant) -> String {
        let civil = self.civil(at);
        format!("{:02}:{:02}", civil.hour(), civil.minute())
    }

    /// A month: `March 2026`.
    pub fn month(self, month: Month) -> String {
        match self.language {
            Language::English => month_title(month),
            Language::Chinese => format!("{}年{}月", month.year, month.month),
        }
    }

    fn civil(self, at: Instant) -> DateTime<Utc> {
        let offset = self.zone.offset_minutes(at).saturating_mul(60 * NANOSECONDS_PER_SECOND);
        DateTime::from_timestamp_nanos(at.unix_nanoseconds().saturating_add(offset))
    }
}

/// With separators, and with the sign that typesetters use.
fn signed(number: &str) -> String {
    number.strip_prefix('-').map_or_else(|| grouped(number), |digits| format!("−{}", grouped(digits)))
}

fn numeric_day(civil: DateTime<Utc>) -> String {
    format!("{:04}-{:02}-{:02}", civil.year(), civil.month(), civil.day())
}

fn english_day(civil: DateTime<Utc>) -> String {
    let name = month_title(Month { year: civil.year(), month: civil.month() });
    format!("{} {}", civil.day(), name.get(..3).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: Format = Format { language: Language::English, zone: Zone::Utc };
    const CHINESE: Format = Format { language: Language::Chinese, zone: Zone::Fixed(480) };

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn amounts_are_exact_and_grouped() {
        for (amount, expected) in [
            ("1212.360", "1,212.36"),
            ("-100", "−100"),
            ("-1234.5", "−1,234.5"),
            ("0", "0"),
            ("0.000217", "0.000217"),
        ] {
            assert_eq!(ENGLISH.amount(decimal(amount)), expected);
        }
        assert_eq!(ENGLISH.payable(decimal("1002.30")), "1,002.30");
        assert_eq!(ENGLISH.cut(decimal("1.9999999"), 4), "1.9999");
        assert_eq!(ENGLISH.money(decimal("2.3436"), "USD"), "2.3436 USD");
    }

    #[test]
    fn only_the_last_digits_move() {
        for (amount, before, steady, moving) in [
            ("104.247600", "104.247383", "104.247", "600"),
            ("2.3436", "2.3436", "2.3436", ""),
            ("10", "9.999783", "", "10.000000"),
            ("0.000217", "0", "0.000", "217"),
        ] {
            let (got_steady, got_moving) = ENGLISH.live(decimal(amount), decimal(before), 6);
            assert_eq!((got_steady.as_str(), got_moving.as_str()), (steady, moving), "{amount}");
        }
    }

    #[test]
    fn tokens_and_percents_are_short() {
        for (tokens, expected) in [
            (0, "0"),
            (9_999, "9,999"),
            (12_340, "12.3 k"),
            (120_000, "120 k"),
            (1_000_000, "1 M"),
            (1_250_000, "1.2 M"),
            (2_000_000_000, "2 G"),
        ] {
            assert_eq!(ENGLISH.tokens(tokens), expected);
        }
        assert_eq!(ENGLISH.percent(829, 1000), "82 %");
        assert_eq!(ENGLISH.percent(1, 0), "0 %");
    }

    #[test]
    fn durations_have_two_units_at_most() {
        for (seconds, english, chinese) in [
            (-5, "0 s", "0 秒"),
            (7, "7 s", "7 秒"),
            (60, "1 m", "1 分"),
            (8_040, "2 h 14 m", "2 小时 14 分"),
            (90_000, "1 d 1 h", "1 天 1 小时"),
            (950_400, "11 d", "11 天"),
            (960_000, "11 d", "11 天"),
        ] {
            let got = (ENGLISH.duration(seconds), CHINESE.duration(seconds));
            assert_eq!((got.0.as_str(), got.1.as_str()), (english, chinese));
        }
        let (from, until) = (at("2026-03-03T10:00:00Z"), at("2026-03-03T10:00:01.900Z"));
        assert_eq!(ENGLISH.ago(from, until), "1 s ago");
        assert_eq!(CHINESE.ago(from, until), "1 秒前");
    }

    #[test]
    fn instants_name_their_zone() {
        let evening = at("2026-03-03T20:05:09Z");
        assert_eq!(ENGLISH.instant(evening), "2026-03-03 20:05:09 UTC");
        assert_eq!(CHINESE.instant(evening), "2026-03-04 04:05:09 UTC+08:00");
        assert_eq!(
            (ENGLISH.day(evening).as_str(), CHINESE.day(evening).as_str()),
            ("3 Mar 2026", "2026年3月4日")
        );
        assert_eq!(ENGLISH.day_and_time(evening), "3 Mar, 20:05");
        assert_eq!(CHINESE.day_and_time(evening), "3月4日 04:05");
        assert_eq!(ENGLISH.time(evening), "20:05");
    }
}
