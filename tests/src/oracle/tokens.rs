//! Token records, one by one (P7 to P10, P13).

use std::collections::BTreeMap;

use serde_json::Value;

use super::bills::{Bills, Item, LineKey};
use super::book::{Book, in_force, prices};
use super::calendar::{MINUTE, Month, MonthMemory};
use super::decimal::{PRICE_PLACES, parse};
use super::document::{instant, instant_or_null, list, text, whole};
use super::reservations::Reservation;
use crate::answer::Fault;

/// The classes of P7 in the order of P9, with the field of their price.
const CLASSES: [(Item, &str); 3] = [
    (Item::InputTokens, "input_per_million"),
    (Item::CachedInputTokens, "cached_input_per_million"),
    (Item::OutputTokens, "output_per_million"),
];

/// A record and every place in the list where it stands.
struct Record<'a> {
    indices: Vec<usize>,
    id: &'a str,
    content: Content<'a>,
}

#[derive(PartialEq, Eq)]
struct Content<'a> {
    service: &'a str,
    model: &'a str,
    at: i64,
    counts: [i128; 3],
}

struct Quota<'a> {
    model: &'a str,
    left: i128,
    granted_at: i64,
    expires_at: Option<i64>,
}

pub(super) fn charge<'a>(
    usage: &'a Value,
    book: &Book<'a>,
    reservations: &mut [Reservation<'a>],
    bills: &mut Bills<'a>,
    faults: &mut Vec<Fault>,
) {
    let mut quotas = read_quotas(usage, book, faults);
    let mut records = read_records(usage, faults);
    // P9: records are taken in order of (instant, id).
    records.sort_by_key(|record| (record.content.at, record.id));
    // Behind another fault it is not known what would have been covered.
    let coverage_is_known = faults.is_empty();
    let mut months = MonthMemory::new(book.offset_seconds);
    for record in &records {
        let Some(model) = book.model(record.content.model) else {
            faults.extend(record.faults("unknown_model", "/model"));
            continue;
        };
        let month = months.containing(record.content.at);
        let mut rest = record.content.counts;
        cover(record, &mut rest, month, reservations, bills);
        use_quotas(record, &mut rest, month, &mut quotas, bills);
        let priced = bill(record, rest, month, model, bills);
        let may_need_a_price = record.content.counts.iter().sum::<i128>() > 0;
        if !priced || (!coverage_is_known && may_need_a_price && !has_price(model, record.content.at)) {
            faults.extend(record.faults("no_price_in_force", ""));
        }
    }
}

impl<'a> Record<'a> {
    /// A fault of the record may be reported at any place where it stands.
    fn faults(&self, code: &str, field: &str) -> Vec<Fault> {
        self.indices.iter().map(|index| Fault::new(code, format!("/tokens/{index}{field}"))).collect()
    }

    fn key(&self, month: Month, item: Item, price_from: i64) -> LineKey<'a> {
        let Content { service, model, .. } = self.content;
        LineKey { month, service, item, tier_or_model: model, price_from }
    }
}

/// P8: a record with the same id and the same content counts once; other content is a conflict.
fn read_records<'a>(usage: &'a Value, faults: &mut Vec<Fault>) -> Vec<Record<'a>> {
    let mut records: Vec<Record<'a>> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, document) in list(usage, "tokens").iter().enumerate() {
        let id = text(document, "id");
        let content = Content {
            service: text(document, "service"),
            model: text(document, "model"),
            at: instant(document, "at"),
            counts: ["input", "cached_input", "output"].map(|field| whole(document, field)),
        };
        if let Some(place) = places.get(id).copied() {
            let first = &mut records[place];
            if first.content == content {
                first.indices.push(index);
            } else {
                faults.push(Fault::new("conflicting_duplicate", format!("/tokens/{index}/id")));
            }
        } else {
            places.insert(id, records.len());
            records.push(Record { indices: vec![index], id, content });
        }
    }
    records
}

/// P13: what expires first goes first, what never expires goes last, then what was granted first, then
/// list order.
fn read_quotas<'a>(usage: &'a Value, book: &Book<'a>, faults: &mut Vec<Fault>) -> Vec<Quota<'a>> {
    let mut quotas = Vec::new();
    for (index, document) in list(usage, "free_quotas").iter().enumerate() {
        let model = text(document, "model");
        if book.model(model).is_none() {
            faults.push(Fault::new("unknown_model", format!("/free_quotas/{index}/model")));
        }
        quotas.push(Quota {
            model,
            left: whole(document, "tokens"),
            granted_at: instant(document, "granted_at"),
            expires_at: instant_or_null(document, "expires_at"),
        });
    }
    quotas.sort_by_key(|quota| (quota.expires_at.is_none(), quota.expires_at, quota.granted_at));
    quotas
}

/// P10: a reservation in force covers up to its tokens per minute in each UTC minute.
fn cover<'a>(
    record: &Record<'a>,
    rest: &mut [i128; 3],
    month: Month,
    reservations: &mut [Reservation<'a>],
    bills: &mut Bills<'a>,
) {
    let Content { service, model, at, .. } = record.content;
    for reservation in reservations {
        let is_its_own = reservation.service == service && reservation.model == model;
        if is_its_own && reservation.from <= at && at < reservation.until {
            let covered = reservation.covered.entry(at.div_euclid(MINUTE)).or_insert(0);
            let taken = take(rest, reservation.tpm - *covered);
            *covered += taken;
            bills.add(record.key(month, Item::ReservedTokens, 0), "0", taken * 1000, 0);
        }
    }
}

/// P13: the free quota of the model, while it is valid.
fn use_quotas<'a>(
    record: &Record<'a>,
    rest: &mut [i128; 3],
    month: Month,
    quotas: &mut [Quota<'a>],
    bills: &mut Bills<'a>,
) {
    let Content { model, at, .. } = record.content;
    for quota in quotas {
        let has_expired = quota.expires_at.is_some_and(|expires_at| expires_at <= at);
        if quota.model == model && quota.granted_at <= at && !has_expired {
            let taken = take(rest, quota.left);
            quota.left -= taken;
            bills.add(record.key(month, Item::FreeTokens, 0), "0", taken * 1000, 0);
        }
    }
}

/// P9: each step takes input first, then cached input, then output.
fn take(rest: &mut [i128; 3], limit: i128) -> i128 {
    let mut taken = 0;
    for count in rest {
        let part = (*count).min(limit - taken);
        *count -= part;
        taken += part;
    }
    taken
}

/// P7: the rest is charged at the prices in force at the instant of the record. False, where there are
/// none and the rest needs them.
fn bill<'a>(
    record: &Record<'a>,
    rest: [i128; 3],
    month: Month,
    model: &'a Value,
    bills: &mut Bills<'a>,
) -> bool {
    if rest == [0; 3] {
        return true;
    }
    let prices = prices(model);
    let Some(price) = in_force(&prices, record.content.at) else {
        return false;
    };
    for ((item, field), count) in CLASSES.into_iter().zip(rest) {
        let unit_price = text(price.entry, field);
        // Units of 10^-12 per million are units of 10^-18 for one.
        let amount = parse(unit_price, PRICE_PLACES) * count;
        bills.add(record.key(month, item, price.from), unit_price, count * 1000, amount);
    }
    true
}

fn has_price(model: &Value, at: i64) -> bool {
    in_force(&prices(model), at).is_some()
}
