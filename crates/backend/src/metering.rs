//! What was used, priced: the tally of what is known for ever, and a settlement of what is still open or whose order
//! matters. Only `tiermeter_pricing` prices.

use std::collections::{BTreeMap, HashMap, HashSet};

use rust_decimal::Decimal;
use tiermeter_pricing::{
    Bill, Instant, Item, Line, Month, PriceBook, SettlementLimits, Tally, TokenCount, Usage,
};

use crate::fault::Fault;
use crate::operation::{Operation, at_most, hash, hexadecimal};
use crate::records::{Account, QuotaRecord, ReservationRecord, RunRecord, TokenRecord};
use crate::store::{RunsBetween, Transaction};

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

/// Where a stretch of time of an account begins and ends, and which records were known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) from: Month,
    pub(crate) to: Instant,
    pub(crate) last_token_record: i64,
}

/// The quotas of an account, less what months before `from` have used of them.
pub(crate) fn quotas_left(
    transaction: &mut dyn Transaction,
    account: &str,
    from: Month,
    billed_by: Option<Month>,
) -> Result<Vec<QuotaRecord>, Fault> {
    let mut quotas = transaction.quotas(account)?;
    for quota in &mut quotas {
        let used = transaction.free_tokens_before(account, &quota.model, from, billed_by)?;
        quota.tokens = quota.tokens.saturating_sub(u64::try_from(used).unwrap_or_default());
    }
    Ok(quotas)
}

/// Adds token records to a usage. Ids of different sources that are the same are told apart, in a way that only
/// depends on which records there are.
pub(crate) fn push_tokens(usage: &mut Usage, records: &[TokenRecord]) -> Result<(), Fault> {
    let mut sources: HashMap<&str, (&str, bool)> = HashMap::with_capacity(records.len());
    for record in records {
        let (first, several) = sources.entry(record.id.as_str()).or_insert((record.source.as_str(), false));
        *several |= *first != record.source;
    }
    // One form for all, so that no id of one form can be taken for one of the other.
    let any = sources.values().any(|(_, several)| *several);
    for record in records {
        let own;
        let id = if any {
            let short: String = record.id.chars().take(120).collect();
            let whole = serde_json::json!([record.source, record.id]).to_string();
            own = format!("{short} {}", hexadecimal(&hash(whole.as_bytes())));
            &own
        } else {
            &record.id
        };
        usage.push_tokens(id, &record.service, &record.model, record.at, record.tokens.map(TokenCount))?;
    }
    Ok(())
}

/// Adds a reservation as far as it has come by `at`.
pub(crate) fn push_reservation(
    usage: &mut Usage,
    reservation: &ReservationRecord,
    at: Instant,
) -> Result<(), Fault> {
    if reservation.starts_at <= at {
        let until = reservation.ends_at.filter(|until| *until <= at);
        let tpm = TokenCount(reservation.tpm);
        usage.push_reservation(
            &reservation.service,
            &reservation.model,
            tpm,
            reservation.starts_at,
            until,
        )?;
    }
    Ok(())
}

pub(crate) fn push_quotas(usage: &mut Usage, quotas: &[QuotaRecord]) -> Result<(), Fault> {
    for quota in quotas {
        let tokens = TokenCount(quota.tokens);
        usage.push_free_quota(&quota.model, tokens, quota.granted_at, Some(quota.expires_at))?;
    }
    Ok(())
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

/// What is not billed yet as a function of time: a fixed part, and what open runs and reservations add.
pub struct Forecast<'a, 'b> {
    meter: &'b Meter<'a>,
    fixed: Decimal,
}

impl<'a, 'b> Forecast<'a, 'b> {
    /// Sums up what no later instant changes.
    pub fn of(meter: &'b Meter<'a>) -> Result<Self, Fault> {
        let mut fixed = meter.known.clone();
        fixed.subtract_all(&meter.billed.filtered(|key| key.month < meter.first_open_month));
        let lines = fixed.lines(meter.book)?;
        let lines = lines.into_iter().map(|(_, line)| line).collect();
        let fixed = Bill::of_lines(meter.first_open_month, lines, meter.book)?.exact_total;
        Ok(Self { meter, fixed })
    }

    /// What is not billed by `at`.
    pub fn total(&self, at: Instant) -> Result<Decimal, Fault> {
        let from = self.meter.from;
        let open = self.meter.open_tally(at)?.filtered(|key| key.month >= from);
        let mut lines: Vec<Line> = open.lines(self.meter.book)?.into_iter().map(|(_, line)| line).collect();
        if let Some(first) = lines.first() {
            lines.push(Line { amount: self.fixed, ..first.clone() });
            return Ok(Bill::of_lines(self.meter.first_open_month, lines, self.meter.book)?.exact_total);
        }
        Ok(self.fixed)
    }

    /// Whether nothing is open: then no later instant changes anything.
    #[must_use]
    pub fn is_still(&self) -> bool {
        self.meter.open_runs.is_empty() && self.meter.reservations.is_empty()
    }
}

/// The first instant that is no longer part of a stretch that ends with `at`.
pub(crate) fn after(at: Instant) -> Instant {
    at_most(at.unix_nanoseconds().saturating_add(1), at)
}

pub(crate) fn reservations_since(
    transaction: &mut dyn Transaction,
    account: &str,
    from: Instant,
) -> Result<Vec<ReservationRecord>, Fault> {
    let mut reservations = transaction.reservations(account, None)?;
    reservations.retain(|reservation| reservation.ends_at.is_none_or(|until| until >= from));
    Ok(reservations)
}

/// The tokens whose order matters, allotted to reservations, free quota and payment. The reservations' own cost is
/// not in it.
fn ordered_tokens(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    known: Known,
    reservations: &[ReservationRecord],
) -> Result<Tally, Fault> {
    let quotas = quotas_left(transaction, &account.id, known.from, None)?;
    let mut models: Vec<&str> = quotas.iter().map(|quota| quota.model.as_str()).collect();
    let all = transaction.reservations(&account.id, None)?;
    models.extend(all.iter().map(|reservation| reservation.model.as_str()));
    models.sort_unstable();
    models.dedup();
    let mut usage = Usage::new();
    usage.set_as_of(operation.now);
    let stretch = RunsBetween { from: month_start(known.from, operation.book), to: known.to };
    let mut records = Vec::new();
    for model in models {
        let mut take = |record| records.push(record);
        transaction.tokens_between(&account.id, Some(model), stretch, known.last_token_record, &mut take)?;
    }
    if records.is_empty() {
        return Ok(Tally::new());
    }
    push_tokens(&mut usage, &records)?;
    push_quotas(&mut usage, &quotas)?;
    // What they cost is counted elsewhere, by the hour; here their whole length covers.
    for reservation in reservations.iter().filter(|reservation| reservation.starts_at <= operation.now) {
        push_reservation(&mut usage, reservation, reservation.ends_at.unwrap_or(operation.now))?;
    }
    let tally = Tally::of(&usage, operation.book, SettlementLimits::default())?;
    Ok(tally.filtered(|key| key.item != Item::TpmReservation))
}

/// Counts everything that is known for ever anew.
pub fn count_known(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &str,
) -> Result<Tally, Fault> {
    let everything = RunsBetween { from: Instant::EPOCH, to: at_most(i64::MAX, operation.now) };
    let mut usage = Usage::new();
    for run in transaction.runs_between(account, everything)? {
        if run.stopped_at.is_some() {
            usage.push_run(&run.service, &run.instance, &run.tier, run.started_at, run.stopped_at)?;
        }
    }
    let mut ordered: HashMap<String, bool> = HashMap::new();
    let mut records = Vec::new();
    transaction.tokens_between(account, None, everything, i64::MAX, &mut |record| records.push(record))?;
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
