//! Bills: open, issued, paid, overdue; as JSON, CSV and FOCUS.

use std::collections::BTreeMap;

use axum::extract::OriginalUri;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use tiermeter_backend::Fault;
use tiermeter_backend::billing::{BillState, KnownBill, bill_of, document};
use tiermeter_backend::metering::{Meter, month_of};
use tiermeter_backend::operation::Operation;
use tiermeter_backend::records::Account;
use tiermeter_backend::store::{StoreError, Transaction};
use tiermeter_backend::usage::behind_bill;
use tiermeter_export::{BillRows, FocusContext, FocusService, Row, csv_of, focus_of};
use tiermeter_pricing::{Item, Month};

use super::State;
use super::access::Caller;
use super::answers::{Answer, Query, malformed, page};
use super::path::Path;
use super::problems::ApiError;

const ISSUER: &str = "Tiermeter";

/// In which form a bill is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Csv,
    Focus,
}

impl Form {
    /// As the query says, else as `Accept` does.
    fn of(query: &Query, headers: &HeaderMap) -> Result<Self, ApiError> {
        match query.get("format") {
            Some("json") => Ok(Self::Json),
            Some("csv") => Ok(Self::Csv),
            Some("focus") => Ok(Self::Focus),
            Some(other) => {
                Err(malformed(format!("format {other:?} is not known; allowed: json, csv, focus")))
            }
            None => {
                let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
                let csv = accept
                    .is_some_and(|accept| accept.split(',').any(|kind| kind.trim().starts_with("text/csv")));
                Ok(if csv { Self::Csv } else { Self::Json })
            }
        }
    }
}

/// A bill as a document, with what became of it.
fn shown(bill: KnownBill) -> Value {
    let mut document = bill.document;
    if let Some(fields) = document.as_object_mut() {
        let mut set = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        set("state", bill.state.as_str().into());
        set("issued_at", json!(bill.issued_at));
        set("due_at", json!(bill.due_at));
        set("as_of", json!(bill.as_of));
    }
    document
}

/// `GET /bills`: the open ones and the issued ones, the newest first.
pub(super) async fn list(
    shared: State,
    caller: Caller,
    OriginalUri(address): OriginalUri,
) -> Result<Response, ApiError> {
    let query = Query::read(&address, &["limit", "cursor"])?;
    let limit = query.limit()?;
    let before = query.cursor(&caller.account, "bills")?;
    shared
        .look(&caller, move |transaction, operation, account| {
            let mut bills = summaries(transaction, operation, account)?;
            bills.retain(|(month, _)| before.as_ref().is_none_or(|before| month < before));
            bills.truncate(usize::try_from(limit).unwrap_or(usize::MAX) + 1);
            page(&account.id, "bills", limit, bills, |(month, _)| month.clone(), |(_, bill)| Ok(bill.clone()))
        })
        .await
}

fn summaries(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
) -> Result<Vec<(String, Value)>, Fault> {
    let mut months: Vec<Month> = transaction.bills(&account.id)?.iter().map(|bill| bill.month).collect();
    let meter = Meter::read(transaction, operation, account)?;
    let drafts = meter.bills(operation.now)?;
    months.retain(|month| *month < account.first_open_month);
    let mut bills = Vec::with_capacity(months.len() + drafts.len());
    for month in months {
        let bill = bill_of(transaction, operation, account, month)?.ok_or(Fault::NotFound)?;
        bills.push((month.to_string(), shown(bill)));
    }
    let currency = operation.book.currency().code();
    for draft in drafts {
        let bill = KnownBill {
            document: document(&draft, currency),
            state: BillState::Open,
            issued_at: None,
            due_at: None,
            as_of: Some(operation.now),
        };
        bills.push((draft.bill.month.to_string(), shown(bill)));
    }
    for (_, bill) in &mut bills {
        if let Some(fields) = bill.as_object_mut() {
            fields.remove("lines");
        }
    }
    bills.sort_by(|one, other| other.0.cmp(&one.0));
    Ok(bills)
}

/// `GET /bills/current`: the bill of this month, exact to this second.
pub(super) async fn current(
    shared: State,
    caller: Caller,
    headers: HeaderMap,
    OriginalUri(address): OriginalUri,
) -> Result<Response, ApiError> {
    let month = month_of(shared.backend.now(), &shared.backend.parts().book);
    one(shared, caller, &headers, &address, month).await
}

/// `GET /bills/{month}`.
pub(super) async fn get(
    shared: State,
    caller: Caller,
    Path(month): Path<String>,
    headers: HeaderMap,
    OriginalUri(address): OriginalUri,
) -> Result<Response, ApiError> {
    let month = parse_month(&month)?;
    one(shared, caller, &headers, &address, month).await
}

fn parse_month(text: &str) -> Result<Month, ApiError> {
    Month::parse(text).ok_or_else(|| malformed(format!("{text:?} is no month such as 2026-03")))
}

async fn one(
    shared: State,
    caller: Caller,
    headers: &HeaderMap,
    address: &Uri,
    month: Month,
) -> Result<Response, ApiError> {
    let query = Query::read(address, &["format"])?;
    let form = Form::of(&query, headers)?;
    if form == Form::Json {
        return shared
            .look(&caller, move |transaction, operation, account| {
                let bill = bill_of(transaction, operation, account, month)?.ok_or(Fault::NotFound)?;
                Ok(Answer::ok(shown(bill)))
            })
            .await;
    }
    let account = caller.account.clone();
    let text = shared
        .backend
        .look_for(&caller.account, move |transaction, operation| {
            let account = transaction.account(&account)?.ok_or(Fault::NotFound)?;
            let bill = bill_of(transaction, operation, &account, month)?.ok_or(Fault::NotFound)?;
            exported(transaction, operation, &account, &bill, month, form)
        })
        .await?;
    let name = if form == Form::Focus { "focus" } else { "bill" };
    let disposition = format!("attachment; filename=\"tiermeter-{name}-{month}.csv\"");
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, text).into_response())
}

/// A bill as CSV or FOCUS; its amounts add up to what is payable.
fn exported(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    bill: &KnownBill,
    month: Month,
    form: Form,
) -> Result<String, Fault> {
    let document = &bill.document;
    let text =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let decimal = |value: &Value, name: &str| text(value, name).parse::<Decimal>().unwrap_or_default();
    let lines: &[Value] = document.get("lines").and_then(Value::as_array).map_or(&[], Vec::as_slice);
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        let of = |name: &str| line.get(name).and_then(Value::as_str);
        let item = Item::ALL.into_iter().find(|item| Some(item.as_str()) == of("item"));
        rows.push(Row {
            adjusts: of("adjusts").and_then(Month::parse),
            service: of("service").unwrap_or_default(),
            item: item.ok_or(Fault::NotFound)?,
            tier: of("tier"),
            model: of("model"),
            unit_price: decimal(line, "unit_price"),
            per: line.get("per").and_then(Value::as_u64).and_then(|per| per.try_into().ok()).unwrap_or(1),
            quantity: decimal(line, "quantity"),
            amount: decimal(line, "amount"),
            illustrative: line.get("illustrative").and_then(Value::as_bool).unwrap_or_default(),
        });
    }
    let bills = [BillRows { month, rows, rounding: decimal(document, "rounding") }];
    let currency = operation.book.currency().code();
    if form == Form::Csv {
        return Ok(csv_of(currency, &bills));
    }
    // An issued bill stays as it is, also where a service has another name or is gone since.
    let services = if bill.issued_at.is_some() {
        transaction.services_on_bill(&account.id, month)?
    } else {
        let mut ids: Vec<String> =
            lines.iter().map(|line| text(line, "service")).filter(|id| !id.is_empty()).collect();
        ids.dedup();
        transaction.named_services(&account.id, &ids)?
    };
    let services = services
        .into_iter()
        .map(|service| (service.id, FocusService { name: Some(service.name), labels: service.labels }));
    let invoice = bill.issued_at.map(|_| (month, format!("{}-{month}", account.id)));
    let context = FocusContext {
        billing_account_id: account.id.clone(),
        billing_account_name: account.name.clone(),
        issuer_name: ISSUER.to_owned(),
        utc_offset: operation.book.utc_offset(),
        invoice_ids: invoice.into_iter().collect::<BTreeMap<_, _>>(),
        services: services.collect(),
    };
    Ok(focus_of(currency, &bills, &context))
}

/// `GET /bills/{month}/usage`: the usage behind a bill, to be priced again by anybody.
pub(super) async fn usage(
    shared: State,
    caller: Caller,
    Path(month): Path<String>,
) -> Result<Response, ApiError> {
    let book = &shared.backend.parts().book;
    let month = match month.as_str() {
        "current" => month_of(shared.backend.now(), book),
        text => parse_month(text)?,
    };
    shared
        .report(&caller, move |transaction, operation, account| {
            if bill_of(transaction, operation, account, month)?.is_none() {
                return Err(Fault::NotFound);
            }
            let usage = behind_bill(transaction, operation, account, month)?;
            let json = serde_json::to_string(&usage).map_err(|error| {
                // A usage that was read has nothing that JSON could not hold.
                Fault::Store(StoreError(format!("the usage behind a bill can't be written: {error}")))
            })?;
            Ok(Answer::written(json))
        })
        .await
}
