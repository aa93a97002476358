//! The invariants, checked on what is stored: sums, chain, overlaps, bills, and the timeline replayed.

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde_json::Value;

use crate::fault::Fault;
use crate::ledger::{chain, from_minor};
use crate::metering::count_known;
use crate::operation::at_most;
use crate::operation::{Operation, hash};
use crate::records::Account;
use crate::store::{RunsBetween, Transaction};

/// What was checked, and what is wrong.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// How many of each were checked.
    pub checked: Vec<(&'static str, usize)>,
    /// A sentence for each fault.
    pub faults: Vec<String>,
}

/// Checks everything.
pub fn verify(transaction: &mut dyn Transaction, operation: &Operation<'_>) -> Result<Report, Fault> {
    let mut report = Report::default();
    let sums = ledger(transaction, &mut report)?;
    let accounts = transaction.account_ids()?;
    report.checked.push(("accounts", accounts.len()));
    for id in accounts {
        let account = transaction.account(&id)?.ok_or(Fault::NotFound)?;
        let sum = sums.get(&id).copied().unwrap_or_default();
        if sum != account.balance_minor {
            let message = format!(
                "account {id}: the balance is {}, its transfers come to {sum}",
                account.balance_minor
            );
            report.faults.push(message);
        }
        bills(transaction, operation, &account, &mut report)?;
        runs(transaction, operation, &account, &mut report)?;
        timelines(transaction, &account, &mut report)?;
        let counted = count_known(transaction, operation, &id)?;
        let known = transaction.tally_since(&id, tiermeter_pricing::Month { year: 1970, month: 1 })?;
        if counted != known {
            report.faults.push(format!("account {id}: the tally is not what its usage comes to"));
        }
    }
    Ok(report)
}

/// The chain of transfers; gives what each account's come to.
fn ledger(transaction: &mut dyn Transaction, report: &mut Report) -> Result<HashMap<String, i64>, Fault> {
    let mut sums: HashMap<String, i64> = HashMap::new();
    let mut before = Vec::new();
    let mut count = 0;
    let mut faults = Vec::new();
    transaction.all_transfers(&mut |account, transfer| {
        count += 1;
        if chain(&before, &account, &transfer) != transfer.chain {
            faults.push(format!("transfer {}: the chain is broken", transfer.sequence));
        }
        before.clone_from(&transfer.chain);
        let sum = sums.entry(account).or_default();
        if transfer.credit == "customer" {
            *sum = sum.saturating_add(transfer.amount_minor);
        } else if transfer.debit == "customer" {
            *sum = sum.saturating_sub(transfer.amount_minor);
        }
    })?;
    report.checked.push(("transfers", count));
    report.faults.extend(faults);
    Ok(sums)
}

fn bills(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    report: &mut Report,
) -> Result<(), Fault> {
    let bills = transaction.bills(&account.id)?;
    report.checked.push(("bills", bills.len()));
    for listed in bills {
        let place = format!("account {}, bill {}", account.id, listed.month);
        let Some(bill) = transaction.bill(&account.id, listed.month)? else {
            continue;
        };
        if transaction.bill_hash(&account.id, listed.month)? != Some(hash(bill.document.as_bytes())) {
            report.faults.push(format!("{place}: the document is not the one that was issued"));
        }
        let document: Value = serde_json::from_str(&bill.document).unwrap_or_default();
        let decimal =
            |value: &Value, name: &str| -> Option<Decimal> { value.get(name)?.as_str()?.parse().ok() };
        let lines = document.get("lines").and_then(Value::as_array).cloned().unwrap_or_default();
        let sum = lines.iter().try_fold(Decimal::ZERO, |sum, line| sum.checked_add(decimal(line, "amount")?));
        let (exact, rounding) = (decimal(&document, "exact_total"), decimal(&document, "rounding"));
        let payable = from_minor(bill.payable_minor, operation.book.currency());
        let whole = exact.zip(rounding).and_then(|(exact, rounding)| exact.checked_add(rounding));
        if sum != exact || whole != Some(payable) {
            report.faults.push(format!("{place}: lines, total and payable do not add up"));
        }
    }
    Ok(())
}

fn runs(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    report: &mut Report,
) -> Result<(), Fault> {
    let everything =
        RunsBetween { from: tiermeter_pricing::Instant::EPOCH, to: at_most(i64::MAX, operation.now) };
    let mut runs = transaction.runs_between(&account.id, everything)?;
    report.checked.push(("runs", runs.len()));
    runs.sort_by(|one, other| {
        (&one.service, &one.instance, one.started_at).cmp(&(
            &other.service,
            &other.instance,
            other.started_at,
        ))
    });
    for pair in runs.windows(2) {
        let [one, next] = pair else { continue };
        let same = one.service == next.service && one.instance == next.instance;
        let apart = one.stopped_at.is_some_and(|stopped_at| stopped_at <= next.started_at)
            && one.started_at < next.started_at;
        if same && !apart {
            let message = format!(
                "service {}, instance {}: the runs from {} and {} overlap",
                one.service, one.instance, one.started_at, next.started_at
            );
            report.faults.push(message);
        }
    }
    Ok(())
}

/// A timeline leads to the status that its service has, each row to another one, never back in time.
fn timelines(transaction: &mut dyn Transaction, account: &Account, report: &mut Report) -> Result<(), Fault> {
    let services = transaction.all_services(&account.id)?;
    report.checked.push(("services", services.len()));
    for service in services {
        let rows = transaction.timeline(&service.id, 0, u32::MAX)?;
        for pair in rows.windows(2) {
            let [one, next] = pair else { continue };
            if next.at < one.at || (&next.status, &next.reasons) == (&one.status, &one.reasons) {
                report.faults.push(format!(
                    "service {}: row {} of the timeline does not follow",
                    service.id, next.sequence
                ));
            }
        }
        let description = service.life.describe(service.billing_mode, None);
        let reasons: Vec<&str> = description.reasons.iter().map(|reason| reason.as_str()).collect();
        let replayed = match rows.last() {
            None => description.status == tiermeter_service::Status::NotEnabled,
            Some(row) => row.status == description.status.as_str() && row.reasons == reasons,
        };
        if !replayed {
            report.faults.push(format!("service {}: its timeline does not lead to its status", service.id));
        }
    }
    Ok(())
}
