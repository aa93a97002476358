//! What else the same work could cost: on every tier, with another scale-in delay, with a TPM reservation; and
//! what a budget buys. All amounts are the core's, of an estimate that differs in one value, or of one that does the same
//! work in another way.

mod budget;
mod curve;
mod curve_view;
mod reservation;
mod ways;

use rust_decimal::Decimal;
use tiermeter_estimate::{Automatic, Scaling, Work, explain};
use tiermeter_pricing::{Exact, Month, PriceBook, Refusal, Tier};

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
/// So many of them at most.
const MOST_SHORTER_DELAYS: usize = 3;

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

/// A line's work on a tier; none for tokens.
pub fn tier_row(priced: &Priced, tier: &Tier, book: &PriceBook, words: &Words) -> Option<TierRow> {
    let Work::GpuSeconds { tier: own, scaling } = &priced.key.work else { return None };
    let is_own = tier.code == *own;
    let amount =
        if is_own { Ok(priced.amount) } else { seconds_amount(priced.key.month, &tier.code, scaling, book) };
    let difference = match &amount {
        Ok(_) if is_own => words.own_tier.to_owned(),
        Ok(amount) => difference(*amount, priced.amount, words),
        Err(_) => String::new(),
    };
    let amount = amount.map_or_else(|refusal| refusal.into_parts().message, text::amount);
    Some(TierRow { code: tier.code.clone(), name: tier.name.clone(), amount, difference, is_own })
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

/// The delays with which a line is priced beside its own, in seconds: some shorter ones, the longest first, and none
/// at all. Nothing for lines without a delay.
pub fn compared_delays(priced: &Priced) -> Vec<u64> {
    let Some((_, automatic)) = automatic(priced) else { return Vec::new() };
    let own = automatic.scale_in_after_seconds;
    let mut delays: Vec<u64> =
        SHORTER_DELAYS.into_iter().filter(|seconds| *seconds < own).take(MOST_SHORTER_DELAYS).collect();
    if delays.last() != Some(&0) {
        delays.push(0);
    }
    delays
}

/// What an automatic line costs with another delay.
pub fn amount_with_delay(priced: &Priced, seconds: u64, book: &PriceBook) -> Option<Decimal> {
    let (tier, automatic) = automatic(priced)?;
    let mut automatic = automatic.clone();
    automatic.scale_in_after_seconds = seconds;
    seconds_amount(priced.key.month, tier, &Scaling::Automatic(automatic), book).ok()
}

fn automatic(priced: &Priced) -> Option<(&str, &Automatic)> {
    match &priced.key.work {
        Work::GpuSeconds { tier, scaling: Scaling::Automatic(automatic) } => Some((tier.as_str(), automatic)),
        Work::GpuSeconds { .. } | Work::Tokens(_) => None,
    }
}

impl DelayView {
    /// What the scale-in delay of a line costs, with cheaper settings beside it, of what it costs with the delays that
    /// it is compared with; `None` for lines without one.
    pub fn of(priced: &Priced, costs: &[(u64, Decimal)], book: &PriceBook, words: &Words) -> Option<Self> {
        let own = automatic(priced)?.1.scale_in_after_seconds;
        let (_, without) = costs.iter().find(|(seconds, _)| *seconds == 0)?;
        let more = Exact::sum_of([priced.amount, -*without].into_iter()).ok()?;
        let said = if more.is_zero() {
            (words.delay_costs_nothing)(&text::count(own))
        } else {
            (words.delay_costs)(&text::count(own), &text::amount(more), book.currency().code())
        };
        let shorter = costs.iter().filter(|(seconds, _)| *seconds < own).take(MOST_SHORTER_DELAYS);
        let shorter = shorter.map(|(seconds, amount)| {
            [text::count(*seconds), text::amount(*amount), difference(*amount, priced.amount, words)]
        });
        Some(Self { costs: said, shorter: shorter.collect() })
    }
}

#[cfg(test)]
mod tests;
