//! The meter: what an account has that is not billed yet, and the bills that come of it.

mod forecast;

use std::collections::{BTreeMap, HashMap, HashSet};

use rust_decimal::Decimal;
use tiermeter_pricing::{Bill, Instant, Line, Month, PriceBook, SettlementLimits, Tally, Usage};

use super::tokens::{Known, ordered_tokens, push_reservation, reservations_since};
use super::{after, month_of, month_start};
use crate::fault::Fault;
use crate::operation::Operation;
use crate::records::{Account, ReservationRecord, RunRecord};
use crate::store::Transaction;

pub use forecast::Forecast;

/// Everything that is not billed yet, and what it comes to at any later instant as long as nothing changes.
pub struct Meter<'a> {
    book: &'a PriceBook,
    first_open_month: Month,
    /// The first month that is counted: an earlier one where usage came late.
    from: Month,
    /// What no later instant changes.
    known: Tally,
    open_runs: Vec<RunRecord>,
    reservations: Vec<ReservationRecord>,
    /// What was billed for closed months that are counted again.
    billed: Tally,
}

/// A line of a bill, which may correct an earlier month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillLine {
    /// The month that it corrects.
    pub adjusts: Option<Month>,
    /// The line.
    pub line: Line,
}

/// A bill with the lines that correct earlier months.
#[derive(Debug, Clone)]
pub struct DraftBill {
    /// Month, sums, and every line in order.
    pub bill: Bill,
    /// For each line, the month that it corrects.
    pub adjusts: Vec<Option<Month>>,
    /// What it bills, by the month it is for.
    pub billed: Tally,
}

impl<'a> Meter<'a> {
    /// Reads what an account has that is not billed yet, up to the operation's instant.
    pub fn read(
        transaction: &mut dyn Transaction,
        operation: &Operation<'a>,
        account: &Account,
    ) -> Result<Self, Fault> {
        Self::read_of(transaction, operation, account, None)
    }

    /// With runs and tally of some services alone, and of these only the running month's, where they are given.
    fn read_of(
        transaction: &mut dyn Transaction,
        operation: &Operation<'a>,
        account: &Account,
        services: Option<&[String]>,
    ) -> Result<Self, Fault> {
        let book = operation.book;
        let first_open_month = account.first_open_month;
        let late = transaction.earliest_late(&account.id)?.filter(|late| *late < first_open_month);
        let from = late.unwrap_or(first_open_month);
        let known = Known { from, to: after(operation.now), last_token_record: i64::MAX };
        let mut tally = match services {
            None => transaction.tally_since(&account.id, from)?,
            Some(services) => transaction.tally_in(&account.id, month_of(operation.now, book), services)?,
        };
        let reservations = reservations_since(transaction, &account.id, month_start(from, book))?;
        tally.add_all(&ordered_tokens(transaction, operation, account, known, &reservations)?);
        let billed = match late {
            None => Tally::new(),
            Some(_) => transaction.billed_since(&account.id, from)?,
        };
        let open_runs = match services {
            None => transaction.open_runs(&account.id, None)?,
            Some(services) => {
                let mut runs = Vec::new();
                for service in services {
                    runs.extend(transaction.open_runs(&account.id, Some(service))?);
                }
                runs
            }
        };
        let known = tally.filtered(|key| key.month >= from);
        Ok(Self { book, first_open_month, from, known, open_runs, reservations, billed })
    }

    /// What open runs and reservations come to by `at`.
    fn open_tally(&self, at: Instant) -> Result<Tally, Fault> {
        let mut usage = Usage::new();
        usage.set_as_of(at);
        for run in self.open_runs.iter().filter(|run| run.started_at <= at) {
            usage.push_run(&run.service, &run.instance, &run.tier, run.started_at, None)?;
        }
        for reservation in &self.reservations {
            push_reservation(&mut usage, reservation, at)?;
        }
        Ok(Tally::of(&usage, self.book, SettlementLimits::default())?)
    }

    /// Everything by `at`, from the first month that is counted on.
    pub fn tally(&self, at: Instant) -> Result<Tally, Fault> {
        let mut tally = self.open_tally(at)?.filtered(|key| key.month >= self.from);
        tally.add_all(&self.known);
        Ok(tally)
    }

    /// The bills of the months that are not closed, the first one with what closed months lack.
    pub fn bills(&self, at: Instant) -> Result<Vec<DraftBill>, Fault> {
        let tally = self.tally(at)?;
        let mut corrections = tally.filtered(|key| key.month < self.first_open_month);
        corrections.subtract_all(&self.billed.filtered(|key| key.month < self.first_open_month));
        let open = tally.filtered(|key| key.month >= self.first_open_month);
        let mut months: BTreeMap<Month, Vec<BillLine>> = BTreeMap::new();
        for (month, line) in open.lines(self.book)? {
            months.entry(month).or_default().push(BillLine { adjusts: None, line });
        }
        for (month, line) in corrections.lines(self.book)? {
            let lines = months.entry(self.first_open_month).or_default();
            lines.push(BillLine { adjusts: Some(month), line });
        }
        months
            .into_iter()
            .map(|(month, lines)| {
                let first = month == self.first_open_month;
                let mut billed = open.filtered(|key| key.month == month);
                if first {
                    billed.add_all(&corrections);
                }
                let adjusts = lines.iter().map(|line| line.adjusts).collect();
                let lines = lines.into_iter().map(|line| line.line).collect();
                Ok(DraftBill { bill: Bill::of_lines(month, lines, self.book)?, adjusts, billed })
            })
            .collect()
    }

    /// What everything that is not billed comes to by `at`.
    pub fn total(&self, at: Instant) -> Result<Decimal, Fault> {
        Forecast::of(self)?.total(at)
    }

    /// The bill of one month.
    pub fn bill(&self, month: Month, at: Instant) -> Result<DraftBill, Fault> {
        let found = self.bills(at)?.into_iter().find(|draft| draft.bill.month == month);
        match found {
            Some(draft) => Ok(draft),
            None => Ok(DraftBill {
                bill: Bill::of_lines(month, Vec::new(), self.book)?,
                adjusts: Vec::new(),
                billed: Tally::new(),
            }),
        }
    }
}

/// What some services have come to in the running month, by service; one that has come to nothing is left out.
pub fn month_to_date(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    services: &[String],
) -> Result<HashMap<String, Decimal>, Fault> {
    let month = month_of(operation.now, operation.book);
    let meter = Meter::read_of(transaction, operation, account, Some(services))?;
    let tally = meter.tally(operation.now)?;
    let wanted: HashSet<&str> = services.iter().map(String::as_str).collect();
    let tally = tally.filtered(|key| key.month == month && wanted.contains(key.service.as_str()));
    let mut costs: HashMap<String, Decimal> = HashMap::new();
    for (_, line) in tally.lines(operation.book)? {
        let cost = costs.entry(line.service).or_default();
        *cost = cost.checked_add(line.amount).unwrap_or(Decimal::MAX);
    }
    Ok(costs)
}
