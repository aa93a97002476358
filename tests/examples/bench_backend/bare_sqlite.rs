//! What SQLite does without a server: the same values, in commits of 100, with `synchronous=FULL`.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, params};
use tiermeter_backend::operation::hash;
use tiermeter_backend::sqlite::{SqliteStore, open_connection};
use tiermeter_pricing::Instant;

use crate::feed::{Event, SOURCE};
use crate::figures::{Row, grouped, median, per_second};
use crate::seed::mixed;
use crate::server::Workplace;
use crate::{Measured, ROUNDS};

const MEASURED_TIME: Duration = Duration::from_secs(3);
const ROWS_IN_A_COMMIT: u64 = 100;
/// 2026-03-01T00:00:00Z.
const FIRST_SECOND: i64 = 1_772_323_200;
/// As long as the backend's.
const ACCOUNT: &str = "acc_00000000000000000000000000000001";
const SERVICE: &str = "svc_00000000000000000000000000000001";
const MODEL: &str = "large-70b";

const ONE_TABLE: &str = "CREATE TABLE bare (account TEXT, service TEXT, source TEXT, id TEXT, model TEXT,
    at INTEGER, input INTEGER, cached_input INTEGER, output INTEGER, content BLOB) STRICT";
const INTO_ONE_TABLE: &str =
    "INSERT INTO bare (account, service, source, id, model, at, input, cached_input, output, content)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
const INTO_EVENTS: &str = "INSERT INTO events (event, content) VALUES (?1, ?2)";
const INTO_TOKEN_RECORDS: &str =
    "INSERT INTO token_records (account, service, source, id, model, at, input, cached_input, output)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

/// Measures one table without an index, and the two tables that the backend has for an event.
pub(crate) fn measure(workplace: &Workplace) -> Measured<Vec<Row>> {
    let (mut bare, mut as_kept) = (Vec::new(), Vec::new());
    for number in 1..=ROUNDS {
        let folder = workplace.folder()?;
        bare.push(rows_per_second(&folder.path().join("bare.db"))?);
        as_kept.push(events_per_second(&folder.path().join("as-kept.db"))?);
        eprintln!("bare SQLite, {number} of {ROUNDS}: {bare:?} rows/s, {as_kept:?} events/s");
    }
    Ok(vec![
        Row::plain(
            "bare SQLite, commits of 100: an event as one row of a table without index",
            format!("{}/s", grouped(median(bare))),
        ),
        Row::plain(
            "bare SQLite, commits of 100: an event as the two rows that the backend keeps, with indexes",
            format!("{}/s", grouped(median(as_kept))),
        ),
    ])
}

fn rows_per_second(path: &Path) -> Measured<u64> {
    let connection = open_connection(path, OpenFlags::default())?;
    connection.execute_batch(ONE_TABLE)?;
    in_commits(&connection, |event, content| {
        let Event { id, at, tokens: [input, cached_input, output] } = event;
        let at = at.unix_nanoseconds();
        let values = params![ACCOUNT, SERVICE, SOURCE, id, MODEL, at, input, cached_input, output, content];
        connection.prepare_cached(INTO_ONE_TABLE)?.execute(values)?;
        Ok(())
    })
}

fn events_per_second(path: &Path) -> Measured<u64> {
    // Makes the tables, and is closed again.
    drop(SqliteStore::open(path)?);
    let connection = open_connection(path, OpenFlags::default())?;
    in_commits(&connection, |event, content| {
        let Event { id, at, tokens: [input, cached_input, output] } = event;
        let at = at.unix_nanoseconds();
        let mut key = hash(format!("{ACCOUNT}{SOURCE}{id}").as_bytes());
        key.truncate(content.len());
        connection.prepare_cached(INTO_EVENTS)?.execute(params![key, content])?;
        let values = params![ACCOUNT, SERVICE, SOURCE, id, MODEL, at, input, cached_input, output];
        connection.prepare_cached(INTO_TOKEN_RECORDS)?.execute(values)?;
        Ok(())
    })
}

/// Inserts events, each with a content as long as a fingerprint.
fn in_commits(
    connection: &Connection,
    insert: impl Fn(&Event, &[u8]) -> rusqlite::Result<()>,
) -> Measured<u64> {
    let first_at = Instant::from_unix_seconds(FIRST_SECOND).unwrap_or(Instant::EPOCH);
    let started = std::time::Instant::now();
    let mut count = 0;
    while started.elapsed() < MEASURED_TIME {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for number in count..count + ROWS_IN_A_COMMIT {
            let content = u128::from(mixed(number)).to_le_bytes();
            insert(&Event::numbered(number, first_at), &content)?;
        }
        connection.execute_batch("COMMIT")?;
        count += ROWS_IN_A_COMMIT;
    }
    Ok(per_second(count, started.elapsed()))
}
