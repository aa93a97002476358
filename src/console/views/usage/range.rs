//! The days that usage is shown for: as they stand in the address, in the picker, and as the API takes them.

use chrono::{DateTime, Datelike, Days, NaiveDate};
use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND, UtcOffset};

/// By day, the API adds up at most so many days at once.
pub const MOST_DAYS_BY_DAY: u32 = 92;
/// The years that the API knows. The last one is not whole: its day after the last would be of another.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2198;
/// Between the two days in the address.
const TO: &str = "..";

/// A range as it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Range {
    /// The running month, to its end.
    #[default]
    ThisMonth,
    /// The month before it.
    LastMonth,
    /// Today and the six days before it.
    Last7Days,
    /// Today and the 29 days before it.
    Last30Days,
    /// These days.
    Custom(DayRange),
}

/// Days from the first to the last, both among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRange {
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

impl Range {
    /// Those that have a name, in the order in which they are offered.
    pub const NAMED: [Self; 4] = [Self::ThisMonth, Self::LastMonth, Self::Last7Days, Self::Last30Days];

    /// The range of its word in the address; what cannot be read is the running month.
    pub fn of_word(word: Option<&str>) -> Self {
        let Some(word) = word else { return Self::default() };
        if let Some(named) = Self::NAMED.into_iter().find(|named| named.word().as_deref() == Some(word)) {
            return named;
        }
        let days = word.split_once(TO).and_then(|(first, last)| Some((day(first)?, day(last)?)));
        match days {
            Some((first, last)) if first <= last => Self::Custom(DayRange { first, last }),
            _ => Self::default(),
        }
    }

    /// Its word in the address; none for the running month.
    pub fn word(self) -> Option<String> {
        match self {
            Self::ThisMonth => None,
            Self::LastMonth => Some("last-month".to_owned()),
            Self::Last7Days => Some("7-days".to_owned()),
            Self::Last30Days => Some("30-days".to_owned()),
            Self::Custom(days) => Some(format!("{}{TO}{}", days.first, days.last)),
        }
    }

    /// Its days, as seen from today.
    pub fn days(self, today: NaiveDate) -> DayRange {
        match self {
            Self::ThisMonth => month_of(today),
            Self::LastMonth => month_of(month_of(today).first.pred_opt().unwrap_or(today)),
            Self::Last7Days => DayRange { first: before(today, 6), last: today },
            Self::Last30Days => DayRange { first: before(today, 29), last: today },
            Self::Custom(days) => days,
        }
    }
}

impl DayRange {
    /// The same from another first day; the last one gives way.
    pub fn with_first(self, first: NaiveDate) -> Self {
        Self { first, last: self.last.max(first) }
    }

    /// The same to another last day; the first one gives way.
    pub fn with_last(self, last: NaiveDate) -> Self {
        Self { first: self.first.min(last), last }
    }

    /// How many days it has.
    pub fn count(self) -> u32 {
        u32::try_from(self.last.signed_duration_since(self.first).num_days()).map_or(1, |days| days + 1)
    }

    /// Every day of it.
    pub fn each(self) -> impl Iterator<Item = NaiveDate> {
        self.first.iter_days().take_while(move |day| *day <= self.last)
    }

    /// Where it begins, as the API takes it.
    pub fn first_text(self) -> String {
        self.first.to_string()
    }

    /// The day after it, as the API takes it.
    pub fn end_text(self) -> String {
        self.last.succ_opt().unwrap_or(self.last).to_string()
    }
}

/// The day of a text such as `2026-03-01`.
pub fn day(text: &str) -> Option<NaiveDate> {
    let day: NaiveDate = text.parse().ok()?;
    (YEARS.contains(&day.year()) && day.to_string() == text).then_some(day)
}

/// The day that an instant belongs to at an offset.
pub fn day_of(at: Instant, offset: UtcOffset) -> NaiveDate {
    let offset = i64::from(offset.seconds()).saturating_mul(NANOSECONDS_PER_SECOND);
    DateTime::from_timestamp_nanos(at.unix_nanoseconds().saturating_add(offset)).date_naive()
}

/// The instant at which a day begins in UTC, to write the day as instants are written.
pub fn midnight(day: NaiveDate) -> Instant {
    Instant::parse(&format!("{day}T00:00:00Z")).unwrap_or(Instant::EPOCH)
}

fn month_of(day: NaiveDate) -> DayRange {
    let first = day.with_day(1).unwrap_or(day);
    let next = match day.month() {
        12 => NaiveDate::from_ymd_opt(day.year() + 1, 1, 1),
        month => NaiveDate::from_ymd_opt(day.year(), month + 1, 1),
    };
    DayRange { first, last: next.and_then(|next| next.pred_opt()).unwrap_or(day) }
}

fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDate {
        day(text).unwrap()
    }

    #[test]
    fn ranges_are_days_as_seen_from_today() {
        for (word, today, first, last, count, to) in [
            (None, "2026-03-03", "2026-03-01", "2026-03-31", 31, "2026-04-01"),
            (None, "2026-12-31", "2026-12-01", "2026-12-31", 31, "2027-01-01"),
            (Some("last-month"), "2026-03-31", "2026-02-01", "2026-02-28", 28, "2026-03-01"),
            (Some("last-month"), "2026-01-01", "2025-12-01", "2025-12-31", 31, "2026-01-01"),
            (Some("7-days"), "2026-03-03", "2026-02-25", "2026-03-03", 7, "2026-03-04"),
            (Some("30-days"), "2024-03-01", "2024-02-01", "2024-03-01", 30, "2024-03-02"),
            (Some("2026-02-10..2026-02-10"), "2026-03-03", "2026-02-10", "2026-02-10", 1, "2026-02-11"),
            // What cannot be read is the running month.
            (Some("2026-02-11..2026-02-10"), "2026-03-03", "2026-03-01", "2026-03-31", 31, "2026-04-01"),
            (Some("2026-02-30..2026-03-02"), "2026-03-03", "2026-03-01", "2026-03-31", 31, "2026-04-01"),
            (Some("ever"), "2026-03-03", "2026-03-01", "2026-03-31", 31, "2026-04-01"),
        ] {
            let days = Range::of_word(word).days(at(today));
            assert_eq!((days.first, days.last), (at(first), at(last)), "{word:?} on {today}");
            assert_eq!(
                (days.count(), days.first_text().as_str(), days.end_text().as_str()),
                (count, first, to)
            );
            assert_eq!(days.each().count(), usize::try_from(count).unwrap());
        }
    }

    #[test]
    fn words_come_back() {
        let custom = Range::Custom(DayRange { first: at("2026-03-01"), last: at("2026-03-09") });
        for range in Range::NAMED.into_iter().chain([custom]) {
            assert_eq!(Range::of_word(range.word().as_deref()), range);
        }
    }

    #[test]
    fn one_end_gives_way_to_the_other() {
        let days = DayRange { first: at("2026-03-05"), last: at("2026-03-10") };
        assert_eq!(days.with_first(at("2026-03-12")).last, at("2026-03-12"));
        assert_eq!(days.with_first(at("2026-03-01")).last, at("2026-03-10"));
        assert_eq!(days.with_last(at("2026-03-01")).first, at("2026-03-01"));
    }

    #[test]
    fn days_are_those_of_the_offset() {
        let evening = Instant::parse("2026-03-03T20:00:00Z").unwrap();
        for (offset, expected) in
            [("+00:00", "2026-03-03"), ("+08:00", "2026-03-04"), ("-14:00", "2026-03-03")]
        {
            assert_eq!(day_of(evening, UtcOffset::parse(offset).unwrap()), at(expected), "{offset}");
        }
        for text in ["2026-3-1", " 2026-03-01", "2026-13-01", "1969-12-31", "2199-01-01", "03/01/2026", ""] {
            assert_eq!(day(text), None, "{text:?}");
        }
        assert_eq!(midnight(at("2026-03-03")).to_string(), "2026-03-03T00:00:00Z");
    }
}
