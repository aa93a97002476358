//! The ledger: transfers between an account's money and the platform's, each with one cause, chained by hashes.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use tiermeter_pricing::{Currency, RefusalCode};

use crate::fault::Fault;
use crate::operation::{Operation, hash};
use crate::records::{Account, Transfer};
use crate::store::Transaction;

/// The largest top-up, in whole units of the currency.
const HIGHEST_TOP_UP: i64 = 1_000_000_000;

/// Money in minor units as a decimal with exactly the currency's minor digits.
#[must_use]
pub fn from_minor(minor: i64, currency: Currency) -> Decimal {
    Decimal::from_i128_with_scale(minor.into(), currency.minor_digits())
}

/// An amount that was written with the currency's minor digits, in minor units.
#[must_use]
pub fn to_minor(amount: Decimal, currency: Currency) -> Option<i64> {
    let scale = Decimal::from(10_u64.checked_pow(currency.minor_digits())?);
    let minor = amount.checked_mul(scale)?;
    if minor.is_integer() { minor.to_i64() } else { None }
}

/// Reads an amount of a top-up: above zero, no finer than the currency's minor unit.
pub fn top_up_amount(text: &str, currency: Currency) -> Result<i64, Fault> {
    let digits = currency.minor_digits();
    let refuse = || {
        let message = format!(
            "{} is no amount: a decimal string above zero, at most {HIGHEST_TOP_UP}, with up to {digits} decimals",
            tiermeter_pricing::read::quoted(text)
        );
        Fault::at(RefusalCode::Malformed, "/amount", message)
    };
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = whole.len() > 1 && whole.starts_with('0');
    if !plain(whole) || !plain(decimals) || leading_zero || whole.len() > 10 || decimals.len() > 12 {
        return Err(refuse());
    }
    let amount: Decimal = text.parse().map_err(|_| refuse())?;
    if amount <= Decimal::ZERO || amount > Decimal::from(HIGHEST_TOP_UP) {
        return Err(refuse());
    }
    to_minor(amount, currency).ok_or_else(refuse)
}

/// What a transfer's chain is: the hash of the one before it and of its own content.
#[must_use]
pub fn chain(before: &[u8], account: &str, transfer: &Transfer) -> Vec<u8> {
    let content = serde_json::json!([
        account,
        transfer.at,
        transfer.kind,
        transfer.cause,
        transfer.debit,
        transfer.credit,
        transfer.amount_minor,
        transfer.currency,
        transfer.balance_minor,
    ]);
    let mut bytes = before.to_vec();
    bytes.extend_from_slice(content.to_string().as_bytes());
    hash(&bytes)
}

/// Posts a payment that was received: the account's balance rises.
pub fn post_top_up(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    id: &str,
    amount_minor: i64,
) -> Result<Transfer, Fault> {
    post(transaction, operation, account, "top_up", id, amount_minor)
}

/// Posts a bill that was issued: the account's balance falls; it rises where corrections exceed the rest.
pub fn post_bill(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    month: &str,
    payable_minor: i64,
) -> Result<Transfer, Fault> {
    post(transaction, operation, account, "bill", month, payable_minor)
}

fn post(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    kind: &str,
    cause: &str,
    amount_minor: i64,
) -> Result<Transfer, Fault> {
    let (mut debit, mut credit, mut change) = match kind {
        "top_up" => ("payments", "customer", amount_minor),
        _ => ("customer", "revenue", amount_minor.saturating_neg()),
    };
    if amount_minor < 0 {
        (debit, credit) = (credit, debit);
        change = amount_minor.saturating_neg();
    }
    let before = transaction.account(&account.id)?.ok_or(Fault::NotFound)?.balance_minor;
    let balance_minor = before.checked_add(change).ok_or_else(|| {
        Fault::at(RefusalCode::OutOfRange, "", "the balance would be more than the ledger holds")
    })?;
    let mut transfer = Transfer {
        sequence: 0,
        at: operation.now,
        kind: kind.to_owned(),
        cause: cause.to_owned(),
        debit: debit.to_owned(),
        credit: credit.to_owned(),
        amount_minor: amount_minor.saturating_abs(),
        currency: account.currency.clone(),
        balance_minor,
        chain: Vec::new(),
    };
    transfer.chain = chain(&transaction.newest_chain()?, &account.id, &transfer);
    transfer.sequence = transaction.insert_transfer(&account.id, &transfer)?;
    Ok(transfer)
}
