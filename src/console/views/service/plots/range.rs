//! How far back a plot reaches, and the stretches of time that it is cut into.

use chrono::{DateTime, Datelike, Timelike};
use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND, UtcOffset};

const MINUTE_SECONDS: i64 = 60;
const HOUR_SECONDS: i64 = 60 * MINUTE_SECONDS;
const DAY_SECONDS: i64 = 24 * HOUR_SECONDS;

/// How far back a plot reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// An hour.
    Hour,
    /// Six hours.
    SixHours,
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// 30 days.
    Month,
    /// 90 days.
    Quarter,
}

/// The units of time in which tokens are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// By the minute.
    Minute,
    /// By the hour.
    Hour,
    /// By the day.
    Day,
}

impl Part {
    /// Its word, by which the API groups usage.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }

    /// How long it is, in seconds.
    pub const fn seconds(self) -> i64 {
        match self {
            Self::Minute => MINUTE_SECONDS,
            Self::Hour => HOUR_SECONDS,
            Self::Day => DAY_SECONDS,
        }
    }

    /// The one at the price book's offset that contains an instant, as the API writes it.
    pub fn key(self, at: i64, offset: UtcOffset) -> String {
        match self {
            Self::Minute => minute_key(at, offset),
            Self::Hour => hour_key(at, offset),
            Self::Day => day_key(at, offset),
        }
    }
}

/// A half-open stretch of time, in nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Its first instant.
    pub from: i64,
    /// The instant after its last one.
    pub until: i64,
}

impl Range {
    /// Every range, the shortest first.
    pub const ALL: [Self; 6] =
        [Self::Hour, Self::SixHours, Self::Day, Self::Week, Self::Month, Self::Quarter];
    /// Those that can be shown of what is told by the day.
    pub const OF_DAYS: [Self; 3] = [Self::Week, Self::Month, Self::Quarter];

    /// What it is called in the address.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hour => "1h",
            Self::SixHours => "6h",
            Self::Day => "24h",
            Self::Week => "7d",
            Self::Month => "30d",
            Self::Quarter => "90d",
        }
    }

    /// How long it is, in seconds.
    pub const fn seconds(self) -> i64 {
        match self {
            Self::Hour => HOUR_SECONDS,
            Self::SixHours => 6 * HOUR_SECONDS,
            Self::Day => DAY_SECONDS,
            Self::Week => 7 * DAY_SECONDS,
            Self::Month => 30 * DAY_SECONDS,
            Self::Quarter => 90 * DAY_SECONDS,
        }
    }

    /// How long one of its stretches is, in seconds.
    pub const fn stretch_seconds(self) -> i64 {
        match self {
            Self::Hour => MINUTE_SECONDS,
            Self::SixHours => 5 * MINUTE_SECONDS,
            Self::Day => 15 * MINUTE_SECONDS,
            Self::Week => 3 * HOUR_SECONDS,
            Self::Month | Self::Quarter => DAY_SECONDS,
        }
    }

    /// The units in which tokens are shown.
    pub const fn part(self) -> Part {
        match self {
            Self::Hour => Part::Minute,
            Self::SixHours | Self::Day => Part::Hour,
            Self::Week | Self::Month | Self::Quarter => Part::Day,
        }
    }

    /// How far apart the marks of its time axis are, in seconds.
    pub const fn mark_seconds(self) -> i64 {
        match self {
            Self::Hour => 10 * MINUTE_SECONDS,
            Self::SixHours => HOUR_SECONDS,
            Self::Day => 4 * HOUR_SECONDS,
            Self::Week => DAY_SECONDS,
            Self::Month => 5 * DAY_SECONDS,
            Self::Quarter => 15 * DAY_SECONDS,
        }
    }

    /// How often a plot of it is drawn anew while time goes on, in seconds.
    pub const fn refresh_seconds(self) -> i64 {
        match self {
            Self::Hour => 5,
            Self::SixHours => 15,
            Self::Day | Self::Week | Self::Month | Self::Quarter => MINUTE_SECONDS,
        }
    }

    /// Its stretches; the last one contains `now`, and they begin at whole units of the price book's days.
    pub fn stretches(self, now: Instant, offset: UtcOffset) -> Vec<Stretch> {
        stretches(self.seconds(), self.stretch_seconds(), now, offset)
    }

    /// Its days at the price book's offset; the last one contains `now`.
    pub fn days(self, now: Instant, offset: UtcOffset) -> Vec<Stretch> {
        stretches(self.seconds(), DAY_SECONDS, now, offset)
    }

    /// The minutes, hours or days in which tokens are shown; the last one contains `now`.
    pub fn of_tokens(self, now: Instant, offset: UtcOffset) -> Vec<Stretch> {
        stretches(self.seconds(), self.part().seconds(), now, offset)
    }

    /// The stretch for which the API is asked about tokens: whole days, or for minutes whole hours. Of the first unit
    /// only what is shown is looked at.
    pub fn asked_of_tokens(self, now: Instant, offset: UtcOffset) -> Stretch {
        let parts = self.of_tokens(now, offset);
        let first = parts.first().map_or(0, |part| part.from);
        let last = parts.last().map_or(0, |part| part.from);
        let unit = if self.part() == Part::Minute { Part::Hour } else { Part::Day };
        let unit = unit.seconds() * NANOSECONDS_PER_SECOND;
        Stretch { from: begin(first, unit, offset), until: begin(last, unit, offset).saturating_add(unit) }
    }
}

fn stretches(seconds: i64, stretch_seconds: i64, now: Instant, offset: UtcOffset) -> Vec<Stretch> {
    let length = stretch_seconds * NANOSECONDS_PER_SECOND;
    let last = begin(now.unix_nanoseconds(), length, offset);
    let count = seconds / stretch_seconds;
    (0..count)
        .map(|index| {
            let from = last - (count - 1 - index) * length;
            Stretch { from, until: from + length }
        })
        .collect()
}

/// When the unit of so many nanoseconds that contains `at` began, units counted from midnight at the offset.
pub fn begin(at: i64, unit: i64, offset: UtcOffset) -> i64 {
    let east = i64::from(offset.seconds()) * NANOSECONDS_PER_SECOND;
    (at + east).div_euclid(unit) * unit - east
}

/// The day at the price book's offset that contains an instant, as the API writes it: `2026-03-03`.
pub fn day_key(at: i64, offset: UtcOffset) -> String {
    let east = i64::from(offset.seconds()) * NANOSECONDS_PER_SECOND;
    let day = DateTime::from_timestamp_nanos(at.saturating_add(east));
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// The hour at the price book's offset that contains an instant, as the API writes it: `2026-03-03T10:00`.
pub fn hour_key(at: i64, offset: UtcOffset) -> String {
    minute_key(begin(at, HOUR_SECONDS * NANOSECONDS_PER_SECOND, offset), offset)
}

/// The minute at the price book's offset that contains an instant, as the API writes it: `2026-03-03T10:07`.
pub fn minute_key(at: i64, offset: UtcOffset) -> String {
    let east = i64::from(offset.seconds()) * NANOSECONDS_PER_SECOND;
    let time = DateTime::from_timestamp_nanos(at.saturating_add(east));
    format!("{}T{:02}:{:02}", day_key(at, offset), time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn check(range: Range, by_day: bool, now: &str, offset: &str, count: usize, first: &str, last: &str) {
        let offset = UtcOffset::parse(offset).unwrap();
        let stretches = if by_day { range.days(at(now), offset) } else { range.stretches(at(now), offset) };
        assert_eq!(stretches.len(), count);
        assert_eq!(stretches.first().unwrap().from, at(first).unix_nanoseconds());
        assert_eq!(stretches.last().unwrap().from, at(last).unix_nanoseconds());
        assert!(stretches.windows(2).all(|pair| pair[0].until == pair[1].from));
        assert!(stretches.last().unwrap().until > at(now).unix_nanoseconds());
    }

    #[test]
    fn the_last_stretch_is_the_running_one() {
        let now = "2026-03-03T10:17:31Z";
        check(Range::Hour, false, now, "+00:00", 60, "2026-03-03T09:18:00Z", "2026-03-03T10:17:00Z");
        check(Range::SixHours, false, now, "+00:00", 72, "2026-03-03T04:20:00Z", "2026-03-03T10:15:00Z");
        check(Range::Day, false, now, "+00:00", 96, "2026-03-02T10:30:00Z", "2026-03-03T10:15:00Z");
        check(Range::Week, false, now, "+08:00", 56, "2026-02-24T13:00:00Z", "2026-03-03T10:00:00Z");
        check(Range::Month, false, now, "+00:00", 30, "2026-02-02T00:00:00Z", "2026-03-03T00:00:00Z");
        check(Range::Week, true, now, "+00:00", 7, "2026-02-25T00:00:00Z", "2026-03-03T00:00:00Z");
        check(Range::Quarter, true, now, "+14:00", 90, "2025-12-04T10:00:00Z", "2026-03-03T10:00:00Z");
        let midnight = "2026-03-03T00:00:00Z";
        check(Range::Week, true, midnight, "+00:00", 7, "2026-02-25T00:00:00Z", midnight);
    }

    #[test]
    fn days_are_those_of_the_price_book() {
        for (instant, offset, expected) in [
            ("2026-03-03T15:59:59Z", "+08:00", "2026-03-03"),
            ("2026-03-03T16:00:00Z", "+08:00", "2026-03-04"),
            ("2026-01-01T00:00:00Z", "-01:00", "2025-12-31"),
        ] {
            let offset = UtcOffset::parse(offset).unwrap();
            assert_eq!(day_key(at(instant).unix_nanoseconds(), offset), expected);
        }
        for (instant, offset, expected) in [
            ("2026-03-03T15:59:59Z", "+08:00", "2026-03-03T23:00"),
            ("2026-03-03T16:00:00Z", "+08:00", "2026-03-04T00:00"),
            ("2026-03-03T10:29:59Z", "+05:30", "2026-03-03T15:00"),
        ] {
            let offset = UtcOffset::parse(offset).unwrap();
            assert_eq!(hour_key(at(instant).unix_nanoseconds(), offset), expected);
        }
    }

    #[test]
    fn tokens_are_shown_by_the_minute_for_an_hour_and_by_the_hour_for_a_day() {
        let now = "2026-03-03T10:17:31Z";
        for (range, count, first) in [
            (Range::Hour, 60, "2026-03-03T09:18:00Z"),
            (Range::SixHours, 6, "2026-03-03T05:00:00Z"),
            (Range::Day, 24, "2026-03-02T11:00:00Z"),
            (Range::Week, 7, "2026-02-25T00:00:00Z"),
        ] {
            let stretches = range.of_tokens(at(now), UtcOffset::default());
            assert_eq!((stretches.len(), stretches[0].from), (count, at(first).unix_nanoseconds()));
        }
    }

    #[test]
    fn tokens_are_asked_for_in_whole_days_or_hours() {
        for (range, now, offset, expected) in [
            (Range::Hour, "2026-03-03T10:17:31Z", "+00:00", ["2026-03-03T09:00", "2026-03-03T11:00"]),
            (Range::Hour, "2026-03-03T10:59:59Z", "+00:00", ["2026-03-03T10:00", "2026-03-03T11:00"]),
            (Range::Hour, "2026-03-03T00:00:00Z", "+00:00", ["2026-03-02T23:00", "2026-03-03T01:00"]),
            (Range::Hour, "2026-03-03T10:17:31Z", "+05:30", ["2026-03-03T14:00", "2026-03-03T16:00"]),
            (Range::SixHours, "2026-03-03T04:17:31Z", "+00:00", ["2026-03-02", "2026-03-04"]),
            (Range::Day, "2026-03-03T23:59:59Z", "+00:00", ["2026-03-03", "2026-03-04"]),
            (Range::Week, "2026-03-03T10:17:31Z", "+00:00", ["2026-02-25", "2026-03-04"]),
        ] {
            let offset = UtcOffset::parse(offset).unwrap();
            let Stretch { from, until } = range.asked_of_tokens(at(now), offset);
            let unit = if range == Range::Hour { Part::Hour } else { Part::Day };
            assert_eq!([from, until].map(|end| unit.key(end, offset)), expected, "{range:?} at {now}");
            let length = unit.seconds() * NANOSECONDS_PER_SECOND;
            assert!([from, until].iter().all(|end| begin(*end, length, offset) == *end));
        }
        let minute =
            minute_key(at("2026-03-03T18:47:59.9Z").unix_nanoseconds(), UtcOffset::parse("+05:30").unwrap());
        assert_eq!(minute, "2026-03-04T00:17");
    }

    #[test]
    fn keys_tell_ranges_apart() {
        for range in Range::ALL {
            let same = Range::ALL.into_iter().filter(|other| other.key() == range.key()).count();
            assert_eq!(same, 1);
            assert_eq!(range.seconds() % range.stretch_seconds(), 0);
        }
    }
}
