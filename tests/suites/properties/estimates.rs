//! Properties of estimates (SPEC 5, 6). A month is millions of seconds for the oracle, so the cases are few.

use proptest::strategy::Strategy;
use proptest::test_runner::TestCaseResult;
use serde_json::Value;
use tiermeter_tests::answer::{same_answer, same_as_oracle};
use tiermeter_tests::oracle;
use tiermeter_tests::property::{check_property, holds};
use tiermeter_tests::strategies::{
    EstimateInput, automatic_estimate, steps_estimate, token_estimate, weekly_estimate,
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
