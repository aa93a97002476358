//! `GET /usage`: what was used and what it cost, in any stretch of whole days, grouped as asked.

use std::collections::{BTreeMap, HashMap};

use axum::extract::OriginalUri;
use axum::response::Response;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use tiermeter_backend::Fault;
use tiermeter_backend::metering::{month_of, month_start};
use tiermeter_backend::usage::between;
use tiermeter_pricing::{Instant, Line, NANOSECONDS_PER_SECOND, PriceBook};

use super::State;
use super::access::Caller;
use super::answers::{Answer, Query, malformed};
use super::problems::ApiError;

const GROUPS: [&str; 5] = ["service", "model", "tier", "item", "day"];
const LONGEST_DAYS: usize = 92;
const DAY_NANOSECONDS: i64 = 24 * 3_600 * NANOSECONDS_PER_SECOND;

/// Answers sums of quantities and amounts by item and by whatever is asked for.
pub(super) async fn get(
    shared: State,
    caller: Caller,
    OriginalUri(address): OriginalUri,
) -> Result<Response, ApiError> {
    let query = Query::read(&address, &["from", "to", "group_by"])?;
    let groups: Vec<String> = query.get("group_by").unwrap_or("item").split(',').map(str::to_owned).collect();
    for (index, group) in groups.iter().enumerate() {
        if groups.iter().take(index).any(|other| other == group) {
            return Err(malformed(format!("group_by names {group:?} twice")));
        }
        if !GROUPS.contains(&group.as_str()) && group.strip_prefix("label:").is_none_or(str::is_empty) {
            let known = GROUPS.join(", ");
            return Err(malformed(format!("group_by {group:?} is not known; allowed: {known}, label:NAME")));
        }
    }
    let book = &shared.backend.parts().book;
    let now = shared.backend.now();
    let month = month_of(now, book);
    let from = day_start(query.get("from"), month_start(month, book), book)?;
    let to = day_start(query.get("to"), month_start(month.next(), book), book)?;
    if to <= from {
        return Err(malformed(format!("to {to} is not later than from {from}")));
    }
    let by_day = groups.iter().any(|group| group == "day");
    let cuts = cuts(from, to, by_day)?;
    shared
        .report(&caller, move |transaction, operation, account| {
            let labels = labels(transaction.all_services(&account.id)?);
            let parts = between(transaction, operation, account, &cuts)?;
            let mut sums: BTreeMap<Vec<(String, Option<String>)>, Sum> = BTreeMap::new();
            for (part, start) in parts.iter().zip(&cuts) {
                for (_, line) in part.lines(operation.book)? {
                    let key = key(&groups, &line, *start, operation.book, &labels);
                    let sum = sums.entry(key).or_default();
                    sum.quantity = added(sum.quantity, line.quantity)?;
                    sum.amount = added(sum.amount, line.amount)?;
                    sum.illustrative |= line.illustrative;
                }
            }
            let currency = operation.book.currency().code();
            let data: Vec<Value> = sums.into_iter().map(|(key, sum)| row(key, &sum, currency)).collect();
            Ok(Answer::ok(json!({ "data": data })))
        })
        .await
}

fn labels(
    services: Vec<tiermeter_backend::records::ServiceRecord>,
) -> HashMap<String, BTreeMap<String, String>> {
    services.into_iter().map(|service| (service.id, service.labels)).collect()
}

/// What a row adds up.
#[derive(Default)]
struct Sum {
    quantity: Decimal,
    amount: Decimal,
    illustrative: bool,
}

fn added(one: Decimal, other: Decimal) -> Result<Decimal, Fault> {
    let refuse = || {
        Fault::at(
            tiermeter_pricing::RefusalCode::OutOfRange,
            "",
            "a sum has more digits than are counted exactly",
        )
    };
    one.checked_add(other).map(|sum| sum.normalize()).ok_or_else(refuse)
}

/// When a day of the price book's offset begins.
fn day_start(text: Option<&str>, otherwise: Instant, book: &PriceBook) -> Result<Instant, ApiError> {
    let Some(text) = text else {
        return Ok(otherwise);
    };
    let offset = i64::from(book.utc_offset().seconds()) * NANOSECONDS_PER_SECOND;
    let day = format!("{text}T00:00:00Z");
    let start = Instant::parse(&day).ok().map(|day| day.unix_nanoseconds() - offset);
    let refuse = || malformed(format!("{text:?} is no day such as 2026-03-01"));
    start.and_then(Instant::from_unix_nanoseconds).ok_or_else(refuse)
}

fn cuts(from: Instant, to: Instant, by_day: bool) -> Result<Vec<Instant>, ApiError> {
    if !by_day {
        return Ok(vec![from, to]);
    }
    let mut cuts = vec![from];
    let mut at = from.unix_nanoseconds();
    while at < to.unix_nanoseconds() {
        at += DAY_NANOSECONDS;
        cuts.extend(Instant::from_unix_nanoseconds(at));
        if cuts.len() > LONGEST_DAYS + 1 {
            return Err(malformed(format!("by day, at most {LONGEST_DAYS} days are asked for at once")));
        }
    }
    Ok(cuts)
}

fn key(
    groups: &[String],
    line: &Line,
    start: Instant,
    book: &PriceBook,
    labels: &HashMap<String, BTreeMap<String, String>>,
) -> Vec<(String, Option<String>)> {
    let mut key: Vec<(String, Option<String>)> = groups
        .iter()
        .map(|group| {
            let value = match group.as_str() {
                "service" => Some(line.service.clone()),
                "model" => line.model.clone(),
                "tier" => line.tier.clone(),
                "item" => Some(line.item.as_str().to_owned()),
                "day" => Some(date(start, book)),
                label => {
                    let name = label.strip_prefix("label:").unwrap_or_default();
                    labels.get(&line.service).and_then(|labels| labels.get(name)).cloned()
                }
            };
            (group.clone(), value)
        })
        .collect();
    if groups.iter().all(|group| group != "item") {
        key.push(("item".to_owned(), Some(line.item.as_str().to_owned())));
    }
    key
}

/// The date of the day that begins at an instant.
fn date(start: Instant, book: &PriceBook) -> String {
    let offset = i64::from(book.utc_offset().seconds()) * NANOSECONDS_PER_SECOND;
    let local = Instant::from_unix_nanoseconds(start.unix_nanoseconds() + offset).unwrap_or(start);
    local.to_string().chars().take_while(|character| *character != 'T').collect()
}

fn row(key: Vec<(String, Option<String>)>, sum: &Sum, currency: &str) -> Value {
    let mut row = serde_json::Map::new();
    for (name, value) in key {
        row.insert(name, value.into());
    }
    row.insert("quantity".to_owned(), sum.quantity.to_string().into());
    row.insert("amount".to_owned(), sum.amount.to_string().into());
    row.insert("currency".to_owned(), currency.into());
    if sum.illustrative {
        row.insert("illustrative".to_owned(), true.into());
    }
    Value::Object(row)
}
