use std::fmt::Write;

use rusqlite::{OptionalExtension, Row, params, params_from_iter};
use tiermeter_pricing::Instant;
use tiermeter_service::{BillingMode, LoadReport};

use super::SqliteTransaction;
use super::columns::{
    count, document, instant, json, maybe_instant, nanoseconds, small_count, to_json, whole, word,
};
use crate::records::{Metering, NamedService, ServiceKind, ServiceRecord, TimelineRow};
use crate::services::most_instances;
use crate::store::{Page, ServiceFilter, Services, Stored};

const COLUMNS: &str = "id, account, kind, name, model, tier, scaling, billing_mode, labels, life, attempt, wanted, created_at, deleted_at, version, status";
/// How many they are.
const COLUMN_COUNT: usize = 16;

fn service(row: &Row<'_>) -> rusqlite::Result<ServiceRecord> {
    let metering = match row.get::<_, Option<String>>(5)? {
        Some(tier) => Metering::GpuSeconds { tier, scaling: document(row, 6)? },
        None => Metering::Tokens,
    };
    Ok(ServiceRecord {
        id: row.get(0)?,
        account: row.get(1)?,
        kind: word(row, 2, &ServiceKind::WORDS)?,
        name: row.get(3)?,
        model: row.get(4)?,
        metering,
        billing_mode: word(row, 7, &BillingMode::WORDS)?,
        labels: json(row, 8)?,
        life: document(row, 9)?,
        attempt: count(row, 10)?,
        wanted: small_count(row, 11)?,
        created_at: instant(row, 12)?,
        deleted_at: maybe_instant(row, 13)?,
        version: count(row, 14)?,
    })
}

/// Of the columns id, name and labels.
pub(super) fn named_service(row: &Row<'_>) -> rusqlite::Result<NamedService> {
    Ok(NamedService { id: row.get(0)?, name: row.get(1)?, labels: json(row, 2)? })
}

fn timeline_row(row: &Row<'_>) -> rusqlite::Result<TimelineRow> {
    Ok(TimelineRow {
        sequence: row.get(0)?,
        at: instant(row, 1)?,
        command: row.get(2)?,
        status: row.get(3)?,
        reasons: json(row, 4)?,
        cause: row.get(5)?,
        actor: row.get(6)?,
    })
}

impl Services for SqliteTransaction<'_> {
    fn service(&mut self, account: &str, id: &str) -> Stored<Option<ServiceRecord>> {
        let sql =
            format!("SELECT {COLUMNS} FROM services WHERE id = ?1 AND account = ?2 AND deleted_at IS NULL");
        Ok(self.connection.prepare_cached(&sql)?.query_row([id, account], service).optional()?)
    }

    fn services(
        &mut self,
        account: &str,
        filter: &ServiceFilter,
        page: Page<'_>,
    ) -> Stored<Vec<ServiceRecord>> {
        let mut sql =
            format!("SELECT {COLUMNS} FROM services WHERE account = ?1 AND deleted_at IS NULL AND id > ?2");
        let mut values = vec![account.to_owned(), page.after.unwrap_or_default().to_owned()];
        let mut and = |condition: &str, given: &[&str]| {
            let mut condition = condition.to_owned();
            for value in given {
                values.push((*value).to_owned());
                condition = condition.replacen('#', &format!("?{}", values.len()), 1);
            }
            sql.push_str(" AND ");
            sql.push_str(&condition);
        };
        for (condition, value) in
            [("kind = #", &filter.kind), ("status = #", &filter.status), ("model = #", &filter.model)]
        {
            if let Some(value) = value {
                and(condition, &[value]);
            }
        }
        if let Some(metering) = &filter.metering {
            and("(CASE WHEN tier IS NULL THEN 'tokens' ELSE 'gpu_seconds' END) = #", &[metering]);
        }
        if let Some((label, value)) = &filter.label {
            and("EXISTS (SELECT 1 FROM json_each(labels) WHERE key = # AND value = #)", &[label, value]);
        }
        if let Some(text) = &filter.text {
            let text = text.to_ascii_lowercase();
            and(
                "(instr(lower(name), #) > 0 OR instr(lower(model), #) > 0 OR instr(id, #) > 0)",
                &[&text, &text, &text],
            );
        }
        let _ = write!(sql, " ORDER BY id LIMIT {}", page.limit);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), service)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn all_services(&mut self, account: &str) -> Stored<Vec<ServiceRecord>> {
        let sql =
            format!("SELECT {COLUMNS} FROM services WHERE account = ?1 AND deleted_at IS NULL ORDER BY id");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([account], service)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn service_count(&mut self, account: &str) -> Stored<u64> {
        let sql = "SELECT COUNT(*) FROM services WHERE account = ?1 AND deleted_at IS NULL";
        Ok(self.connection.prepare_cached(sql)?.query_row([account], |row| count(row, 0))?)
    }

    fn most_instances_beside(&mut self, account: &str, service: &str) -> Stored<u64> {
        let sql = "SELECT COALESCE(SUM(most_instances), 0) FROM services
            WHERE account = ?1 AND most_instances > 0 AND id <> ?2";
        Ok(self.connection.prepare_cached(sql)?.query_row([account, service], |row| count(row, 0))?)
    }

    fn named_services(&mut self, account: &str, ids: &[String]) -> Stored<Vec<NamedService>> {
        let sql = "SELECT id, name, labels FROM services
            WHERE account = ?1 AND id IN (SELECT value FROM json_each(?2)) ORDER BY id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![account, to_json(&ids)], named_service)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn services_to_run(&mut self) -> Stored<Vec<ServiceRecord>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM services WHERE status IN ('creating', 'running') AND deleted_at IS NULL ORDER BY id"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([], service)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn insert_service(&mut self, service: &ServiceRecord) -> Stored<()> {
        let sql = format!(
            "INSERT INTO services ({COLUMNS}, most_instances)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"
        );
        self.connection.prepare_cached(&sql)?.execute(params![
            service.id,
            service.account,
            service.kind.as_str(),
            service.name,
            service.model,
            service.metering.tier(),
            service.metering.scaling().map(to_json),
            service.billing_mode.as_str(),
            to_json(&service.labels),
            to_json(&service.life),
            whole(service.attempt),
            service.wanted,
            service.created_at.unix_nanoseconds(),
            nanoseconds(service.deleted_at),
            whole(service.version),
            service.life.status().as_str(),
            most_instances(service),
        ])?;
        Ok(())
    }

    fn update_service(&mut self, service: &ServiceRecord) -> Stored<()> {
        let sql = "UPDATE services SET name = ?2, tier = ?3, scaling = ?4, billing_mode = ?5, labels = ?6, life = ?7,
            attempt = ?8, wanted = ?9, deleted_at = ?10, version = ?11, status = ?12, most_instances = ?13,
            changed_by = NULL WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![
            service.id,
            service.name,
            service.metering.tier(),
            service.metering.scaling().map(to_json),
            service.billing_mode.as_str(),
            to_json(&service.labels),
            to_json(&service.life),
            whole(service.attempt),
            service.wanted,
            nanoseconds(service.deleted_at),
            whole(service.version),
            service.life.status().as_str(),
            most_instances(service),
        ])?;
        Ok(())
    }

    fn note_changer(&mut self, service: &str, actor: &str) -> Stored<()> {
        let sql = "UPDATE services SET changed_by = ?2 WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute([service, actor])?;
        Ok(())
    }

    fn changer(&mut self, service: &str) -> Stored<Option<String>> {
        let sql = "SELECT changed_by FROM services WHERE id = ?1";
        let known = self.connection.prepare_cached(sql)?.query_row([service], |row| row.get(0)).optional()?;
        Ok(known.flatten())
    }

    fn insert_timeline(&mut self, service: &str, row: &TimelineRow) -> Stored<()> {
        let sql = "INSERT INTO timeline (service, at, command, status, reasons, cause, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.connection.prepare_cached(sql)?.execute(params![
            service,
            row.at.unix_nanoseconds(),
            row.command,
            row.status,
            to_json(&row.reasons),
            row.cause,
            row.actor,
        ])?;
        Ok(())
    }

    fn timeline(&mut self, service: &str, after: i64, limit: u32) -> Stored<Vec<TimelineRow>> {
        let sql = "SELECT sequence, at, command, status, reasons, cause, actor FROM timeline
            WHERE service = ?1 AND sequence > ?2 ORDER BY sequence LIMIT ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![service, after, limit], timeline_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn insert_load(
        &mut self,
        service: &str,
        at: Instant,
        requests_in_flight: u64,
        managed: bool,
    ) -> Stored<()> {
        let sql =
            "INSERT INTO load_reports (service, at, requests_in_flight, managed) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (service, at) DO UPDATE SET requests_in_flight = ?3, managed = ?4";
        let values = params![service, at.unix_nanoseconds(), whole(requests_in_flight), managed];
        self.connection.prepare_cached(sql)?.execute(values)?;
        Ok(())
    }

    fn has_managed_load(&mut self, service: &str, at: Instant) -> Stored<bool> {
        let sql = "SELECT managed = 1 AND requests_in_flight > 0 FROM load_reports
            WHERE service = ?1 AND at <= ?2 ORDER BY at DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found =
            statement.query_row(params![service, at.unix_nanoseconds()], |row| row.get(0)).optional()?;
        Ok(found.unwrap_or(false))
    }

    fn managed_loads(&mut self, at: Instant) -> Stored<Vec<(ServiceRecord, Instant)>> {
        let sql = format!(
            "SELECT {COLUMNS}, at FROM load_reports JOIN services ON id = service
             WHERE managed = 1 AND requests_in_flight > 0 AND deleted_at IS NULL AND at =
               (SELECT MAX(other.at) FROM load_reports AS other
                WHERE other.service = load_reports.service AND other.at <= ?1) ORDER BY id"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement
            .query_map([at.unix_nanoseconds()], |row| Ok((service(row)?, instant(row, COLUMN_COUNT)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn loads_since(&mut self, service: &str, from: Instant) -> Stored<Vec<LoadReport>> {
        let sql = "SELECT at, requests_in_flight FROM load_reports WHERE service = ?1 AND at >= COALESCE(
            (SELECT MAX(at) FROM load_reports WHERE service = ?1 AND at <= ?2), ?2) ORDER BY at";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![service, from.unix_nanoseconds()], |row| {
            Ok(LoadReport { at: instant(row, 0)?, requests_in_flight: count(row, 1)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn forget_loads(&mut self, service: &str, before: Instant) -> Stored<()> {
        let sql = "DELETE FROM load_reports WHERE service = ?1 AND at <
            (SELECT MAX(at) FROM load_reports WHERE service = ?1 AND at <= ?2)";
        self.connection.prepare_cached(sql)?.execute(params![service, before.unix_nanoseconds()])?;
        Ok(())
    }
}
