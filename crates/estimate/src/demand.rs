//! How many instances are wanted, and when: S1 to S3 and E3 to E5, as a few levels over a month instead of a
//! number for each second.

use std::collections::BinaryHeap;

use chrono::{Datelike, NaiveDate};
use tiermeter_pricing::{Month, NANOSECONDS_PER_SECOND, UtcOffset, sort_by_key};
use tiermeter_service::Policy;

use crate::estimate::{Automatic, Rate, Scaling, Step, Weekly};

const NANOSECONDS_PER_MINUTE: i64 = 60 * NANOSECONDS_PER_SECOND;
const NANOSECONDS_PER_HOUR: i64 = 60 * NANOSECONDS_PER_MINUTE;
const NANOSECONDS_PER_DAY: i64 = 24 * NANOSECONDS_PER_HOUR;
/// From `at` (nanoseconds since 1970) on, so many instances are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// From when on.
    pub at: i64,
    /// How many.
    pub wanted: u32,
}

/// A month as a stretch of time: days and hours at an offset, instants in nanoseconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) month: Month,
    pub(crate) start: i64,
    pub(crate) end: i64,
}

impl Span {
    pub(crate) fn of(month: Month, offset: UtcOffset) -> Self {
        let (start, end) =
            (month.first_instant_nanoseconds(offset), month.next().first_instant_nanoseconds(offset));
        Self { month, start, end }
    }

    pub(crate) fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.month.year, self.month.month, 1).unwrap_or_default()
    }

    /// The month's days and the instant at which each begins.
    fn days(self) -> impl Iterator<Item = (NaiveDate, i64)> {
        let first = self.first_day();
        let starts = (0..self.month.days()).map(move |day| self.start + i64::from(day) * NANOSECONDS_PER_DAY);
        first.iter_days().zip(starts)
    }

    /// The rate of each hour of the month: lists of 24 start at midnight, lists of 168 on Monday at midnight (E1).
    pub(crate) fn hourly(self, rates: &[Rate]) -> impl Iterator<Item = (i64, Rate)> + '_ {
        self.days().flat_map(move |(date, start)| {
            let first =
                if rates.len() == 24 { 0 } else { date.weekday().num_days_from_monday() as usize * 24 };
            let hours = (0..24).map(move |hour| start + hour * NANOSECONDS_PER_HOUR);
            hours.zip(rates[first..first + 24].iter().copied())
        })
    }
}

/// From `from` to `until`, at least `count` instances.
#[derive(Debug, Clone, Copy)]
struct Want {
    from: i64,
    until: i64,
    count: u32,
}

/// How many instances `scaling` wants over `month` at `offset`: levels in order, each another number than the
/// one before; before the first it is none. The last one reaches to the month's end.
#[must_use]
pub fn wanted(scaling: &Scaling, month: Month, offset: UtcOffset) -> Vec<Level> {
    let span = Span::of(month, offset);
    let wants = match scaling {
        Scaling::Steps(steps) => of_steps(steps, span),
        Scaling::Weekly(weekly) => of_weekly(weekly, span),
        Scaling::Automatic(automatic) => of_automatic(automatic, span, offset),
    };
    largest(wants, span)
}

/// E3: from each instant on, the last one to the end of the month.
fn of_steps(steps: &[Step], span: Span) -> Vec<Want> {
    let starts = steps.iter().map(|step| step.from.unix_nanoseconds());
    let ends = starts.clone().skip(1).chain([span.end]);
    let wants = steps.iter().zip(starts.zip(ends));
    wants.map(|(step, (from, until))| Want { from, until, count: step.instances }).collect()
}

/// E4: a number at all times, and at least the window's inside a window.
fn of_weekly(weekly: &Weekly, span: Span) -> Vec<Want> {
    let mut wants = vec![Want { from: span.start, until: span.end, count: weekly.instances }];
    for (date, start) in span.days() {
        let weekday = date.weekday().num_days_from_monday() as usize;
        let windows =
            weekly.windows.iter().filter(|window| window.days.iter().any(|day| day.index() == weekday));
        wants.extend(windows.map(|window| Want {
            from: start + i64::from(window.from_minute) * NANOSECONDS_PER_MINUTE,
            until: start + i64::from(window.to_minute) * NANOSECONDS_PER_MINUTE,
            count: window.instances,
        }));
    }
    wants
}

/// E5 and S2. The need is the largest of what the load, the minimum and the policies ask for, and the number
/// wanted the largest need in the closed window behind; so each of them is wanted until the window has left it
/// behind, and the largest of all that are wanted counts.
fn of_automatic(automatic: &Automatic, span: Span, offset: UtcOffset) -> Vec<Want> {
    let mut wants = vec![Want { from: span.start, until: span.end, count: automatic.minimum }];
    wants.extend(span.hourly(&automatic.load.requests_per_second).map(|(from, rate)| Want {
        from,
        until: from + NANOSECONDS_PER_HOUR,
        count: need(rate, automatic),
    }));
    for policy in &automatic.policies {
        of_policy(policy, automatic.maximum, span, offset, &mut wants);
    }
    let delay = nanoseconds(automatic.scale_in_after_seconds);
    for want in &mut wants {
        want.until = want.until.saturating_add(delay);
    }
    wants
}

/// ceil(requests in flight / concurrency), at most the maximum.
fn need(rate: Rate, automatic: &Automatic) -> u32 {
    /// Parts of a request in flight: the product of two numbers of 12 decimals.
    const PARTS: u128 = 1_000_000_000_000_000_000_000_000;
    let in_flight = rate.pico() * automatic.load.seconds_per_request.pico();
    let need = match PARTS.checked_mul(automatic.concurrency.into()) {
        Some(parts_per_instance) => in_flight.div_ceil(parts_per_instance),
        // More than any load: one instance takes it all.
        None => u128::from(in_flight > 0),
    };
    u32::try_from(need).map_or(automatic.maximum, |need| need.min(automatic.maximum))
}

/// A higher minimum from each instant of the cron on; one that began before the month counts while it lasts.
fn of_policy(policy: &Policy, maximum: u32, span: Span, offset: UtcOffset, wants: &mut Vec<Want>) {
    let count = policy.minimum.min(maximum);
    let duration = nanoseconds(policy.duration_seconds);
    let own = wants.len();
    let mut add = |from: i64| {
        let until = from.saturating_add(duration);
        if until <= span.start {
            return;
        }
        // Where the next instant of the cron comes before the duration is over, one want goes on.
        match wants.get_mut(own..).and_then(<[Want]>::last_mut) {
            Some(last) if last.until >= from => last.until = until,
            _ => wants.push(Want { from: from.max(span.start), until, count }),
        }
    };
    // The last one before the month; the ones before it end earlier.
    if let Some(from) = policy.cron.last_until(span.start - 1, span.start.saturating_sub(duration), offset) {
        add(from);
    }
    for (_, start) in span.days().filter(|(date, _)| policy.cron.on(*date)) {
        for minute in policy.cron.minutes_of_day() {
            add(start + i64::from(minute) * NANOSECONDS_PER_MINUTE);
        }
    }
}

fn nanoseconds(seconds: u64) -> i64 {
    i64::try_from(seconds).map_or(i64::MAX, |seconds| seconds.saturating_mul(NANOSECONDS_PER_SECOND))
}

/// The largest of all wants, over the month.
fn largest(mut wants: Vec<Want>, span: Span) -> Vec<Level> {
    for want in &mut wants {
        want.from = want.from.max(span.start);
        want.until = want.until.min(span.end);
    }
    wants.retain(|want| want.from < want.until && want.count > 0);
    sort_by_key(&mut wants, |want| want.from);
    let mut levels: Vec<Level> = Vec::new();
    // The wants that have begun, the largest first; one that has ended leaves when it comes to the front.
    let mut begun: BinaryHeap<(u32, i64)> = BinaryHeap::new();
    let mut to_begin = wants.into_iter().peekable();
    let mut at = span.start;
    while at < span.end {
        while let Some(want) = to_begin.next_if(|want| want.from <= at) {
            begun.push((want.count, want.until));
        }
        while begun.peek().is_some_and(|(_, until)| *until <= at) {
            begun.pop();
        }
        let (wanted, until) = begun.peek().map_or((0, span.end), |(count, until)| (*count, *until));
        if levels.last().map_or(0, |level| level.wanted) != wanted {
            levels.push(Level { at, wanted });
        }
        at = until.min(to_begin.peek().map_or(span.end, |want| want.from));
    }
    levels
}
