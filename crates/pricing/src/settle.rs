//! Usage and a price book become a settlement (docs/rules.md, section 3).
//!
//! Runs, reservations and token records are first counted: so many units of this item, in this month, at this
//! price. Then each count is multiplied once and becomes a line.

mod bills;
mod overlaps;
mod reservations;
mod runs;
mod tokens;

use rustc_hash::FxHashMap;

use crate::instant::Month;
use crate::price_book::PriceBook;
use crate::refusal::{Refusal, RefusalCode};
use crate::settlement::{Item, Settlement};
use crate::usage::{Symbol, Usage};

pub use runs::billable_seconds;

/// Prices `usage` with `price_book`: one bill for each month, or the refusal of what cannot be priced.
pub fn settle(usage: &Usage, price_book: &PriceBook) -> Result<Settlement, Refusal> {
    settle_within(usage, price_book, usize::MAX)
}

/// The same as [`settle`], but refused as `out_of_range` when the settlement would have more than `most_lines`
/// lines: a few runs of centuries are a small document with a large answer.
pub fn settle_within(
    usage: &Usage,
    price_book: &PriceBook,
    most_lines: usize,
) -> Result<Settlement, Refusal> {
    let mut counts = Counts { units: FxHashMap::default(), most_lines };
    count(usage, price_book, &mut counts).map_err(|refusal| usage.with_row(refusal))?;
    bills::write(usage, price_book, counts.units)
}

fn count(usage: &Usage, price_book: &PriceBook, counts: &mut Counts) -> Result<(), Refusal> {
    runs::count(usage, price_book, counts)?;
    reservations::count(usage, price_book, counts)?;
    tokens::count(usage, price_book, counts)
}

/// What makes a line of its own (P14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct LineKey {
    month: Month,
    service: Symbol,
    item: Item,
    /// The index of the tier or the model in the price book.
    subject: usize,
    /// The index of the price in its timeline; 0 where lines are not split by price.
    price: usize,
}

/// How many units each line has: seconds, tokens, or TPM-hours. The keys are numbers that we give, so a plain
/// hash serves.
struct Counts {
    units: FxHashMap<LineKey, u128>,
    most_lines: usize,
}

impl Counts {
    fn add(&mut self, key: LineKey, units: u128) {
        if units > 0 {
            *self.units.entry(key).or_default() += units;
        }
    }

    fn check_size(&self) -> Result<(), Refusal> {
        if self.units.len() <= self.most_lines {
            return Ok(());
        }
        let message = format!("the settlement has more than {} lines", self.most_lines);
        Err(Refusal::new(RefusalCode::OutOfRange, "", message))
    }
}

/// For each name of the usage, the index of what it names in the price book.
fn subjects<'a>(usage: &Usage, names: impl Iterator<Item = &'a str>) -> Vec<Option<usize>> {
    let mut subjects = vec![None; usage.names.len()];
    for (index, name) in names.enumerate() {
        if let Some(symbol) = usage.names.find(name) {
            subjects[symbol.index()] = Some(index);
        }
    }
    subjects
}

fn model_subjects(usage: &Usage, price_book: &PriceBook) -> Vec<Option<usize>> {
    subjects(usage, price_book.models().iter().map(|model| model.id.as_str()))
}

fn no_price(path: String, what: &str) -> Refusal {
    let message = format!("no price of {what} is in force at that instant yet");
    Refusal::new(RefusalCode::NoPriceInForce, path, message)
}
