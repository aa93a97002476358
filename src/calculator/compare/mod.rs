//! What else the same work could cost: on every tier, with another scale-in delay, with a TPM reservation; and
//! what a budget buys. All amounts are the core's, of an estimate that differs in one value, or of one that does the same
//! work in another way.

mod budget;
mod curve;
mod curve_view;
mod reservation;
mod ways;

use rust_decimal::Decimal;
use tiermeter_estimate::{Scaling, Work, explain};
use tiermeter_pricing::{Exact, Month, PriceBook, Refusal};

pub use self::budget::{BudgetRow, budget_rows};
pub use self::curve::{Curve, compared_size};
pub use self::curve_view::{CurveRow, CurveView, covered};
pub use self::reservation::{ReservationView, SizeCost, break_even, candidates, with_reservation};
pub use self::ways::{Crossings, SameWork, Way, number};
use super::answer::{Priced, alone};
use crate::text;
use crate::words::Words;

/// Delays that are set beside the one of the line, in seconds, the longest first.
const SHORTER_DELAYS: [u64; 6] = [1_800, 900, 300, 60, 15, 0];

/// The same work on one tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierRow {
    /// The tier's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What the work costs on it, or why it cannot be priced.
    pub amount: String,
    /// What that is more or less than on the line's own tier.
    pub difference: String,
    /// Whether it is the line's own.
    pub is_own: bool,
}

/// A line's work on every tier; none for tokens.
pub fn tier_rows(priced: &Priced, book: &PriceBook, words: &Words) -> Vec<TierRow> {
    let Work::GpuSeconds { tier: own, scaling } = &priced.key.work else { return Vec::new() };
    let row = |tier: &tiermeter_pricing::Tier| {
        let amount = seconds_amount(priced.key.month, &tier.code, scaling, book);
        let is_own = tier.code == *own;
        let difference = match &amount {
            Ok(_) if is_own => words.own_tier.to_owned(),
            Ok(amount) => difference(*amount, priced.amount, words),
            Err(_) => String::new(),
        };
        let amount = amount.map_or_else(|refusal| refusal.into_parts().message, text::amount);
        TierRow { code: tier.code.clone(), name: tier.name.clone(), amount, difference, is_own }
    };
    book.tiers().iter().map(row).collect()
}

fn seconds_amount(month: Month, tier: &str, scaling: &Scaling, book: &PriceBook) -> Result<Decimal, Refusal> {
    let work = Work::GpuSeconds { tier: tier.to_owned(), scaling: scaling.clone() };
    let explained = explain(&alone(month, work), book)?;
    Ok(explained.first().map_or(Decimal::ZERO, |line| line.amount))
}

/// What work comes to when it is settled alone.
fn settled(month: Month, work: Work, book: &PriceBook) -> Result<Decimal, Refusal> {
    let settlement = tiermeter_estimate::price(&alone(month, work), book)?;
    Exact::sum_of(settlement.bills.iter().map(|bill| bill.exact_total))
}

/// `+1.5`, `−1.5`, or that it is the same.
pub fn difference(amount: Decimal, other: Decimal, words: &Words) -> String {
    match Exact::sum_of([amount, -other].into_iter()) {
        Ok(difference) if difference.is_zero() => words.the_same.to_owned(),
        Ok(difference) => text::signed_amount(difference),
        Err(refusal) => refusal.into_parts().message,
    }
}

/// What the scale-in delay of an automatic line costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DelayView {
    /// What the delay costs in the month, as a sentence.
    pub costs: String,
    /// Shorter delays: seconds, what the line costs then, and what that saves.
    pub shorter: Vec<[String; 3]>,
}

/// What the scale-in delay of a line costs, with cheaper settings beside it; `None` for lines without one.
pub fn delay(priced: &Priced, book: &PriceBook, words: &Words) -> Option<DelayView> {
    let Work::GpuSeconds { tier, scaling: Scaling::Automatic(automatic) } = &priced.key.work else {
        return None;
    };
    let amount_with = |seconds: u64| {
        let mut automatic = automatic.clone();
        automatic.scale_in_after_seconds = seconds;
        seconds_amount(priced.key.month, tier, &Scaling::Automatic(automatic), book).ok()
    };
    let own = automatic.scale_in_after_seconds;
    let without = amount_with(0)?;
    let costs = Exact::sum_of([priced.amount, -without].into_iter()).ok()?;
    let currency = book.currency().code();
    let costs = if costs.is_zero() {
        (words.delay_costs_nothing)(&text::count(own))
    } else {
        (words.delay_costs)(&text::count(own), &text::amount(costs), currency)
    };
    let shorter = SHORTER_DELAYS.into_iter().filter(|seconds| *seconds < own).take(3);
    let shorter = shorter.filter_map(|seconds| {
        let amount = amount_with(seconds)?;
        Some([text::count(seconds), text::amount(amount), difference(amount, priced.amount, words)])
    });
    Some(DelayView { costs, shorter: shorter.collect() })
}

#[cfg(test)]
mod tests;
