use rusqlite::{Row, params};
use tiermeter_pricing::Instant;

use super::SqliteTransaction;
use super::columns::{instant, maybe_instant, word};
use crate::records::{Change, Due, DueKind};
use crate::store::{Changes, Keep, Stored, Transaction};

fn change(row: &Row<'_>) -> rusqlite::Result<Change> {
    Ok(Change {
        sequence: row.get(0)?,
        account: row.get(1)?,
        at: instant(row, 2)?,
        kind: row.get(3)?,
        data: row.get(4)?,
    })
}

impl Changes for SqliteTransaction<'_> {
    fn nested(&mut self, work: &mut dyn FnMut(&mut dyn Transaction) -> Keep) -> Stored<()> {
        self.connection.prepare_cached("SAVEPOINT nested")?.execute([])?;
        if work(self) == Keep::Nothing {
            self.connection.prepare_cached("ROLLBACK TO nested")?.execute([])?;
        }
        self.connection.prepare_cached("RELEASE nested")?.execute([])?;
        Ok(())
    }

    fn insert_change(&mut self, account: &str, at: Instant, kind: &str, data: &str) -> Stored<()> {
        let sql = "INSERT INTO changes (account, at, kind, data) VALUES (?1, ?2, ?3, ?4)";
        self.connection.prepare_cached(sql)?.execute(params![account, at.unix_nanoseconds(), kind, data])?;
        Ok(())
    }

    fn changes_after(&mut self, account: &str, after: i64, limit: u32) -> Stored<Vec<Change>> {
        let sql = "SELECT sequence, account, at, kind, data FROM changes WHERE account = ?1 AND sequence > ?2
            ORDER BY sequence LIMIT ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![account, after, limit], change)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn all_changes_after(&mut self, after: i64, limit: u32) -> Stored<Vec<Change>> {
        let sql = "SELECT sequence, account, at, kind, data FROM changes WHERE sequence > ?1 ORDER BY sequence LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![after, limit], change)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn change_range(&mut self) -> Stored<(i64, i64)> {
        // Each by itself: of both together SQLite would walk through the whole table.
        let sql = "SELECT COALESCE((SELECT MAX(sequence) FROM changes), 0),
            COALESCE((SELECT MIN(sequence) FROM changes), 0)";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    fn forget_changes(&mut self, before: Instant) -> Stored<()> {
        // The newest one stays, so that its number is known.
        let sql = "DELETE FROM changes WHERE at < ?1 AND sequence < (SELECT MAX(sequence) FROM changes)";
        self.connection.prepare_cached(sql)?.execute([before.unix_nanoseconds()])?;
        Ok(())
    }

    fn set_due(&mut self, account: &str, kind: DueKind, subject: &str, at: Option<Instant>) -> Stored<()> {
        if let Some(at) = at {
            let sql = "INSERT INTO due (account, kind, subject, at) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (account, kind, subject) DO UPDATE SET at = ?4";
            let values = params![account, kind.as_str(), subject, at.unix_nanoseconds()];
            self.connection.prepare_cached(sql)?.execute(values)?;
        } else {
            let sql = "DELETE FROM due WHERE account = ?1 AND kind = ?2 AND subject = ?3";
            self.connection.prepare_cached(sql)?.execute([account, kind.as_str(), subject])?;
        }
        Ok(())
    }

    fn next_due(&mut self) -> Stored<Option<Instant>> {
        let mut statement = self.connection.prepare_cached("SELECT MIN(at) FROM due")?;
        Ok(statement.query_row([], |row| maybe_instant(row, 0))?)
    }

    fn next_due_of(&mut self, account: &str) -> Stored<Option<Instant>> {
        let mut statement = self.connection.prepare_cached("SELECT MIN(at) FROM due WHERE account = ?1")?;
        Ok(statement.query_row([account], |row| maybe_instant(row, 0))?)
    }

    fn accounts_due(&mut self, at: Instant, limit: u32) -> Stored<Vec<String>> {
        let sql =
            "SELECT account FROM due WHERE at <= ?1 GROUP BY account ORDER BY MIN(at), account LIMIT ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![at.unix_nanoseconds(), limit], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn due_of(&mut self, account: &str, at: Instant, limit: u32) -> Stored<Vec<Due>> {
        // Of one instant, scaling comes before what stops services, and a month is closed before its bill is judged.
        let sql = "SELECT account, kind, subject, at FROM due WHERE account = ?1 AND at <= ?2
            ORDER BY at, CASE kind WHEN 'late' THEN 0 WHEN 'scale' THEN 1 WHEN 'close_month' THEN 2 ELSE 3 END, subject
            LIMIT ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![account, at.unix_nanoseconds(), limit], |row| {
            Ok(Due {
                account: row.get(0)?,
                kind: word(row, 1, &DueKind::WORDS)?,
                subject: row.get(2)?,
                at: instant(row, 3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
