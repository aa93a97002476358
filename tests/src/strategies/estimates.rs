//! Estimates of a few lines, of one kind and mode each: a month has millions of seconds, and the oracle
//! walks through all that are used.

use proptest::bool::weighted;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

use super::EstimateInput;
use super::moments::{Moment, Place, Spelling, spelling};
use super::price_books::price_book;
use crate::oracle::calendar::{HOUR, MINUTE, Month, SECOND, parse_offset};

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// The first month there is, short, leap and long ones, and one before a new year.
const MONTHS: [&str; 6] = ["1970-02", "2026-02", "2028-02", "2026-03", "2027-12", "2199-05"];
const UTC_OFFSETS: [&str; 5] = ["+00:00", "+05:45", "-12:00", "+14:00", "-09:30"];

/// The month of an estimate.
#[derive(Debug, Clone, Copy)]
struct Span {
    month: &'static str,
    utc_offset: &'static str,
    first: i64,
    end: i64,
}

/// Lines of mode `steps` that last for hours at most, or reach the end of the month.
pub fn steps_estimate() -> impl Strategy<Value = EstimateInput> {
    input(0, |span| vec(steps_line(span), 1..=3))
}

/// One line of mode `weekly`.
pub fn weekly_estimate() -> impl Strategy<Value = EstimateInput> {
    input(0, |_| vec(weekly_line(), 1))
}

/// One line of mode `automatic`.
pub fn automatic_estimate() -> impl Strategy<Value = EstimateInput> {
    input(0, |_| vec(automatic_line(), 1))
}

/// One or two lines of tokens, which may share a free quota.
pub fn token_estimate() -> impl Strategy<Value = EstimateInput> {
    input(1, |_| {
        vec(token_line(&["0", "0.0003", "0.0003", "0.01", "0.01", "0.3", "0.999999999999", "3.1"]), 1..=2)
    })
}

/// One to three lines of tokens with requests in most minutes, which may share a free quota. It is used up in hours,
/// in days, or not at all, and it may expire before that.
pub fn busy_token_estimate() -> impl Strategy<Value = EstimateInput> {
    let rates = ["0", "0.02", "0.3", "0.999999999999", "3.1", "7.25", "12"];
    let estimates = input(1, move |_| vec(token_line(&rates), 1..=3));
    let tokens = select(vec![20_000_u64, 400_000, 6_000_000, 100_000_000]);
    let offers = vec(option::weighted(0.9, (tokens, select(vec![1_u64, 2, 9, 30]))), 2);
    (estimates, offers).prop_map(|(mut input, offers)| {
        let models = input.price_book["models"].as_array_mut().expect("a list");
        for (model, offer) in models.iter_mut().zip(offers) {
            if let Some((tokens, valid_days)) = offer {
                model["free_quota"] = json!({"tokens": tokens, "valid_days": valid_days});
            }
        }
        input
    })
}

/// An estimate of these lines, with a price book whose prices change where the month begins, in its
/// middle, or where it ends.
fn input<S: Strategy<Value = Vec<Value>>>(
    least_models: usize,
    lines: impl Fn(Span) -> S,
) -> impl Strategy<Value = EstimateInput> {
    (span(), 0..=2_i64)
        .prop_flat_map(move |(span, halves)| {
            let anchor = span.first + (span.end - span.first) / 2 * halves;
            let place = Place { anchor, utc_offset: span.utc_offset };
            (Just(span), price_book(place, least_models), lines(span))
        })
        .prop_map(|(span, price_book, mut lines)| {
            for line in &mut lines {
                name_choices(line, &price_book);
            }
            let estimate = json!({"schema": "tiermeter.estimate/1", "month": span.month, "lines": lines});
            EstimateInput { estimate, price_book }
        })
}

fn span() -> impl Strategy<Value = Span> {
    (select(MONTHS.to_vec()), select(UTC_OFFSETS.to_vec())).prop_map(|(name, utc_offset)| {
        let month = Month::parse(name).expect("a month");
        let offset_seconds = parse_offset(utc_offset).expect("an offset");
        Span {
            month: name,
            utc_offset,
            first: month.first_second(offset_seconds) * SECOND,
            end: month.following().first_second(offset_seconds) * SECOND,
        }
    })
}

/// Lines are drawn before it is known what the price book has: a number where a tier, a model or tokens
/// per minute belong chooses among them.
fn name_choices(line: &mut Value, price_book: &Value) {
    if line["kind"] == "gpu_seconds" {
        line["tier"] = chosen(&line["tier"], &price_book["gpu_tiers"])["code"].clone();
        return;
    }
    let model = chosen(&line["model"], &price_book["models"]);
    line["model"] = model["id"].clone();
    if let Some(steps) = line["reservation"].as_u64() {
        let offer = &model["tpm_reservation"];
        line["reservation"] = match (offer["minimum_tpm"].as_u64(), offer["step_tpm"].as_u64()) {
            (Some(minimum_tpm), Some(step_tpm)) => json!({"tpm": minimum_tpm + steps * step_tpm}),
            _ => Value::Null,
        };
    }
}

fn chosen<'a>(number: &Value, list: &'a Value) -> &'a Value {
    let list = list.as_array().expect("a list");
    let number = number.as_u64().and_then(|number| usize::try_from(number).ok()).expect("a choice");
    &list[number % list.len()]
}

fn gpu_line(tier: u64, scaling: &Value) -> Value {
    json!({"name": "drawn", "kind": "gpu_seconds", "tier": tier, "scaling": scaling})
}

/// Steps from around the beginning, the middle or the end of the month on. The last one mostly wants
/// nothing, because it lasts to the end of the month.
fn steps_line(span: Span) -> impl Strategy<Value = Value> {
    let Span { first, end, .. } = span;
    let origins = vec![first - HOUR, first, first + (end - first) / 2, end - HOUR, end - SECOND / 2];
    let pause = prop_oneof![
        2 => select(vec![1, SECOND / 4, SECOND - 1, SECOND, MINUTE, HOUR]),
        1 => 1..=(20 * MINUTE),
    ];
    let steps = vec((pause, 0..=3_u64, spelling()), 1..=6);
    (0..6_u64, select(origins), steps, weighted(0.9)).prop_map(|(tier, origin, steps, ends_with_none)| {
        let mut from = origin;
        let mut documents: Vec<Value> = steps.into_iter().map(|step| write_step(&mut from, step)).collect();
        if ends_with_none && let Some(last) = documents.last_mut() {
            last["instances"] = json!(0);
        }
        gpu_line(tier, &json!({"mode": "steps", "steps": documents}))
    })
}

/// A step from where the ones before it have come to; the next begins a pause later.
fn write_step(from: &mut i64, (pause, instances, spelling): (i64, u64, Spelling)) -> Value {
    let document = json!({"from": Moment::new(*from, spelling).text, "instances": instances});
    *from += pause;
    document
}

fn weekly_line() -> impl Strategy<Value = Value> {
    let window = (subsequence(WEEKDAYS.to_vec(), 1..=7), 0..1440_u64, 1..=1440_u64, 0..=4_u64);
    let window = window.prop_map(|(days, from, length, instances)| {
        let to = (from + length).min(1440);
        json!({"days": days, "from": clock(from), "to": clock(to), "instances": instances})
    });
    (0..6_u64, 0..=2_u64, vec(window, 0..=3)).prop_map(|(tier, instances, windows)| {
        gpu_line(tier, &json!({"mode": "weekly", "instances": instances, "windows": windows}))
    })
}

fn clock(minute: u64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn automatic_line() -> impl Strategy<Value = Value> {
    let rate = select(vec!["0", "0", "0.4", "0.5", "1", "2.25", "0.333333333333", "0.000000000001"]);
    let seconds_per_request = select(vec!["3.5", "1", "0.1", "2", "0", "0.000000000001"]);
    let window = select(vec![0_u64, 1, 59, 60, 299, 3600, 7200, 90_000, 3_000_000]);
    let scaling = (0..=2_u64, 0..=3_u64, 1..=3_u64, window, vec(policy(), 0..=2));
    (0..6_u64, scaling, rates(rate), seconds_per_request).prop_map(
        |(tier, (minimum, more, concurrency, window, policies), rates, seconds_per_request)| {
            let scaling = json!({
                "mode": "automatic",
                "minimum": minimum,
                "maximum": minimum + more,
                "concurrency": concurrency,
                "scale_in_after_seconds": window,
                "load": {"requests_per_second": rates, "seconds_per_request": seconds_per_request},
                "policies": policies,
            });
            gpu_line(tier, &scaling)
        },
    )
}

/// A cron from parts of every kind, and a duration that may reach over the next one or into the month.
fn policy() -> impl Strategy<Value = Value> {
    let cron = (
        select(vec!["0", "*", "*/15", "7,30", "10-20/5", "59"]),
        select(vec!["8", "*", "0", "22-23", "*/6", "1,13", "23"]),
        select(vec!["*", "*", "1", "13", "28-31", "1,15", "31"]),
        select(vec!["*", "*", "*", "2", "1-12/2", "3,12"]),
        select(vec!["*", "*", "1-5", "0", "7", "5", "6-7", "5,6", "0,7"]),
    );
    (cron, select(vec![1_u64, 59, 60, 61, 5400, 90_000, 700_000]), 0..=6_u64).prop_map(
        |((minute, hour, day, month, weekday), duration_seconds, minimum)| {
            let cron = format!("{minute} {hour} {day} {month} {weekday}");
            json!({"cron": cron, "duration_seconds": duration_seconds, "minimum": minimum})
        },
    )
}

fn token_line(rates_per_minute: &[&'static str]) -> impl Strategy<Value = Value> + use<> {
    let rate = select(rates_per_minute.to_vec());
    let load = (
        rates(rate),
        select(vec![0_u64, 1, 800]),
        select(vec![0_u64, 50]),
        select(vec![0_u64, 200, 5000]),
        select(vec![1_u64, 7, 59, 60]),
    );
    (0..6_u64, load, option::weighted(0.6, 0..=5_u64), any::<bool>()).prop_map(
        |(model, (rates, input, cached_input, output, burst_minutes), reservation, free_quota)| {
            json!({
                "name": "drawn",
                "kind": "tokens",
                "model": model,
                "load": {
                    "requests_per_minute": rates,
                    "input": input,
                    "cached_input": cached_input,
                    "output": output,
                    "burst_minutes": burst_minutes,
                },
                "reservation": reservation,
                "free_quota": free_quota,
            })
        },
    )
}

/// 24 rates, or 168.
fn rates(rate: impl Strategy<Value = &'static str> + Clone) -> impl Strategy<Value = Vec<&'static str>> {
    prop_oneof![3 => vec(rate.clone(), 24), 1 => vec(rate, 168)]
}
