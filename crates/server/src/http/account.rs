//! The account: what it may use, its money, its ledger.

use axum::body::Bytes;
use axum::extract::OriginalUri;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use tiermeter_api::{TopUpRequest, request};
use tiermeter_backend::assess::{assess, standing_by};
use tiermeter_backend::ledger::{from_minor, post_top_up, top_up_amount};
use tiermeter_backend::metering::{Forecast, Meter};
use tiermeter_backend::operation::Operation;
use tiermeter_backend::records::{Account, Transfer};
use tiermeter_backend::store::Transaction;
use tiermeter_backend::{Fault, scaling};

use super::State;
use super::access::Caller;
use super::answers::{Answer, Change, Query, page};
use super::problems::ApiError;

/// `GET /account`.
pub(super) async fn get(shared: State, caller: Caller) -> Result<Response, ApiError> {
    shared
        .look(&caller, |transaction, operation, account| {
            Ok(Answer::ok(shown(transaction, operation, account)?))
        })
        .await
}

/// An account as a document.
pub(super) fn shown(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
) -> Result<Value, Fault> {
    let balance = from_minor(account.balance_minor, operation.book.currency());
    let meter = Meter::read(transaction, operation, account)?;
    let forecast = Forecast::of(&meter)?;
    let unbilled = forecast.total(operation.now)?;
    let available = balance.checked_sub(unbilled).unwrap_or(balance).normalize();
    let standing = standing_by(transaction, operation, account, &forecast)?;
    let notice = standing.notice(operation.now);
    let rate = if notice.is_some() {
        scaling::cost_per_hour(transaction, operation, &account.id, None)?
    } else {
        Decimal::ZERO
    };
    let rate = rate.to_string();
    Ok(json!({
        "id": account.id,
        "name": account.name,
        "plan": account.plan,
        "allowlisted": account.allowlisted,
        "currency": account.currency,
        "balance": money(operation, account.balance_minor),
        "available": available.to_string(),
        "overdue": account.overdue_since.is_some(),
        "overdue_since": account.overdue_since,
        "terms": {
            "payment_days": account.payment_terms_days,
            "grace_hours": operation.settings.month_grace_seconds / 3_600,
        },
        "credit_limit": account.credit_limit_minor.map(|limit| money(operation, limit)),
        "notice": notice.map(|notice| json!({
            "kind": notice.kind, "at": notice.at, "rate_per_hour": rate,
        })),
    }))
}

/// Money in its canonical form.
fn money(operation: &Operation<'_>, minor: i64) -> String {
    from_minor(minor, operation.book.currency()).normalize().to_string()
}

/// `POST /account/top-ups`: records a payment; it takes no money by itself.
pub(super) async fn top_up(
    shared: State,
    caller: Caller,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let change = Change::new(caller, headers, "POST /account/top-ups", body)?;
    change.needs_idempotency_key()?;
    let wanted: TopUpRequest = request(&change.body)?;
    shared
        .change(change, move |transaction, operation, account| {
            if wanted.currency.0 != account.currency {
                let message =
                    format!("{:?} is not the account's currency {:?}", wanted.currency.0, account.currency);
                return Err(Fault::CurrencyMismatch(message));
            }
            let amount_minor = top_up_amount(&wanted.amount.0, operation.book.currency())?;
            let id = operation.id("top");
            let transfer = post_top_up(transaction, operation, account, &id, amount_minor)?;
            assess(transaction, operation, &account.id)?;
            let body = top_up_shown(operation, &transfer);
            Ok(Answer::created(body))
        })
        .await
}

fn top_up_shown(operation: &Operation<'_>, transfer: &Transfer) -> Value {
    json!({
        "id": transfer.cause,
        "amount": money(operation, transfer.amount_minor),
        "currency": transfer.currency,
        "at": transfer.at,
        "balance": money(operation, transfer.balance_minor),
    })
}

/// `GET /account/top-ups`: the newest first.
pub(super) async fn top_ups(
    shared: State,
    caller: Caller,
    OriginalUri(address): OriginalUri,
) -> Result<Response, ApiError> {
    transfers(shared, caller, &address, "top-ups", Some("top_up"), top_up_shown).await
}

/// `GET /account/ledger`: every transfer, the newest first.
pub(super) async fn ledger(
    shared: State,
    caller: Caller,
    OriginalUri(address): OriginalUri,
) -> Result<Response, ApiError> {
    transfers(shared, caller, &address, "ledger", None, |operation, transfer| {
        let gained = transfer.credit == "customer";
        let signed = if gained { transfer.amount_minor } else { transfer.amount_minor.saturating_neg() };
        json!({
            "sequence": transfer.sequence,
            "at": transfer.at,
            "kind": transfer.kind,
            "reference": transfer.cause,
            "amount": money(operation, signed),
            "currency": transfer.currency,
            "balance": money(operation, transfer.balance_minor),
        })
    })
    .await
}

async fn transfers(
    shared: State,
    caller: Caller,
    address: &axum::http::Uri,
    list: &'static str,
    kind: Option<&'static str>,
    show: fn(&Operation<'_>, &Transfer) -> Value,
) -> Result<Response, ApiError> {
    let query = Query::read(address, &["limit", "cursor"])?;
    let limit = query.limit()?;
    let before = query.number_cursor(&caller.account, list, i64::MAX)?;
    shared
        .look(&caller, move |transaction, operation, account| {
            let transfers = transaction.transfers(&account.id, kind, before, limit + 1)?;
            page(
                &account.id,
                list,
                limit,
                transfers,
                |transfer| transfer.sequence.to_string(),
                |transfer| Ok(show(operation, transfer)),
            )
        })
        .await
}
