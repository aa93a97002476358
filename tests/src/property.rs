//! Tries a property on random cases, the same ones in every run.

use std::env;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestCaseResult, TestRunner};

/// Multiplies the number of cases of every property; a whole number, 1 when absent.
pub const FACTOR_VARIABLE: &str = "TIERMETER_PROPERTY_FACTOR";

/// A red run must be repeatable from a fresh clone; `PROPTEST_RNG_SEED` asks for other cases.
const SEED: u64 = 2026;

/// Shrinking walks through the slow oracle too; further steps would make the case only a little smaller.
const SHRINK_STEPS: u32 = 1000;

/// Tries the property on `cases` values of the strategy, times the factor of [`FACTOR_VARIABLE`], and
/// ends the test with the smallest value found that breaks it.
pub fn check_property<S: Strategy>(cases: u32, strategy: &S, property: impl Fn(S::Value) -> TestCaseResult) {
    let default = Config::default();
    let rng_seed = match default.rng_seed {
        RngSeed::Random => RngSeed::Fixed(SEED),
        RngSeed::Fixed(seed) => RngSeed::Fixed(seed),
    };
    let config = Config {
        cases: cases.saturating_mul(factor()),
        max_shrink_iters: SHRINK_STEPS,
        failure_persistence: None,
        rng_seed,
        ..default
    };
    if let Err(error) = TestRunner::new(config).run(strategy, property) {
        panic!("{error}");
    }
}

/// Turns a comparison into the outcome of a case.
pub fn holds(outcome: Result<(), String>) -> TestCaseResult {
    outcome.map_err(TestCaseError::fail)
}

/// The multiplier of the numbers of cases.
pub fn factor() -> u32 {
    env::var(FACTOR_VARIABLE).map_or(1, |text| text.parse().expect("the factor is a whole number"))
}
