//! The store in one SQLite file: a writer on a thread of its own that commits many jobs at once, and readers beside
//! it (WAL). What is acknowledged is on the disk (`synchronous=FULL`).

mod access;
mod accounts;
mod changes;
mod columns;
mod copying;
mod ledger;
mod runs;
mod services;
mod tokens;
mod writer;

use std::fs::File;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use tokio::sync::watch;

use crate::fault::Fault;
use crate::store::{Job, ReadJob, Room, Store, StoreError, Stored, Transaction};
use copying::beside;

pub use copying::{copy, restore};

/// Before this one SQLite can lose commits in WAL mode.
const LOWEST_SQLITE_VERSION: i32 = 3_051_003;
/// Each step of the schema; appended, never edited.
const MIGRATIONS: [&str; 4] = [
    include_str!("sqlite/schema.sql"),
    include_str!("sqlite/managed_loads.sql"),
    include_str!("sqlite/limits_and_names.sql"),
    include_str!("sqlite/who_did_it.sql"),
];
const READERS: usize = 4;
/// Those who read much have threads of their own: more than one account may use at once.
const REPORTERS: usize = 3;
/// How many jobs may wait for the writer, and for the readers, before those who have one wait too.
const MOST_WAITING_JOBS: usize = 4_096;
const MOST_WAITING_REPORTS: usize = 64;
const BUSY_TIME: Duration = Duration::from_secs(10);
const STATEMENTS_KEPT: usize = 256;

/// A connection while a transaction is open on it.
pub struct SqliteTransaction<'a> {
    connection: &'a Connection,
}

/// The store in one file.
pub struct SqliteStore {
    jobs: Option<Sender<Job>>,
    reads: Option<Sender<ReadJob>>,
    reports: Option<Sender<ReadJob>>,
    room: Room,
    writer: Option<JoinHandle<()>>,
    readers: Vec<JoinHandle<()>>,
    newest_change: watch::Receiver<i64>,
    /// Held as long as the store is open: one server for one file.
    _lock: File,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self(error.to_string())
    }
}

impl SqliteStore {
    /// Opens the file, or makes it, and brings its schema up to date; refuses a SQLite that is too old and a file
    /// of a newer schema.
    pub fn open(path: &Path) -> Stored<Self> {
        let lock = lock(path)?;
        let connection = open_connection(path, OpenFlags::default())?;
        migrate(&connection)?;
        let newest = newest_change(&connection)?;
        let (announce, newest_change) = watch::channel(newest);
        // Nobody waits at these queues: `Room` bounds how much comes.
        let (jobs, queue) = channel();
        let writer = Some(thread("writer", move || writer::run(&connection, &queue, &announce))?);
        let mut threads = Vec::new();
        let reads = readers(path, "reader", READERS, &mut threads)?;
        let reports = readers(path, "reporter", REPORTERS, &mut threads)?;
        let room = Room::new(MOST_WAITING_JOBS, MOST_WAITING_JOBS, MOST_WAITING_REPORTS);
        let (jobs, reads, reports) = (Some(jobs), Some(reads), Some(reports));
        Ok(Self { jobs, reads, reports, room, writer, readers: threads, newest_change, _lock: lock })
    }
}

impl Drop for SqliteStore {
    /// Waits until every queued job is done. The writer ends last: whose connection is the last one brings into the
    /// file what stands beside it, and readers can't.
    fn drop(&mut self) {
        self.reads = None;
        self.reports = None;
        for reader in self.readers.drain(..) {
            let _ = reader.join();
        }
        self.jobs = None;
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

impl Store for SqliteStore {
    fn submit(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // A job that cannot be queued is dropped, and who waits for it is told.
            let _ = jobs.send(job);
        }
    }

    fn read(&self, job: ReadJob) {
        if let Some(reads) = &self.reads {
            let _ = reads.send(job);
        }
    }

    fn report(&self, job: ReadJob) {
        if let Some(reports) = &self.reports {
            let _ = reports.send(job);
        }
    }

    fn room(&self) -> &Room {
        &self.room
    }

    fn newest_change(&self) -> watch::Receiver<i64> {
        self.newest_change.clone()
    }
}

/// Opens a file for one reader, such as a check beside a running server.
pub fn open_connection(path: &Path, access: OpenFlags) -> Stored<Connection> {
    if rusqlite::version_number() < LOWEST_SQLITE_VERSION {
        let version = rusqlite::version();
        return Err(StoreError(format!("SQLite {version} can lose commits; 3.51.3 or newer is needed")));
    }
    let connection = Connection::open_with_flags(path, access)
        .map_err(|error| StoreError(format!("{}: {error}", path.display())))?;
    connection.busy_timeout(BUSY_TIME)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    if !access.contains(OpenFlags::SQLITE_OPEN_READ_ONLY) {
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        // Events are spread over all pages of their index; the more commits a checkpoint takes together, the fewer
        // times it writes a page.
        connection.pragma_update(None, "wal_autocheckpoint", 4_000)?;
    }
    // What a savepoint would undo is kept in memory rather than in a file that is made each time.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -65_536)?;
    Ok(connection)
}

/// Brings what stands beside a file into it. A server that ends does so while it still has the file: whose connection
/// is the last one to be closed is not certain, and readers can't.
pub fn bring_in(path: &Path) -> Stored<()> {
    let connection = open_connection(path, OpenFlags::default())?;
    let is_busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if is_busy != 0 {
        return Err(StoreError(format!("{}: something else reads it", path.display())));
    }
    Ok(())
}

/// Does one piece of work on a file in one transaction, beside a server that may run on it.
pub fn transact<T>(
    path: &Path,
    work: impl FnOnce(&mut dyn Transaction) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let connection = open_connection(path, OpenFlags::default())?;
    migrate(&connection)?;
    connection.execute_batch("BEGIN IMMEDIATE").map_err(StoreError::from)?;
    let value = work(&mut SqliteTransaction { connection: &connection })?;
    connection.execute_batch("COMMIT").map_err(StoreError::from)?;
    Ok(value)
}

/// Reads a file as it is at one moment, beside a server that may run on it and is not held up.
pub fn examine<T>(
    path: &Path,
    work: impl FnOnce(&mut dyn Transaction) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let connection = open_connection(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.execute_batch("BEGIN DEFERRED").map_err(StoreError::from)?;
    work(&mut SqliteTransaction { connection: &connection })
}

/// Keeps a second server off the file; the kernel lets go of it however the first one ends.
fn lock(path: &Path) -> Stored<File> {
    let name = beside(path, "-lock");
    let lock = File::create(&name).map_err(|error| StoreError(format!("{}: {error}", name.display())))?;
    let taken = |_| StoreError(format!("another server runs on {}", path.display()));
    lock.try_lock().map_err(taken)?;
    Ok(lock)
}

/// What SQLite itself finds wrong with a file.
pub fn integrity_faults(path: &Path) -> Stored<Vec<String>> {
    let connection = open_connection(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut statement = connection.prepare("PRAGMA integrity_check")?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut faults: Vec<String> = rows.collect::<Result<_, _>>()?;
    faults.retain(|fault| fault != "ok");
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    for table in rows {
        faults.push(format!("a row of {} points to nothing", table?));
    }
    Ok(faults)
}

/// Brings the schema up to date, whole or not at all.
fn migrate(connection: &Connection) -> Stored<()> {
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let version = usize::try_from(version).unwrap_or(usize::MAX);
    if version > MIGRATIONS.len() {
        let message =
            format!("the file is of schema {version}, newer than this program's {}", MIGRATIONS.len());
        return Err(StoreError(message));
    }
    for (step, migration) in MIGRATIONS.iter().enumerate().skip(version) {
        connection.execute_batch(&format!(
            "BEGIN IMMEDIATE; {migration} PRAGMA user_version = {}; COMMIT;",
            step + 1
        ))?;
    }
    Ok(())
}

fn newest_change(connection: &Connection) -> Stored<i64> {
    Ok(connection.query_row("SELECT COALESCE(MAX(sequence), 0) FROM changes", [], |row| row.get(0))?)
}

fn thread(name: &str, work: impl FnOnce() + Send + 'static) -> Stored<JoinHandle<()>> {
    let builder = std::thread::Builder::new().name(format!("store-{name}"));
    builder.spawn(work).map_err(|error| StoreError(format!("no thread for the {name}: {error}")))
}

/// Threads that read, and the queue that they share.
fn readers(
    path: &Path,
    name: &str,
    count: usize,
    threads: &mut Vec<JoinHandle<()>>,
) -> Stored<Sender<ReadJob>> {
    let (jobs, queue) = channel();
    let queue = Arc::new(Mutex::new(queue));
    for _ in 0..count {
        let connection = open_connection(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let queue = Arc::clone(&queue);
        threads.push(thread(name, move || read_jobs(&connection, &queue))?);
    }
    Ok(jobs)
}

fn read_jobs(connection: &Connection, queue: &Mutex<Receiver<ReadJob>>) {
    loop {
        let job = match queue.lock() {
            Ok(queue) => queue.recv(),
            Err(_) => return,
        };
        let Ok(job) = job else {
            return;
        };
        if let Err(error) = connection.execute_batch("BEGIN DEFERRED") {
            job(Err(StoreError::from(error)));
            continue;
        }
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            job(Ok(&mut SqliteTransaction { connection }));
        }));
        if done.is_err() {
            tracing::error!("a read panicked");
        }
        if let Err(error) = connection.execute_batch("ROLLBACK") {
            tracing::error!(%error, "a read did not end");
        }
    }
}
