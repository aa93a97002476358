//! Cron expressions of five fields (S2), asked minute by minute.

use super::calendar::date_of;

const DAY_MINUTES: i64 = 24 * 60;

/// The minutes, hours, days, months and weekdays that a policy names.
#[derive(Debug)]
pub(super) struct Cron {
    minutes: Vec<i64>,
    hours: Vec<i64>,
    days: Vec<i64>,
    months: Vec<i64>,
    weekdays: Vec<i64>,
    /// When both day and weekday are restricted, either suffices.
    either_day_suffices: bool,
}

impl Cron {
    pub(super) fn read(text: &str) -> Cron {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = fields[..] else {
            panic!("a cron of five fields: {text:?}");
        };
        Cron {
            minutes: values(minute, 0, 59),
            hours: values(hour, 0, 23),
            days: values(day, 1, 31),
            months: values(month, 1, 12),
            // Both 0 and 7 are Sunday.
            weekdays: values(weekday, 0, 7).into_iter().map(|number| number % 7).collect(),
            either_day_suffices: day != "*" && weekday != "*",
        }
    }

    /// Whether a policy begins at this minute, counted from the start of 1970 in local time.
    pub(super) fn begins_at(&self, local_minute: i64) -> bool {
        let local_day = local_minute.div_euclid(DAY_MINUTES);
        let minute_of_day = local_minute.rem_euclid(DAY_MINUTES);
        let at_this_time =
            self.minutes.contains(&(minute_of_day % 60)) && self.hours.contains(&(minute_of_day / 60));
        if !at_this_time {
            return false;
        }
        let (_, month, day) = date_of(local_day);
        // 1970 began on a Thursday, which is 4 where Sunday is 0.
        let weekday = (local_day + 4).rem_euclid(7);
        let (on_day, on_weekday) = (self.days.contains(&day), self.weekdays.contains(&weekday));
        let on_this_day = if self.either_day_suffices { on_day || on_weekday } else { on_day && on_weekday };
        on_this_day && self.months.contains(&month)
    }
}

/// The values of a field: numbers, `*`, lists, ranges and steps.
fn values(field: &str, least: i64, most: i64) -> Vec<i64> {
    let mut values = Vec::new();
    for part in field.split(',') {
        let (range, step) = part.split_once('/').map_or((part, 1), |(range, step)| (range, number(step)));
        let (from, to) = if range == "*" {
            (least, most)
        } else if let Some((first, last)) = range.split_once('-') {
            (number(first), number(last))
        } else {
            (number(range), number(range))
        };
        values.extend((from..=to).filter(|value| (value - from) % step == 0));
    }
    values
}

fn number(text: &str) -> i64 {
    text.parse().expect("a number in a cron")
}
