//! Reports: reads that walk through much of an account's usage. An account makes few of them at the same time, and all
//! accounts together no more than the store has threads for, which no other read waits for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::response::Response;
use tiermeter_backend::Fault;
use tiermeter_backend::operation::Operation;
use tiermeter_backend::records::Account;
use tiermeter_backend::store::Transaction;

use super::Shared;
use super::access::Caller;
use super::answers::Answer;
use super::problems::ApiError;
use crate::lock::locked;

/// How many reports an account may make at the same time: fewer than there are threads for all.
pub(super) const MOST_AT_ONCE: usize = 2;

/// How many reports of each account are being made.
#[derive(Debug, Default)]
pub(super) struct Reports {
    under_way: Arc<Mutex<HashMap<String, usize>>>,
}

/// A report that is being made. The place is the work's, not the client's: one who goes away frees it no earlier.
#[derive(Debug)]
struct Report {
    under_way: Arc<Mutex<HashMap<String, usize>>>,
    account: String,
}

impl Reports {
    /// Begins a report, or refuses it as long as the account makes others.
    fn begin(&self, account: &str) -> Result<Report, ApiError> {
        let mut under_way = locked(&self.under_way);
        let count = under_way.entry(account.to_owned()).or_default();
        if *count >= MOST_AT_ONCE {
            return Err(ApiError::TooManyReports);
        }
        *count += 1;
        drop(under_way);
        Ok(Report { under_way: Arc::clone(&self.under_way), account: account.to_owned() })
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        let mut under_way = locked(&self.under_way);
        if let Some(count) = under_way.get_mut(&self.account) {
            *count -= 1;
            if *count == 0 {
                under_way.remove(&self.account);
            }
        }
    }
}

impl Shared {
    /// Makes a report for a caller.
    pub(super) async fn report(
        &self,
        caller: &Caller,
        work: impl FnOnce(&mut dyn Transaction, &Operation<'_>, &Account) -> Result<Answer, Fault>
        + Send
        + 'static,
    ) -> Result<Response, ApiError> {
        let report = self.reports.begin(&caller.account)?;
        let answer = self.backend.report_for(&caller.account, move |transaction, operation| {
            let report = &report;
            let account = transaction.account(&report.account)?.ok_or(Fault::NotFound)?;
            work(transaction, operation, &account)
        });
        Ok(answer.await?.respond(self, &caller.account))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_makes_few_reports_at_once_and_keeps_no_other_from_them() {
        let reports = Reports::default();
        let mut own: Vec<_> = (0..MOST_AT_ONCE).map(|_| reports.begin("a").ok().unwrap()).collect();
        assert!(reports.begin("a").is_err());
        assert!(reports.begin("b").is_ok());
        own.pop();
        assert!(reports.begin("a").is_ok());
        own.clear();
        assert!(locked(&reports.under_way).is_empty(), "nothing is left of those that are over");
    }
}
