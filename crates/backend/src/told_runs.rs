//! Runs that events tell: starts and stops come one by one, in any order, and the runs follow from the set of them.
//!
//! Of one instance, points are taken in the order of time, stops before a start at the same instant. A start opens a
//! run; the next stop ends it. A start while a run is open ends it too: an instance that starts again has stopped.
//! A stop without a run waits for its start; at the very instant of a start that nothing else ends it makes a run of
//! no length.

use tiermeter_pricing::{Instant, SettlementLimits, Tally, Usage};

use crate::fault::Fault;
use crate::life::announce_run;
use crate::metering::{add_known, month_of, tally_of_run};
use crate::operation::Operation;
use crate::records::{Account, RunPoint, RunRecord};
use crate::store::Transaction;

/// A run that follows from points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paired {
    pub(crate) tier: String,
    pub(crate) started_at: Instant,
    pub(crate) stopped_at: Option<Instant>,
}

/// The runs that follow from the points of one instance, in the order of time, stops first.
pub(crate) fn pair(points: &[RunPoint]) -> Vec<Paired> {
    let mut runs: Vec<Paired> = Vec::new();
    let mut open = false;
    // A stop that nothing was open for: it may belong to a start at the same instant.
    let mut waiting: Option<Instant> = None;
    for point in points {
        if point.starts {
            if let (true, Some(run)) = (open, runs.last_mut()) {
                run.stopped_at = Some(point.at);
            }
            let ended = waiting.take().filter(|at| *at == point.at);
            runs.push(Paired { tier: point.tier.clone(), started_at: point.at, stopped_at: ended });
            open = ended.is_none();
        } else if let (true, Some(run)) = (open, runs.last_mut()) {
            run.stopped_at = Some(point.at);
            open = false;
        } else {
            waiting = Some(point.at);
        }
    }
    runs
}

/// Adds a point and makes the runs around it anew.
pub(crate) fn tell(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    service: &str,
    instance: &str,
    point: &RunPoint,
) -> Result<(), Fault> {
    transaction.insert_run_point(&account.id, service, instance, point)?;
    let (before, mut next) = transaction.starts_around(service, instance, point.at)?;
    let mut from = before.unwrap_or(point.at);
    // Where a stop and a start are at one instant, what came before says which run the stop ends: the runs that
    // are made anew reach from one start without such a stop to another.
    while has_stop(transaction, service, instance, from)? {
        match transaction.starts_around(service, instance, from)?.0 {
            Some(earlier) => from = earlier,
            None => break,
        }
    }
    while let Some(at) = next
        && has_stop(transaction, service, instance, at)?
    {
        next = transaction.starts_around(service, instance, at)?.1;
    }
    let mut points = transaction.run_points(service, instance, from, next)?;
    // What happens at the next start and later has runs of its own, which this point does not change.
    if let Some(next) = next {
        points.retain(|other| other.at < next || other.starts);
    }
    let runs = pair(&points);
    let removed = transaction.remove_told_runs(service, instance, from, next)?;
    let mut change = Tally::new();
    for run in &removed {
        if let Some(stopped_at) = run.stopped_at {
            change.subtract_all(&tally_of_run(run, stopped_at, operation.book)?);
        }
    }
    for paired in runs.into_iter().filter(|run| next.is_none_or(|next| run.started_at < next)) {
        let run = RunRecord {
            sequence: 0,
            account: account.id.clone(),
            service: service.to_owned(),
            instance: instance.to_owned(),
            tier: paired.tier,
            started_at: paired.started_at,
            stopped_at: paired.stopped_at,
            managed: false,
        };
        if let Some(stopped_at) = run.stopped_at {
            change.add_all(&tally_of_run(&run, stopped_at, operation.book)?);
        } else {
            price_can_be_told(&run, operation)?;
            // Its seconds so far are in no tally, and a closed month among them would not be looked at again.
            let month = month_of(run.started_at, operation.book);
            if month < account.first_open_month {
                transaction.mark_late(&account.id, month)?;
            }
        }
        if transaction.insert_run(&run)?.is_none() {
            return Err(Fault::Conflict(format!("runs of instance {instance} overlap")));
        }
        if removed.iter().all(|old| (old.started_at, old.stopped_at) != (run.started_at, run.stopped_at)) {
            announce_run(transaction, operation, &run)?;
        }
    }
    add_known(transaction, &account.id, account.first_open_month, &change)
}

/// Whether a stop of the instance is told at that very instant.
fn has_stop(
    transaction: &mut dyn Transaction,
    service: &str,
    instance: &str,
    at: Instant,
) -> Result<bool, Fault> {
    Ok(transaction.run_points(service, instance, at, Some(at))?.iter().any(|point| !point.starts))
}

/// Refuses an open run that no price is in force for.
fn price_can_be_told(run: &RunRecord, operation: &Operation<'_>) -> Result<(), Fault> {
    let mut usage = Usage::new();
    usage.push_run(&run.service, &run.instance, &run.tier, run.started_at, Some(run.started_at))?;
    Tally::of(&usage, operation.book, SettlementLimits::default())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `+10` is a start at second 10, `-12` a stop at second 12; the runs are told as `10-12`, open ones as `10-`.
    fn check(points: &[&str], expected: &[&str]) {
        let mut points: Vec<RunPoint> = points
            .iter()
            .map(|text| RunPoint {
                at: Instant::from_unix_seconds(text[1..].parse().unwrap()).unwrap(),
                starts: text.starts_with('+'),
                tier: "A".to_owned(),
            })
            .collect();
        points.sort_by_key(|point| (point.at, point.starts));
        let second = |at: Instant| at.unix_nanoseconds() / 1_000_000_000;
        let runs: Vec<String> = pair(&points)
            .iter()
            .map(|run| {
                let end = run.stopped_at.map_or_else(String::new, |at| second(at).to_string());
                format!("{}-{end}", second(run.started_at))
            })
            .collect();
        assert_eq!(runs, expected, "{points:?}");
    }

    #[test]
    fn runs_follow_from_the_set_of_points() {
        check(&[], &[]);
        check(&["+10"], &["10-"]);
        check(&["-10"], &[]);
        check(&["+10", "-12"], &["10-12"]);
        check(&["-12", "+10"], &["10-12"]);
        check(&["+10", "+20"], &["10-20", "20-"]);
        check(&["+10", "+20", "-15"], &["10-15", "20-"]);
        check(&["+10", "+20", "-15", "-30"], &["10-15", "20-30"]);
        check(&["+10", "-10"], &["10-10"]);
        check(&["+10", "-20", "+20", "-30"], &["10-20", "20-30"]);
        check(&["+10", "-20", "+20", "-20"], &["10-20", "20-20"]);
        check(&["-5", "+10", "-12"], &["10-12"]);
        check(&["+10", "-12", "-15"], &["10-12"]);
        check(&["+10", "-12", "-15", "+15", "-15"], &["10-12", "15-15"]);
    }
}
