//! Properties of estimates (SPEC 5, 6). A month is millions of seconds for the oracle, so the cases are few.

use proptest::strategy::Strategy;
use proptest::test_runner::TestCaseResult;
use serde_json::Value;
use tiermeter_estimate::{Estimate, cost_by_day, expand, price};
use tiermeter_pricing::{Exact, PriceBook, Refusal, Settlement, Usage, settle};
use tiermeter_tests::answer::{same_answer, same_as_oracle};
use tiermeter_tests::oracle;
use tiermeter_tests::property::{check_property, holds};
use tiermeter_tests::strategies::{
    EstimateInput, automatic_estimate, busy_token_estimate, steps_estimate, token_estimate, weekly_estimate,
};

use crate::native;

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

/// An estimate is priced with records that are alike at once; its document tells them one by one.
fn is_the_plain_way(input: &EstimateInput) -> TestCaseResult {
    let price_book = PriceBook::from_json(input.price_book.to_string().as_bytes()).expect("a price book");
    let estimate = Estimate::from_json(input.estimate.to_string().as_bytes()).expect("an estimate");
    let same = match (price(&estimate, &price_book), plainly(&estimate, &price_book)) {
        (Ok(quick), Ok(plain)) if quick == plain => adds_up_by_day(&estimate, &price_book, &quick),
        // Which of several faults is reported is not promised.
        (Err(quick), Err(plain)) if quick.code == plain.code => Ok(()),
        (quick, plain) => Err(format!("{quick:?}\ninstead of\n{plain:?}")),
    };
    holds(same)
}

fn plainly(estimate: &Estimate, price_book: &PriceBook) -> Result<Settlement, Refusal> {
    let document = serde_json::to_vec(&expand(estimate, price_book)?).expect("a usage is JSON");
    settle(&Usage::from_json(&document)?, price_book)
}

fn adds_up_by_day(
    estimate: &Estimate,
    price_book: &PriceBook,
    settlement: &Settlement,
) -> Result<(), String> {
    let days = cost_by_day(estimate, price_book).map_err(|refusal| refusal.to_string())?;
    let of_days = Exact::sum_of(days.into_iter().flatten());
    let of_bills = Exact::sum_of(settlement.bills.iter().map(|bill| bill.exact_total));
    if of_days == of_bills { Ok(()) } else { Err(format!("{of_days:?} by day instead of {of_bills:?}")) }
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
