//! What the runner tells of the instances that this server runs.

use tiermeter_pricing::{Instant, Month};
use tiermeter_service::{Command, Status};

use crate::fault::Fault;
use crate::life::{close_run, command, open_run};
use crate::operation::Operation;
use crate::records::{Metering, ServiceRecord};
use crate::scaling::instance_number;
use crate::store::Transaction;

/// The fact that says up to when this server was surely alive.
const ALIVE_AT: &str = "alive_at";

/// What becomes of an instance that became ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// It serves; its run is open, where it is metered.
    Serves,
    /// Nobody wants it any more.
    CalledOff,
}

/// An instance passed its health check for the first time: the first one of the current attempt makes the service
/// created, and its run opens (L5, L10).
pub fn ready(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    service: &ServiceRecord,
    attempt: u64,
    instance: &str,
) -> Result<Readiness, Fault> {
    let Some(mut service) = transaction.service(&service.account, &service.id)? else {
        return Ok(Readiness::CalledOff);
    };
    if service.attempt != attempt {
        return Ok(Readiness::CalledOff);
    }
    if service.life.status() == Status::Creating {
        command(transaction, operation, &mut service, Command::Created, "the first instance is ready")?;
    }
    if service.life.status() != Status::Running {
        return Ok(Readiness::CalledOff);
    }
    if instance_number(instance).is_none_or(|number| number > service.wanted) {
        return Ok(Readiness::CalledOff);
    }
    if matches!(service.metering, Metering::GpuSeconds { .. }) {
        if open_run(transaction, operation, &service, instance)?.is_none() {
            return Err(Fault::Conflict(format!("no run of {instance} can begin now")));
        }
        assess_service_limit(transaction, operation, &service.account)?;
    }
    Ok(Readiness::Serves)
}

fn assess_service_limit(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &str,
) -> Result<(), Fault> {
    crate::assess::assess(transaction, operation, account)
}

/// An instance ended by itself: its run ends.
pub fn exited(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    service: &ServiceRecord,
    instance: &str,
) -> Result<(), Fault> {
    for run in transaction.open_runs(&service.account, Some(&service.id))? {
        if run.managed && run.instance == instance {
            close_run(transaction, operation, &run, operation.now)?;
        }
    }
    assess_service_limit(transaction, operation, &service.account)
}

/// The service could not be made ready in this attempt.
pub fn creation_failed(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    service: &ServiceRecord,
    attempt: u64,
    why: &str,
) -> Result<(), Fault> {
    let Some(mut service) = transaction.service(&service.account, &service.id)? else {
        return Ok(());
    };
    if service.attempt == attempt && service.life.status() == Status::Creating {
        command(transaction, operation, &mut service, Command::CreationFailed, why)?;
    }
    Ok(())
}

/// Notes that this server is alive.
pub fn heartbeat(transaction: &mut dyn Transaction, now: Instant) -> Result<(), Fault> {
    transaction.set_fact(ALIVE_AT, &now.to_string())?;
    Ok(())
}

/// Up to when this server was surely alive, if it ever was.
pub fn alive_at(transaction: &mut dyn Transaction) -> Result<Option<Instant>, Fault> {
    Ok(transaction.fact(ALIVE_AT)?.and_then(|text| Instant::parse(&text).ok()))
}

/// After the server ended without closing its runs: they end at the last moment they were surely alive.
pub fn recover(transaction: &mut dyn Transaction, operation: &Operation<'_>) -> Result<usize, Fault> {
    let runs = transaction.open_managed_runs()?;
    let alive_at = alive_at(transaction)?.unwrap_or(Instant::EPOCH);
    for run in &runs {
        close_run(transaction, operation, run, alive_at.min(operation.now))?;
    }
    Ok(runs.len())
}

/// Closes every open run of this server's instances now: the server is told to stop.
pub fn stop_all(transaction: &mut dyn Transaction, operation: &Operation<'_>) -> Result<(), Fault> {
    for run in transaction.open_managed_runs()? {
        close_run(transaction, operation, &run, operation.now)?;
    }
    Ok(())
}

/// The month that a fresh account begins with.
#[must_use]
pub fn first_month(operation: &Operation<'_>) -> Month {
    // Events may come from as far back as the window reaches.
    let earliest = crate::operation::earlier(operation.now, operation.settings.events_back_seconds);
    crate::metering::month_of(earliest, operation.book)
}
