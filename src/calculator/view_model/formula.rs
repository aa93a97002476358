//! How the amount comes about, in the words of the bill.

use tiermeter_estimate::{LineExplanation, Part};
use tiermeter_pricing::NANOSECONDS_PER_SECOND;

use super::total::rounding_adds;
use crate::text;

/// The formula, a row for each stretch, and its sum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormulaView {
    /// Each stretch in which the number of instances and the price stay the same.
    pub rows: Vec<FormulaRow>,
    /// All of them.
    pub sum: FormulaRow,
}

/// A row of the formula.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormulaRow {
    /// The stretch, or what the sum is of.
    pub lead: String,
    /// What is multiplied.
    pub detail: String,
    /// What comes out.
    pub amount: String,
}

impl FormulaView {
    /// The formula of the lines' stretches, whose sum is `exact`.
    pub fn of(explanations: &[LineExplanation], exact: &str) -> Self {
        let parts = explanations.iter().flat_map(|line| &line.parts);
        let first = parts.clone().map(|part| part.from).min();
        let last = parts.clone().map(|part| part.until).max();
        let with_date = first.zip(last).is_some_and(|(first, last)| !text::within_a_day(first, last));
        let billed_seconds: u64 = explanations.iter().map(|line| line.billed_seconds).sum();
        let true_nanoseconds: u128 = explanations.iter().map(|line| u128::from(line.true_nanoseconds)).sum();
        Self {
            rows: parts.map(|part| row(part, with_date)).collect(),
            sum: FormulaRow {
                lead: text::counted(billed_seconds, "billed second"),
                detail: format!(
                    "{} true · rounding adds {}",
                    text::measured_seconds(true_nanoseconds),
                    rounding_adds(billed_seconds, true_nanoseconds),
                ),
                amount: exact.to_owned(),
            },
        }
    }
}

fn row(part: &Part, with_date: bool) -> FormulaRow {
    let instances = text::counted(part.instances.into(), "instance");
    let price = text::published_price(part.unit_price);
    let detail = match seconds_of_each(part) {
        Some(seconds) => format!("{instances} × {} s × {price}", text::grouped(&seconds.to_string())),
        None => format!("{instances}, {} s × {price}", text::grouped(&part.billed_seconds.to_string())),
    };
    FormulaRow {
        lead: text::stretch(part.from, part.until, with_date),
        detail,
        amount: text::amount(part.amount),
    }
}

/// The billed seconds of each instance, where they are the same for all. Those that begin in a stretch are the
/// whole seconds of its length, or one more; only where all instances have the fewer, or all the more, are they
/// the same.
fn seconds_of_each(part: &Part) -> Option<u64> {
    let instances = u64::from(part.instances);
    let length = part.until.unix_nanoseconds().abs_diff(part.from.unix_nanoseconds());
    let per_second = NANOSECONDS_PER_SECOND.unsigned_abs();
    [length / per_second, length.div_ceil(per_second)]
        .into_iter()
        .find(|seconds| seconds * instances == part.billed_seconds)
}
