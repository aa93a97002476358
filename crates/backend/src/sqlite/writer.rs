//! The one writer. Jobs that wait are done in one SQLite transaction, each in a savepoint of its own, so that many
//! of them cost one flush to the disk; they are told when that is done.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::watch;

use super::SqliteTransaction;
use crate::store::{Finish, Job, Keep, StoreError, Stored};

/// A commit takes what waits, up to so many jobs and so long.
const MOST_JOBS_IN_A_COMMIT: usize = 512;
const LONGEST_COMMIT: Duration = Duration::from_millis(20);

/// Writes until nobody can submit any more.
pub(super) fn run(connection: &Connection, queue: &Receiver<Job>, announce: &watch::Sender<i64>) {
    while let Ok(first) = queue.recv() {
        let mut finishes = Vec::new();
        let committed = commit_group(connection, first, queue, &mut finishes);
        if let Err(error) = &committed {
            tracing::error!(%error, "a commit failed");
            // Nothing of the group is kept; SQLite may have rolled back by itself.
            if !connection.is_autocommit()
                && let Err(error) = connection.execute_batch("ROLLBACK")
            {
                tracing::error!(%error, "a failed commit was not rolled back");
            }
        } else if let Ok(newest) = super::newest_change(connection) {
            announce.send_if_modified(|known| {
                let grown = *known < newest;
                *known = newest;
                grown
            });
        }
        for finish in finishes {
            finish(committed.clone());
        }
    }
}

fn commit_group(
    connection: &Connection,
    first: Job,
    queue: &Receiver<Job>,
    finishes: &mut Vec<Finish>,
) -> Stored<()> {
    if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
        finishes.push(undone(first));
        return Err(StoreError::from(error));
    }
    let started = Instant::now();
    let mut next = Some(first);
    while let Some(job) = next {
        do_job(connection, job, finishes)?;
        let full = finishes.len() >= MOST_JOBS_IN_A_COMMIT || started.elapsed() >= LONGEST_COMMIT;
        next = if full { None } else { queue.try_recv().ok() };
    }
    Ok(connection.execute_batch("COMMIT")?)
}

/// What is told to who waits for a job that could not begin: dropping it closes its channel.
fn undone(job: Job) -> Finish {
    drop(job);
    Box::new(|_| {})
}

fn do_job(connection: &Connection, job: Job, finishes: &mut Vec<Finish>) -> Stored<()> {
    connection.prepare_cached("SAVEPOINT job")?.execute([])?;
    let mut transaction = SqliteTransaction { connection };
    let Ok((keep, finish)) = catch_unwind(AssertUnwindSafe(|| job(&mut transaction))) else {
        tracing::error!("a write panicked");
        return undo(connection);
    };
    finishes.push(finish);
    // After a full disk or a failing one SQLite may have given up the whole transaction.
    if connection.is_autocommit() {
        return Err(StoreError("the transaction was given up by the store".to_owned()));
    }
    match keep {
        Keep::Changes => {
            connection.prepare_cached("RELEASE job")?.execute([])?;
            Ok(())
        }
        Keep::Nothing => undo(connection),
    }
}

fn undo(connection: &Connection) -> Stored<()> {
    if connection.is_autocommit() {
        return Err(StoreError("the transaction was given up by the store".to_owned()));
    }
    connection.prepare_cached("ROLLBACK TO job")?.execute([])?;
    connection.prepare_cached("RELEASE job")?.execute([])?;
    Ok(())
}
