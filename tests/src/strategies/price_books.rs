//! Price books with changes of price near the anchor.

use std::collections::BTreeSet;

use proptest::bool::weighted;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::moments::{Place, moment};

const TIER_CODES: [&str; 3] = ["B", "A", "\u{ff21}\u{1f600}"];
const MODEL_IDS: [&str; 2] = ["small-8b", "Large"];
const TOKEN_PRICES: [&str; 3] = ["input_per_million", "cached_input_per_million", "output_per_million"];

/// A price book with one to three tiers and `least_models` to two models.
pub(super) fn price_book(place: Place, least_models: usize) -> impl Strategy<Value = Value> {
    let Place { anchor, utc_offset } = place;
    (
        select(vec!["USD", "JPY", "KWD", "CLF"]),
        vec(prices(anchor, &["per_second"]), 1..=3),
        vec(model(anchor), least_models..=2),
    )
        .prop_map(move |(currency, tiers, mut models)| {
            for (model, id) in models.iter_mut().zip(MODEL_IDS) {
                model["id"] = json!(id);
            }
            let tiers: Vec<Value> = tiers
                .into_iter()
                .zip(TIER_CODES)
                .map(|(prices, code)| json!({"code": code, "name": "Tier", "prices": prices}))
                .collect();
            json!({
                "schema": "tiermeter.price-book/1",
                "id": "drawn",
                "name": "Drawn at random",
                "currency": currency,
                "settlement": {"cycle": "month", "utc_offset": utc_offset},
                "gpu_tiers": tiers,
                "models": models,
            })
        })
}

/// A model; its id is set by its place.
fn model(anchor: i64) -> impl Strategy<Value = Value> {
    (
        prices(anchor, &TOKEN_PRICES),
        select(vec![None, Some(true), Some(false)]),
        option::of((select(vec![0, 1000, 20_000]), select(vec![1, 30, 90]))),
        option::weighted(0.7, tpm_reservation(anchor)),
    )
        .prop_map(|(prices, illustrative, free_quota, tpm_reservation)| {
            let mut model = json!({"id": null, "name": "Model", "prices": prices});
            if let Some(illustrative) = illustrative {
                model["illustrative"] = json!(illustrative);
            }
            if let Some((tokens, valid_days)) = free_quota {
                model["free_quota"] = json!({"tokens": tokens, "valid_days": valid_days});
            }
            if let Some(tpm_reservation) = tpm_reservation {
                model["tpm_reservation"] = tpm_reservation;
            }
            model
        })
}

fn tpm_reservation(anchor: i64) -> impl Strategy<Value = Value> {
    (select(vec![1, 1000, 10_000]), select(vec![1, 500, 1000]), prices(anchor, &["per_ktpm_hour"])).prop_map(
        |(minimum_tpm, step_tpm, prices)| {
            json!({"minimum_tpm": minimum_tpm, "step_tpm": step_tpm, "prices": prices})
        },
    )
}

/// One to four prices, in any order, no two from one instant; nearly always one since ever.
fn prices(anchor: i64, fields: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let texts = || vec(price_text(), fields.len());
    (weighted(0.96), texts(), vec((moment(anchor), texts()), 0..=3)).prop_map(
        move |(has_price_since_ever, first, later)| {
            let mut entries = Vec::new();
            let mut instants = BTreeSet::new();
            for (from, texts) in later {
                if instants.insert(from.nanoseconds) {
                    entries.push(entry(json!(from.text), fields, texts));
                }
            }
            if has_price_since_ever || entries.is_empty() {
                entries.push(entry(Value::Null, fields, first));
            }
            Value::Array(entries)
        },
    )
}

fn entry(from: Value, fields: &[&str], texts: Vec<&'static str>) -> Value {
    let mut entry = json!({});
    entry["from"] = from;
    for (field, text) in fields.iter().zip(texts) {
        entry[*field] = json!(text);
    }
    entry
}

/// Prices of one value in two spellings, of nothing, and of all the digits there may be.
fn price_text() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        8 => select(vec!["0.000217", "0.00022", "0.000220", "0.1", "0.10", "1", "2.5"]),
        2 => select(vec!["0", "0.000000000001", "0.123456789012", "999999.999999999999", "1000000"]),
    ]
}
