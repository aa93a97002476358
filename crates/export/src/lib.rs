//! Turns bills into files. The amounts of a month add up to what is payable, to the last digit: what the one
//! rounding of a bill added is a row of its own (docs/rules.md, P15).
//!
//! The way through: [`csv()`] and [`focus()`] take a settlement. A bill with lines that no settlement has,
//! those that adjust an earlier month, is put together as [`BillRows`] and goes through [`csv_of`] and
//! [`focus_of`].
//! Nothing here knows a clock, a file, a network or a float.
//!
//! | module | what it holds |
//! |---|---|
//! | `rows` | bills as files show them |
//! | `table` | CSV of RFC 4180, safe to open in a spreadsheet |
//! | `csv` | the product's own columns |
//! | `focus` | the columns of FOCUS 1.2, for tools that compare costs of many providers |

mod csv;
mod focus;
mod rows;
#[cfg(test)]
mod samples;
mod table;

pub use csv::{csv, csv_of};
pub use focus::{FocusContext, FocusService, focus, focus_of};
pub use rows::{BillRows, Row};
