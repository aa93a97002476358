//! The scenarios in numbers, side by side, with their differences to the first one.

use rust_decimal::{Decimal, RoundingStrategy};
use tiermeter_pricing::{Exact, Month, sort_by_key};

use crate::calculator::answer::Answer;
use crate::calculator::compare::difference;
use crate::calculator::view_model::average;
use crate::text;
use crate::words::Words;

/// What stands where there is no number.
const NOTHING: &str = "—";
/// Shares of the first scenario are shown with so many decimals.
const PERCENT_DECIMALS: u32 = 2;

/// What a scenario comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    month: Month,
    /// As it is billed; nothing where the fields were never priced.
    payable: String,
    /// The same as a number.
    payable_amount: Option<Decimal>,
    exact_total: Decimal,
    rounding: Decimal,
    billed_seconds: u64,
    most_instances: u64,
    is_stale: bool,
}

impl Figures {
    /// The figures of an answer.
    pub fn of(answer: &Answer) -> Self {
        let bill = &answer.bill;
        let explained = answer.lines.iter().filter_map(|line| line.priced.explanation.as_ref());
        // What the rounding added is the payable amount less the exact total, so that their sum is it again.
        let payable_amount = Exact::sum_of([bill.exact_total, bill.rounding].into_iter()).ok();
        Self {
            month: answer.estimate.month,
            payable: bill.payable.clone(),
            payable_amount: payable_amount.filter(|_| answer.is_priced()),
            exact_total: bill.exact_total,
            rounding: bill.rounding,
            billed_seconds: explained.map(|line| line.billed_seconds).sum(),
            most_instances: most_at_once(answer),
            is_stale: answer.is_stale(),
        }
    }
}

/// How many instances of all lines run at the same time, at most.
fn most_at_once(answer: &Answer) -> u64 {
    let explained = answer.lines.iter().filter_map(|line| line.priced.explanation.as_ref());
    let parts = explained.flat_map(|line| &line.parts);
    let mut changes: Vec<(i64, bool, u64)> = parts
        .flat_map(|part| {
            let instances = u64::from(part.instances);
            [
                (part.from.unix_nanoseconds(), true, instances),
                (part.until.unix_nanoseconds(), false, instances),
            ]
        })
        .collect();
    // What ends at an instant has ended before anything starts there.
    sort_by_key(&mut changes, |(at, is_start, _)| (*at, *is_start));
    let (mut running, mut most) = (0_u64, 0);
    for (_, is_start, instances) in changes {
        running =
            if is_start { running.saturating_add(instances) } else { running.saturating_sub(instances) };
        most = running.max(most);
    }
    most
}

/// A figure of every scenario: what it is, and the texts in the scenarios' order.
pub type FigureRow = (&'static str, Vec<String>);

/// The scenarios side by side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SideBySide {
    /// What they are called.
    pub names: Vec<String>,
    /// Their figures.
    pub rows: Vec<FigureRow>,
    /// Those whose amounts are of an earlier entry, or that have none.
    pub stale: Vec<String>,
}

impl SideBySide {
    /// The figures of all scenarios, each with its name.
    pub fn of(all: &[(String, Figures)], words: &Words) -> Self {
        let first = all.first().and_then(|(_, figures)| figures.payable_amount);
        let row =
            |title: &'static str, text: &dyn Fn(&Figures) -> String| {
                let texts = all.iter().map(|(_, figures)| {
                    if figures.payable.is_empty() { NOTHING.to_owned() } else { text(figures) }
                });
                (title, texts.collect::<Vec<_>>())
            };
        let to_first = |title: &'static str, text: &dyn Fn(Decimal, Decimal) -> Option<String>| {
            let texts = (0..).zip(all).map(|(place, (_, figures))| {
                let amounts = figures.payable_amount.zip(first).filter(|_| place > 0);
                amounts.and_then(|(amount, first)| text(amount, first)).unwrap_or_else(|| NOTHING.to_owned())
            });
            (title, texts.collect::<Vec<_>>())
        };
        let days = |figures: &Figures| Decimal::from(figures.month.days().max(1));
        let hours = |figures: &Figures| Decimal::from(figures.month.days().max(1) * 24);
        Self {
            names: all.iter().map(|(name, _)| name.clone()).collect(),
            rows: vec![
                row(words.month, &|figures| (words.month_title)(figures.month)),
                row(words.own_usage.payable, &|figures| figures.payable.clone()),
                to_first(words.difference_to_first, &|amount, first| Some(difference(amount, first, words))),
                to_first(words.difference_in_percent, &percent),
                row(words.own_usage.exact_total, &|figures| text::amount(figures.exact_total)),
                row(words.own_usage.rounding, &|figures| rounding(figures.rounding)),
                row(words.hour_on_average, &|figures| average(figures.exact_total, hours(figures))),
                row(words.day_on_average, &|figures| average(figures.exact_total, days(figures))),
                row(words.billed_seconds_column, &|figures| text::count(figures.billed_seconds)),
                row(words.instances_at_most, &|figures| text::count(figures.most_instances)),
            ],
            stale: all.iter().filter(|(_, figures)| figures.is_stale).map(|(name, _)| name.clone()).collect(),
        }
    }
}

fn rounding(rounding: Decimal) -> String {
    if rounding.is_zero() { "0".to_owned() } else { text::signed_amount(rounding) }
}

/// What `amount` is more or less than `first`, in percent of that; nothing of nothing.
fn percent(amount: Decimal, first: Decimal) -> Option<String> {
    let difference = Exact::sum_of([amount, -first].into_iter()).ok()?;
    let hundredfold = difference.checked_mul(Decimal::ONE_HUNDRED)?;
    let share = hundredfold.checked_div(first)?;
    let shown = share.round_dp_with_strategy(PERCENT_DECIMALS, RoundingStrategy::MidpointAwayFromZero);
    let about = if shown.checked_mul(first) == Some(hundredfold) { "" } else { "≈ " };
    let shown = if shown.is_zero() { "0".to_owned() } else { text::signed_amount(shown) };
    Some(format!("{about}{shown} %"))
}

#[cfg(test)]
mod tests;
