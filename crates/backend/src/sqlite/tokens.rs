use rusqlite::{OptionalExtension, Row, params};
use tiermeter_pricing::{Instant, Month, Tally, TallyKey};

use super::SqliteTransaction;
use super::columns::{
    corrupt, count, instant, item, maybe_instant, month, nanoseconds, of_price_from, price_from, whole,
};
use crate::operation::hash;
use crate::records::{QuotaRecord, RefusedEvent, Reporter, ReservationRecord, TokenRecord};
use crate::store::{RunsBetween, Stored, Tokens, TokensOf};

pub(super) fn tally_row(row: &Row<'_>) -> rusqlite::Result<(TallyKey, i128)> {
    let key = TallyKey {
        month: month(row, 0)?,
        service: row.get(1)?,
        item: item(row, 2)?,
        subject: row.get(3)?,
        price_from: price_from(row, 4)?,
    };
    Ok((key, units_of(row, 5)?))
}

/// A count of units, which is kept as text.
pub(super) fn units_of(row: &Row<'_>, column: usize) -> rusqlite::Result<i128> {
    row.get::<_, String>(column)?.parse().map_err(|_| corrupt(column, "no count of units"))
}

/// 128 bits by which an event is known: a name that is longer says nothing more.
fn event_key(account: &str, source: &str, id: &str) -> Vec<u8> {
    const LENGTH: usize = 16;
    // Lengths first, so that no other split of the same characters has the same key.
    let mut key = hash(format!("{}:{}:{account}{source}{id}", account.len(), source.len()).as_bytes());
    key.truncate(LENGTH);
    key
}

fn refused_event(row: &Row<'_>) -> rusqlite::Result<RefusedEvent> {
    Ok(RefusedEvent {
        sequence: row.get(0)?,
        received_at: instant(row, 1)?,
        code: row.get(2)?,
        pointer: row.get(3)?,
        detail: row.get(4)?,
        event: row.get(5)?,
    })
}

fn reservation(row: &Row<'_>) -> rusqlite::Result<ReservationRecord> {
    Ok(ReservationRecord {
        id: row.get(0)?,
        service: row.get(1)?,
        model: row.get(2)?,
        tpm: count(row, 3)?,
        starts_at: instant(row, 4)?,
        ends_at: maybe_instant(row, 5)?,
    })
}

fn token_record(row: &Row<'_>) -> rusqlite::Result<TokenRecord> {
    Ok(TokenRecord {
        source: row.get(0)?,
        id: row.get(1)?,
        service: row.get(2)?,
        model: row.get(3)?,
        at: instant(row, 4)?,
        tokens: [count(row, 5)?, count(row, 6)?, count(row, 7)?],
        reporter: row.get(8)?,
    })
}

const TALLY_COLUMNS: &str = "month, service, item, subject, price_from, units";
const REFUSED_COLUMNS: &str = "sequence, received_at, code, pointer, detail, event";

impl Tokens for SqliteTransaction<'_> {
    fn event(&mut self, account: &str, source: &str, id: &str) -> Stored<Option<Vec<u8>>> {
        let sql = "SELECT content FROM events WHERE event = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([event_key(account, source, id)], |row| row.get(0)).optional()?)
    }

    fn insert_event(&mut self, account: &str, source: &str, id: &str, content: &[u8]) -> Stored<()> {
        let sql = "INSERT INTO events (event, content) VALUES (?1, ?2)";
        self.connection.prepare_cached(sql)?.execute(params![event_key(account, source, id), content])?;
        Ok(())
    }

    fn insert_refused(&mut self, account: &str, event: &RefusedEvent, content: &[u8]) -> Stored<()> {
        let sql = "INSERT INTO refused_events (account, received_at, code, pointer, detail, event, content)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (account, content) DO NOTHING";
        self.connection.prepare_cached(sql)?.execute(params![
            account,
            event.received_at.unix_nanoseconds(),
            event.code,
            event.pointer,
            event.detail,
            event.event,
            content,
        ])?;
        Ok(())
    }

    fn refused(&mut self, account: &str, after: i64, limit: u32) -> Stored<Vec<RefusedEvent>> {
        let sql = format!(
            "SELECT {REFUSED_COLUMNS} FROM refused_events WHERE account = ?1 AND sequence > ?2
             ORDER BY sequence LIMIT ?3"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![account, after, limit], refused_event)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn refused_event(&mut self, account: &str, sequence: i64) -> Stored<Option<RefusedEvent>> {
        let sql =
            format!("SELECT {REFUSED_COLUMNS} FROM refused_events WHERE account = ?1 AND sequence = ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row(params![account, sequence], refused_event).optional()?)
    }

    fn remove_refused(&mut self, account: &str, sequence: i64) -> Stored<()> {
        let sql = "DELETE FROM refused_events WHERE account = ?1 AND sequence = ?2";
        self.connection.prepare_cached(sql)?.execute(params![account, sequence])?;
        Ok(())
    }

    fn forget_refused(&mut self, account: &str, most_events: i64, most_bytes: i64) -> Stored<()> {
        let too_many = "SELECT events > ?2 OR bytes > ?3 FROM refused_totals WHERE account = ?1";
        let mut too_many = self.connection.prepare_cached(too_many)?;
        let remove = "DELETE FROM refused_events WHERE sequence =
            (SELECT MIN(sequence) FROM refused_events WHERE account = ?1)";
        let mut remove = self.connection.prepare_cached(remove)?;
        loop {
            let values = params![account, most_events, most_bytes];
            let more = too_many.query_row(values, |row| row.get::<_, bool>(0)).optional()?;
            if more != Some(true) || remove.execute([account])? == 0 {
                return Ok(());
            }
        }
    }

    fn reporter(&mut self, account: &str, actor: &str) -> Stored<i64> {
        let known = "SELECT number FROM reporters WHERE account = ?1 AND actor = ?2";
        let mut known = self.connection.prepare_cached(known)?;
        if let Some(number) = known.query_row([account, actor], |row| row.get(0)).optional()? {
            return Ok(number);
        }
        let add = "INSERT INTO reporters (account, actor) VALUES (?1, ?2) RETURNING number";
        Ok(self.connection.prepare_cached(add)?.query_row([account, actor], |row| row.get(0))?)
    }

    fn reporters(&mut self, account: &str) -> Stored<Vec<Reporter>> {
        let sql = "SELECT reporters.number, reporters.actor, credentials.name FROM reporters
            LEFT JOIN credentials ON reporters.actor LIKE 'api_key:%' AND credentials.id = substr(reporters.actor, 9)
              AND credentials.account = reporters.account
            WHERE reporters.account = ?1 ORDER BY reporters.number";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([account], |row| {
            Ok(Reporter { number: row.get(0)?, actor: row.get(1)?, key_name: row.get(2)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn insert_tokens(&mut self, account: &str, record: &TokenRecord) -> Stored<()> {
        let sql =
            "INSERT INTO token_records (account, service, source, id, model, at, input, cached_input, output, reporter)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        let [input, cached_input, output] = record.tokens.map(whole);
        self.connection.prepare_cached(sql)?.execute(params![
            account,
            record.service,
            record.source,
            record.id,
            record.model,
            record.at.unix_nanoseconds(),
            input,
            cached_input,
            output,
            record.reporter,
        ])?;
        Ok(())
    }

    fn tokens_between(
        &mut self,
        account: &str,
        of: TokensOf<'_>,
        stretch: RunsBetween,
        last: i64,
        take: &mut dyn FnMut(TokenRecord),
    ) -> Stored<()> {
        // By the account's time in any case: another index would cost each event a page to write, and an hour is a
        // short walk.
        let sql =
            "SELECT source, id, service, model, at, input, cached_input, output, reporter FROM token_records
            WHERE account = ?1 AND at >= ?2 AND at < ?3 AND sequence <= ?4
              AND (?5 IS NULL OR model = ?5) AND (?6 IS NULL OR service = ?6) ORDER BY at";
        let (model, service) = match of {
            TokensOf::Account => (None, None),
            TokensOf::Model(model) => (Some(model), None),
            TokensOf::Service(service) => (None, Some(service)),
        };
        let mut statement = self.connection.prepare_cached(sql)?;
        let (from, to) = (stretch.from.unix_nanoseconds(), stretch.to.unix_nanoseconds());
        let mut rows = statement.query(params![account, from, to, last, model, service])?;
        while let Some(row) = rows.next()? {
            take(token_record(row)?);
        }
        Ok(())
    }

    fn last_token_record(&mut self) -> Stored<i64> {
        let sql = "SELECT COALESCE(MAX(sequence), 0) FROM token_records";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    fn insert_reservation(&mut self, account: &str, reservation: &ReservationRecord) -> Stored<()> {
        let sql =
            "INSERT INTO reservations (id, account, service, model, tpm, starts_at, ends_at, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?6)";
        self.connection.prepare_cached(sql)?.execute(params![
            reservation.id,
            account,
            reservation.service,
            reservation.model,
            whole(reservation.tpm),
            reservation.starts_at.unix_nanoseconds(),
            nanoseconds(reservation.ends_at),
        ])?;
        Ok(())
    }

    fn remove_reservation(&mut self, id: &str) -> Stored<()> {
        self.connection.prepare_cached("DELETE FROM reservations WHERE id = ?1")?.execute([id])?;
        Ok(())
    }

    fn end_reservation(&mut self, id: &str, ends_at: Instant) -> Stored<()> {
        let sql = "UPDATE reservations SET ends_at = ?2 WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![id, ends_at.unix_nanoseconds()])?;
        Ok(())
    }

    fn reservations(&mut self, account: &str, service: Option<&str>) -> Stored<Vec<ReservationRecord>> {
        let sql = "SELECT id, service, model, tpm, starts_at, ends_at FROM reservations
            WHERE account = ?1 AND (?2 IS NULL OR service = ?2) ORDER BY starts_at, id";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![account, service], reservation)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn grant_quota(&mut self, account: &str, quota: &QuotaRecord) -> Stored<bool> {
        let sql = "INSERT INTO free_quotas (account, model, tokens, granted_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (account, model) DO NOTHING";
        let granted = self.connection.prepare_cached(sql)?.execute(params![
            account,
            quota.model,
            whole(quota.tokens),
            quota.granted_at.unix_nanoseconds(),
            quota.expires_at.unix_nanoseconds(),
        ])?;
        Ok(granted == 1)
    }

    fn quotas(&mut self, account: &str) -> Stored<Vec<QuotaRecord>> {
        let sql =
            "SELECT model, tokens, granted_at, expires_at FROM free_quotas WHERE account = ?1 ORDER BY model";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([account], |row| {
            Ok(QuotaRecord {
                model: row.get(0)?,
                tokens: count(row, 1)?,
                granted_at: instant(row, 2)?,
                expires_at: instant(row, 3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn add_tally(&mut self, account: &str, tally: &Tally) -> Stored<()> {
        let known =
            "SELECT units FROM tallies WHERE account = ?1 AND month = ?2 AND service = ?3 AND item = ?4
            AND subject = ?5 AND price_from = ?6";
        let mut known = self.connection.prepare_cached(known)?;
        let set = "INSERT INTO tallies (account, month, service, item, subject, price_from, units)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (account, month, service, item, subject, price_from) DO UPDATE SET units = ?7";
        let mut set = self.connection.prepare_cached(set)?;
        for (key, count) in tally.iter() {
            let (month, from) = (key.month.to_string(), of_price_from(key.price_from));
            let line = params![account, month, key.service, key.item.as_str(), key.subject, from];
            let before = known.query_row(line, |row| units_of(row, 0)).optional()?.unwrap_or_default();
            let sum = before.saturating_add(count).to_string();
            set.execute(params![account, month, key.service, key.item.as_str(), key.subject, from, sum])?;
        }
        Ok(())
    }

    fn tally_since(&mut self, account: &str, from: Month) -> Stored<Tally> {
        let sql = format!("SELECT {TALLY_COLUMNS} FROM tallies WHERE account = ?1 AND month >= ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([account, &from.to_string()], tally_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn tally_in(&mut self, account: &str, month: Month, services: &[String]) -> Stored<Tally> {
        let sql = format!(
            "SELECT {TALLY_COLUMNS} FROM tallies WHERE account = ?1 AND month = ?2
               AND service IN (SELECT value FROM json_each(?3))"
        );
        let services = serde_json::to_string(services).map_err(|error| corrupt(0, &error.to_string()))?;
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([account, &month.to_string(), &services], tally_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn clear_token_tally(&mut self, account: &str, model: &str) -> Stored<()> {
        let sql = "DELETE FROM tallies WHERE account = ?1 AND subject = ?2 AND item <> 'gpu_seconds'";
        self.connection.prepare_cached(sql)?.execute([account, model])?;
        Ok(())
    }

    fn clear_tally(&mut self, account: &str) -> Stored<()> {
        self.connection.prepare_cached("DELETE FROM tallies WHERE account = ?1")?.execute([account])?;
        Ok(())
    }

    fn mark_late(&mut self, account: &str, month: Month) -> Stored<()> {
        let sql = "INSERT INTO late_months (account, month) VALUES (?1, ?2) ON CONFLICT (account, month) DO NOTHING";
        self.connection.prepare_cached(sql)?.execute([account, &month.to_string()])?;
        Ok(())
    }

    fn earliest_late(&mut self, account: &str) -> Stored<Option<Month>> {
        let sql = "SELECT month FROM late_months WHERE account = ?1 ORDER BY month LIMIT 1";
        Ok(self.connection.prepare_cached(sql)?.query_row([account], |row| month(row, 0)).optional()?)
    }

    fn clear_late(&mut self, account: &str) -> Stored<()> {
        self.connection.prepare_cached("DELETE FROM late_months WHERE account = ?1")?.execute([account])?;
        Ok(())
    }
}
