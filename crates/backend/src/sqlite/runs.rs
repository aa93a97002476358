use rusqlite::{Error, Row, params};
use tiermeter_pricing::Instant;

use super::SqliteTransaction;
use super::columns::{instant, maybe_instant, nanoseconds};
use crate::records::{RunPoint, RunRecord};
use crate::store::{Runs, RunsBetween, Stored};

const COLUMNS: &str = "sequence, account, service, instance, tier, started_at, stopped_at, managed";

fn run(row: &Row<'_>) -> rusqlite::Result<RunRecord> {
    Ok(RunRecord {
        sequence: row.get(0)?,
        account: row.get(1)?,
        service: row.get(2)?,
        instance: row.get(3)?,
        tier: row.get(4)?,
        started_at: instant(row, 5)?,
        stopped_at: maybe_instant(row, 6)?,
        managed: row.get(7)?,
    })
}

fn point(row: &Row<'_>) -> rusqlite::Result<RunPoint> {
    Ok(RunPoint { at: instant(row, 0)?, starts: row.get(1)?, tier: row.get(2)? })
}

/// Whether the constraint of P6 refused a run.
fn overlaps(error: &Error) -> bool {
    matches!(error, Error::SqliteFailure(_, Some(message)) if message.contains("overlapping runs"))
}

impl SqliteTransaction<'_> {
    fn runs_where(&self, condition: &str, values: impl rusqlite::Params) -> Stored<Vec<RunRecord>> {
        let mut statement =
            self.connection.prepare_cached(&format!("SELECT {COLUMNS} FROM runs {condition}"))?;
        let rows = statement.query_map(values, run)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

impl Runs for SqliteTransaction<'_> {
    fn insert_run(&mut self, run: &RunRecord) -> Stored<Option<i64>> {
        let sql = "INSERT INTO runs (account, service, instance, tier, started_at, stopped_at, managed)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let inserted = self.connection.prepare_cached(sql)?.execute(params![
            run.account,
            run.service,
            run.instance,
            run.tier,
            run.started_at.unix_nanoseconds(),
            nanoseconds(run.stopped_at),
            run.managed,
        ]);
        match inserted {
            Ok(_) => Ok(Some(self.connection.last_insert_rowid())),
            Err(error) if overlaps(&error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn last_run(&mut self, service: &str, instance: &str) -> Stored<Option<RunRecord>> {
        let condition = "WHERE service = ?1 AND instance = ?2 ORDER BY started_at DESC LIMIT 1";
        Ok(self.runs_where(condition, [service, instance])?.pop())
    }

    fn stop_run(&mut self, sequence: i64, stopped_at: Instant) -> Stored<()> {
        let sql = "UPDATE runs SET stopped_at = ?2 WHERE sequence = ?1";
        self.connection.prepare_cached(sql)?.execute(params![sequence, stopped_at.unix_nanoseconds()])?;
        Ok(())
    }

    fn remove_told_runs(
        &mut self,
        service: &str,
        instance: &str,
        from: Instant,
        to: Option<Instant>,
    ) -> Stored<Vec<RunRecord>> {
        let values = params![service, instance, from.unix_nanoseconds(), nanoseconds(to).unwrap_or(i64::MAX)];
        let condition =
            "WHERE service = ?1 AND instance = ?2 AND started_at >= ?3 AND started_at < ?4 AND managed = 0";
        let removed = self.runs_where(condition, values)?;
        self.connection.prepare_cached(&format!("DELETE FROM runs {condition}"))?.execute(values)?;
        Ok(removed)
    }

    fn open_runs(&mut self, account: &str, service: Option<&str>) -> Stored<Vec<RunRecord>> {
        match service {
            // Named, since SQLite would take the index of all runs of the account, of which there may be a million.
            None => self.runs_where(
                "INDEXED BY open_runs WHERE account = ?1 AND stopped_at IS NULL ORDER BY sequence",
                [account],
            ),
            Some(service) => self.runs_where(
                "INDEXED BY open_runs WHERE account = ?1 AND service = ?2 AND stopped_at IS NULL ORDER BY sequence",
                [account, service],
            ),
        }
    }

    fn open_managed_runs(&mut self) -> Stored<Vec<RunRecord>> {
        self.runs_where(
            "INDEXED BY open_managed_runs WHERE stopped_at IS NULL AND managed = 1 ORDER BY sequence",
            [],
        )
    }

    fn runs_of_service(&mut self, service: &str, before: i64, limit: u32) -> Stored<Vec<RunRecord>> {
        let condition = "WHERE service = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3";
        self.runs_where(condition, params![service, before, limit])
    }

    fn runs_between(
        &mut self,
        account: &str,
        service: Option<&str>,
        stretch: RunsBetween,
    ) -> Stored<Vec<RunRecord>> {
        let within = "started_at < ?3 AND (stopped_at IS NULL OR stopped_at > ?2 OR started_at >= ?2) ORDER BY sequence";
        let (from, to) = (stretch.from.unix_nanoseconds(), stretch.to.unix_nanoseconds());
        match service {
            None => self.runs_where(&format!("WHERE account = ?1 AND {within}"), params![account, from, to]),
            // Named, since SQLite could as well walk through the runs of all services.
            Some(service) => self.runs_where(
                &format!("INDEXED BY runs_of_instance WHERE service = ?4 AND account = ?1 AND {within}"),
                params![account, from, to, service],
            ),
        }
    }

    fn insert_run_point(
        &mut self,
        account: &str,
        service: &str,
        instance: &str,
        point: &RunPoint,
    ) -> Stored<()> {
        let sql = "INSERT INTO run_points (account, service, instance, at, starts, tier) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let at = point.at.unix_nanoseconds();
        let values = params![account, service, instance, at, point.starts, point.tier];
        self.connection.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    fn starts_around(
        &mut self,
        service: &str,
        instance: &str,
        at: Instant,
    ) -> Stored<(Option<Instant>, Option<Instant>)> {
        let sql = "SELECT
            (SELECT MAX(at) FROM run_points WHERE service = ?1 AND instance = ?2 AND at < ?3 AND starts = 1),
            (SELECT MIN(at) FROM run_points WHERE service = ?1 AND instance = ?2 AND at > ?3 AND starts = 1)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let around = statement.query_row(params![service, instance, at.unix_nanoseconds()], |row| {
            Ok((maybe_instant(row, 0)?, maybe_instant(row, 1)?))
        })?;
        Ok(around)
    }

    fn run_points(
        &mut self,
        service: &str,
        instance: &str,
        from: Instant,
        to: Option<Instant>,
    ) -> Stored<Vec<RunPoint>> {
        let sql = "SELECT at, starts, tier FROM run_points WHERE service = ?1 AND instance = ?2 AND at >= ?3 AND at <= ?4
            ORDER BY at, starts, tier";
        let values = params![service, instance, from.unix_nanoseconds(), nanoseconds(to).unwrap_or(i64::MAX)];
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(values, point)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn points_known_by(&mut self, account: &str, last: i64) -> Stored<Vec<(String, String, RunPoint)>> {
        let sql = "SELECT at, starts, tier, service, instance FROM run_points
            WHERE account = ?1 AND sequence <= ?2 AND (service, instance) IN
              (SELECT service, instance FROM run_points WHERE account = ?1 AND sequence > ?2)
            ORDER BY service, instance, at, starts, tier";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows =
            statement.query_map(params![account, last], |row| Ok((row.get(3)?, row.get(4)?, point(row)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn instances_told_after(&mut self, account: &str, last: i64) -> Stored<Vec<(String, String)>> {
        let sql = "SELECT DISTINCT service, instance FROM run_points WHERE account = ?1 AND sequence > ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![account, last], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn last_run_point(&mut self) -> Stored<i64> {
        let sql = "SELECT COALESCE(MAX(sequence), 0) FROM run_points";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }
}
