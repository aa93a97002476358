//! How the amount of a line comes about, in the words of the bill.

use rust_decimal::Decimal;
use tiermeter_estimate::{LineExplanation, Part};
use tiermeter_pricing::{Exact, Item, Line, NANOSECONDS_PER_SECOND};

use super::total::rounding_adds;
use crate::calculator::answer::Priced;
use crate::local_time::{self, OffsetAt};
use crate::text;
use crate::words::Words;

/// So many stretches stand for themselves; more are put together by the number of instances and the price.
const MOST_STRETCHES: usize = 24;

/// The formula, a row for each stretch or item, and its sum.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormulaView {
    /// What is multiplied.
    pub rows: Vec<FormulaRow>,
    /// All of it.
    pub sum: FormulaRow,
}

/// A row of the formula.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormulaRow {
    /// The stretch or the item, or what the sum is of.
    pub lead: String,
    /// The stretch in local time, where that is another one.
    pub local: Option<String>,
    /// What is multiplied.
    pub detail: String,
    /// What comes out.
    pub amount: String,
}

impl FormulaView {
    /// The formula of a line.
    pub fn of(priced: &Priced, offset_at: OffsetAt, words: &Words) -> Self {
        match &priced.explanation {
            Some(line) => Self::of_seconds(line, offset_at, words),
            None => Self::of_tokens(priced, words),
        }
    }

    fn of_seconds(line: &LineExplanation, offset_at: OffsetAt, words: &Words) -> Self {
        let parts = line.parts.as_slice();
        let first = parts.iter().map(|part| part.from).min();
        let last = parts.iter().map(|part| part.until).max();
        let with_date = first.zip(last).is_some_and(|(first, last)| !text::within_a_day(first, last));
        let rows = if parts.len() > MOST_STRETCHES {
            groups(parts).iter().map(|group| group_row(group, words)).collect()
        } else {
            parts.iter().map(|part| part_row(part, with_date, offset_at, words)).collect()
        };
        let true_nanoseconds = u128::from(line.true_nanoseconds);
        let true_seconds = text::measured_seconds(true_nanoseconds);
        let adds = rounding_adds(line.billed_seconds, true_nanoseconds);
        let sum = FormulaRow {
            lead: (words.billed_seconds)(line.billed_seconds),
            local: None,
            detail: (words.true_and_rounding)(&true_seconds, &adds),
            amount: text::amount(line.amount),
        };
        Self { rows, sum }
    }

    fn of_tokens(priced: &Priced, words: &Words) -> Self {
        let tokens = priced.bill_lines.iter().filter(|line| line.item != Item::TpmReservation);
        let tokens = Exact::sum_of(tokens.map(|line| line.quantity));
        let sum = FormulaRow {
            lead: (words.tokens)(&exactly(tokens)),
            local: None,
            detail: String::new(),
            amount: text::amount(priced.amount),
        };
        Self { rows: priced.bill_lines.iter().map(|line| item_row(line, words)).collect(), sum }
    }
}

/// The rules that a line follows, as a sentence.
pub fn rules(priced: &Priced, words: &Words) -> &'static str {
    use tiermeter_estimate::{Scaling, Work};
    match &priced.key.work {
        Work::GpuSeconds { scaling: Scaling::Steps(_), .. } => words.rules_steps,
        Work::GpuSeconds { scaling: Scaling::Weekly(_), .. } => words.rules_weekly,
        Work::GpuSeconds { scaling: Scaling::Automatic(_), .. } => words.rules_automatic,
        Work::Tokens(_) => words.rules_tokens,
    }
}

/// What a line of the bill multiplies: `7,200 × 0.000217`, `1,000,000 × 0.15 per million`.
fn item_row(line: &Line, words: &Words) -> FormulaRow {
    let quantity = text::grouped(&text::amount(line.quantity));
    let price = text::amount(line.unit_price);
    let detail = match line.item {
        Item::GpuSeconds => format!("{quantity} s × {price}"),
        Item::TpmReservation => (words.ktpm_hours)(&quantity, &price),
        Item::ReservedTokens | Item::FreeTokens => (words.tokens)(&quantity),
        Item::InputTokens | Item::CachedInputTokens | Item::OutputTokens => {
            (words.per_million)(&quantity, &price)
        }
    };
    FormulaRow {
        lead: words.item(line.item).to_owned(),
        local: None,
        detail,
        amount: text::amount(line.amount),
    }
}

/// A sum; or, where it has too many digits, what the core says about it.
fn exactly(sum: Result<Decimal, tiermeter_pricing::Refusal>) -> String {
    match sum {
        Ok(sum) => text::grouped(&text::amount(sum)),
        Err(refusal) => refusal.into_parts().message,
    }
}

/// The stretches of each number of instances and price, in the order in which each comes first.
fn groups(parts: &[Part]) -> Vec<Vec<&Part>> {
    let mut groups: Vec<Vec<&Part>> = Vec::new();
    for part in parts {
        // All of a group are alike, so its first one stands for them.
        let is_like = |one: &&Part| one.instances == part.instances && one.unit_price == part.unit_price;
        let same = groups.iter().position(|group| group.first().is_some_and(is_like));
        match same {
            Some(position) => groups[position].push(part),
            None => groups.push(vec![part]),
        }
    }
    tiermeter_pricing::sort_by_key(&mut groups, |group| {
        group.first().map(|part| (part.instances, part.unit_price))
    });
    groups
}

fn group_row(group: &[&Part], words: &Words) -> FormulaRow {
    let Some(first) = group.first() else { return FormulaRow::default() };
    let seconds: u64 = group.iter().map(|part| part.billed_seconds).sum();
    let price = text::published_price(first.unit_price);
    let stretches = (words.stretches)(u64::try_from(group.len()).unwrap_or_default());
    let amount = match Exact::sum_of(group.iter().map(|part| part.amount)) {
        Ok(amount) => text::amount(amount),
        Err(refusal) => refusal.into_parts().message,
    };
    FormulaRow {
        lead: (words.instances)(first.instances.into()),
        local: None,
        detail: format!("{stretches}, {} s × {price}", text::count(seconds)),
        amount,
    }
}

fn part_row(part: &Part, with_date: bool, offset_at: OffsetAt, words: &Words) -> FormulaRow {
    let instances = (words.instances)(part.instances.into());
    let price = text::published_price(part.unit_price);
    let detail = match seconds_of_each(part) {
        Some(seconds) => format!("{instances} × {} s × {price}", text::count(seconds)),
        None => format!("{instances}, {} s × {price}", text::count(part.billed_seconds)),
    };
    FormulaRow {
        lead: text::stretch(part.from, part.until, with_date, words),
        local: local_time::of_stretch(part.from, part.until, offset_at, words),
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
