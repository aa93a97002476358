//! Usage and a price book become a settlement (docs/rules.md, section 3).
//!
//! Runs, reservations and token records are first counted: so many units of this item, in this month, at this
//! price. Then each count is multiplied once and becomes a line.

mod bills;
mod overlaps;
mod reservations;
mod runs;
mod tally;
mod tokens;

use crate::instant::Month;
use crate::price_book::PriceBook;
use crate::refusal::{Refusal, RefusalCode};
use crate::settlement::{Item, Settlement};
use crate::table::Table;
use crate::usage::{Symbol, Usage};

pub use runs::billable_seconds;
pub use tally::{Tally, TallyKey};

/// Prices `usage` with `price_book`: one bill for each month, or the refusal of what cannot be priced.
pub fn settle(usage: &Usage, price_book: &PriceBook) -> Result<Settlement, Refusal> {
    settle_within(usage, price_book, SettlementLimits::default())
}

/// The same as [`settle()`], within other limits; beyond them it is refused as `out_of_range`.
pub fn settle_within(
    usage: &Usage,
    price_book: &PriceBook,
    limits: SettlementLimits,
) -> Result<Settlement, Refusal> {
    settle_repeated(usage, &[], price_book, limits)
}

/// The same as [`settle_within`], where record n of the usage stands for `times[n]` records, at least one; a record
/// without a number stands for itself.
///
/// All of them are as the one that stands for them, with ids and minutes of their own. What is beside the record must
/// say the same of each: they are in one month and under one price, in each of their minutes the same reservations are
/// in force and there is no other record of their service and model, and of the free quota of their model, in their
/// order, either all of them get all that they need or none gets any.
pub fn settle_repeated(
    usage: &Usage,
    times: &[u32],
    price_book: &PriceBook,
    limits: SettlementLimits,
) -> Result<Settlement, Refusal> {
    let mut counts = Counts { units: Table::default(), shares: 0, limits };
    count(usage, times, price_book, &mut counts).map_err(|refusal| usage.with_row(refusal))?;
    bills::write(usage, price_book, counts.units)
}

fn count(usage: &Usage, times: &[u32], price_book: &PriceBook, counts: &mut Counts) -> Result<(), Refusal> {
    runs::count(usage, price_book, counts)?;
    reservations::count(usage, price_book, counts)?;
    tokens::count(usage, times, price_book, counts)
}

/// How much one settlement may take: a few runs of centuries are a small document with a large answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SettlementLimits {
    /// Lines of all bills.
    pub lines: usize,
    /// Parts of runs, reservations and records that fall under one month and price.
    pub shares: u64,
}

impl Default for SettlementLimits {
    fn default() -> Self {
        Self { lines: 1_000_000, shares: 200_000_000 }
    }
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

/// How many units each line has: seconds, tokens, or TPM-hours.
struct Counts {
    units: Table<LineKey, u128>,
    /// How many parts were added.
    shares: u64,
    limits: SettlementLimits,
}

impl Counts {
    fn add(&mut self, key: LineKey, units: u128) {
        self.shares += 1;
        if units > 0 {
            *self.units.entry(key) += units;
        }
    }

    fn check_size(&self) -> Result<(), Refusal> {
        let SettlementLimits { lines, shares } = self.limits;
        let message = if self.units.len() > lines {
            format!("the settlement has more than {lines} lines")
        } else if self.shares > shares {
            format!("the usage falls into more than {shares} parts by month and price")
        } else {
            return Ok(());
        };
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
