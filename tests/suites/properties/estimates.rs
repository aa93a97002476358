//! Properties of estimates (SPEC 5, 6). A month is millions of seconds for the oracle, so the cases are few.

use proptest::strategy::Strategy;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};
use tiermeter_estimate::{Estimate, cost_by_day, expand, price};
use tiermeter_pricing::{Exact, PriceBook, Refusal, Settlement, Usage, settle};
use tiermeter_tests::answer::{same_answer, same_as_oracle};
use tiermeter_tests::oracle;
use tiermeter_tests::oracle::calendar::{HOUR, MINUTE, parse_instant, write_instant};
use tiermeter_tests::property::{check_property, holds};
use tiermeter_tests::strategies::{
    EstimateInput, automatic_estimate, busy_token_estimate, steps_estimate, token_estimate, weekly_estimate,
};

use crate::native;

/// Nanoseconds of a day.
const DAY: i64 = 24 * HOUR;

#[test]
fn steps_are_what_the_oracle_counts() {
    check(200, &steps_estimate());
}

#[test]
fn weekly_windows_are_what_the_oracle_counts() {
    check(24, &weekly_estimate());
}

#[test]
fn automatic_scaling_is_what_the_oracle_counts() {
    check(16, &automatic_estimate());
}

#[test]
fn tokens_are_what_the_oracle_counts() {
    check(24, &token_estimate());
}

#[test]
fn records_that_are_alike_cost_what_they_cost_one_by_one() {
    check_property(24, &busy_token_estimate(), |input| is_the_plain_way(&input));
}

/// Free quota that expires unused, that ends with an hour and within one, of one line and of two; and prices
/// that change with the last record of an hour, just after it, and with an hour.
#[test]
fn records_that_are_alike_end_with_the_quota_and_the_price() {
    let rates = ["2"; 24];
    let line = |burst_minutes: u64, reservation: Value, free_quota: bool| {
        json!({"name": "tokens", "kind": "tokens", "model": "m",
            "load": {"requests_per_minute": rates, "input": 10, "cached_input": 0, "output": 5,
                "burst_minutes": burst_minutes},
            "reservation": reservation, "free_quota": free_quota})
    };
    let entry = |from: Value, input_per_million: &str| {
        json!({"from": from, "input_per_million": input_per_million, "cached_input_per_million": "0",
            "output_per_million": "3"})
    };
    let prices = [
        entry(Value::Null, "1"),
        entry(json!("2026-03-05T10:59:00Z"), "2"),
        entry(json!("2026-03-06T10:59:00.000000001Z"), "3"),
        entry(json!("2026-03-07T11:00:00Z"), "4"),
    ];
    let (asking, reserved) = (line(1, Value::Null, true), line(7, json!({"tpm": 20}), false));
    for lines in [vec![asking.clone()], vec![asking, reserved]] {
        for (tokens, valid_days) in [(1_000_000_000, 2), (54_000, 90), (54_015, 90), (200_000, 90)] {
            let price_book = json!({"schema": "tiermeter.price-book/1", "id": "b", "name": "B",
                "currency": "USD", "settlement": {"cycle": "month", "utc_offset": "+00:00"}, "gpu_tiers": [],
                "models": [{"id": "m", "name": "M", "prices": prices,
                    "free_quota": {"tokens": tokens, "valid_days": valid_days},
                    "tpm_reservation": {"minimum_tpm": 1, "step_tpm": 1,
                        "prices": [{"from": null, "per_ktpm_hour": "0.5"}]}}]});
            let estimate = json!({"schema": "tiermeter.estimate/1", "month": "2026-03", "lines": lines});
            is_the_plain_way(&EstimateInput { estimate, price_book }).expect("the plain way");
        }
    }
}

/// An estimate is priced with records that are alike at once; its document tells them one by one.
fn is_the_plain_way(input: &EstimateInput) -> TestCaseResult {
    let price_book = PriceBook::from_json(input.price_book.to_string().as_bytes()).expect("a price book");
    let estimate = Estimate::from_json(input.estimate.to_string().as_bytes()).expect("an estimate");
    let quick = price(&estimate, &price_book);
    let usage = match expand(&estimate, &price_book) {
        Ok(usage) => serde_json::to_value(&usage).expect("a usage is JSON"),
        Err(refusal) => return holds(same_settlement(&quick, &Err(refusal))),
    };
    holds(same_settlement(&quick, &settled(&usage, &price_book)))?;
    holds(days_are_the_plain_way(&estimate, &price_book, &usage))
}

fn settled(usage: &Value, price_book: &PriceBook) -> Result<Settlement, Refusal> {
    settle(&Usage::from_json(usage.to_string().as_bytes())?, price_book)
}

fn same_settlement(
    quick: &Result<Settlement, Refusal>,
    plain: &Result<Settlement, Refusal>,
) -> Result<(), String> {
    match (quick, plain) {
        (Ok(quick), Ok(plain)) if quick == plain => Ok(()),
        // Which of several faults is reported is not promised.
        (Err(quick), Err(plain)) if quick.code == plain.code => Ok(()),
        (quick, plain) => Err(format!("{quick:?}\ninstead of\n{plain:?}")),
    }
}

/// What each line costs on each day is the settlement of a document in which each is a service of its own.
fn days_are_the_plain_way(estimate: &Estimate, price_book: &PriceBook, usage: &Value) -> Result<(), String> {
    let (costs, plain) = match (cost_by_day(estimate, price_book), settled(&by_day(usage), price_book)) {
        (Ok(costs), Ok(plain)) => (costs, plain),
        (Err(quick), Err(plain)) if quick.code == plain.code => return Ok(()),
        (quick, plain) => return Err(format!("{quick:?}\ninstead of\n{plain:?}")),
    };
    for (index, days) in costs.iter().enumerate() {
        for (day, cost) in days.iter().enumerate() {
            let service = format!("line-{} {day}", index + 1);
            let lines = plain.bills.iter().flat_map(|bill| &bill.lines);
            let amounts = lines.filter(|line| line.service == service).map(|line| line.amount);
            let expected = Exact::sum_of(amounts);
            if expected.as_ref() != Ok(cost) {
                return Err(format!("{service}: {cost} instead of {expected:?}"));
            }
        }
    }
    Ok(())
}

/// The same usage where each day of a line is a service of its own, with a reservation for that day. Free quota
/// is given by model, and the ids stay, so records are taken in the same order.
fn by_day(usage: &Value) -> Value {
    let mut usage = usage.clone();
    for record in usage["tokens"].as_array_mut().expect("a list") {
        let minute = record["id"].as_str().and_then(|id| id.rsplit('-').next()?.parse::<i64>().ok());
        record["service"] = day_service(&record["service"], minute.expect("line-n-m") * MINUTE / DAY);
    }
    let reservations = usage["reservations"].as_array().expect("a list");
    let of_days: Vec<Value> = reservations.iter().flat_map(reservations_of_days).collect();
    usage["reservations"] = Value::Array(of_days);
    usage
}

/// A reservation of whole days, day by day.
fn reservations_of_days(reservation: &Value) -> Vec<Value> {
    let instant = |end: &str| reservation[end].as_str().and_then(parse_instant).expect("an instant");
    let (from, until) = (instant("from"), instant("until"));
    let of_day = |day: i64| {
        let mut of_day = reservation.clone();
        of_day["service"] = day_service(&reservation["service"], day);
        of_day["from"] = json!(write_instant(from + day * DAY));
        of_day["until"] = json!(write_instant(from + (day + 1) * DAY));
        of_day
    };
    (0..(until - from) / DAY).map(of_day).collect()
}

fn day_service(service: &Value, day: i64) -> Value {
    json!(format!("{} {day}", service.as_str().expect("a name")))
}

fn check(cases: u32, estimates: &impl Strategy<Value = EstimateInput>) {
    check_property(cases, estimates, |input| is_the_oracles(&input));
}

/// Expansion and settlement are both the oracle's. Where there is a fault, it may be reported at either.
fn is_the_oracles(input: &EstimateInput) -> TestCaseResult {
    let EstimateInput { estimate, price_book } = input;
    let got = native::price(estimate, price_book);
    match expanded_and_settled(estimate, price_book) {
        Some((usage, settlement)) => {
            holds(same_answer(&native::expand(estimate, price_book), &Ok(usage)))?;
            holds(same_answer(&got, &Ok(settlement)))
        }
        None => holds(same_as_oracle(&got, &oracle::price(estimate, price_book))),
    }
}

fn expanded_and_settled(estimate: &Value, price_book: &Value) -> Option<(Value, Value)> {
    let usage = oracle::expand(estimate, price_book).ok()?;
    let settlement = oracle::settle(&usage, price_book).ok()?;
    Some((usage, settlement))
}
