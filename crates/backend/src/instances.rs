//! What the runner tells of the instances that this server runs.

mod processes;

use tiermeter_pricing::{Instant, Month};
use tiermeter_service::{Command, Status};

use crate::assess::assess;
use crate::fault::Fault;
use crate::life::{close_run, command, open_run};
use crate::operation::Operation;
use crate::records::Metering;
use crate::scaling::{end_loads, to_start};
use crate::store::Transaction;

pub use processes::{Process, Processes};

/// The fact that says up to when this server was surely alive.
const ALIVE_AT: &str = "alive_at";

/// What becomes of a process that became ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// It serves.
    Serves {
        /// The number of its run, where it is metered. Its end ends that run and no other one.
        run: Option<i64>,
    },
    /// Nobody wants it any more, or another one has taken its place.
    CalledOff,
}

/// A process passed its health check for the first time: the first one of the current attempt makes the service
/// created, and its run opens (L5, L10).
pub fn ready(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    processes: &Processes,
    process: &Process,
) -> Result<Readiness, Fault> {
    // Asked here, where one thing is done after the other: what is called off later has its run ended later.
    if !processes.stands(process) {
        return Ok(Readiness::CalledOff);
    }
    let Some(mut service) = transaction.service(&process.account, &process.service)? else {
        return Ok(Readiness::CalledOff);
    };
    if service.attempt != process.attempt {
        return Ok(Readiness::CalledOff);
    }
    if service.life.status() == Status::Creating {
        command(transaction, operation, &mut service, Command::Created, "the first instance is ready")?;
    }
    if service.life.status() != Status::Running || process.instance > service.wanted {
        return Ok(Readiness::CalledOff);
    }
    if !matches!(service.metering, Metering::GpuSeconds { .. }) {
        return Ok(Readiness::Serves { run: None });
    }
    let instance = process.instance_name();
    for run in transaction.open_runs(&service.account, Some(&service.id))? {
        // The process before this one has ended, even if that could not be told.
        if run.managed && run.instance == instance {
            close_run(transaction, operation, &run, operation.now)?;
        }
    }
    let Some(run) = open_run(transaction, operation, &service, &instance)? else {
        return Err(Fault::Conflict(format!("no run of {instance} can begin now")));
    };
    assess(transaction, operation, &service.account)?;
    Ok(Readiness::Serves { run: Some(run) })
}

/// A process ended at an instant: the run that it had ends there, unless it was ended before.
pub fn exited(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    process: &Process,
    run: i64,
    at: Instant,
) -> Result<(), Fault> {
    let open = transaction.open_runs(&process.account, Some(&process.service))?;
    let Some(run) = open.iter().find(|open| open.sequence == run) else {
        return Ok(());
    };
    close_run(transaction, operation, run, at.min(operation.now))?;
    assess(transaction, operation, &process.account)
}

/// A process failed to start too often. The service could not be created in this attempt where that is so of all
/// that it wants; while one of them may yet become ready, it goes on.
pub fn creation_failed(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    processes: &Processes,
    process: &Process,
    why: &str,
) -> Result<(), Fault> {
    let Some(mut service) = transaction.service(&process.account, &process.service)? else {
        return Ok(());
    };
    if service.attempt == process.attempt
        && service.life.status() == Status::Creating
        && processes.stands(process)
        && processes.have_failed(&service.id, to_start(&service))
    {
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

/// After the server ended without closing its runs: they end at the last moment they were surely alive, and what
/// their instances had in flight counts no longer.
pub fn recover(transaction: &mut dyn Transaction, operation: &Operation<'_>) -> Result<usize, Fault> {
    let runs = transaction.open_managed_runs()?;
    let alive_at = alive_at(transaction)?.unwrap_or(Instant::EPOCH).min(operation.now);
    for run in &runs {
        close_run(transaction, operation, run, alive_at)?;
    }
    end_loads(transaction, operation, alive_at)?;
    Ok(runs.len())
}

/// The server did not run for a while after an instant, such as while the machine slept, and nobody knows what its
/// instances did meanwhile: runs that were open then end there. Gives how many.
pub fn lost_sight(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    since: Instant,
) -> Result<usize, Fault> {
    let mut runs = transaction.open_managed_runs()?;
    runs.retain(|run| run.started_at <= since);
    for run in &runs {
        close_run(transaction, operation, run, since)?;
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
