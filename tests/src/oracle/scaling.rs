//! The number of instances that a line of an estimate wants (S2, E1, E3 to E5).

use std::collections::BTreeSet;

use serde_json::Value;

use super::calendar::{DAY_SECONDS, Month, SECOND};
use super::cron::Cron;
use super::decimal::{PRICE_PLACES, parse};
use super::document::{count, instant, list, text, whole};

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// A cron that names 29 February has no occurrence for eight years around 2100.
const LONGEST_GAP_DAYS: i64 = 10 * 366;

/// The month of an estimate, in seconds since 1970 in UTC, half-open (E1).
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) first_second: i64,
    pub(super) end_second: i64,
    offset_seconds: i64,
}

impl Span {
    pub(super) fn of(month: Month, offset_seconds: i64) -> Span {
        Span {
            first_second: month.first_second(offset_seconds),
            end_second: month.following().first_second(offset_seconds),
            offset_seconds,
        }
    }

    /// E1: lists of 24 start at midnight, lists of 168 on Monday at midnight.
    pub(super) fn rate_at(self, second: i64, rates: &[i128]) -> i128 {
        let (weekday, second_of_day) = self.local_time(second);
        let hour = second_of_day / 3600;
        let place = match rates.len() {
            24 => hour,
            168 => weekday * 24 + hour,
            other => panic!("24 or 168 rates, not {other}"),
        };
        rates[usize::try_from(place).expect("a place in a list")]
    }

    /// The weekday, 0 on Monday, and the second of the day at the offset.
    fn local_time(self, second: i64) -> (i64, i64) {
        let local_second = second + self.offset_seconds;
        // 1970 began on a Thursday, which is 3 where Monday is 0.
        let weekday = (local_second.div_euclid(DAY_SECONDS) + 3).rem_euclid(7);
        (weekday, local_second.rem_euclid(DAY_SECONDS))
    }
}

/// From this instant on so many instances are wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Want {
    pub(super) from: i64,
    pub(super) instances: i64,
}

/// How the number wanted changes over the month; the last entry is the end of the month, with none.
pub(super) fn wants(scaling: &Value, span: Span) -> Vec<Want> {
    let mut wants = match text(scaling, "mode") {
        "steps" => steps(scaling, span),
        "weekly" => weekly(scaling, span),
        "automatic" => automatic(scaling, span),
        other => panic!("no mode of scaling: {other}"),
    };
    wants.push(Want { from: span.end_second * SECOND, instances: 0 });
    wants
}

/// E3: from each instant on so many; what is in force when the month begins counts from there.
fn steps(scaling: &Value, span: Span) -> Vec<Want> {
    let steps: Vec<Want> = list(scaling, "steps")
        .iter()
        .map(|step| Want { from: instant(step, "from"), instances: count(step, "instances") })
        .collect();
    let month = span.first_second * SECOND..span.end_second * SECOND;
    let mut changes = BTreeSet::from([month.start]);
    changes.extend(steps.iter().map(|step| step.from).filter(|from| month.contains(from)));
    changes
        .into_iter()
        .map(|from| {
            let in_force = steps.iter().rfind(|step| step.from <= from);
            Want { from, instances: in_force.map_or(0, |step| step.instances) }
        })
        .collect()
}

/// E4, minute by minute: `instances` at all times, inside windows at least the window's.
fn weekly(scaling: &Value, span: Span) -> Vec<Want> {
    let mut wants = Vec::new();
    let mut second = span.first_second;
    while second < span.end_second {
        let (weekday, second_of_day) = span.local_time(second);
        let day = WEEKDAYS[usize::try_from(weekday).expect("a weekday")];
        let mut instances = count(scaling, "instances");
        for window in list(scaling, "windows") {
            let on_this_day = list(window, "days").iter().any(|name| name == day);
            let from = second_of_clock(text(window, "from"));
            let to = second_of_clock(text(window, "to"));
            if on_this_day && from <= second_of_day && second_of_day < to {
                instances = instances.max(count(window, "instances"));
            }
        }
        push_change(&mut wants, second, instances);
        second += 60;
    }
    wants
}

/// S2 and E5, second by second. The number wanted at t is the largest need in the closed window up to t;
/// so it is at least k while the last second that needed k lies no further back than the window.
fn automatic(scaling: &Value, span: Span) -> Vec<Want> {
    let (minimum, maximum) = (count(scaling, "minimum"), count(scaling, "maximum"));
    let window_seconds = count(scaling, "scale_in_after_seconds");
    let mut policies: Vec<Policy> =
        list(scaling, "policies").iter().map(|policy| Policy::read(policy, span)).collect();
    let loads = needs_of_load(scaling);
    let mut need_of_load = 0;
    let mut last_needed: Vec<Option<i64>> = vec![None; usize::try_from(maximum).expect("few instances")];
    let mut wants = Vec::new();
    for second in span.first_second..span.end_second {
        if (second + span.offset_seconds) % 60 == 0 {
            need_of_load = clamped(span.rate_at(second, &loads), maximum);
            for policy in &mut policies {
                policy.begin_if_due(second, span);
            }
        }
        // Policies raise the minimum, at most to the maximum; when several apply the largest wins.
        let raised = policies.iter().filter(|policy| policy.applies_at(second)).map(|policy| policy.minimum);
        let least = raised.fold(minimum, i64::max).min(maximum);
        let need = need_of_load.max(least);
        for last in last_needed.iter_mut().take(usize::try_from(need).expect("few instances")) {
            *last = Some(second);
        }
        let is_wanted = |last: &Option<i64>| last.is_some_and(|last| second - last <= window_seconds);
        let wanted = last_needed.iter().rposition(is_wanted).map_or(0, |place| place + 1);
        push_change(&mut wants, second, i64::try_from(wanted).expect("few instances"));
    }
    wants
}

/// The need of each hour: requests in flight, which are exactly requests per second times seconds per
/// request, over concurrency, rounded up.
fn needs_of_load(scaling: &Value) -> Vec<i128> {
    let one_request_in_flight = 10_i128.pow(24);
    let load = &scaling["load"];
    let seconds_per_request = parse(text(load, "seconds_per_request"), PRICE_PLACES);
    let served_by_one = whole(scaling, "concurrency") * one_request_in_flight;
    rates(load, "requests_per_second")
        .into_iter()
        .map(|rate| {
            let in_flight = rate * seconds_per_request;
            in_flight / served_by_one + i128::from(in_flight % served_by_one > 0)
        })
        .collect()
}

/// The rates of a load, in units of 10^-12.
pub(super) fn rates(load: &Value, field: &str) -> Vec<i128> {
    list(load, field).iter().map(|rate| parse(rate.as_str().expect("a rate"), PRICE_PLACES)).collect()
}

/// A scheduled policy and when it last began.
#[derive(Debug)]
struct Policy {
    cron: Cron,
    duration_seconds: i64,
    minimum: i64,
    began_at: Option<i64>,
}

impl Policy {
    /// An occurrence before the month counts while its duration lasts.
    fn read(document: &Value, span: Span) -> Policy {
        let mut policy = Policy {
            cron: Cron::read(text(document, "cron")),
            duration_seconds: count(document, "duration_seconds"),
            minimum: count(document, "minimum"),
            began_at: None,
        };
        let earliest = span.first_second - policy.duration_seconds.min(LONGEST_GAP_DAYS * DAY_SECONDS);
        let mut second = span.first_second - 60;
        while policy.began_at.is_none() && second > earliest && second >= 0 {
            policy.begin_if_due(second, span);
            second -= 60;
        }
        policy
    }

    fn begin_if_due(&mut self, second: i64, span: Span) {
        if self.cron.begins_at((second + span.offset_seconds).div_euclid(60)) {
            self.began_at = Some(second);
        }
    }

    /// All occurrences last equally long, so the newest one lasts longest.
    fn applies_at(&self, second: i64) -> bool {
        self.began_at.is_some_and(|began_at| second - began_at < self.duration_seconds)
    }
}

fn clamped(need: i128, maximum: i64) -> i64 {
    i64::try_from(need.min(i128::from(maximum))).expect("at most the maximum")
}

fn push_change(wants: &mut Vec<Want>, second: i64, instances: i64) {
    if wants.last().is_none_or(|last| last.instances != instances) {
        wants.push(Want { from: second * SECOND, instances });
    }
}

/// Reads `09:00` or `24:00` as the second of the day.
fn second_of_clock(text: &str) -> i64 {
    let (hours, minutes) = text.split_once(':').expect("a time of day");
    let number = |text: &str| text.parse::<i64>().expect("a time of day");
    number(hours) * 3600 + number(minutes) * 60
}
