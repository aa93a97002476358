use serde_json::{Value, json};
use tiermeter_pricing::{PriceBook, Usage, settle};

use super::*;

const USAGE: &str = r#"{"as_of": "2026-04-02T00:00:00Z", "runs": [
    {"service": "svc_1", "instance": "i-1", "tier": "A", "started_at": "2026-03-03T10:00:00Z", "stopped_at": "2026-03-03T12:00:00Z"},
    {"service": "svc_1", "instance": "i-2", "tier": "A", "started_at": "2026-03-03T11:00:00Z", "stopped_at": "2026-03-03T12:00:00Z"},
    {"service": "svc_2", "instance": "i-1", "tier": "C", "started_at": "2026-03-31T23:00:00Z", "stopped_at": null}]}"#;

fn settled() -> Settlement {
    settle(&Usage::from_json(USAGE.as_bytes()).unwrap(), PriceBook::bundled()).unwrap()
}

/// The bill of March as the API would answer it, changed before it is read.
fn bill(change: impl FnOnce(&mut Value)) -> Bill {
    let mut document = serde_json::to_value(&settled().bills[0]).unwrap();
    for (name, value) in [
        ("currency", json!("USD")),
        ("state", json!("issued")),
        ("issued_at", json!("2026-04-02T00:00:00Z")),
        ("due_at", json!("2026-04-16T00:00:00Z")),
        ("as_of", Value::Null),
    ] {
        document[name] = value;
    }
    change(&mut document);
    serde_json::from_value(document).unwrap()
}

fn compared(change: impl FnOnce(&mut Value)) -> Comparison {
    compare(&bill(change), &settled())
}

/// A line that differs, in short: its service and both amounts.
type Short = (String, Option<String>, Option<String>);

fn short(comparison: &Comparison) -> (Vec<Short>, Vec<Sum>) {
    let amount = |counted: Option<Counted>| counted.map(|counted| counted.amount.to_string());
    let lines = comparison
        .lines
        .iter()
        .map(|line| (line.service.clone(), amount(line.billed), amount(line.counted)))
        .collect();
    (lines, comparison.sums.iter().map(|sum| sum.sum).collect())
}

fn line(
    service: &str,
    billed: Option<&str>,
    counted: Option<&str>,
) -> (String, Option<String>, Option<String>) {
    (service.to_owned(), billed.map(str::to_owned), counted.map(str::to_owned))
}

#[test]
fn a_bill_is_equal_to_the_settlement_of_its_usage() {
    let comparison = compared(|_| {});
    assert!(comparison.is_equal(), "{comparison:?}");
    assert_eq!((comparison.own_lines, comparison.adjusting_lines), (2, 0));
    assert_eq!(bill(|_| {}).summary.exact_total.to_string(), "3.2436");
}

fn check(what: &str, change: impl FnOnce(&mut Value), lines: &[Short], sums: &[Sum]) {
    let comparison = compared(change);
    assert!(!comparison.is_equal(), "{what}");
    let (got_lines, got_sums) = short(&comparison);
    assert_eq!((got_lines.as_slice(), got_sums.as_slice()), (lines, sums), "{what}");
}

#[test]
fn what_differs_is_named() {
    let changed = [line("svc_1", Some("2.3437"), Some("2.3436"))];
    check(
        "an amount and its total",
        |bill| {
            bill["lines"][0]["amount"] = json!("2.3437");
            bill["exact_total"] = json!("3.2437");
            bill["rounding"] = json!("-0.0037");
        },
        &changed,
        &[Sum::ExactTotal, Sum::Rounding],
    );
    let quantity = [line("svc_1", Some("2.3436"), Some("2.3436"))];
    check("a quantity alone", |bill| bill["lines"][0]["quantity"] = json!("10801"), &quantity, &[]);
    check(
        "a line that the usage lacks",
        |bill| {
            let mut more = bill["lines"][1].clone();
            more["service"] = json!("svc_3");
            bill["lines"].as_array_mut().unwrap().push(more);
        },
        &[line("svc_3", Some("0.9"), None)],
        &[],
    );
    check(
        "a line that the bill lacks",
        |bill| {
            bill["lines"].as_array_mut().unwrap().remove(1);
            bill["exact_total"] = json!("2.3436");
            bill["payable"] = json!("2.34");
        },
        &[line("svc_2", None, Some("0.9"))],
        &[Sum::ExactTotal, Sum::Payable],
    );
    check(
        "another price",
        |bill| bill["lines"][1]["unit_price"] = json!("0.00026"),
        &[line("svc_2", Some("0.9"), None), line("svc_2", None, Some("0.9"))],
        &[],
    );
    check("a rounding that does not follow", |bill| bill["payable"] = json!("3.25"), &[], &[Sum::Payable]);
}

#[test]
fn another_currency_is_no_equality() {
    let comparison = compared(|bill| bill["currency"] = json!("EUR"));
    assert_eq!(comparison.currencies, Some(("EUR".to_owned(), "USD".to_owned())));
    assert!(!comparison.is_equal());
}

#[test]
fn adjustments_are_checked_by_their_arithmetic_and_added() {
    let adjusted = |amount: &'static str| {
        move |bill: &mut Value| {
            bill["lines"].as_array_mut().unwrap().push(json!({
                "service": "svc_1", "item": "gpu_seconds", "tier": "A", "unit_price": "0.000217", "per": 1,
                "quantity": "-1800", "amount": amount, "adjusts": "2026-02",
            }));
            bill["exact_total"] = json!("2.853");
            bill["payable"] = json!("2.85");
            bill["rounding"] = json!("-0.003");
        }
    };
    let comparison = compared(adjusted("-0.3906"));
    assert!(comparison.is_equal(), "{comparison:?}");
    assert_eq!((comparison.own_lines, comparison.adjusting_lines), (2, 1));
    let comparison = compared(adjusted("-0.39"));
    assert_eq!(short(&comparison).0, [line("svc_1", Some("-0.39"), Some("-0.3906"))]);
    assert_eq!(comparison.lines[0].adjusts, Month::parse("2026-02"));
}

#[test]
fn nothing_used_is_equal_to_nothing() {
    let nothing = settle(&Usage::new(), PriceBook::bundled()).unwrap();
    let empty = bill(|bill| {
        bill["lines"] = json!([]);
        bill["exact_total"] = json!("0");
        bill["payable"] = json!("0.00");
        bill["rounding"] = json!("0");
    });
    assert!(compare(&empty, &nothing).is_equal());
}

#[test]
fn amounts_are_quantities_at_their_price() {
    for (item, quantity, unit_price, amount) in [
        ("gpu_seconds", "10800", "0.000217", Some("2.3436")),
        ("gpu_seconds", "0.5", "0.000217", None),
        ("tpm_reservation", "12.5", "0.0035", Some("0.04375")),
        ("input_tokens", "-1001", "0.15", Some("-0.00015015")),
        ("free_tokens", "1000000", "0", Some("0")),
    ] {
        let line: BillLine = serde_json::from_value(json!({
            "service": "svc_1", "item": item, "unit_price": unit_price, "per": 1, "quantity": quantity, "amount": "0",
        }))
        .unwrap();
        assert_eq!(amount_of(&line).map(|amount| amount.to_string()).as_deref(), amount, "{item} {quantity}");
    }
}
