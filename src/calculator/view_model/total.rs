//! What is to be paid for the month.

use tiermeter_estimate::LineExplanation;
use tiermeter_pricing::{Bill, Currency, Month, NANOSECONDS_PER_SECOND};

use crate::text;

/// The total.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TotalView {
    /// `March 2026`.
    pub month: String,
    /// `31 days`.
    pub days: String,
    /// The currency's code.
    pub currency: String,
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
    /// The total as a sentence, to be read aloud.
    pub spoken: String,
}

impl TotalView {
    /// The total of a month: its bill, or nothing to pay where there is none.
    pub fn of(
        month: Month,
        bill: Option<&Bill>,
        explanations: &[LineExplanation],
        currency: Currency,
    ) -> Self {
        let billed_seconds: u64 = explanations.iter().map(|line| line.billed_seconds).sum();
        let true_nanoseconds: u128 = explanations.iter().map(|line| u128::from(line.true_nanoseconds)).sum();
        let code = currency.code();
        let month_title = text::month_title(month);
        let payable = bill.map_or_else(|| nothing(currency), |bill| bill.payable.clone());
        let exact = bill.map_or_else(|| "0".to_owned(), |bill| text::amount(bill.exact_total));
        let rounding = bill.map(|bill| bill.rounding).filter(|rounding| !rounding.is_zero());
        Self {
            days: text::counted(month.days().into(), "day"),
            currency: code.to_owned(),
            rounding: rounding.map_or_else(
                || "nothing to round".to_owned(),
                |rounding| format!("rounded once by {}", text::signed_amount(rounding)),
            ),
            billed_seconds: text::grouped(&billed_seconds.to_string()),
            true_seconds: text::measured_seconds(true_nanoseconds),
            rounding_adds: rounding_adds(billed_seconds, true_nanoseconds),
            spoken: format!("Total for {month_title}: {payable} {code} payable, {exact} {code} exactly."),
            month: month_title,
            payable,
            exact,
        }
    }
}

/// What rounding up to whole seconds adds to the seconds that the instances run.
pub fn rounding_adds(billed_seconds: u64, true_nanoseconds: u128) -> String {
    let billed_nanoseconds = u128::from(billed_seconds) * u128::from(NANOSECONDS_PER_SECOND.unsigned_abs());
    let added = billed_nanoseconds.saturating_sub(true_nanoseconds);
    format!("{} s", text::exact_seconds(added))
}

/// Zero with the currency's minor digits.
fn nothing(currency: Currency) -> String {
    match usize::try_from(currency.minor_digits()) {
        Ok(digits) if digits > 0 => format!("0.{}", "0".repeat(digits)),
        _ => "0".to_owned(),
    }
}
