//! Estimates, expanded into usage and settled (SPEC 6).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::calendar::{DAY_SECONDS, Month, SECOND, parse_offset, write_instant};
use super::document::{count, list, text, whole};
use super::scaling::{Span, rates, wants};
use super::settle;
use crate::answer::Fault;

const MOST_TOKENS_OF_A_RECORD: i128 = (1 << 53) - 1;
const MOST_RUNS_AND_RECORDS: usize = 1_000_000;
/// Rates are read in units of 10^-12.
const ONE_REQUEST: i128 = 1_000_000_000_000;

/// The usage that an estimate stands for, or every fault of which one may be reported.
pub fn expand(estimate: &Value, price_book: &Value) -> Result<Value, Vec<Fault>> {
    let expansion = Expansion::of(estimate, price_book);
    if expansion.faults.is_empty() { Ok(expansion.usage()) } else { Err(expansion.faults) }
}

/// The settlement of the expanded usage, or every fault of which one may be reported.
pub fn price(estimate: &Value, price_book: &Value) -> Result<Value, Vec<Fault>> {
    let expansion = Expansion::of(estimate, price_book);
    let usage = expansion.usage();
    let mut faults = expansion.faults;
    match settle(&usage, price_book) {
        Ok(settlement) if faults.is_empty() => return Ok(settlement),
        Ok(_) => {}
        Err(found) => faults.extend(found.iter().map(|fault| at_line(fault, &usage))),
    }
    Err(faults)
}

/// The lists of a usage as they grow, line by line (E9).
struct Expansion {
    span: Span,
    runs: Vec<Value>,
    tokens: Vec<Value>,
    reservations: Vec<Value>,
    free_quotas: Vec<Value>,
    faults: Vec<Fault>,
}

impl Expansion {
    fn of(estimate: &Value, price_book: &Value) -> Expansion {
        let month = Month::parse(text(estimate, "month")).expect("a month");
        let offset = text(&price_book["settlement"], "utc_offset");
        let offset_seconds = parse_offset(offset).expect("an offset");
        let mut expansion = Expansion {
            span: Span::of(month, offset_seconds),
            runs: Vec::new(),
            tokens: Vec::new(),
            reservations: Vec::new(),
            free_quotas: Vec::new(),
            faults: Vec::new(),
        };
        let mut models_with_quota = BTreeSet::new();
        for (index, line) in list(estimate, "lines").iter().enumerate() {
            match text(line, "kind") {
                "gpu_seconds" => expansion.gpu_seconds(index, line, price_book),
                "tokens" => {
                    expansion.tokens(index, line);
                    if let Some(model) = expansion.model(index, line, price_book)
                        && line["free_quota"] == true
                        && models_with_quota.insert(text(line, "model"))
                    {
                        expansion.free_quota(model);
                    }
                }
                other => panic!("no kind of line: {other}"),
            }
        }
        if expansion.runs.len() + expansion.tokens.len() > MOST_RUNS_AND_RECORDS {
            expansion.faults.push(Fault::new("out_of_range", "/lines"));
        }
        expansion
    }

    /// E9: empty lists are written, `as_of` is not.
    fn usage(&self) -> Value {
        json!({
            "runs": self.runs,
            "tokens": self.tokens,
            "reservations": self.reservations,
            "free_quotas": self.free_quotas,
        })
    }

    /// S3 and E2: instance k is wanted while the number wanted is at least k; each unbroken want is a run.
    fn gpu_seconds(&mut self, index: usize, line: &Value, price_book: &Value) {
        let tier = text(line, "tier");
        if !list(price_book, "gpu_tiers").iter().any(|known| known["code"] == tier) {
            self.faults.push(Fault::new("unknown_tier", format!("/lines/{index}/tier")));
        }
        let wants = wants(&line["scaling"], self.span);
        let most = wants.iter().map(|want| want.instances).max().unwrap_or(0);
        for instance in 1..=most {
            let mut started_at = None;
            for want in &wants {
                match (started_at, want.instances >= instance) {
                    (None, true) => started_at = Some(want.from),
                    (Some(from), false) => {
                        self.runs.push(json!({
                            "service": service(index),
                            "instance": format!("i-{instance}"),
                            "tier": tier,
                            "started_at": write_instant(from),
                            "stopped_at": write_instant(want.from),
                        }));
                        started_at = None;
                    }
                    (None, false) | (Some(_), true) => {}
                }
            }
        }
    }

    /// E6: records and the reservation of a line of tokens.
    fn tokens(&mut self, index: usize, line: &Value) {
        let (first_second, end_second) = (self.span.first_second, self.span.end_second);
        for (minute, requests) in requests_by_minute(&line["load"], self.span) {
            let tokens = |field: &str| whole(&line["load"], field) * requests;
            let counts = ["input", "cached_input", "output"].map(tokens);
            if counts.iter().any(|tokens| *tokens > MOST_TOKENS_OF_A_RECORD) {
                self.faults.push(Fault::new("out_of_range", format!("/lines/{index}/load")));
            }
            let [input, cached_input, output] = counts
                .map(|tokens| u64::try_from(tokens.min(MOST_TOKENS_OF_A_RECORD)).expect("a count of tokens"));
            self.tokens.push(json!({
                "id": format!("{}-{minute}", service(index)),
                "service": service(index),
                "model": text(line, "model"),
                "at": write_instant((first_second + minute * 60) * SECOND),
                "input": input,
                "cached_input": cached_input,
                "output": output,
            }));
        }
        if !line["reservation"].is_null() {
            self.reservations.push(json!({
                "service": service(index),
                "model": text(line, "model"),
                "tpm": line["reservation"]["tpm"],
                "from": write_instant(first_second * SECOND),
                "until": write_instant(end_second * SECOND),
            }));
        }
    }

    fn model<'a>(&mut self, index: usize, line: &Value, price_book: &'a Value) -> Option<&'a Value> {
        let id = text(line, "model");
        let model = list(price_book, "models").iter().find(|model| model["id"] == id);
        if model.is_none() {
            self.faults.push(Fault::new("unknown_model", format!("/lines/{index}/model")));
        }
        model
    }

    /// E6: granted at the month's first instant, to expire `valid_days` x 24 h later; a model without free
    /// quota grants nothing.
    fn free_quota(&mut self, model: &Value) {
        let quota = &model["free_quota"];
        if quota.is_null() {
            return;
        }
        let expires_second = self.span.first_second + count(quota, "valid_days") * DAY_SECONDS;
        self.free_quotas.push(json!({
            "model": text(model, "id"),
            "tokens": quota["tokens"],
            "granted_at": write_instant(self.span.first_second * SECOND),
            "expires_at": write_instant(expires_second * SECOND),
        }));
    }
}

/// E2: line n, counted from 1, becomes this service.
fn service(index: usize) -> String {
    format!("line-{}", index + 1)
}

/// E6: the requests in minute m are what the sum of the rates for minutes 0 to m reaches, less what it
/// had reached before, in whole requests; those of a burst all come in its first minute.
fn requests_by_minute(load: &Value, span: Span) -> BTreeMap<i64, i128> {
    let rates = rates(load, "requests_per_minute");
    let burst_minutes = count(load, "burst_minutes");
    let mut requests_by_minute = BTreeMap::new();
    let mut sum = 0;
    let mut reached = 0;
    for minute in 0..(span.end_second - span.first_second) / 60 {
        sum += span.rate_at(span.first_second + minute * 60, &rates);
        let requests = sum / ONE_REQUEST - reached;
        reached += requests;
        if requests > 0 {
            let burst_begins_at = minute - minute % burst_minutes;
            *requests_by_minute.entry(burst_begins_at).or_insert(0) += requests;
        }
    }
    requests_by_minute
}

/// E8: a refusal found while pricing has the path of the line's own value.
fn at_line(fault: &Fault, usage: &Value) -> Fault {
    let mut parts = fault.path.split('/').skip(1);
    let (Some(list), Some(index)) = (parts.next(), parts.next()) else {
        return fault.clone();
    };
    let index: usize = index.parse().expect("a place in a list");
    let service = text(&usage[list][index], "service");
    let line: usize = service.trim_start_matches("line-").parse().expect("a service of a line");
    let value = match fault.code.as_str() {
        "unknown_tier" => "/tier",
        "unknown_model" | "reservation_not_offered" => "/model",
        "reservation_below_minimum" | "reservation_off_step" => "/reservation/tpm",
        _ => "",
    };
    Fault::new(&fault.code, format!("/lines/{}{value}", line - 1))
}
