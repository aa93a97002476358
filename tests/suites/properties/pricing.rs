//! Properties of settlements (SPEC 3).

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};
use tiermeter_tests::answer::{same_answer, same_as_oracle};
use tiermeter_tests::oracle;
use tiermeter_tests::oracle::calendar::{SECOND, parse_instant, write_instant};
use tiermeter_tests::oracle::decimal::{QUANTITY_PLACES, parse, parse_amount};
use tiermeter_tests::property::{check_property, holds};
use tiermeter_tests::strategies::{PricingInput, pricing_input, spell};

use crate::native;

const EVERY_ITEM: [&str; 7] = [
    "cached_input_tokens",
    "free_tokens",
    "gpu_seconds",
    "input_tokens",
    "output_tokens",
    "reserved_tokens",
    "tpm_reservation",
];

#[test]
fn a_settlement_is_what_the_oracle_counts() {
    let (tried, priced) = (Cell::new(0_u32), Cell::new(0_u32));
    let items = RefCell::new(BTreeSet::<String>::new());
    let codes = RefCell::new(BTreeSet::<String>::new());
    check_property(2000, &pricing_input(), |input| {
        let got = native::settle(&input.usage, &input.price_book);
        tried.set(tried.get() + 1);
        match &got {
            Ok(settlement) => {
                priced.set(priced.get() + 1);
                items.borrow_mut().extend(lines(settlement).into_iter().map(item));
            }
            Err(fault) => {
                codes.borrow_mut().insert(fault.code.clone());
            }
        }
        holds(same_as_oracle(&got, &oracle::settle(&input.usage, &input.price_book)))
    });
    // A property that is only ever tried on refusals, or on runs, would say little.
    assert!(priced.get() * 2 > tried.get(), "{} of {} were priced", priced.get(), tried.get());
    let items: Vec<String> = items.take().into_iter().collect();
    assert_eq!(items, EVERY_ITEM);
    let codes = codes.take();
    assert!(codes.len() >= 8, "only {codes:?}");
}

#[test]
fn order_and_repetition_change_nothing() {
    check_property(400, &(pricing_input(), any::<u64>()), |(input, seed)| {
        let before = native::settle(&input.usage, &input.price_book);
        let mut usage = input.usage.clone();
        repeat_records(&mut usage, seed);
        shuffle(&mut usage, "runs", seed);
        shuffle(&mut usage, "tokens", seed);
        let after = native::settle(&usage, &input.price_book);
        match (&before, &after) {
            (Err(_), Err(_)) => Ok(()),
            _ => holds(same_answer(&after, &before)),
        }
    });
}

#[test]
fn a_run_cut_at_a_whole_second_costs_the_same() {
    let cut = Cell::new(0_u32);
    check_property(400, &(pricing_input(), any::<Index>(), any::<Index>()), |(input, run, second)| {
        let Ok(before) = native::settle(&input.usage, &input.price_book) else {
            return Ok(());
        };
        let Some(usage) = cut_run(&input.usage, run, second) else {
            return Ok(());
        };
        cut.set(cut.get() + 1);
        holds(same_answer(&native::settle(&usage, &input.price_book), &Ok(before)))
    });
    assert!(cut.get() >= 50, "only {} runs were cut", cut.get());
}

#[test]
fn more_usage_never_costs_less() {
    check_property(400, &(pricing_input(), any::<Index>()), |(input, index)| {
        let Ok(settlement) = native::settle(&input.usage, &input.price_book) else {
            return Ok(());
        };
        for field in ["runs", "tokens"] {
            let less = without(&input.usage, field, index);
            costs_at_most(&less, &input, total(&settlement))?;
        }
        Ok(())
    });
}

#[test]
fn a_longer_run_never_costs_less() {
    check_property(400, &(pricing_input(), any::<Index>(), 0..=3_000_000_000_i64), |(input, index, more)| {
        let Some((run, _, stopped_at)) = closed_run(&input.usage, index) else {
            return Ok(());
        };
        let longer = with_stop(&run, stopped_at + more);
        if let Ok(settlement) = native::settle(&json!({"runs": [longer]}), &input.price_book) {
            costs_at_most(&json!({"runs": [run]}), &input, total(&settlement))?;
        }
        Ok(())
    });
}

#[test]
fn lines_add_up_to_bills() {
    check_property(400, &pricing_input(), |input| {
        let Ok(settlement) = native::settle(&input.usage, &input.price_book) else {
            return Ok(());
        };
        for bill in list(&settlement, "bills") {
            let amounts: i128 = list(bill, "lines").iter().map(|line| amount(line, "amount")).sum();
            let exact_total = amount(bill, "exact_total");
            let payable = amount(bill, "payable");
            let rounding = amount(bill, "rounding");
            prop_assert_eq!(amounts, exact_total);
            prop_assert_eq!(exact_total + rounding, payable);
            let payable_text = bill["payable"].as_str().expect("payable is text");
            let decimals = payable_text.split_once('.').map_or("", |(_, decimals)| decimals);
            let minor_unit = parse_amount("1") / 10_i128.pow(u32::try_from(decimals.len()).expect("few"));
            prop_assert!(rounding.abs() * 2 <= minor_unit, "{payable_text} is rounded by {rounding}");
        }
        Ok(())
    });
}

#[test]
fn the_months_of_a_run_hold_all_its_seconds() {
    check_property(400, &(pricing_input(), any::<Index>()), |(input, index)| {
        let Some((run, started_at, stopped_at)) = closed_run(&input.usage, index) else {
            return Ok(());
        };
        if let Ok(settlement) = native::settle(&json!({"runs": [run]}), &input.price_book) {
            let thousandths: i128 = lines(&settlement).iter().map(|line| quantity(line)).sum();
            let seconds = ((stopped_at - started_at + SECOND - 1) / SECOND).max(1);
            prop_assert_eq!(thousandths, i128::from(seconds) * 1000);
        }
        Ok(())
    });
}

/// Fails where this usage, priced with the price book of the case, costs more than the limit.
fn costs_at_most(usage: &Value, input: &PricingInput, limit: i128) -> TestCaseResult {
    match native::settle(usage, &input.price_book) {
        Ok(settlement) => prop_assert!(total(&settlement) <= limit, "less usage costs more: {settlement}"),
        // A smaller sum may need more digits than a larger one (P15); nothing else may be refused.
        Err(fault) => prop_assert_eq!(fault.code.as_str(), "out_of_range"),
    }
    Ok(())
}

/// Repeats about half of the records, with the instant in other words (P8).
fn repeat_records(usage: &mut Value, seed: u64) {
    let Some(records) = usage.get_mut("tokens").and_then(Value::as_array_mut) else {
        return;
    };
    let mut repeated = Vec::new();
    for (index, record) in (0..).zip(&*records) {
        if mixed(seed, index) & 1 == 0 {
            let mut record = record.clone();
            record["at"] = json!(spell(instant(&record, "at").expect("an instant")));
            repeated.push(record);
        }
    }
    records.extend(repeated);
}

fn shuffle(usage: &mut Value, field: &str, seed: u64) {
    let Some(items) = usage.get_mut(field).and_then(Value::as_array_mut) else {
        return;
    };
    let mut keyed: Vec<(u64, Value)> =
        (0..).zip(items.drain(..)).map(|(index, item)| (mixed(seed, index), item)).collect();
    keyed.sort_by_key(|(key, _)| *key);
    items.extend(keyed.into_iter().map(|(_, item)| item));
}

/// A number that looks random (the mixing step of splitmix64).
fn mixed(seed: u64, index: u64) -> u64 {
    let mut bits = seed.wrapping_add(index.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// The usage with one closed run cut in two at a whole second from its start and before its end.
fn cut_run(usage: &Value, run: Index, second: Index) -> Option<Value> {
    let (document, started_at, stopped_at) = closed_run(usage, run)?;
    let places = usize::try_from((stopped_at - started_at - 1).div_euclid(SECOND)).ok()?;
    if places == 0 {
        return None;
    }
    let seconds = i64::try_from(second.index(places)).ok()? + 1;
    let cut_at = write_instant(started_at + seconds * SECOND);
    let mut usage = usage.clone();
    let runs = usage["runs"].as_array_mut()?;
    let place = run.index(runs.len());
    runs[place]["stopped_at"] = json!(cut_at);
    let mut rest = document;
    rest["started_at"] = json!(cut_at);
    runs.push(rest);
    Some(usage)
}

/// A run of the usage with its instants; nothing where there is none or it is open.
fn closed_run(usage: &Value, index: Index) -> Option<(Value, i64, i64)> {
    let runs = list(usage, "runs");
    if runs.is_empty() {
        return None;
    }
    let run = index.get(runs);
    Some((run.clone(), instant(run, "started_at")?, instant(run, "stopped_at")?))
}

fn with_stop(run: &Value, stopped_at: i64) -> Value {
    let mut run = run.clone();
    run["stopped_at"] = json!(write_instant(stopped_at));
    run
}

fn without(usage: &Value, field: &str, index: Index) -> Value {
    let mut usage = usage.clone();
    if let Some(items) = usage.get_mut(field).and_then(Value::as_array_mut)
        && !items.is_empty()
    {
        items.remove(index.index(items.len()));
    }
    usage
}

fn total(settlement: &Value) -> i128 {
    list(settlement, "bills").iter().map(|bill| amount(bill, "exact_total")).sum()
}

fn lines(settlement: &Value) -> Vec<&Value> {
    list(settlement, "bills").iter().flat_map(|bill| list(bill, "lines")).collect()
}

fn list<'a>(document: &'a Value, field: &str) -> &'a [Value] {
    document[field].as_array().map_or(&[], Vec::as_slice)
}

fn amount(document: &Value, field: &str) -> i128 {
    parse_amount(document[field].as_str().expect("an amount is text"))
}

fn item(line: &Value) -> String {
    line["item"].as_str().expect("an item is text").to_owned()
}

fn quantity(line: &Value) -> i128 {
    parse(line["quantity"].as_str().expect("a quantity is text"), QUANTITY_PLACES)
}

fn instant(document: &Value, field: &str) -> Option<i64> {
    parse_instant(document[field].as_str()?)
}
