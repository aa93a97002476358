//! What is to be paid for the month, and by which lines.

use rust_decimal::Decimal;
use tiermeter_pricing::NANOSECONDS_PER_SECOND;

use super::parts_of;
use crate::calculator::answer::{Answer, Priced};
use crate::text;
use crate::words::Words;

/// The total.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TotalView {
    /// `March 2026`.
    pub month: String,
    /// `31 days`.
    pub days: String,
    /// Rounded once, with the currency's digits.
    pub payable: String,
    /// Before it is rounded.
    pub exact: String,
    /// What the rounding does to the exact total.
    pub rounding: String,
    /// The billed seconds of all instances.
    pub billed_seconds: String,
    /// The seconds that they run.
    pub true_seconds: String,
    /// What rounding up to whole seconds adds.
    pub rounding_adds: String,
    /// Each line.
    pub lines: Vec<LineRow>,
    /// Whether any price is a sample.
    pub has_samples: bool,
    /// The total as a sentence, to be read aloud.
    pub spoken: String,
}

/// A line of the total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRow {
    /// Its name.
    pub name: String,
    /// What it costs, exactly.
    pub amount: String,
    /// Its share of the largest line, as a CSS percentage.
    pub width: String,
    /// Its share of the exact total, in percent.
    pub share: String,
    /// Its seconds, where it has any: true, billed, and what rounding adds.
    pub seconds: Option<[String; 3]>,
}

impl TotalView {
    /// The total of an answer.
    pub fn of(answer: &Answer, currency: &str, words: &Words) -> Self {
        let all = answer.lines.iter().map(|line| seconds(&line.priced));
        let (billed_seconds, true_nanoseconds) =
            all.fold((0_u64, 0_u128), |sum, line| (sum.0 + line.0, sum.1 + line.1));
        let month = (words.month_title)(answer.estimate.month);
        let payable = answer.bill.payable.clone();
        let exact = text::amount(answer.bill.exact_total);
        let rounding = Some(answer.bill.rounding).filter(|rounding| !rounding.is_zero());
        Self {
            days: (words.days)(answer.estimate.month.days().into()),
            rounding: rounding.map_or_else(
                || words.nothing_to_round.to_owned(),
                |rounding| (words.rounded_once_by)(&text::signed_amount(rounding)),
            ),
            billed_seconds: text::count(billed_seconds),
            true_seconds: text::measured_seconds(true_nanoseconds),
            rounding_adds: rounding_adds(billed_seconds, true_nanoseconds),
            lines: rows(answer),
            has_samples: answer.lines.iter().any(|line| line.priced.is_sample()),
            spoken: if answer.is_priced() {
                (words.total_spoken)(&month, &payable, &exact, currency)
            } else {
                words.no_amount.to_owned()
            },
            month,
            payable,
            exact,
        }
    }
}

fn rows(answer: &Answer) -> Vec<LineRow> {
    let largest = answer.lines.iter().map(|line| line.priced.amount).max().unwrap_or_default();
    let row = |line: &crate::calculator::answer::LineAnswer| {
        let (billed, true_nanoseconds) = seconds(&line.priced);
        let has_seconds = line.priced.explanation.is_some();
        LineRow {
            name: line.name.clone(),
            amount: text::amount(line.priced.amount),
            width: super::share(line.priced.amount, largest),
            share: percent_of(line.priced.amount, answer.bill.exact_total),
            seconds: has_seconds.then(|| {
                let true_seconds = text::measured_seconds(true_nanoseconds);
                [true_seconds, text::count(billed), rounding_adds(billed, true_nanoseconds)]
            }),
        }
    };
    answer.lines.iter().map(row).collect()
}

/// The share of a total in percent, with one decimal.
fn percent_of(part: Decimal, whole: Decimal) -> String {
    let permille = parts_of(part, whole) / 1_000;
    format!("{}.{} %", permille / 10, permille % 10)
}

/// The billed seconds and the nanoseconds of a line's runs.
fn seconds(priced: &Priced) -> (u64, u128) {
    let explanation = priced.explanation.as_ref();
    explanation.map_or((0, 0), |line| (line.billed_seconds, u128::from(line.true_nanoseconds)))
}

/// What rounding up to whole seconds adds to the seconds that the instances run.
pub fn rounding_adds(billed_seconds: u64, true_nanoseconds: u128) -> String {
    let billed_nanoseconds = u128::from(billed_seconds) * u128::from(NANOSECONDS_PER_SECOND.unsigned_abs());
    let added = billed_nanoseconds.saturating_sub(true_nanoseconds);
    format!("{} s", text::exact_seconds(added))
}
