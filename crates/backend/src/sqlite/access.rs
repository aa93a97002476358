use rusqlite::{OptionalExtension, Row, params};
use tiermeter_pricing::Instant;

use super::SqliteTransaction;
use super::columns::{instant, maybe_instant, nanoseconds, word};
use crate::records::{Credential, CredentialKind};
use crate::store::{Access, Page, Stored};

const COLUMNS: &str = "id, account, kind, name, created_at, expires_at, ended_at";

fn credential(row: &Row<'_>) -> rusqlite::Result<Credential> {
    Ok(Credential {
        id: row.get(0)?,
        account: row.get(1)?,
        kind: word(row, 2, &CredentialKind::WORDS)?,
        name: row.get(3)?,
        created_at: instant(row, 4)?,
        expires_at: maybe_instant(row, 5)?,
        ended_at: maybe_instant(row, 6)?,
    })
}

impl Access for SqliteTransaction<'_> {
    fn insert_credential(&mut self, credential: &Credential, hash: &[u8]) -> Stored<()> {
        let sql =
            format!("INSERT INTO credentials ({COLUMNS}, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        self.connection.prepare_cached(&sql)?.execute(params![
            credential.id,
            credential.account,
            credential.kind.as_str(),
            credential.name,
            credential.created_at.unix_nanoseconds(),
            nanoseconds(credential.expires_at),
            nanoseconds(credential.ended_at),
            hash,
        ])?;
        Ok(())
    }

    fn credential_by_hash(&mut self, hash: &[u8]) -> Stored<Option<Credential>> {
        let sql = format!("SELECT {COLUMNS} FROM credentials WHERE hash = ?1");
        Ok(self.connection.prepare_cached(&sql)?.query_row([hash], credential).optional()?)
    }

    fn credentials(
        &mut self,
        account: &str,
        kind: CredentialKind,
        page: Page<'_>,
    ) -> Stored<Vec<Credential>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM credentials WHERE account = ?1 AND kind = ?2 AND ended_at IS NULL AND id > ?3
             ORDER BY id LIMIT ?4"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let after = page.after.unwrap_or_default();
        let rows = statement.query_map(params![account, kind.as_str(), after, page.limit], credential)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn end_credential(&mut self, account: &str, id: &str, at: Instant) -> Stored<bool> {
        let sql = "UPDATE credentials SET ended_at = ?3 WHERE account = ?1 AND id = ?2 AND ended_at IS NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.execute(params![account, id, at.unix_nanoseconds()])? == 1)
    }

    fn idempotent_answer(&mut self, account: &str, key: &str) -> Stored<Option<(Vec<u8>, u16, String)>> {
        let sql = "SELECT request, status, answer FROM idempotency_keys WHERE account = ?1 AND key = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let answer = statement.query_row([account, key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        Ok(answer.optional()?)
    }

    fn keep_answer(
        &mut self,
        account: &str,
        key: &str,
        request: &[u8],
        status: u16,
        answer: &str,
    ) -> Stored<()> {
        let sql = "INSERT INTO idempotency_keys (account, key, request, status, answer) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.connection.prepare_cached(sql)?.execute(params![account, key, request, status, answer])?;
        Ok(())
    }
}
