use rusqlite::{OptionalExtension, Row, params};

use super::SqliteTransaction;
use super::columns::{instant, maybe_instant, month, nanoseconds, small_count, word};
use crate::records::{Account, Plan};
use crate::store::{Accounts, Stored};

const COLUMNS: &str = "id, name, plan, allowlisted, currency, payment_terms_days, credit_limit_minor, balance_minor, overdue_since, first_open_month, created_at";

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        id: row.get(0)?,
        name: row.get(1)?,
        plan: word(row, 2, &Plan::WORDS)?,
        allowlisted: row.get(3)?,
        currency: row.get(4)?,
        payment_terms_days: small_count(row, 5)?,
        credit_limit_minor: row.get(6)?,
        balance_minor: row.get(7)?,
        overdue_since: maybe_instant(row, 8)?,
        first_open_month: month(row, 9)?,
        created_at: instant(row, 10)?,
    })
}

impl Accounts for SqliteTransaction<'_> {
    fn fact(&mut self, key: &str) -> Stored<Option<String>> {
        let mut statement = self.connection.prepare_cached("SELECT value FROM facts WHERE key = ?1")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?)
    }

    fn set_fact(&mut self, key: &str, value: &str) -> Stored<()> {
        let sql = "INSERT INTO facts (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2";
        self.connection.prepare_cached(sql)?.execute([key, value])?;
        Ok(())
    }

    fn limit_pages(&mut self, pages: Option<u32>) -> Stored<()> {
        let there: u32 = self.connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
        let most = pages.map_or(u32::MAX - 1, |pages| there.saturating_add(pages));
        self.connection.pragma_update_and_check(None, "max_page_count", most, |_| Ok(()))?;
        Ok(())
    }

    fn account_ids(&mut self) -> Stored<Vec<String>> {
        let mut statement =
            self.connection.prepare_cached("SELECT id FROM accounts ORDER BY created_at, id")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn account(&mut self, id: &str) -> Stored<Option<Account>> {
        let sql = format!("SELECT {COLUMNS} FROM accounts WHERE id = ?1");
        Ok(self.connection.prepare_cached(&sql)?.query_row([id], account).optional()?)
    }

    fn insert_account(&mut self, account: &Account) -> Stored<()> {
        let sql =
            format!("INSERT INTO accounts ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10)");
        self.connection.prepare_cached(&sql)?.execute(params![
            account.id,
            account.name,
            account.plan.as_str(),
            account.allowlisted,
            account.currency,
            account.payment_terms_days,
            account.credit_limit_minor,
            nanoseconds(account.overdue_since),
            account.first_open_month.to_string(),
            account.created_at.unix_nanoseconds(),
        ])?;
        Ok(())
    }

    fn update_account(&mut self, account: &Account) -> Stored<()> {
        let sql = "UPDATE accounts SET name = ?2, plan = ?3, allowlisted = ?4, payment_terms_days = ?5,
            credit_limit_minor = ?6, overdue_since = ?7, first_open_month = ?8 WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![
            account.id,
            account.name,
            account.plan.as_str(),
            account.allowlisted,
            account.payment_terms_days,
            account.credit_limit_minor,
            nanoseconds(account.overdue_since),
            account.first_open_month.to_string(),
        ])?;
        Ok(())
    }
}
