//! Usages near the anchor: runs, records, reservations and free quotas that touch one another.

use proptest::bool::weighted;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::PricingInput;
use super::moments::{Moment, Spelling, moment, place, spelling};
use super::price_books::price_book;
use crate::oracle::calendar::{HOUR, MINUTE, SECOND};

/// Services of which the order by bytes is not the order by letters.
const SERVICES: [&str; 3] = ["svc-1", "\u{ff21}", "\u{1f600}"];
/// Beginnings of ids that sort by bytes in yet another order.
const ID_PREFIXES: [&str; 5] = ["r", "B", "a", "\u{ff21}", "\u{1f600}"];
const DAY: i64 = 24 * HOUR;

/// A usage and a price book that mostly fit together.
pub fn pricing_input() -> impl Strategy<Value = PricingInput> {
    place()
        .prop_flat_map(|place| (price_book(place, 0), draft(place.anchor)))
        .prop_map(|(price_book, draft)| PricingInput { usage: draft.on(&price_book), price_book })
}

/// A usage before it is known what the price book offers.
#[derive(Debug, Clone)]
struct Draft {
    as_of: Option<Moment>,
    runs: Vec<Run>,
    records: Vec<Record>,
    reservations: Vec<Reservation>,
    quotas: Vec<Quota>,
}

#[derive(Debug, Clone)]
struct Run {
    service: &'static str,
    tier: usize,
    shares_an_instance: bool,
    is_of_unknown_tier: bool,
    started_at: Moment,
    stopped_at: Option<Moment>,
}

#[derive(Debug, Clone)]
struct Record {
    service: &'static str,
    model: usize,
    at: Moment,
    counts: Vec<u64>,
    id_prefix: &'static str,
    repeats: Repeats,
}

/// Whether a record stands in the list a second time.
#[derive(Debug, Clone)]
enum Repeats {
    Never,
    InOtherWords(Spelling),
    WithOtherContent,
}

#[derive(Debug, Clone)]
struct Reservation {
    service: &'static str,
    model: usize,
    steps: u64,
    is_off_step: bool,
    insists: bool,
    from: Moment,
    until: Option<Moment>,
}

#[derive(Debug, Clone)]
struct Quota {
    model: usize,
    tokens: u64,
    granted_at: Moment,
    expires_at: Option<Moment>,
}

fn draft(anchor: i64) -> impl Strategy<Value = Draft> {
    let late = spelling().prop_map(move |spelling| Moment::new(anchor + 5 * HOUR, spelling));
    let as_of = prop_oneof![8 => late, 1 => moment(anchor)];
    (
        option::weighted(0.97, as_of),
        vec(run(anchor), 0..=5),
        vec(record(anchor), 0..=8),
        vec(reservation(anchor), 0..=3),
        vec(quota(anchor), 0..=3),
    )
        .prop_map(|(as_of, runs, records, reservations, quotas)| Draft {
            as_of,
            runs,
            records,
            reservations,
            quotas,
        })
}

fn run(anchor: i64) -> impl Strategy<Value = Run> {
    let length = prop_oneof![
        3 => select(vec![0, 1, SECOND - 1, SECOND, SECOND + 1, 2 * SECOND, MINUTE]),
        3 => 0..=(90 * SECOND),
        1 => (0..=7_200_000_i64).prop_map(|milliseconds| milliseconds * 1_000_000),
    ];
    (
        (service(), 0..6_usize, weighted(0.1), weighted(0.005)),
        (moment(anchor), length, spelling(), weighted(0.12)),
    )
        .prop_map(|(of, (started_at, length, spelling, is_open))| {
            let (service, tier, shares_an_instance, is_of_unknown_tier) = of;
            let stopped_at = (!is_open).then(|| Moment::new(started_at.nanoseconds + length, spelling));
            Run { service, tier, shares_an_instance, is_of_unknown_tier, started_at, stopped_at }
        })
}

fn record(anchor: i64) -> impl Strategy<Value = Record> {
    let count = prop_oneof![
        60 => 0..=3000_u64,
        40 => select(vec![0_u64, 1, 999, 1000, 1001, 10_000]),
        1 => select(vec![1_000_000_000_u64, 9_007_199_254_740_991]),
    ];
    let repeats = prop_oneof![
        80 => Just(Repeats::Never),
        18 => spelling().prop_map(Repeats::InOtherWords),
        1 => Just(Repeats::WithOtherContent),
    ];
    (service(), 0..6_usize, moment(anchor), vec(count, 3), select(ID_PREFIXES.to_vec()), repeats).prop_map(
        |(service, model, at, counts, id_prefix, repeats)| Record {
            service,
            model,
            at,
            counts,
            id_prefix,
            repeats,
        },
    )
}

fn reservation(anchor: i64) -> impl Strategy<Value = Reservation> {
    let length = prop_oneof![
        2 => select(vec![0, 1, 30 * SECOND, MINUTE - 1, HOUR - 1, HOUR, HOUR + 1, 26 * HOUR, 40 * DAY]),
        1 => (0..=10_800_000_i64).prop_map(|milliseconds| milliseconds * 1_000_000),
    ];
    (
        (service(), 0..6_usize, 0..=5_u64, weighted(0.01), weighted(0.02)),
        (moment(anchor), length, spelling(), weighted(0.1)),
    )
        .prop_map(|(of, (from, length, spelling, is_open))| {
            let (service, model, steps, is_off_step, insists) = of;
            let until = (!is_open).then(|| Moment::new(from.nanoseconds + length, spelling));
            Reservation { service, model, steps, is_off_step, insists, from, until }
        })
}

/// Quotas that often expire together, so that the grant and then the list decide (P13).
fn quota(anchor: i64) -> impl Strategy<Value = Quota> {
    let soon = spelling().prop_map(move |spelling| Moment::new(anchor + HOUR, spelling));
    let expires_at = prop_oneof![2 => soon, 1 => moment(anchor)];
    let tokens = select(vec![0_u64, 1, 500, 1500, 4000, 9_007_199_254_740_991]);
    (0..6_usize, tokens, moment(anchor), option::weighted(0.7, expires_at))
        .prop_map(|(model, tokens, granted_at, expires_at)| Quota { model, tokens, granted_at, expires_at })
}

fn service() -> impl Strategy<Value = &'static str> {
    select(SERVICES.to_vec())
}

impl Draft {
    /// The usage, with tiers, models and tokens per minute that this price book has.
    fn on(&self, price_book: &Value) -> Value {
        let tiers = price_book["gpu_tiers"].as_array().expect("tiers");
        let models = price_book["models"].as_array().expect("models");
        let mut usage = json!({"runs": self.runs(tiers)});
        if !models.is_empty() {
            usage["tokens"] = self.records(models);
            usage["reservations"] = self.reservations(models);
            usage["free_quotas"] = self.quotas(models);
        }
        if let Some(as_of) = &self.as_of {
            usage["as_of"] = json!(as_of.text);
        }
        usage
    }

    fn runs(&self, tiers: &[Value]) -> Value {
        let runs = self.runs.iter().enumerate().map(|(index, run)| {
            let instance = if run.shares_an_instance { 0 } else { index };
            let code = tiers[run.tier % tiers.len()]["code"].as_str().expect("a code");
            json!({
                "service": run.service,
                "instance": format!("i-{instance}"),
                "tier": if run.is_of_unknown_tier { "no such tier" } else { code },
                "started_at": run.started_at.text,
                "stopped_at": run.stopped_at.as_ref().map(|stopped_at| &stopped_at.text),
            })
        });
        runs.collect()
    }

    fn records(&self, models: &[Value]) -> Value {
        let mut records = Vec::new();
        for (index, record) in self.records.iter().enumerate() {
            let first = json!({
                "id": format!("{}{index}", record.id_prefix),
                "service": record.service,
                "model": models[record.model % models.len()]["id"],
                "at": record.at.text,
                "input": record.counts[0],
                "cached_input": record.counts[1],
                "output": record.counts[2],
            });
            let mut second = first.clone();
            records.push(first);
            match record.repeats {
                Repeats::Never => continue,
                Repeats::InOtherWords(spelling) => {
                    second["at"] = json!(Moment::new(record.at.nanoseconds, spelling).text);
                }
                Repeats::WithOtherContent => second["output"] = json!(record.counts[2] ^ 1),
            }
            records.push(second);
        }
        Value::Array(records)
    }

    /// A model without reservations is asked for one only by those that insist.
    fn reservations(&self, models: &[Value]) -> Value {
        let mut reservations = Vec::new();
        for reservation in &self.reservations {
            let model = &models[reservation.model % models.len()];
            let offer = &model["tpm_reservation"];
            if offer.is_null() && !reservation.insists {
                continue;
            }
            let minimum_tpm = offer["minimum_tpm"].as_u64().unwrap_or(1000);
            let step_tpm = offer["step_tpm"].as_u64().unwrap_or(1);
            let off_step = u64::from(reservation.is_off_step);
            reservations.push(json!({
                "service": reservation.service,
                "model": model["id"],
                "tpm": minimum_tpm + reservation.steps * step_tpm + off_step,
                "from": reservation.from.text,
                "until": reservation.until.as_ref().map(|until| &until.text),
            }));
        }
        Value::Array(reservations)
    }

    fn quotas(&self, models: &[Value]) -> Value {
        let quotas = self.quotas.iter().map(|quota| {
            json!({
                "model": models[quota.model % models.len()]["id"],
                "tokens": quota.tokens,
                "granted_at": quota.granted_at.text,
                "expires_at": quota.expires_at.as_ref().map(|expires_at| &expires_at.text),
            })
        });
        quotas.collect()
    }
}
