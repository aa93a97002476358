//! The answers a second time, by brute force and from the text of SPEC 2, 3, 5 and 6 alone: second by
//! second, hour by hour, record by record, minute by minute, in whole units of 10^-18.
//!
//! It reads JSON that has the right form (a malformed one ends the test) and gives JSON, and it shares no
//! line with the product. Slow is fine here; clever is not.

mod bills;
mod book;
pub mod calendar;
mod cron;
pub mod decimal;
mod document;
mod estimate;
mod reservations;
mod runs;
mod scaling;
mod tokens;

pub use estimate::{expand, price};

use serde_json::Value;

use crate::answer::Fault;
use bills::Bills;
use book::Book;

/// The settlement of a usage, or every fault of which one may be reported (SPEC 2).
pub fn settle(usage: &Value, price_book: &Value) -> Result<Value, Vec<Fault>> {
    let book = Book::read(price_book);
    let as_of = document::instant_or_null(usage, "as_of");
    let mut bills = Bills::default();
    let mut faults = Vec::new();
    runs::charge(usage, &book, as_of, &mut bills, &mut faults);
    let mut reservations = reservations::charge(usage, &book, as_of, &mut bills, &mut faults);
    tokens::charge(usage, &book, &mut reservations, &mut bills, &mut faults);
    if faults.is_empty() { bills.write(&book) } else { Err(faults) }
}
