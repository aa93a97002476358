//! Nothing panics: a spoilt document is priced or refused, with a code and a place.

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::{Value, json};
use tiermeter_estimate::Estimate;
use tiermeter_pricing::{PriceBook, Refusal, RefusalParts, Usage, settle};
use tiermeter_tests::mutations::{Spoilt, spoilt};
use tiermeter_tests::property::check_property;

/// SPEC 2, without the codes of services and of columns.
const CODES: [&str; 15] = [
    "malformed",
    "out_of_range",
    "as_of_required",
    "run_starts_after_as_of",
    "run_ends_before_start",
    "overlapping_runs",
    "unknown_tier",
    "unknown_model",
    "no_price_in_force",
    "conflicting_duplicate",
    "reservation_not_offered",
    "reservation_below_minimum",
    "reservation_off_step",
    "reservation_ends_before_start",
    "price_varies",
];

#[test]
fn a_spoilt_usage_is_priced_or_refused() {
    let price_book = good_price_book();
    check_property(2000, &spoilt(usage()), |Spoilt(text)| {
        let outcome = Usage::from_json(text.as_bytes()).and_then(|usage| settle(&usage, &price_book));
        is_in_order(outcome.err(), &text)
    });
}

#[test]
fn a_spoilt_usage_is_read_alike_in_one_piece_and_as_a_stream() {
    let price_book = good_price_book();
    check_property(500, &spoilt(usage()), |Spoilt(text)| {
        let whole = Usage::from_json(text.as_bytes()).and_then(|usage| settle(&usage, &price_book));
        let stream = Usage::from_json_reader(text.as_bytes()).and_then(|usage| settle(&usage, &price_book));
        match (whole, stream) {
            (Ok(whole), Ok(stream)) => {
                prop_assert_eq!(serde_json::to_value(&whole).ok(), serde_json::to_value(&stream).ok());
                Ok(())
            }
            (Err(whole), Err(stream)) => {
                prop_assert_eq!(whole.code.as_str(), stream.code.as_str());
                prop_assert_eq!(&whole.path, &stream.path);
                Ok(())
            }
            (whole, stream) => {
                let (whole, stream) = (whole.err(), stream.err());
                Err(TestCaseError::fail(format!("in one piece {whole:?}, as a stream {stream:?}")))
            }
        }
    });
}

#[test]
fn a_spoilt_price_book_is_used_or_refused() {
    let usage_text = usage().to_string();
    check_property(2000, &spoilt(price_book()), |Spoilt(text)| {
        let price_book = match PriceBook::from_json(text.as_bytes()) {
            Ok(price_book) => price_book,
            Err(refusal) => {
                prop_assert_eq!(refusal.code.as_str(), "malformed");
                return is_in_order(Some(refusal), &text);
            }
        };
        let usage = Usage::from_json(usage_text.as_bytes()).expect("a usage of the right form");
        is_in_order(settle(&usage, &price_book).err(), &usage_text)
    });
}

#[test]
fn a_spoilt_estimate_is_priced_or_refused() {
    let price_book = good_price_book();
    check_property(1000, &spoilt(estimate()), |Spoilt(text)| {
        let outcome = Estimate::from_json(text.as_bytes())
            .and_then(|estimate| tiermeter_estimate::price(&estimate, &price_book));
        is_in_order(outcome.err(), &text)
    });
}

/// A refusal has a code of SPEC 2, a pointer and a message; where the text is JSON the pointer leads to a
/// value of the document, or to a field that is missing from one.
fn is_in_order(refusal: Option<Refusal>, text: &str) -> TestCaseResult {
    let Some(RefusalParts { code, path, message }) = refusal.map(Refusal::into_parts) else {
        return Ok(());
    };
    prop_assert!(CODES.contains(&code.as_str()), "an unheard-of code: {}", code.as_str());
    prop_assert!(path.is_empty() || path.starts_with('/'), "no pointer: {path:?}");
    prop_assert!(!message.is_empty(), "nothing is said at {path:?}");
    if let Ok(document) = serde_json::from_str::<Value>(text) {
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        let leads_somewhere = document.pointer(&path).or_else(|| document.pointer(parent)).is_some();
        prop_assert!(leads_somewhere, "{path:?} leads nowhere");
    }
    Ok(())
}

fn good_price_book() -> PriceBook {
    PriceBook::from_json(price_book().to_string().as_bytes()).expect("a good price book")
}

fn price_book() -> Value {
    json!({
        "schema": "tiermeter.price-book/1",
        "id": "good",
        "name": "A price book to be spoilt",
        "currency": "USD",
        "settlement": {"cycle": "month", "utc_offset": "+08:00"},
        "sources": [{"title": "published list prices", "as_of": "2026-11-21", "remark": "a remark"}],
        "gpu_tiers": [{"code": "A", "name": "Entry-level", "prices": [
            {"from": null, "per_second": "0.000217"},
            {"from": "2026-03-15T12:30:00.250Z", "per_second": "0.000199"},
        ]}],
        "models": [{
            "id": "small-8b",
            "name": "Small 8B",
            "illustrative": true,
            "prices": [{
                "from": null,
                "input_per_million": "0.15",
                "cached_input_per_million": "0.015",
                "output_per_million": "0.60",
            }],
            "free_quota": {"tokens": 1_000_000, "valid_days": 90},
            "tpm_reservation": {
                "minimum_tpm": 10_000,
                "step_tpm": 1000,
                "prices": [{"from": null, "per_ktpm_hour": "0.0035"}],
            },
        }],
    })
}

fn usage() -> Value {
    json!({
        "as_of": "2026-04-01T00:00:00Z",
        "runs": [
            {"service": "svc-1", "instance": "i-1", "tier": "A",
             "started_at": "2026-03-15T12:29:58.9Z", "stopped_at": "2026-03-15T12:30:03.1Z"},
            {"service": "svc-1", "instance": "i-2", "tier": "A",
             "started_at": "2026-03-31T10:00:00+08:00", "stopped_at": null},
        ],
        "tokens": [
            {"id": "r1", "service": "svc-2", "model": "small-8b", "at": "2026-03-10T08:00:00Z",
             "input": 6000, "cached_input": 500, "output": 4000},
            {"id": "r2", "service": "svc-2", "model": "small-8b", "at": "2026-03-10T08:00:59.999Z",
             "input": 2000, "cached_input": 0, "output": 2000},
        ],
        "reservations": [
            {"service": "svc-2", "model": "small-8b", "tpm": 10_000,
             "from": "2026-03-10T08:00:00Z", "until": "2026-03-10T10:00:00Z"},
            {"service": "svc-3", "model": "small-8b", "tpm": 12_000,
             "from": "2026-03-30T08:00:00Z", "until": null},
        ],
        "free_quotas": [
            {"model": "small-8b", "tokens": 1500,
             "granted_at": "2026-03-01T00:00:00Z", "expires_at": "2026-03-10T08:00:02Z"},
            {"model": "small-8b", "tokens": 1000, "granted_at": "2026-03-01T00:00:00Z", "expires_at": null},
        ],
    })
}

/// Loads so low that the expansion stays small.
fn estimate() -> Value {
    json!({
        "schema": "tiermeter.estimate/1",
        "month": "2026-03",
        "lines": [
            {"name": "chat", "kind": "gpu_seconds", "tier": "A", "scaling": {"mode": "steps", "steps": [
                {"from": "2026-03-03T10:00:00Z", "instances": 1},
                {"from": "2026-03-03T12:00:00.5Z", "instances": 0},
            ]}},
            {"name": "office", "kind": "gpu_seconds", "tier": "A", "scaling": {
                "mode": "weekly", "instances": 0,
                "windows": [{"days": ["mon", "fri"], "from": "09:00", "to": "24:00", "instances": 2}],
            }},
            {"name": "api", "kind": "gpu_seconds", "tier": "A", "scaling": {
                "mode": "automatic", "minimum": 0, "maximum": 2, "concurrency": 1,
                "scale_in_after_seconds": 300,
                "load": {"requests_per_second": vec!["0.4"; 24], "seconds_per_request": "2.5"},
                "policies": [{"cron": "0 8 * * 1-5", "duration_seconds": 36_000, "minimum": 2}],
            }},
            {"name": "assistant", "kind": "tokens", "model": "small-8b",
             "load": {"requests_per_minute": vec!["0.001"; 24],
                      "input": 800, "cached_input": 0, "output": 200, "burst_minutes": 1},
             "reservation": {"tpm": 12_000}, "free_quota": true},
        ],
    })
}
