use rusqlite::{OptionalExtension, Row, params};
use tiermeter_pricing::{Month, Tally};

use super::SqliteTransaction;
use super::columns::{instant, month, of_price_from};
use super::services::named_service;
use super::tokens::{tally_row, units_of};
use crate::records::{IssuedBill, NamedService, Transfer};
use crate::store::{Ledger, Stored};

const TRANSFER: &str =
    "sequence, at, kind, cause, debit, credit, amount_minor, currency, chain, balance_minor";
const BILL: &str = "month, issued_at, due_at, payable_minor, document, last_token_record, last_run_point";

fn transfer(row: &Row<'_>) -> rusqlite::Result<Transfer> {
    Ok(Transfer {
        sequence: row.get(0)?,
        at: instant(row, 1)?,
        kind: row.get(2)?,
        cause: row.get(3)?,
        debit: row.get(4)?,
        credit: row.get(5)?,
        amount_minor: row.get(6)?,
        currency: row.get(7)?,
        chain: row.get(8)?,
        balance_minor: row.get(9)?,
    })
}

fn bill(row: &Row<'_>) -> rusqlite::Result<IssuedBill> {
    Ok(IssuedBill {
        month: month(row, 0)?,
        issued_at: instant(row, 1)?,
        due_at: instant(row, 2)?,
        payable_minor: row.get(3)?,
        document: row.get(4)?,
        last_token_record: row.get(5)?,
        last_run_point: row.get(6)?,
    })
}

impl Ledger for SqliteTransaction<'_> {
    fn insert_transfer(&mut self, account: &str, transfer: &Transfer) -> Stored<i64> {
        let sql =
            "INSERT INTO transfers (account, at, kind, cause, debit, credit, amount_minor, currency, chain, balance_minor)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        self.connection.prepare_cached(sql)?.execute(params![
            account,
            transfer.at.unix_nanoseconds(),
            transfer.kind,
            transfer.cause,
            transfer.debit,
            transfer.credit,
            transfer.amount_minor,
            transfer.currency,
            transfer.chain,
            transfer.balance_minor,
        ])?;
        let sequence = self.connection.last_insert_rowid();
        let sql = "UPDATE accounts SET balance_minor = ?2 WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![account, transfer.balance_minor])?;
        Ok(sequence)
    }

    fn newest_chain(&mut self) -> Stored<Vec<u8>> {
        let sql = "SELECT chain FROM transfers ORDER BY sequence DESC LIMIT 1";
        let newest = self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
        Ok(newest.unwrap_or_default())
    }

    fn transfers(
        &mut self,
        account: &str,
        kind: Option<&str>,
        before: i64,
        limit: u32,
    ) -> Stored<Vec<Transfer>> {
        let sql = format!(
            "SELECT {TRANSFER} FROM transfers WHERE account = ?1 AND (?2 IS NULL OR kind = ?2) AND sequence < ?3
             ORDER BY sequence DESC LIMIT ?4"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![account, kind, before, limit], transfer)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn all_transfers(&mut self, take: &mut dyn FnMut(String, Transfer)) -> Stored<()> {
        let sql = format!("SELECT {TRANSFER}, account FROM transfers ORDER BY sequence");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            take(row.get(10)?, transfer(row)?);
        }
        Ok(())
    }

    fn sum_of_transfers(&mut self, account: &str, kind: &str) -> Stored<i64> {
        let sql = "SELECT COALESCE(SUM(amount_minor), 0) FROM transfers WHERE account = ?1 AND kind = ?2";
        Ok(self.connection.prepare_cached(sql)?.query_row([account, kind], |row| row.get(0))?)
    }

    fn insert_bill(&mut self, account: &str, bill: &IssuedBill, hash: &[u8], billed: &Tally) -> Stored<()> {
        let sql = format!(
            "INSERT INTO bills (account, document_hash, {BILL}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
        );
        self.connection.prepare_cached(&sql)?.execute(params![
            account,
            hash,
            bill.month.to_string(),
            bill.issued_at.unix_nanoseconds(),
            bill.due_at.unix_nanoseconds(),
            bill.payable_minor,
            bill.document,
            bill.last_token_record,
            bill.last_run_point,
        ])?;
        self.insert_billed(account, bill.month, billed)?;
        let sql = "INSERT INTO billed_services (account, bill, service, name, labels)
            SELECT ?1, ?2, id, name, labels FROM services WHERE account = ?1
              AND id IN (SELECT service FROM billed WHERE account = ?1 AND bill = ?2)";
        self.connection.prepare_cached(sql)?.execute([account, &bill.month.to_string()])?;
        Ok(())
    }

    fn insert_billed(&mut self, account: &str, bill: Month, billed: &Tally) -> Stored<()> {
        let sql = "INSERT INTO billed (account, month, bill, service, item, subject, price_from, units)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let mut statement = self.connection.prepare_cached(sql)?;
        for (key, count) in billed.iter() {
            statement.execute(params![
                account,
                key.month.to_string(),
                bill.to_string(),
                key.service,
                key.item.as_str(),
                key.subject,
                of_price_from(key.price_from),
                count.to_string(),
            ])?;
        }
        Ok(())
    }

    fn billed_since(&mut self, account: &str, from: Month) -> Stored<Tally> {
        let sql = "SELECT month, service, item, subject, price_from, units FROM billed
            WHERE account = ?1 AND month >= ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([account, &from.to_string()], tally_row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn free_tokens_before(
        &mut self,
        account: &str,
        model: &str,
        before: Month,
        billed_by: Option<Month>,
    ) -> Stored<i128> {
        let sql = "SELECT units FROM billed WHERE account = ?1 AND subject = ?2 AND item = 'free_tokens'
            AND month < ?3 AND (?4 IS NULL OR bill <= ?4)";
        let mut statement = self.connection.prepare_cached(sql)?;
        let billed_by = billed_by.map(|month| month.to_string());
        let rows = statement
            .query_map(params![account, model, before.to_string(), billed_by], |row| units_of(row, 0))?;
        let mut sum = 0_i128;
        for units in rows {
            sum = sum.saturating_add(units?);
        }
        Ok(sum)
    }

    fn bill(&mut self, account: &str, month: Month) -> Stored<Option<IssuedBill>> {
        let sql = format!("SELECT {BILL} FROM bills WHERE account = ?1 AND month = ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row([account, &month.to_string()], bill).optional()?)
    }

    fn bills(&mut self, account: &str) -> Stored<Vec<IssuedBill>> {
        let columns = BILL.replace("document", "''");
        let sql = format!("SELECT {columns} FROM bills WHERE account = ?1 ORDER BY month");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([account], bill)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn services_on_bill(&mut self, account: &str, month: Month) -> Stored<Vec<NamedService>> {
        let sql = "SELECT service, name, labels FROM billed_services WHERE account = ?1 AND bill = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([account, &month.to_string()], named_service)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn bill_hash(&mut self, account: &str, month: Month) -> Stored<Option<Vec<u8>>> {
        let sql = "SELECT document_hash FROM bills WHERE account = ?1 AND month = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([account, &month.to_string()], |row| row.get(0)).optional()?)
    }
}
