//! The invariants, checked on what is stored: sums, chain, overlaps, bills, and the timeline replayed.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;
use serde_json::Value;

use crate::fault::Fault;
use crate::ledger::{chain, from_minor};
use crate::metering::count_known;
use crate::operation::{Operation, at_most, hash};
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
    let posted = ledger(transaction, &mut report)?;
    let accounts = transaction.account_ids()?;
    report.checked.push(("accounts", accounts.len()));
    for id in accounts {
        let account = transaction.account(&id)?.ok_or(Fault::NotFound)?;
        let sum = posted.sums.get(&id).copied().unwrap_or_default();
        if sum != account.balance_minor {
            let message = format!(
                "account {id}: the balance is {}, its transfers come to {sum}",
                account.balance_minor
            );
            report.faults.push(message);
        }
        bills(transaction, operation, &account, &posted, &mut report)?;
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

/// What transfers come to.
#[derive(Default)]
struct Posted {
    /// The balance of each account.
    sums: HashMap<String, i64>,
    /// What each bill took, by account and month.
    bills: HashMap<(String, String), i64>,
}

/// The chain of transfers; gives what they come to.
fn ledger(transaction: &mut dyn Transaction, report: &mut Report) -> Result<Posted, Fault> {
    let mut posted = Posted::default();
    let mut before = Vec::new();
    let mut count = 0;
    let mut faults = Vec::new();
    transaction.all_transfers(&mut |account, transfer| {
        count += 1;
        if chain(&before, &account, &transfer) != transfer.chain {
            faults.push(format!("transfer {}: the chain is broken", transfer.sequence));
        }
        before.clone_from(&transfer.chain);
        let gained = if transfer.credit == "customer" {
            transfer.amount_minor
        } else if transfer.debit == "customer" {
            transfer.amount_minor.saturating_neg()
        } else {
            0
        };
        if transfer.kind == "bill" {
            let bill = posted.bills.entry((account.clone(), transfer.cause)).or_default();
            *bill = bill.saturating_sub(gained);
        }
        let sum = posted.sums.entry(account).or_default();
        *sum = sum.saturating_add(gained);
    })?;
    report.checked.push(("transfers", count));
    report.faults.extend(faults);
    Ok(posted)
}

fn bills(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    posted: &Posted,
    report: &mut Report,
) -> Result<(), Fault> {
    let bills = transaction.bills(&account.id)?;
    report.checked.push(("bills", bills.len()));
    let issued: HashSet<String> = bills.iter().map(|bill| bill.month.to_string()).collect();
    for (_, month) in posted.bills.keys().filter(|(of, month)| *of == account.id && !issued.contains(month)) {
        report
            .faults
            .push(format!("account {}, bill {month}: it has a transfer and is not there", account.id));
    }
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
        let transfer = posted.bills.get(&(account.id.clone(), bill.month.to_string())).copied();
        if transfer != Some(bill.payable_minor) {
            let shown = transfer.map_or_else(|| "none".to_owned(), |amount| amount.to_string());
            let payable = bill.payable_minor;
            report.faults.push(format!("{place}: {payable} is payable, and its transfer is of {shown}"));
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
    let mut runs = transaction.runs_between(&account.id, None, everything)?;
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
