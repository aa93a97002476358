//! The picture of what a scaling wants in the days ahead, hour by hour.

use rust_decimal::Decimal;
use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND, UtcOffset};

use super::super::plots::counted::least_and_most;
use super::super::plots::picture::{Column, Picture, Scale, TimeAxis, line_and_area};
use super::super::plots::range::{Stretch, begin};
use super::forecast::Forecast;
use super::words::Words;
use crate::console::format::Format;

const HOUR: i64 = 3_600 * NANOSECONDS_PER_SECOND;
const DAY_SECONDS: i64 = 86_400;
/// How far it is looked ahead.
pub const AHEAD_SECONDS: i64 = 7 * DAY_SECONDS;

/// The hour at the price book's offset that contains an instant: from there it is looked ahead.
pub fn hour_of(now: Instant, offset: UtcOffset) -> Instant {
    Instant::from_unix_nanoseconds(begin(now.unix_nanoseconds(), HOUR, offset)).unwrap_or(now)
}

/// The picture of a forecast.
pub fn picture(forecast: &Forecast, words: &Words, format: Format, offset: UtcOffset) -> Picture {
    let count = ((forecast.until - forecast.from) / HOUR).max(1);
    let stretches: Vec<Stretch> = (0..count)
        .map(|index| {
            let from = forecast.from + index * HOUR;
            Stretch { from, until: from + HOUR }
        })
        .collect();
    let axis = TimeAxis::of(&stretches);
    let (least, most) = forecast.least_and_most();
    let scale = Scale::of(Decimal::from(most));
    let (line, area) = line_and_area(axis, scale, &forecast.steps, forecast.from, forecast.until);
    let columns = stretches.iter().map(|stretch| {
        let (least, most) = least_and_most(&forecast.steps, *stretch);
        let at = Instant::from_unix_nanoseconds(stretch.from).unwrap_or(Instant::EPOCH);
        let words = format!("{}: {}", format.day_and_time(at), (words.so_many)(least, most));
        Column { place: axis.place(*stretch), bars: Vec::new(), words }
    });
    Picture {
        words: (words.ahead_words)(least, most),
        columns: columns.collect(),
        marks: axis.marks(DAY_SECONDS, offset, |at| format.short_day(at)),
        levels: scale.levels(true, |value| format.amount(value)),
        line,
        area,
        ..Picture::default()
    }
}

#[cfg(test)]
mod tests {
    use tiermeter_service::{AutomaticScaling, Cron, Policy, ServiceScaling};

    use super::*;
    use crate::console::words::{Language, Localized};
    use crate::console::zone::Zone;

    #[test]
    fn every_hour_says_what_is_wanted() {
        let scaling = ServiceScaling::Automatic(AutomaticScaling {
            minimum: 1,
            maximum: 8,
            concurrency: 1,
            scale_in_after_seconds: 1_800,
            policies: vec![Policy {
                cron: Cron::parse("0 8 * * 1-5").unwrap(),
                duration_seconds: 3_600,
                minimum: 4,
            }],
        });
        let offset = UtcOffset::default();
        // A Monday.
        let from = hour_of(Instant::parse("2026-03-02T07:59:59.9Z").unwrap(), offset);
        let forecast = Forecast::of(&scaling, 0, from, AHEAD_SECONDS, offset);
        let format = Format { language: Language::English, zone: Zone::Utc };
        let picture = picture(&forecast, Words::of(Language::English), format, offset);
        assert_eq!(picture.columns.len(), 168);
        assert_eq!(picture.words, "1 at the least, 4 at the most");
        for (index, words) in [
            (0, "2 Mar, 07:00: 1 instance"),
            (1, "2 Mar, 08:00: 4 instances"),
            (2, "2 Mar, 09:00: 1 to 4 instances"),
            (3, "2 Mar, 10:00: 1 instance"),
            (121, "7 Mar, 08:00: 1 instance"),
        ] {
            assert_eq!(picture.columns[index].words, words);
        }
        assert_eq!(picture.marks.len(), 7);
    }
}
