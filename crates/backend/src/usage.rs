//! Usage of any stretch of time, and the usage behind a bill.

use tiermeter_pricing::{Instant, Item, Month, SettlementLimits, Tally, TallyKey, TokenCount, Usage};

use crate::fault::Fault;
use crate::metering::{
    after, month_of, month_start, push_quotas, push_reservation, push_tokens, quotas_left, reservations_since,
};
use crate::operation::Operation;
use crate::records::{Account, QuotaRecord, ReservationRecord, RunRecord, TokenRecord};
use crate::store::{RunsBetween, Transaction};
use crate::told_runs::pair;

/// What was used in each part between two of the rising instants `cuts`: seconds, tokens and hours that began in it.
/// Runs are counted for the parts that they reach into, and tokens once for all parts.
pub fn between(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    cuts: &[Instant],
) -> Result<Vec<Tally>, Fault> {
    // The last part ends with the present instant, which belongs to it.
    let now = after(operation.now);
    let cuts: Vec<Instant> = cuts.iter().map(|cut| (*cut).min(now)).collect();
    let (Some(first), Some(last)) = (cuts.first(), cuts.last()) else {
        return Ok(Vec::new());
    };
    let month = month_of(*first, operation.book);
    let start = month_start(month, operation.book);
    let reservations = reservations_since(transaction, &account.id, start)?;
    let runs = transaction.runs_between(&account.id, RunsBetween { from: *first, to: *last })?;
    let mut parts = instances_and_hours(&runs, &reservations, &cuts, operation)?;
    drop(runs);
    // From the beginning of the month, for their order.
    let mut tokens = Vec::new();
    let stretch = RunsBetween { from: start, to: *last };
    transaction.tokens_between(&account.id, None, stretch, i64::MAX, &mut |record| tokens.push(record))?;
    let quotas = quotas_left(transaction, &account.id, month, None)?;
    let by_part = tokens_by_part(tokens, &reservations, &quotas, &cuts, operation)?;
    for (part, tokens) in parts.iter_mut().zip(&by_part) {
        part.add_all(tokens);
    }
    Ok(parts)
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

/// Tokens of each part. What is reserved or free depends on what came before (P9), so all are counted in one go: to
/// pricing, a service is another one in each part, and so are its reservations. Parts end where minutes do, which
/// the tokens of a minute share (P10).
fn tokens_by_part(
    mut tokens: Vec<TokenRecord>,
    reservations: &[ReservationRecord],
    quotas: &[QuotaRecord],
    cuts: &[Instant],
    operation: &Operation<'_>,
) -> Result<Vec<Tally>, Fault> {
    let named = |part: usize, service: &str| format!("{part} {service}");
    let mut usage = Usage::new();
    usage.set_as_of(operation.now);
    for record in &mut tokens {
        // Part 0 lies before the first cut.
        let part = cuts.partition_point(|cut| *cut <= record.at);
        record.service = named(part, &record.service);
    }
    push_tokens(&mut usage, &tokens)?;
    push_quotas(&mut usage, quotas)?;
    for reservation in reservations.iter().filter(|reservation| reservation.starts_at <= operation.now) {
        let ends_at = reservation.ends_at.unwrap_or(operation.now);
        for part in 0..cuts.len() {
            let begins = part.checked_sub(1).and_then(|before| cuts.get(before)).copied();
            let from = begins.map_or(reservation.starts_at, |begins| begins.max(reservation.starts_at));
            let until = cuts.get(part).map_or(ends_at, |ends| ends_at.min(*ends));
            if from < until {
                let (service, tpm) = (named(part, &reservation.service), TokenCount(reservation.tpm));
                usage.push_reservation(&service, &reservation.model, tpm, from, Some(until))?;
            }
        }
    }
    let tally = Tally::of(&usage, operation.book, SettlementLimits::default())?;
    let mut parts = vec![Vec::new(); cuts.len()];
    // What reservations cost is counted by the hour, elsewhere.
    for (key, units) in tally.iter().filter(|(key, _)| key.item != Item::TpmReservation) {
        let part = key.service.split_once(' ').and_then(|(part, service)| {
            let key = TallyKey { service: service.to_owned(), ..key.clone() };
            Some((part.parse::<usize>().ok()?, key))
        });
        if let Some((part, key)) = part
            && let Some(lines) = parts.get_mut(part)
        {
            lines.push((key, units));
        }
    }
    Ok(parts.into_iter().skip(1).map(Tally::from_iter).collect())
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
