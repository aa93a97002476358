//! Prices usage with a price book: exact to the last digit, to the second, explained by a refusal where
//! it cannot be (docs/rules.md, sections 2 and 3).
//!
//! The way through: [`PriceBook::from_json`] and [`Usage::from_json`] check a document once, and the type
//! is the proof; [`settle`] turns the two into a [`Settlement`], one bill for each month. Nothing here knows
//! a clock, a file, a network or a float.
//!
//! | module | what it holds |
//! |---|---|
//! | `instant` | instants, months, offsets: the calendar of the rules |
//! | `money` | prices, exact amounts and the one rounding |
//! | `currency` | which currencies there are, and their minor digits |
//! | `read` | how a document is read, with the place of each fault |
//! | `order`, `table` | lists in order and values by key, in few bytes |
//! | `price_book`, `usage`, `settlement` | the three documents |
//! | `split` | which seconds (or hours) fall under which month and price |
//! | `billed` | the seconds of a run and the hours of a reservation, and what parts of them cost |
//! | `settle` | the rules P1 to P15 |

mod billed;
mod currency;
mod instant;
mod money;
mod order;
mod price_book;
pub mod read;
mod refusal;
mod settle;
mod settlement;
mod split;
mod table;
mod usage;

pub use billed::{BilledUnits, UnitPrice};
pub use currency::Currency;
pub use instant::{Calendar, Instant, InstantFault, Month, NANOSECONDS_PER_SECOND, UtcOffset};
pub use money::{Exact, Per, Price, decimal_text};
pub use order::{order_of, sort_by_key};
pub use price_book::{
    FreeQuotaOffer, InForce, Model, ModelPrice, PriceBook, ReservationOffer, ReservationPrice, Source, Tier,
    TierPrice, Timeline,
};
pub use refusal::{Refusal, RefusalCode, RefusalParts};
pub use settle::{
    SettlementLimits, Tally, TallyKey, billable_seconds, settle, settle_repeated, settle_within,
};
pub use settlement::{Bill, Item, Line, Settlement};
pub use split::{Share, begun_before, split};
#[cfg(feature = "csv")]
pub use usage::CsvRecords;
pub use usage::{RunView, TokenCount, Usage};
