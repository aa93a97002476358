//! What was used, priced: the tally of what is known for ever, and a settlement of what is still open or whose order
//! matters. Only `tiermeter_pricing` prices.
//!
//! | module | what it holds |
//! |---|---|
//! | this one | months, and the tally of what is known for ever |
//! | `tokens` | tokens whose order matters, with the reservations and quotas that cover them |
//! | `meter` | what is not billed yet, as bills and as a forecast |

mod meter;
mod tokens;

use std::collections::HashMap;

use tiermeter_pricing::{Instant, Month, PriceBook, SettlementLimits, Tally, Usage};

use crate::fault::Fault;
use crate::operation::{Operation, at_most};
use crate::records::RunRecord;
use crate::store::{RunsBetween, TokensOf, Transaction};

pub use meter::{BillLine, DraftBill, Forecast, Meter, month_to_date};
pub(crate) use tokens::{push_quotas, push_reservation, push_tokens, quotas_left, reservations_since};

/// The first instant of a month at the price book's offset.
#[must_use]
pub fn month_start(month: Month, book: &PriceBook) -> Instant {
    let start = month.first_instant_nanoseconds(book.utc_offset());
    at_most(start.max(0), Instant::EPOCH)
}

/// The month that contains an instant at the price book's offset.
#[must_use]
pub fn month_of(at: Instant, book: &PriceBook) -> Month {
    Month::containing(at, book.utc_offset())
}

/// The tally of one run that is over.
pub fn tally_of_run(run: &RunRecord, stopped_at: Instant, book: &PriceBook) -> Result<Tally, Fault> {
    let mut usage = Usage::new();
    usage.push_run(&run.service, &run.instance, &run.tier, run.started_at, Some(stopped_at))?;
    Ok(Tally::of(&usage, book, SettlementLimits::default())?)
}

/// Adds to what is known for ever, and remembers closed months that it touches.
pub fn add_known(
    transaction: &mut dyn Transaction,
    account: &str,
    first_open_month: Month,
    tally: &Tally,
) -> Result<(), Fault> {
    transaction.add_tally(account, tally)?;
    let mut late: Vec<Month> =
        tally.iter().map(|(key, _)| key.month).filter(|month| *month < first_open_month).collect();
    late.dedup();
    for month in late {
        transaction.mark_late(account, month)?;
    }
    Ok(())
}

/// Whether the order of an account's tokens of a model matters: with free quota, or a reservation.
pub fn order_matters(transaction: &mut dyn Transaction, account: &str, model: &str) -> Result<bool, Fault> {
    let quota = transaction.quotas(account)?.iter().any(|quota| quota.model == model);
    Ok(quota || transaction.reservations(account, None)?.iter().any(|reservation| reservation.model == model))
}

/// The first instant that is no longer part of a stretch that ends with `at`.
pub(crate) fn after(at: Instant) -> Instant {
    at_most(at.unix_nanoseconds().saturating_add(1), at)
}

/// Counts everything that is known for ever anew.
pub fn count_known(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &str,
) -> Result<Tally, Fault> {
    let everything = RunsBetween { from: Instant::EPOCH, to: at_most(i64::MAX, operation.now) };
    let mut usage = Usage::new();
    for run in transaction.runs_between(account, None, everything)? {
        if run.stopped_at.is_some() {
            usage.push_run(&run.service, &run.instance, &run.tier, run.started_at, run.stopped_at)?;
        }
    }
    let mut ordered: HashMap<String, bool> = HashMap::new();
    let mut records = Vec::new();
    let mut take = |record| records.push(record);
    transaction.tokens_between(account, TokensOf::Account, everything, i64::MAX, &mut take)?;
    let mut plain = Vec::with_capacity(records.len());
    for record in records {
        let matters = if let Some(matters) = ordered.get(&record.model) {
            *matters
        } else {
            let matters = order_matters(transaction, account, &record.model)?;
            ordered.insert(record.model.clone(), matters);
            matters
        };
        if !matters {
            plain.push(record);
        }
    }
    push_tokens(&mut usage, &plain)?;
    Ok(Tally::of(&usage, operation.book, SettlementLimits::default())?)
}

/// Replaces an account's tally by what is counted anew: prices changed.
pub fn recount(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &str,
) -> Result<(), Fault> {
    let tally = count_known(transaction, operation, account)?;
    transaction.clear_tally(account)?;
    transaction.add_tally(account, &tally)?;
    Ok(())
}
