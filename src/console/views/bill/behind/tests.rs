use serde_json::{Value, json};
use tiermeter_pricing::{Usage, settle};

use super::*;

const BOOK: &str = r#"{"schema": "tiermeter.price-book/1", "id": "test", "name": "Test", "currency": "USD",
    "settlement": {"cycle": "month", "utc_offset": "+00:00"},
    "gpu_tiers": [{"code": "A", "name": "Entry-level", "prices": [{"from": null, "per_second": "0.000217"},
        {"from": "2026-03-03T11:00:00Z", "per_second": "0.0003"}]}],
    "models": [{"id": "small-8b", "name": "Small", "illustrative": true,
        "prices": [{"from": null, "input_per_million": "0.15", "cached_input_per_million": "0.015", "output_per_million": "0.60"}],
        "tpm_reservation": {"minimum_tpm": 10000, "step_tpm": 1000, "prices": [{"from": null, "per_ktpm_hour": "0.0035"}]}}]}"#;

const USAGE: &str = r#"{"as_of": "2026-04-02T00:00:00Z",
    "runs": [
        {"service": "svc_1", "instance": "i-1", "tier": "A", "started_at": "2026-02-28T23:59:50Z", "stopped_at": "2026-03-01T00:00:20Z"},
        {"service": "svc_1", "instance": "i-2", "tier": "A", "started_at": "2026-03-03T10:59:30Z", "stopped_at": "2026-03-03T11:00:30.5Z"},
        {"service": "svc_1", "instance": "i-3", "tier": "A", "started_at": "2026-03-31T23:59:00Z", "stopped_at": null},
        {"service": "svc_9", "instance": "i-1", "tier": "A", "started_at": "2026-03-31T23:59:00Z", "stopped_at": null}],
    "tokens": [
        {"id": "b", "service": "svc_2", "model": "small-8b", "at": "2026-03-03T10:00:00Z", "input": 9000, "cached_input": 500, "output": 1000},
        {"id": "a", "service": "svc_2", "model": "small-8b", "at": "2026-03-03T10:00:00Z", "input": 1000, "cached_input": 0, "output": 1}],
    "reservations": [
        {"service": "svc_2", "model": "small-8b", "tpm": 10000, "from": "2026-03-03T09:30:00Z", "until": "2026-03-03T11:00:00Z"},
        {"service": "svc_2", "model": "small-8b", "tpm": 11000, "from": "2026-03-31T22:30:00Z", "until": null}]}"#;

fn book() -> PriceBook {
    PriceBook::from_json(BOOK.as_bytes()).unwrap()
}

fn march() -> Bill {
    let settlement = settle(&Usage::from_json(USAGE.as_bytes()).unwrap(), &book()).unwrap();
    let march = Month::parse("2026-03").unwrap();
    let settled = settlement.bills.iter().find(|bill| bill.month == march).unwrap();
    let mut document = serde_json::to_value(settled).unwrap();
    for (name, value) in [
        ("currency", json!("USD")),
        ("state", json!("issued")),
        ("issued_at", Value::Null),
        ("due_at", Value::Null),
        ("as_of", Value::Null),
    ] {
        document[name] = value;
    }
    serde_json::from_value(document).unwrap()
}

#[test]
fn what_stands_behind_a_line_adds_up_to_it() {
    let (bill, usage) = (march(), serde_json::from_str::<UsageDocument>(USAGE).unwrap());
    let mut counted = 0;
    for line in &bill.lines {
        let found = behind(line, &bill, &usage, &book());
        if let Some(quantity) = found.quantity() {
            assert_eq!(quantity, line.quantity, "{line:?}");
            counted += 1;
        }
    }
    assert_eq!(counted, 4, "two prices of seconds, another service, reservations: {:?}", bill.lines);
}

#[test]
fn runs_are_cut_at_months_and_prices() {
    let (bill, usage) = (march(), serde_json::from_str::<UsageDocument>(USAGE).unwrap());
    let of_price = |price: &str| {
        let line = bill
            .lines
            .iter()
            .find(|line| line.service == "svc_1" && line.unit_price.to_string() == price)
            .unwrap();
        match behind(line, &bill, &usage, &book()) {
            Behind::Runs(runs) => runs
                .into_iter()
                .map(|run| (run.instance, run.seconds, run.all_seconds, run.stopped_at.is_some()))
                .collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
    let run = |instance: &str, seconds, all, stopped| (instance.to_owned(), seconds, all, stopped);
    assert_eq!(of_price("0.000217"), [run("i-1", 20, 30, true), run("i-2", 30, 61, true)]);
    assert_eq!(of_price("0.0003"), [run("i-2", 31, 61, true), run("i-3", 60, 86_460, false)]);
}

#[test]
fn tokens_are_covered_or_paid() {
    let (bill, usage) = (march(), serde_json::from_str::<UsageDocument>(USAGE).unwrap());
    let line = bill.lines.iter().find(|line| line.item == Item::ReservedTokens).unwrap();
    let Behind::Tokens(tokens) = behind(line, &bill, &usage, &book()) else { panic!("no tokens") };
    let ids: Vec<&str> = tokens.records.iter().map(|record| record.id.as_str()).collect();
    assert_eq!((ids, tokens.used), (vec!["a", "b"], 11_501));
    let covered = [tokens.reserved, tokens.free, tokens.paid].map(|tokens| tokens.to_string());
    assert_eq!(covered, ["10000", "0", "1501"]);
}

#[test]
fn adjustments_have_their_usage_elsewhere() {
    let (mut bill, usage) = (march(), serde_json::from_str::<UsageDocument>(USAGE).unwrap());
    bill.lines[0].adjusts = Month::parse("2026-02");
    let found = behind(&bill.lines[0], &bill, &usage, &book());
    assert_eq!(found, Behind::OfMonth(Month { year: 2026, month: 2 }));
    assert_eq!(found.quantity(), None);
}
