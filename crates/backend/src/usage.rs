//! Usage of any stretch of time, and the usage behind a bill.

use tiermeter_pricing::{Instant, Month, SettlementLimits, Tally, Usage};

use crate::fault::Fault;
use crate::metering::{
    after, month_of, month_start, push_quotas, push_reservation, push_tokens, quotas_left, reservations_since,
};
use crate::operation::Operation;
use crate::records::{Account, QuotaRecord, ReservationRecord, RunRecord, TokenRecord};
use crate::store::{RunsBetween, Transaction};
use crate::told_runs::pair;

/// Everything that a stretch of time holds, to be counted up to any instant of it.
pub struct Stretch {
    runs: Vec<RunRecord>,
    tokens: Vec<TokenRecord>,
    reservations: Vec<ReservationRecord>,
    quotas: Vec<QuotaRecord>,
}

impl Stretch {
    /// Reads what an account used in `[from, to)`; tokens from the beginning of the month, for their order.
    pub fn read(
        transaction: &mut dyn Transaction,
        operation: &Operation<'_>,
        account: &Account,
        from: Instant,
        to: Instant,
    ) -> Result<Self, Fault> {
        let month = month_of(from, operation.book);
        let start = month_start(month, operation.book);
        let runs = transaction.runs_between(&account.id, RunsBetween { from, to })?;
        let mut tokens = Vec::new();
        let stretch = RunsBetween { from: start, to };
        transaction
            .tokens_between(&account.id, None, stretch, i64::MAX, &mut |record| tokens.push(record))?;
        Ok(Self {
            runs,
            tokens,
            reservations: reservations_since(transaction, &account.id, start)?,
            quotas: quotas_left(transaction, &account.id, month, None)?,
        })
    }

    /// What had been used by `at`: seconds, tokens and hours that began before it.
    pub fn until(&self, at: Instant, operation: &Operation<'_>) -> Result<Tally, Fault> {
        let mut usage = Usage::new();
        // The last stretch ends with the present instant, which belongs to it.
        let as_of = at.min(operation.now);
        usage.set_as_of(as_of);
        for run in self.runs.iter().filter(|run| run.started_at < at) {
            let stopped_at = run.stopped_at.filter(|stopped_at| *stopped_at <= as_of);
            usage.push_run(&run.service, &run.instance, &run.tier, run.started_at, stopped_at)?;
        }
        let tokens: Vec<TokenRecord> = self.tokens.iter().filter(|record| record.at < at).cloned().collect();
        push_tokens(&mut usage, &tokens)?;
        for reservation in self.reservations.iter().filter(|reservation| reservation.starts_at < at) {
            push_reservation(&mut usage, reservation, as_of)?;
        }
        push_quotas(&mut usage, &self.quotas)?;
        Ok(Tally::of(&usage, operation.book, SettlementLimits::default())?)
    }
}

/// What was used in each stretch between two of the rising instants `cuts`.
pub fn between(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    cuts: &[Instant],
) -> Result<Vec<Tally>, Fault> {
    let now = after(operation.now);
    let (Some(first), Some(last)) = (cuts.first(), cuts.last()) else {
        return Ok(Vec::new());
    };
    let stretch = Stretch::read(transaction, operation, account, *first, (*last).min(now).max(*first))?;
    let mut before = stretch.until((*first).min(now), operation)?;
    let mut parts = Vec::new();
    for cut in cuts.iter().skip(1) {
        let by_then = stretch.until((*cut).min(now), operation)?;
        let mut part = by_then.clone();
        part.subtract_all(&before);
        parts.push(part);
        before = by_then;
    }
    Ok(parts)
}

/// The usage behind the bill of a month: its settlement has that month's lines, as far as they do not correct
/// earlier months. For an issued bill, it is what was known then.
pub fn behind_bill(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    month: Month,
) -> Result<Usage, Fault> {
    let book = operation.book;
    let issued = transaction.bill(&account.id, month)?;
    let (from, to) = (month_start(month, book), month_start(month.next(), book));
    let as_of = issued.as_ref().map_or(operation.now, |bill| bill.issued_at).min(operation.now);
    let last_token_record = issued.as_ref().map_or(i64::MAX, |bill| bill.last_token_record);
    let mut usage = Usage::new();
    usage.set_as_of(as_of);
    let mut runs = transaction.runs_between(&account.id, RunsBetween { from, to })?;
    if let Some(bill) = &issued {
        as_known_then(transaction, account, bill.last_run_point, &mut runs, from, to)?;
    }
    // One that is open and begins later is not counted yet.
    for run in runs.iter().filter(|run| run.stopped_at.is_some() || run.started_at <= as_of) {
        usage.push_run(&run.service, &run.instance, &run.tier, run.started_at, run.stopped_at)?;
    }
    let mut tokens = Vec::new();
    let stretch = RunsBetween { from, to };
    transaction
        .tokens_between(&account.id, None, stretch, last_token_record, &mut |record| tokens.push(record))?;
    push_tokens(&mut usage, &tokens)?;
    for reservation in reservations_since(transaction, &account.id, from)? {
        if reservation.starts_at < to {
            push_reservation(&mut usage, &reservation, as_of)?;
        }
    }
    push_quotas(&mut usage, &quotas_left(transaction, &account.id, month, issued.as_ref().map(|_| month))?)?;
    Ok(usage)
}

/// Replaces the runs of instances that were told more since by those that followed from what was known.
fn as_known_then(
    transaction: &mut dyn Transaction,
    account: &Account,
    last_run_point: i64,
    runs: &mut Vec<RunRecord>,
    from: Instant,
    to: Instant,
) -> Result<(), Fault> {
    let told_since = transaction.instances_told_after(&account.id, last_run_point)?;
    if told_since.is_empty() {
        return Ok(());
    }
    runs.retain(|run| {
        run.managed
            || !told_since
                .iter()
                .any(|(service, instance)| *service == run.service && *instance == run.instance)
    });
    let points = transaction.points_known_by(&account.id, last_run_point)?;
    for instance in points.chunk_by(|a, b| (&a.0, &a.1) == (&b.0, &b.1)) {
        let Some((service, name, _)) = instance.first() else {
            continue;
        };
        let known: Vec<_> = instance.iter().map(|(_, _, point)| point.clone()).collect();
        for run in pair(&known) {
            let overlaps = run.started_at < to
                && run.stopped_at.is_none_or(|stopped_at| stopped_at > from || run.started_at >= from);
            if overlaps {
                runs.push(RunRecord {
                    sequence: 0,
                    account: account.id.clone(),
                    service: service.clone(),
                    instance: name.clone(),
                    tier: run.tier,
                    started_at: run.started_at,
                    stopped_at: run.stopped_at,
                    managed: false,
                });
            }
        }
    }
    Ok(())
}
