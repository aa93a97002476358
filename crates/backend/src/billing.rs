//! Months are closed and their bills issued; a closed bill never changes.

use rust_decimal::Decimal;
use serde_json::{Value, json};
use tiermeter_pricing::{Instant, Month, RefusalCode};

use crate::assess::{assess, means};
use crate::fault::Fault;
use crate::ledger::{post_bill, to_minor};
use crate::metering::{DraftBill, Meter, month_of, month_start};
use crate::operation::{Operation, hash, later};
use crate::records::{Account, DueKind, IssuedBill};
use crate::store::Transaction;

const SECONDS_PER_DAY: u64 = 24 * 3_600;

/// When a month is closed.
#[must_use]
pub fn closes_at(month: Month, operation: &Operation<'_>) -> Instant {
    later(month_start(month.next(), operation.book), operation.settings.month_grace_seconds)
}

/// Closes the account's first open month if its time has come, and notes when the next one is closed.
pub fn close_month(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account_id: &str,
) -> Result<(), Fault> {
    let mut account = transaction.account(account_id)?.ok_or(Fault::NotFound)?;
    let month = account.first_open_month;
    if closes_at(month, operation) <= operation.now {
        let meter = Meter::read(transaction, operation, &account)?;
        let draft = meter.bill(month, operation.now)?;
        if !draft.bill.lines.is_empty() {
            issue(transaction, operation, &account, &draft)?;
        }
        transaction.clear_late(account_id)?;
        account.first_open_month = month.next();
        transaction.update_account(&account)?;
    }
    let next = closes_at(account.first_open_month, operation);
    transaction.set_due(account_id, DueKind::CloseMonth, "", Some(next))?;
    assess(transaction, operation, account_id)
}

fn issue(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    draft: &DraftBill,
) -> Result<(), Fault> {
    let payable: Decimal = draft.bill.payable.parse().unwrap_or_default();
    let payable_minor = to_minor(payable, operation.book.currency()).ok_or_else(|| {
        Fault::at(RefusalCode::OutOfRange, "", format!("the payable {payable} is more than the ledger holds"))
    })?;
    let document = document(draft, operation.book.currency().code()).to_string();
    let bill = IssuedBill {
        month: draft.bill.month,
        issued_at: operation.now,
        due_at: later(operation.now, u64::from(account.payment_terms_days) * SECONDS_PER_DAY),
        payable_minor,
        document,
        last_token_record: transaction.last_token_record()?,
        last_run_point: transaction.last_run_point()?,
    };
    transaction.insert_bill(&account.id, &bill, &hash(bill.document.as_bytes()), &draft.billed)?;
    post_bill(transaction, operation, account, &bill.month.to_string(), payable_minor)?;
    tracing::info!(account = account.id, month = %bill.month, payable = draft.bill.payable, "bill issued");
    let data = json!({ "bill": bill.month, "state": "issued", "payable": draft.bill.payable, "due_at": bill.due_at });
    transaction.insert_change(&account.id, operation.now, "account", &data.to_string())?;
    Ok(())
}

/// A bill as a document: that of a settlement, whose lines may say which earlier month they correct.
#[must_use]
pub fn document(draft: &DraftBill, currency: &str) -> Value {
    let lines = draft.bill.lines.iter().zip(&draft.adjusts).map(|(line, adjusts)| {
        let mut line = serde_json::to_value(line).unwrap_or_default();
        if let (Some(adjusts), Some(fields)) = (adjusts, line.as_object_mut()) {
            fields.insert("adjusts".to_owned(), adjusts.to_string().into());
        }
        line
    });
    json!({
        "month": draft.bill.month,
        "currency": currency,
        "lines": lines.collect::<Vec<Value>>(),
        "exact_total": draft.bill.exact_total.to_string(),
        "payable": draft.bill.payable,
        "rounding": draft.bill.rounding.to_string(),
    })
}

/// Where a bill is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BillState {
    /// Its month is not closed.
    Open,
    /// It is to be paid.
    Issued,
    /// The balance has covered it.
    Paid,
    /// It is past due.
    Overdue,
}

impl BillState {
    /// The word that documents use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Issued => "issued",
            Self::Paid => "paid",
            Self::Overdue => "overdue",
        }
    }
}

/// A bill with what became of it.
#[derive(Debug, Clone)]
pub struct KnownBill {
    /// The bill as a document.
    pub document: Value,
    /// Where it is in its life.
    pub state: BillState,
    /// When it was issued.
    pub issued_at: Option<Instant>,
    /// When it is or was due.
    pub due_at: Option<Instant>,
    /// Up to when an open bill counts.
    pub as_of: Option<Instant>,
}

/// The states of all issued bills: the balance pays the oldest one first.
pub fn states(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
) -> Result<Vec<(IssuedBill, BillState)>, Fault> {
    let bills = transaction.bills(&account.id)?;
    let mut left = means(transaction, account, &bills)?;
    let bills = bills.into_iter().map(|bill| {
        left = left.saturating_sub(bill.payable_minor.max(0));
        let state = if left >= 0 || bill.payable_minor <= 0 {
            BillState::Paid
        } else if bill.due_at <= operation.now {
            BillState::Overdue
        } else {
            BillState::Issued
        };
        (bill, state)
    });
    Ok(bills.collect())
}

/// The bill of a month: as it was issued, or as it is by now. `None` for a month without one.
pub fn bill_of(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    month: Month,
) -> Result<Option<KnownBill>, Fault> {
    if month < account.first_open_month {
        let Some(bill) = transaction.bill(&account.id, month)? else {
            return Ok(None);
        };
        let states = states(transaction, operation, account)?;
        let state = states
            .iter()
            .find(|(known, _)| known.month == month)
            .map_or(BillState::Issued, |(_, state)| *state);
        return Ok(Some(KnownBill {
            document: serde_json::from_str(&bill.document).unwrap_or_default(),
            state,
            issued_at: Some(bill.issued_at),
            due_at: Some(bill.due_at),
            as_of: None,
        }));
    }
    if month > month_of(operation.now, operation.book).max(account.first_open_month) {
        return Ok(None);
    }
    let draft = Meter::read(transaction, operation, account)?.bill(month, operation.now)?;
    Ok(Some(KnownBill {
        document: document(&draft, operation.book.currency().code()),
        state: BillState::Open,
        issued_at: None,
        due_at: None,
        as_of: Some(operation.now),
    }))
}
