//! Commands to services: the core says what they lead to, and everything that follows is one transaction.

use serde_json::json;
use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND};
use tiermeter_service::{Activation, Command, EXPECTED_CREATION_NANOSECONDS, Status};

use crate::fault::Fault;
use crate::metering::{add_known, tally_of_run};
use crate::operation::{Operation, at_most};
use crate::records::{DueKind, Metering, RunRecord, ServiceRecord, TimelineRow};
use crate::scaling;
use crate::store::Transaction;

/// The clock counts milliseconds; what holds after an instant holds from the next one on.
pub(crate) const CLOCK_STEP_NANOSECONDS: i64 = NANOSECONDS_PER_SECOND / 1_000;

/// Applies a command at the operation's instant: lifecycle, timeline, runs, what is due. A refused command changes
/// nothing.
pub fn command(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    service: &mut ServiceRecord,
    command: Command,
    cause: &str,
) -> Result<(), Fault> {
    let before = service.life.describe(service.billing_mode, None);
    let next = service.life.apply(command, operation.now)?;
    let starts = !goes(before.status) && goes(next.status());
    service.life = next;
    if starts
        || (command == Command::Enable
            && matches!(next.activation(), Activation::Enabled { created: false })
            && before.status != next.status())
    {
        service.attempt += 1;
    }
    service.version += 1;
    let after = service.life.describe(service.billing_mode, None);
    if (before.status, &before.reasons) != (after.status, &after.reasons) {
        note(transaction, operation, service, command, cause)?;
    }
    if before.status == Status::Running && after.status != Status::Running {
        for run in transaction.open_runs(&service.account, Some(&service.id))? {
            if run.managed {
                close_run(transaction, operation, &run, operation.now)?;
            }
        }
    }
    let late_at = match (after.status, after.since) {
        (Status::Creating, Some(since)) => {
            let due = since.unix_nanoseconds() + EXPECTED_CREATION_NANOSECONDS + CLOCK_STEP_NANOSECONDS;
            Some(at_most(due, since))
        }
        _ => None,
    };
    transaction.set_due(&service.account, DueKind::Late, &service.id, late_at)?;
    scaling::rescale(transaction, operation, service)?;
    transaction.update_service(service)?;
    Ok(())
}

/// Whether a service of this status has instances, or is getting them.
const fn goes(status: Status) -> bool {
    matches!(status, Status::Creating | Status::Running)
}

fn note(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    service: &ServiceRecord,
    command: Command,
    cause: &str,
) -> Result<(), Fault> {
    let description = service.life.describe(service.billing_mode, None);
    let reasons: Vec<String> = description.reasons.iter().map(|reason| reason.as_str().to_owned()).collect();
    let row = TimelineRow {
        sequence: 0,
        at: operation.now,
        command: command.as_str().to_owned(),
        status: description.status.as_str().to_owned(),
        reasons,
        cause: cause.to_owned(),
        actor: operation.actor.text(),
    };
    transaction.insert_timeline(&service.id, &row)?;
    announce_status(transaction, operation, service)
}

/// Tells those who watch what a service's status is.
pub(crate) fn announce_status(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    service: &ServiceRecord,
) -> Result<(), Fault> {
    let description = service.life.describe(service.billing_mode, Some(operation.now));
    let data = json!({
        "service": service.id,
        "status": description.status,
        "reasons": description.reasons,
        "late": description.late,
        "since": description.since,
        "billing_mode": description.billing_mode.as_str(),
        "instances_wanted": scaling::shown_wanted(service),
        "version": service.version,
        "at": operation.now,
    });
    transaction.insert_change(&service.account, operation.now, "status", &data.to_string())?;
    Ok(())
}

/// Opens the run of an instance that became ready; `None` if it overlaps another one.
pub(crate) fn open_run(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    service: &ServiceRecord,
    instance: &str,
) -> Result<Option<i64>, Fault> {
    let Metering::GpuSeconds { tier, .. } = &service.metering else {
        return Ok(None);
    };
    let run = RunRecord {
        sequence: 0,
        account: service.account.clone(),
        service: service.id.clone(),
        instance: instance.to_owned(),
        tier: tier.clone(),
        started_at: operation.now,
        stopped_at: None,
        managed: true,
    };
    let mut run = run;
    if let Some(last) = transaction.last_run(&service.id, instance)? {
        // The instance's last run ends here at the earliest, and one of no length takes its very instant (P6). It
        // may lie ahead where the clock was set back over a restart.
        let stopped_at = last.stopped_at.unwrap_or(last.started_at);
        let step = if stopped_at == last.started_at { CLOCK_STEP_NANOSECONDS } else { 0 };
        let earliest = at_most(stopped_at.unix_nanoseconds().saturating_add(step), operation.now);
        run.started_at = run.started_at.max(earliest);
    }
    let sequence = transaction.insert_run(&run)?;
    if sequence.is_some() {
        announce_run(transaction, operation, &run)?;
    }
    Ok(sequence)
}

/// Closes an open run and counts it.
pub(crate) fn close_run(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    run: &RunRecord,
    at: Instant,
) -> Result<(), Fault> {
    let stopped_at = at.max(run.started_at);
    transaction.stop_run(run.sequence, stopped_at)?;
    let first_open_month = transaction.account(&run.account)?.ok_or(Fault::NotFound)?.first_open_month;
    let tally = tally_of_run(run, stopped_at, operation.book)?;
    add_known(transaction, &run.account, first_open_month, &tally)?;
    let closed = RunRecord { stopped_at: Some(stopped_at), ..run.clone() };
    announce_run(transaction, operation, &closed)
}

/// Tells those who watch that a run began or ended.
pub(crate) fn announce_run(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    run: &RunRecord,
) -> Result<(), Fault> {
    let data = json!({
        "service": run.service,
        "instance": run.instance,
        "tier": run.tier,
        "started_at": run.started_at,
        "stopped_at": run.stopped_at,
    });
    transaction.insert_change(&run.account, operation.now, "run", &data.to_string())?;
    let rate = scaling::cost_per_hour(transaction, operation, &run.account, Some(&run.service))?;
    let currency = operation.book.currency().code();
    let data = json!({ "service": run.service, "per_hour": rate.to_string(), "currency": currency, "at": operation.now });
    transaction.insert_change(&run.account, operation.now, "rate", &data.to_string())?;
    Ok(())
}
