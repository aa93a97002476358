//! What the calculator shows of an estimate: plain texts and positions, worked out from the settlement and the
//! explanation of the core.

mod axis;
mod bars;
mod formula;
mod total;

use std::ops::Range;

use tiermeter_estimate::{Estimate, Scaling, Step, Work, explain, price};
use tiermeter_pricing::{Instant, Month, PriceBook, Refusal, UtcOffset};

pub use self::axis::Tick;
pub use self::bars::{BarRow, BarsView, RunRow};
pub use self::formula::{FormulaRow, FormulaView};
pub use self::total::TotalView;
use crate::text;

/// Everything that the calculator shows of one estimate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CalculatorView {
    /// The month and what is to be paid for it.
    pub total: TotalView,
    /// The instances on the time axis.
    pub bars: BarsView,
    /// How the amount comes about.
    pub formula: FormulaView,
    /// What should be known about steps outside of the month, or without an end.
    pub notes: Vec<String>,
}

impl CalculatorView {
    /// Prices and explains the estimate.
    pub fn of(estimate: &Estimate, book: &PriceBook) -> Result<Self, Refusal> {
        let settlement = price(estimate, book)?;
        let explanations = explain(estimate, book)?;
        let month = bounds(estimate.month, book.utc_offset());
        let runs = explanations.first().map(|line| line.runs.as_slice()).unwrap_or_default();
        let total = TotalView::of(estimate.month, settlement.bills.first(), &explanations, book.currency());
        Ok(Self {
            bars: BarsView::of(runs, &month),
            formula: FormulaView::of(&explanations, &total.exact),
            notes: notes(estimate, &month),
            total,
        })
    }
}

/// Whether the estimate's month is the one that is running.
pub fn is_running_month(estimate: &Estimate, now: Option<Instant>, offset: UtcOffset) -> bool {
    now.is_some_and(|now| Month::containing(now, offset) == estimate.month)
}

/// The month in nanoseconds since 1970.
fn bounds(month: Month, offset: UtcOffset) -> Range<i64> {
    month.first_instant_nanoseconds(offset)..month.next().first_instant_nanoseconds(offset)
}

fn steps(estimate: &Estimate) -> &[Step] {
    match estimate.lines.first().map(|line| &line.work) {
        Some(Work::GpuSeconds { scaling: Scaling::Steps(steps), .. }) => steps,
        _ => &[],
    }
}

/// An estimate is of one month; what lies outside of it must not be missed silently.
fn notes(estimate: &Estimate, month: &Range<i64>) -> Vec<String> {
    let steps = steps(estimate);
    let title = text::month_title(estimate.month);
    let mut notes = Vec::new();
    if steps.iter().any(|step| step.from.unix_nanoseconds() < month.start) {
        notes.push(format!(
            "Only {title} is counted here. What is in force when it begins counts from there."
        ));
    }
    let later = steps.iter().filter(|step| step.from.unix_nanoseconds() >= month.end).count();
    if later > 0 {
        let later = text::counted(u64::try_from(later).unwrap_or_default(), "step");
        notes.push(format!("Only {title} is counted here. After its end: {later}."));
    }
    if steps.last().is_some_and(|step| step.instances > 0 && step.from.unix_nanoseconds() < month.end) {
        notes.push(format!("The last step has no end, so it runs to the end of {title}."));
    }
    notes
}

#[cfg(test)]
mod tests;
