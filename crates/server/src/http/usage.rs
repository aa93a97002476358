//! `GET /usage`: what was used and what it cost, in any stretch of whole days or hours, grouped as asked, of one
//! service where it is named.

use std::collections::{BTreeMap, HashMap};

use axum::extract::OriginalUri;
use axum::response::Response;
use rust_decimal::Decimal;
use serde_json::{Value, json};
use tiermeter_backend::Fault;
use tiermeter_backend::metering::{month_of, month_start};
use tiermeter_backend::records::Reporter;
use tiermeter_backend::store::Transaction;
use tiermeter_backend::usage::{Reports, between};
use tiermeter_pricing::{Instant, Line, NANOSECONDS_PER_SECOND, PriceBook};

use super::State;
use super::access::Caller;
use super::answers::{Answer, Query, malformed};
use super::problems::ApiError;

const GROUPS: [&str; 8] = ["service", "model", "tier", "item", "key", "day", "hour", "minute"];
const MINUTE_NANOSECONDS: i64 = 60 * NANOSECONDS_PER_SECOND;
const HOUR_NANOSECONDS: i64 = 60 * MINUTE_NANOSECONDS;
const DAY_NANOSECONDS: i64 = 24 * HOUR_NANOSECONDS;

/// How finely time is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cutting {
    Whole,
    ByDay,
    ByHour,
    ByMinute,
}

impl Cutting {
    fn of(groups: &[String]) -> Self {
        let any = |name: &str| groups.iter().any(|group| group == name);
        if any("minute") {
            Self::ByMinute
        } else if any("hour") {
            Self::ByHour
        } else if any("day") {
            Self::ByDay
        } else {
            Self::Whole
        }
    }

    /// How long a part is, how long a stretch may be asked for, and both in words.
    const fn parts(self) -> Option<(i64, i64, &'static str)> {
        match self {
            Self::Whole => None,
            Self::ByDay => Some((DAY_NANOSECONDS, 92 * DAY_NANOSECONDS, "by day, at most 92 days")),
            Self::ByHour => Some((HOUR_NANOSECONDS, 31 * DAY_NANOSECONDS, "by hour, at most 31 days")),
            Self::ByMinute => Some((MINUTE_NANOSECONDS, DAY_NANOSECONDS, "by minute, at most 24 hours")),
        }
    }
}

/// Answers sums of quantities and amounts by item and by whatever is asked for.
pub(super) async fn get(
    shared: State,
    caller: Caller,
    OriginalUri(address): OriginalUri,
) -> Result<Response, ApiError> {
    let query = Query::read(&address, &["from", "to", "group_by", "service"])?;
    let groups = groups_of(query.get("group_by").unwrap_or("item"))?;
    let service = query.get("service").map(str::to_owned);
    let book = &shared.backend.parts().book;
    let now = shared.backend.now();
    let month = month_of(now, book);
    let from = beginning(query.get("from"), month_start(month, book), book)?;
    let to = beginning(query.get("to"), month_start(month.next(), book), book)?;
    if to <= from {
        return Err(malformed(format!("to {to} is not later than from {from}")));
    }
    let cuts = cuts(from, to, Cutting::of(&groups), book)?;
    let reports = if groups.iter().any(|group| group == "key") { Reports::Apart } else { Reports::Together };
    shared
        .report(&caller, move |transaction, operation, account| {
            let service = service.as_deref();
            let labels = labels(transaction, &account.id, &groups, service)?;
            let reporters = transaction.reporters(&account.id)?;
            let parts = between(transaction, operation, account, &cuts, reports, service)?;
            let mut sums: BTreeMap<Group, Sum> = BTreeMap::new();
            for (part, start) in parts.iter().zip(&cuts) {
                for (reporter, tally) in part {
                    let reporter = reporters.iter().find(|known| Some(known.number) == *reporter);
                    for (_, line) in tally.lines(operation.book)? {
                        let of = Of { line: &line, start: *start, reporter };
                        let sum = sums.entry(key(&groups, &of, operation.book, &labels)).or_default();
                        sum.quantity = added(sum.quantity, line.quantity)?;
                        sum.amount = added(sum.amount, line.amount)?;
                        sum.illustrative |= line.illustrative;
                    }
                }
            }
            let currency = operation.book.currency().code();
            let data: Vec<Value> = sums.into_iter().map(|(key, sum)| row(key, &sum, currency)).collect();
            Ok(Answer::ok(json!({ "data": data })))
        })
        .await
}

/// The groups that are asked for.
fn groups_of(text: &str) -> Result<Vec<String>, ApiError> {
    let groups: Vec<String> = text.split(',').map(str::to_owned).collect();
    for (index, group) in groups.iter().enumerate() {
        if groups.iter().take(index).any(|other| other == group) {
            return Err(malformed(format!("group_by names {group:?} twice")));
        }
        if !GROUPS.contains(&group.as_str()) && group.strip_prefix("label:").is_none_or(str::is_empty) {
            let known = GROUPS.join(", ");
            return Err(malformed(format!("group_by {group:?} is not known; allowed: {known}, label:NAME")));
        }
    }
    Ok(groups)
}

/// The labels of the services that are asked for, where they make groups. A service that the account never had is not
/// found; one that was removed is, since what it used stays, but it has no labels any more.
fn labels(
    transaction: &mut dyn Transaction,
    account: &str,
    groups: &[String],
    service: Option<&str>,
) -> Result<HashMap<String, BTreeMap<String, String>>, Fault> {
    if let Some(service) = service
        && transaction.named_services(account, &[service.to_owned()])?.is_empty()
    {
        return Err(Fault::NotFound);
    }
    if !groups.iter().any(|group| group.starts_with("label:")) {
        return Ok(HashMap::new());
    }
    let services = match service {
        Some(service) => transaction.service(account, service)?.into_iter().collect(),
        None => transaction.all_services(account)?,
    };
    Ok(services.into_iter().map(|service| (service.id, service.labels)).collect())
}

/// Names and values of what a row is of.
type Group = Vec<(String, Option<String>)>;

/// What a line is of.
struct Of<'a> {
    line: &'a Line,
    /// When its part of time begins.
    start: Instant,
    /// Who reported it, where that is asked for and known.
    reporter: Option<&'a Reporter>,
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

/// When a day of the price book's offset begins, or an hour of it.
fn beginning(text: Option<&str>, otherwise: Instant, book: &PriceBook) -> Result<Instant, ApiError> {
    let Some(text) = text else {
        return Ok(otherwise);
    };
    let whole = match text.strip_suffix(":00") {
        // Instants are read with a small `t` too; hours are written in one way.
        Some(hour) if hour.len() == HOUR_CHARACTERS && hour.contains('T') => format!("{text}:00Z"),
        _ => format!("{text}T00:00:00Z"),
    };
    let start = Instant::parse(&whole).ok().map(|start| start.unix_nanoseconds() - east(book));
    let refuse =
        || malformed(format!("{text:?} is no day such as 2026-03-01, nor an hour such as 2026-03-01T10:00"));
    start.and_then(Instant::from_unix_nanoseconds).ok_or_else(refuse)
}

/// How far the price book's time is ahead of UTC.
fn east(book: &PriceBook) -> i64 {
    i64::from(book.utc_offset().seconds()) * NANOSECONDS_PER_SECOND
}

/// Where parts begin, and where the last one ends. They begin at whole units of the price book's days; of the first one
/// and the last one only what was asked for is a part.
fn cuts(from: Instant, to: Instant, cutting: Cutting, book: &PriceBook) -> Result<Vec<Instant>, ApiError> {
    let Some((length, longest, words)) = cutting.parts() else {
        return Ok(vec![from, to]);
    };
    let (first, end) = (from.unix_nanoseconds(), to.unix_nanoseconds());
    if end.saturating_sub(first) > longest {
        return Err(malformed(format!("{words} are asked for at once")));
    }
    let mut cuts = vec![from];
    let mut at = (first + east(book)).div_euclid(length) * length - east(book) + length;
    while at < end {
        cuts.extend(Instant::from_unix_nanoseconds(at));
        at += length;
    }
    cuts.push(to);
    Ok(cuts)
}

fn key(
    groups: &[String],
    of: &Of<'_>,
    book: &PriceBook,
    labels: &HashMap<String, BTreeMap<String, String>>,
) -> Group {
    let Of { line, start, reporter } = of;
    let mut key: Group = Vec::with_capacity(groups.len() + 2);
    for group in groups {
        let value = match group.as_str() {
            "service" => Some(line.service.clone()),
            "model" => line.model.clone(),
            "tier" => line.tier.clone(),
            "item" => Some(line.item.as_str().to_owned()),
            "key" => reporter.map(|reporter| told_by(&reporter.actor)),
            "day" => Some(local(*start, book, DATE_CHARACTERS)),
            "hour" => Some(format!("{}:00", local(*start, book, HOUR_CHARACTERS))),
            "minute" => Some(local(*start, book, MINUTE_CHARACTERS)),
            label => {
                let name = label.strip_prefix("label:").unwrap_or_default();
                labels.get(&line.service).and_then(|labels| labels.get(name)).cloned()
            }
        };
        key.push((group.clone(), value));
        if group == "key" {
            let name = reporter.and_then(|reporter| reporter.key_name.clone());
            key.push(("key_name".to_owned(), name));
        }
    }
    if groups.iter().all(|group| group != "item") {
        key.push(("item".to_owned(), Some(line.item.as_str().to_owned())));
    }
    key
}

/// The id of an API key, or what reported in its place: the console is the owner's session.
fn told_by(actor: &str) -> String {
    let key = actor.strip_prefix("api_key:");
    key.unwrap_or(if actor == "owner" { "console" } else { actor }).to_owned()
}

/// Characters of a date in an instant's text, of a date with its hour, and with its minute.
const DATE_CHARACTERS: usize = 10;
const HOUR_CHARACTERS: usize = 13;
const MINUTE_CHARACTERS: usize = 16;

/// The beginning of the text of an instant, at the price book's offset.
fn local(start: Instant, book: &PriceBook, characters: usize) -> String {
    let local = Instant::from_unix_nanoseconds(start.unix_nanoseconds() + east(book)).unwrap_or(start);
    local.to_string().chars().take(characters).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn time_is_cut_as_the_groups_ask() {
        let book = PriceBook::bundled();
        let (from, to) = (at("2026-03-01T00:00:00Z"), at("2026-03-03T00:00:00Z"));
        for (groups, parts, second) in [
            (vec!["service"], 1, "2026-03-03T00:00:00Z"),
            (vec!["service", "day"], 2, "2026-03-02T00:00:00Z"),
            (vec!["day", "hour"], 48, "2026-03-01T01:00:00Z"),
        ] {
            let groups: Vec<String> = groups.into_iter().map(str::to_owned).collect();
            let cuts = cuts(from, to, Cutting::of(&groups), book).ok().unwrap();
            assert_eq!((cuts.len() - 1, cuts[1]), (parts, at(second)), "{groups:?}");
            assert_eq!(cuts.last(), Some(&to), "{groups:?}");
        }
        let later = |hours: i64| {
            Instant::from_unix_nanoseconds(from.unix_nanoseconds() + hours * HOUR_NANOSECONDS).unwrap()
        };
        for (cutting, most) in
            [(Cutting::ByDay, 92 * 24), (Cutting::ByHour, 31 * 24), (Cutting::ByMinute, 24)]
        {
            assert!(cuts(from, later(most), cutting, book).is_ok());
            assert!(cuts(from, later(most + 1), cutting, book).is_err());
        }
        assert!(cuts(from, later(240_000), Cutting::Whole, book).is_ok());
    }

    #[test]
    fn parts_begin_at_whole_units_wherever_the_stretch_does() {
        let book = PriceBook::bundled();
        let (from, to) = (at("2026-03-01T22:00:00Z"), at("2026-03-03T01:00:00Z"));
        let by_day = cuts(from, to, Cutting::ByDay, book).ok().unwrap();
        assert_eq!(by_day, [from, at("2026-03-02T00:00:00Z"), at("2026-03-03T00:00:00Z"), to]);
        let by_minute = cuts(from, at("2026-03-02T00:00:00Z"), Cutting::ByMinute, book).ok().unwrap();
        assert_eq!((by_minute.len(), by_minute[1]), (121, at("2026-03-01T22:01:00Z")));
    }

    #[test]
    fn stretches_begin_at_days_and_hours() {
        let book = PriceBook::bundled();
        for (text, expected) in [
            ("2026-03-01", Some("2026-03-01T00:00:00Z")),
            ("2026-03-01T10:00", Some("2026-03-01T10:00:00Z")),
            ("2026-03-01t10:00", None),
            ("2026-03-01T10:30", None),
            ("2026-03-01T24:00", None),
            ("2026-03-01T10:00:00", None),
            ("2026-03-01T10:00:00Z", None),
            ("2026-02-30T10:00", None),
            ("10:00", None),
            ("", None),
        ] {
            assert_eq!(beginning(Some(text), Instant::EPOCH, book).ok(), expected.map(at), "{text:?}");
        }
        assert_eq!(beginning(None, Instant::EPOCH, book).ok(), Some(Instant::EPOCH));
    }

    #[test]
    fn reporters_are_named() {
        for (actor, expected) in [
            ("api_key:key_1", "key_1"),
            ("owner", "console"),
            ("platform", "platform"),
            ("operator", "operator"),
        ] {
            assert_eq!(told_by(actor), expected);
        }
        assert_eq!(local(at("2026-03-03T10:00:00Z"), PriceBook::bundled(), MINUTE_CHARACTERS).len(), 16);
    }
}
