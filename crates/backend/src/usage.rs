//! Usage of any stretch of time, and the usage behind a bill.

use std::collections::BTreeMap;

use tiermeter_pricing::{Instant, Month, NANOSECONDS_PER_SECOND, SettlementLimits, Tally, Usage};

use crate::fault::Fault;
use crate::metering::{
    after, month_of, month_start, push_quotas, push_reservation, push_tokens, quotas_left, reservations_since,
};
use crate::operation::{Operation, at_most};
use crate::records::{Account, QuotaRecord, ReservationRecord, RunRecord, TokenRecord};
use crate::store::{RunsBetween, TokensOf, Transaction};
use crate::told_runs::pair;

/// What was used in a part of a stretch of time, by the number of who reported it. Runs and reservations are nobody's
/// report, and of old tokens it was not kept: they are under `None`.
pub type Part = BTreeMap<Option<i64>, Tally>;

/// Whether tokens are told apart by who reported them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reports {
    /// All of them are under `None`.
    Together,
    /// Each under the number of who reported it.
    Apart,
}

/// What was used in each part between two of the rising instants `cuts`: seconds, tokens and hours that began in it,
/// of one service where that is given. Runs are counted for the parts that they reach into, and tokens once for all.
pub fn between(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    cuts: &[Instant],
    reports: Reports,
    service: Option<&str>,
) -> Result<Vec<Part>, Fault> {
    // The last part ends with the present instant, which belongs to it.
    let now = after(operation.now);
    let cuts: Vec<Instant> = cuts.iter().map(|cut| (*cut).min(now)).collect();
    let (Some(first), Some(last)) = (cuts.first(), cuts.last()) else {
        return Ok(Vec::new());
    };
    let month = month_of(*first, operation.book);
    let start = month_start(month, operation.book);
    let stretch = RunsBetween { from: *first, to: *last };
    let reservations = reservations_since(transaction, &account.id, start)?;
    let runs = transaction.runs_between(&account.id, service, stretch)?;
    let own = reservations.iter().filter(|reservation| is_of(service, &reservation.service));
    let own: Vec<ReservationRecord> = own.cloned().collect();
    let parts = instances_and_hours(&runs, &own, &cuts, operation)?;
    drop(runs);
    let mut parts: Vec<Part> = parts.into_iter().map(|tally| Part::from([(None, tally)])).collect();
    let quotas = quotas_left(transaction, &account.id, month, None)?;
    let mut tokens = if let Some(service) = service {
        tokens_of_service(transaction, account, service, start, stretch, &quotas)?
    } else {
        // From the beginning of the month, for their order.
        let (mut tokens, stretch) = (Vec::new(), RunsBetween { from: start, ..stretch });
        let mut take = |record| tokens.push(record);
        transaction.tokens_between(&account.id, TokensOf::Account, stretch, i64::MAX, &mut take)?;
        tokens
    };
    if reports == Reports::Together {
        for record in &mut tokens {
            record.reporter = None;
        }
    }
    let covers = Covers { reservations: &reservations, quotas: &quotas };
    for ((part, reporter), tally) in tokens_by_part(&tokens, covers, &cuts, service, operation)? {
        if let Some(part) = parts.get_mut(part) {
            part.entry(reporter).or_default().add_all(&tally);
        }
    }
    Ok(parts)
}

/// Whether something of a service is asked for.
fn is_of(asked: Option<&str>, service: &str) -> bool {
    asked.is_none_or(|asked| asked == service)
}

/// The records that say what a service's tokens of a stretch cost: its own, from the beginning of the minute on, since
/// a reservation is the service's and covers so many in each UTC minute (P10). Free quota is the whole account's (P13),
/// so of models with some left those of all services come with them, from the beginning of the month.
fn tokens_of_service(
    transaction: &mut dyn Transaction,
    account: &Account,
    service: &str,
    month_start: Instant,
    stretch: RunsBetween,
    quotas: &[QuotaRecord],
) -> Result<Vec<TokenRecord>, Fault> {
    let own = RunsBetween { from: minute_start(stretch.from), ..stretch };
    let mut records = Vec::new();
    let mut take = |record| records.push(record);
    transaction.tokens_between(&account.id, TokensOf::Service(service), own, i64::MAX, &mut take)?;
    let is_used = |model: &str| records.iter().any(|record: &TokenRecord| record.model == model);
    let shared = quotas.iter().filter(|quota| {
        let is_in_force = quota.granted_at < own.to && quota.expires_at > own.from;
        is_in_force && quota.tokens > 0 && is_used(&quota.model)
    });
    let shared: Vec<&str> = shared.map(|quota| quota.model.as_str()).collect();
    let since_month = RunsBetween { from: month_start.min(own.from), ..stretch };
    for model in shared {
        let mut take = |record: TokenRecord| {
            if record.service != service || record.at < own.from {
                records.push(record);
            }
        };
        transaction.tokens_between(&account.id, TokensOf::Model(model), since_month, i64::MAX, &mut take)?;
    }
    Ok(records)
}

/// The beginning of the UTC minute that an instant is in.
fn minute_start(at: Instant) -> Instant {
    let minute = 60 * NANOSECONDS_PER_SECOND;
    at_most(at.unix_nanoseconds().div_euclid(minute) * minute, at)
}

/// The parts that something reaches into, by their numbers.
fn reached(cuts: &[Instant], starts_at: Instant, ends_at: Option<Instant>) -> std::ops::Range<usize> {
    let parts = cuts.len().saturating_sub(1);
    let first = cuts.partition_point(|cut| *cut <= starts_at).saturating_sub(1);
    let end = ends_at.map_or(parts, |ends_at| cuts.partition_point(|cut| *cut < ends_at));
    // What has no length belongs to where it begins.
    first..end.max(first + 1).min(parts)
}

/// Seconds of instances and hours of reservations that began in each part.
fn instances_and_hours(
    runs: &[RunRecord],
    reservations: &[ReservationRecord],
    cuts: &[Instant],
    operation: &Operation<'_>,
) -> Result<Vec<Tally>, Fault> {
    let parts = cuts.len().saturating_sub(1);
    let mut runs_of_part: Vec<Vec<&RunRecord>> = vec![Vec::new(); parts];
    for run in runs {
        for part in reached(cuts, run.started_at, run.stopped_at) {
            if let Some(runs) = runs_of_part.get_mut(part) {
                runs.push(run);
            }
        }
    }
    let mut tallies = Vec::with_capacity(parts);
    for (runs, cut) in runs_of_part.iter().zip(cuts.windows(2)) {
        let (&[from, to], true) = (cut, cut.first() < cut.last()) else {
            tallies.push(Tally::new());
            continue;
        };
        let mut tally = begun_before(runs, reservations, to, operation)?;
        tally.subtract_all(&begun_before(runs, reservations, from, operation)?);
        tallies.push(tally);
    }
    Ok(tallies)
}

/// Seconds of these runs, and hours of these reservations, that began before an instant.
fn begun_before(
    runs: &[&RunRecord],
    reservations: &[ReservationRecord],
    at: Instant,
    operation: &Operation<'_>,
) -> Result<Tally, Fault> {
    let mut usage = Usage::new();
    let as_of = at.min(operation.now);
    usage.set_as_of(as_of);
    for run in runs.iter().filter(|run| run.started_at < at) {
        let stopped_at = run.stopped_at.filter(|stopped_at| *stopped_at <= as_of);
        usage.push_run(&run.service, &run.instance, &run.tier, run.started_at, stopped_at)?;
    }
    for reservation in reservations.iter().filter(|reservation| reservation.starts_at < at) {
        push_reservation(&mut usage, reservation, as_of)?;
    }
    Ok(Tally::of(&usage, operation.book, SettlementLimits::default())?)
}

/// The number of a part of the time that is asked for, and who reported.
type PartAndReporter = (usize, Option<i64>);

/// What covers tokens before they are paid.
#[derive(Clone, Copy)]
struct Covers<'a> {
    reservations: &'a [ReservationRecord],
    quotas: &'a [QuotaRecord],
}

/// Tokens of each part, by who reported them. What is reserved or free depends on what came before (P9), so all are
/// counted in one go, also those of services that are not asked for.
fn tokens_by_part(
    tokens: &[TokenRecord],
    covers: Covers<'_>,
    cuts: &[Instant],
    service: Option<&str>,
    operation: &Operation<'_>,
) -> Result<Vec<(PartAndReporter, Tally)>, Fault> {
    let mut usage = Usage::new();
    usage.set_as_of(operation.now);
    push_tokens(&mut usage, tokens)?;
    push_quotas(&mut usage, covers.quotas)?;
    // What they cost is counted by the hour, elsewhere; here their whole length covers.
    for reservation in covers.reservations.iter().filter(|reservation| reservation.starts_at <= operation.now)
    {
        push_reservation(&mut usage, reservation, reservation.ends_at.unwrap_or(operation.now))?;
    }
    let mut groups: BTreeMap<PartAndReporter, usize> = BTreeMap::new();
    let of_record = tokens.iter().map(|record| {
        // What lies before the first cut is of no part, nor is what is not asked for.
        let part = cuts.partition_point(|cut| *cut <= record.at).checked_sub(1);
        let part = part.filter(|_| is_of(service, &record.service)).unwrap_or(cuts.len());
        let next = groups.len();
        *groups.entry((part, record.reporter)).or_insert(next)
    });
    let of_record: Vec<usize> = of_record.collect();
    let limits = SettlementLimits::default();
    let mut tallies = Tally::of_tokens(&usage, operation.book, limits, &of_record, groups.len())?;
    let counted = groups.into_iter().filter_map(|(group, number)| {
        let tally = tallies.get_mut(number)?;
        Some((group, std::mem::take(tally)))
    });
    Ok(counted.collect())
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
    let mut runs = transaction.runs_between(&account.id, None, RunsBetween { from, to })?;
    if let Some(bill) = &issued {
        as_known_then(transaction, account, bill.last_run_point, &mut runs, from, to)?;
    }
    // One that is open and begins later is not counted yet.
    for run in runs.iter().filter(|run| run.stopped_at.is_some() || run.started_at <= as_of) {
        usage.push_run(&run.service, &run.instance, &run.tier, run.started_at, run.stopped_at)?;
    }
    let mut tokens = Vec::new();
    let (stretch, mut take) = (RunsBetween { from, to }, |record| tokens.push(record));
    transaction.tokens_between(&account.id, TokensOf::Account, stretch, last_token_record, &mut take)?;
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
