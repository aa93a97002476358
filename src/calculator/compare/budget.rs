//! What a budget buys: for how long so many instances of each tier run.

use tiermeter_pricing::{Instant, Price, PriceBook};

use crate::text;
use crate::words::Words;

/// What a budget buys of one tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetRow {
    /// The tier's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// For how long: hours, minutes and seconds.
    pub hours: String,
    /// The billed seconds of all instances.
    pub seconds: String,
    /// What they cost, exactly; never more than the budget.
    pub amount: String,
}

/// What `budget` buys at the prices in force at `at`, for `instances` at a time.
pub fn budget_rows(
    budget: Price,
    instances: u32,
    book: &PriceBook,
    at: Option<Instant>,
    words: &Words,
) -> Vec<BudgetRow> {
    let row = |tier: &tiermeter_pricing::Tier| {
        let price = at.and_then(|at| tier.price_at(at))?.per_second;
        let each = seconds_of_each(budget, instances, price)?;
        let seconds = each.checked_mul(u64::from(instances))?;
        Some(BudgetRow {
            code: tier.code.clone(),
            name: tier.name.clone(),
            hours: (words.hours_minutes_seconds)(&text::count(each / 3_600), each / 60 % 60, each % 60),
            seconds: text::count(seconds),
            amount: text::amount(price.times(seconds).ok()?),
        })
    };
    book.tiers().iter().filter_map(row).collect()
}

/// The whole seconds that each of so many instances can run; `None` where that has no end.
fn seconds_of_each(budget: Price, instances: u32, price: Price) -> Option<u64> {
    let pico_per_second = u128::from(price.pico()).checked_mul(instances.into())?;
    let seconds = u128::from(budget.pico()).checked_div(pico_per_second)?;
    u64::try_from(seconds).ok()
}
