use serde::de::DeserializeOwned;
use serde_json::Value;

use super::*;

const OPENAPI: &str = include_str!("../../../crates/server/src/http/openapi.json");

/// The example of an operation's good answer.
fn example(path: &str, method: &str, status: &str) -> Value {
    let document: Value = serde_json::from_str(OPENAPI).unwrap();
    let mut response = document["paths"][path][method]["responses"][status].clone();
    if let Some(reference) = response["$ref"].as_str() {
        response = document.pointer(reference.trim_start_matches('#')).unwrap().clone();
    }
    response["content"]["application/json"]["example"].clone()
}

fn read<T: DeserializeOwned>(path: &str, method: &str, status: &str) -> T {
    let example = example(path, method, status);
    serde_json::from_value(example.clone())
        .unwrap_or_else(|error| panic!("{method} {path}: {error} in {example}"))
}

#[test]
fn the_examples_of_the_reference_are_read() {
    read::<Session>("/api/v1/session", "get", "200");
    read::<Account>("/api/v1/account", "get", "200");
    read::<Page<Model>>("/api/v1/models", "get", "200");
    read::<Page<Service>>("/api/v1/services", "get", "200");
    read::<Service>("/api/v1/services", "post", "201");
    read::<Page<TimelineEntry>>("/api/v1/services/{id}/timeline", "get", "200");
    read::<Page<Run>>("/api/v1/services/{id}/runs", "get", "200");
    read::<Instances>("/api/v1/services/{id}/instances", "get", "200");
    read::<Page<Reservation>>("/api/v1/services/{id}/reservations", "get", "200");
    read::<Reservation>("/api/v1/services/{id}/reservations", "put", "201");
    read::<UsageReport>("/api/v1/usage", "get", "200");
    read::<Page<BillSummary>>("/api/v1/bills", "get", "200");
    read::<Bill>("/api/v1/bills/current", "get", "200");
    read::<Bill>("/api/v1/bills/{month}", "get", "200");
    read::<Page<TopUp>>("/api/v1/account/top-ups", "get", "200");
    read::<TopUp>("/api/v1/account/top-ups", "post", "201");
    read::<Page<LedgerEntry>>("/api/v1/account/ledger", "get", "200");
    read::<Page<ApiKey>>("/api/v1/api-keys", "get", "200");
    read::<NewApiKey>("/api/v1/api-keys", "post", "201");
}

#[test]
fn a_service_is_what_its_document_says() {
    let service: Service = read("/api/v1/services/{id}", "get", "200");
    assert_eq!(service.metering, Metering::GpuSeconds);
    assert_eq!(service.cost.month_to_date.to_string(), "2.3436");
    assert_eq!(service.open_runs.len(), 2);
    assert_eq!(service.scaling, Some(tiermeter_service::ServiceScaling::Manual { instances: 2 }));
    assert!(service.ever_ready);
}

#[test]
fn what_is_not_known_is_passed_over_and_what_is_wrong_is_not() {
    let mut document = example("/api/v1/services/{id}", "get", "200");
    document["tomorrow"] = 1.into();
    document["scaling"] = serde_json::json!({ "mode": "tomorrow" });
    let service: Service = serde_json::from_value(document.clone()).unwrap();
    assert_eq!(service.scaling, None);
    for (field, wrong) in [("status", "asleep"), ("as_of", "yesterday"), ("billing_mode", "")] {
        let mut document = document.clone();
        document[field] = wrong.into();
        assert!(serde_json::from_value::<Service>(document).is_err(), "{field}");
    }
    document["cost"]["month_to_date"] = serde_json::json!(1.5);
    assert!(serde_json::from_value::<Service>(document).is_err(), "an amount is text");
}

#[test]
fn events_are_told_apart() {
    let status = r#"{"service": "svc_1", "status": "stopped", "reasons": ["overdue"], "late": false,
        "since": "2026-03-03T10:00:00Z", "billing_mode": "pay_as_you_go", "instances_wanted": 0, "version": 4,
        "at": "2026-03-03T10:00:00Z"}"#;
    let run = r#"{"service": "svc_1", "instance": "managed-1", "tier": "A", "started_at": "2026-03-03T10:00:00Z", "stopped_at": null}"#;
    for (kind, data, expected) in [
        ("status", status, "Status"),
        ("status", r#"{"service": "svc_1", "deleted": true, "at": "2026-03-03T10:00:00Z"}"#, "Deleted"),
        ("run", run, "Run"),
        (
            "rate",
            r#"{"service": "svc_1", "per_hour": "0.7812", "currency": "USD", "at": "2026-03-03T10:00:00Z"}"#,
            "Rate",
        ),
        ("account", r#"{"overdue": true, "balance": "-1", "currency": "USD", "notice": null}"#, "Account"),
        (
            "account",
            r#"{"bill": "2026-03", "state": "issued", "payable": "1.00", "due_at": "2026-04-16T00:00:00Z"}"#,
            "BillIssued",
        ),
        ("reset", "{}", "Reset"),
    ] {
        let event = format!("{:?}", Event::read(kind, data).unwrap());
        assert!(event.starts_with(expected), "{event}");
    }
    for (kind, data) in [("status", "{}"), ("run", "nonsense"), ("tomorrow", "{}"), ("account", "{}")] {
        assert_eq!(Event::read(kind, data), None, "{kind}");
    }
}
