//! The hours of the day, of which a load is made: how long each of them was looked at, and how many instances ran in
//! it. Pure.

use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND, UtcOffset};

use super::super::plots::counted::Step;
use super::super::plots::range::{Range, begin};

/// A load is that of so many days.
pub const DAYS_OF_LOAD: u64 = 7;
const HOURS_PER_DAY: usize = 24;
const HOUR: i64 = 3_600 * NANOSECONDS_PER_SECOND;

/// An hour of the day, all days together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HourOfDay {
    /// For how many nanoseconds it was looked at.
    pub lasted: i128,
    /// Nanoseconds of all instances together.
    pub instances: i128,
}

impl HourOfDay {
    /// How many instances ran on average, rounded to a whole number.
    pub fn average_instances(&self) -> u64 {
        let twice = self.lasted.saturating_mul(2);
        let average = self.instances.saturating_mul(2).saturating_add(self.lasted).checked_div(twice);
        average.and_then(|average| u64::try_from(average).ok()).unwrap_or_default()
    }
}

/// The first instant of the days of which a load is made: the present one is the last of them.
pub fn days_before(now: Instant, offset: UtcOffset) -> i64 {
    Range::Week.days(now, offset).first().map_or_else(|| now.unix_nanoseconds(), |day| day.from)
}

/// What numbers of instances come to in each hour of the day, from the first one of them on up to `until`.
pub fn by_hour(levels: &[Step], until: i64, offset: UtcOffset) -> [HourOfDay; HOURS_PER_DAY] {
    let mut hours = [HourOfDay::default(); HOURS_PER_DAY];
    let ends = levels.iter().skip(1).map(|level| level.at).chain([until]);
    for (level, end) in levels.iter().zip(ends) {
        let mut at = level.at;
        while at < end {
            let next = begin(at, HOUR, offset).saturating_add(HOUR).min(end);
            let lasted = i128::from(next - at);
            if let Some(hour) = hours.get_mut(hour_of(at, offset)) {
                hour.lasted += lasted;
                hour.instances += lasted * i128::from(level.instances);
            }
            at = next;
        }
    }
    hours
}

/// The hour of the day in which an instant lies, at the price book's offset.
fn hour_of(at: i64, offset: UtcOffset) -> usize {
    let east = i64::from(offset.seconds()) * NANOSECONDS_PER_SECOND;
    let hour = at.saturating_add(east).div_euclid(HOUR).rem_euclid(24);
    usize::try_from(hour).unwrap_or_default()
}

/// The hour of the day of a row of the usage, which names it as `2026-03-03T10:00`.
pub fn hour_in(text: &str) -> Option<usize> {
    let hour = text.split_once('T')?.1.get(..2)?.parse().ok()?;
    (hour < HOURS_PER_DAY).then_some(hour)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        Instant::parse(text).unwrap().unix_nanoseconds()
    }

    #[test]
    fn hours_are_those_of_the_price_book() {
        let levels = [
            Step { at: at("2026-03-02T23:30:00Z"), instances: 2 },
            Step { at: at("2026-03-03T00:15:00Z"), instances: 0 },
        ];
        let until = at("2026-03-03T01:00:00Z");
        let minute = 60 * i128::from(NANOSECONDS_PER_SECOND);
        for (offset, first, second) in [("+00:00", 23, 0), ("+08:00", 7, 8)] {
            let hours = by_hour(&levels, until, UtcOffset::parse(offset).unwrap());
            assert_eq!(hours[first], HourOfDay { lasted: 30 * minute, instances: 60 * minute });
            assert_eq!(hours[second], HourOfDay { lasted: 60 * minute, instances: 30 * minute });
            assert_eq!((hours[first].average_instances(), hours[second].average_instances()), (2, 1));
            assert_eq!(hours[12].average_instances(), 0);
        }
        assert_eq!(by_hour(&[], until, UtcOffset::default()), [HourOfDay::default(); 24]);
    }

    #[test]
    fn the_usage_names_its_hours() {
        for (text, expected) in [
            ("2026-03-03T00:00", Some(0)),
            ("2026-03-03T23:00", Some(23)),
            ("2026-03-03T24:00", None),
            ("2026-03-03", None),
            ("T", None),
        ] {
            assert_eq!(hour_in(text), expected, "{text}");
        }
        let first = days_before(Instant::parse("2026-03-09T10:00:00Z").unwrap(), UtcOffset::default());
        assert_eq!(first, at("2026-03-03T00:00:00Z"));
    }
}
