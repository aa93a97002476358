use tiermeter_service::{Reason, Status};

use super::*;
use crate::console::client::Answer;
use crate::console::documents::{OpenRun, Service};
use crate::console::live::examples::{at, gpu_service};

const NOW: &str = "2026-03-03T12:00:00Z";

fn account(plan: &str) -> Account {
    serde_json::from_value(serde_json::json!({
        "id": "acc_1", "name": "Example", "plan": plan, "allowlisted": true, "currency": "USD",
        "balance": "1", "available": "1", "overdue": false, "overdue_since": null,
        "terms": {"payment_days": 14, "grace_hours": 24}, "credit_limit": null, "notice": null,
    }))
    .unwrap()
}

fn gpu(id: &str, status: Status, reasons: &[Reason]) -> Service {
    let mut service = gpu_service(id);
    service.name = format!("name of {id}");
    service.status = status;
    service.reasons = reasons.to_vec();
    if status == Status::NotEnabled {
        service.since = None;
    }
    if status == Status::Running {
        service.open_runs = ["managed-1", "managed-2"]
            .map(|instance| OpenRun {
                instance: instance.to_owned(),
                tier: "A".to_owned(),
                started_at: at("2026-03-03T10:00:00Z"),
            })
            .to_vec();
    }
    service
}

/// A running one, one that was stopped by hand, and one that was never enabled; each of two instances of tier A.
fn plan(change: Change, account: &Account) -> Plan {
    let book = Arc::new(PriceBook::bundled().clone());
    let services = [
        gpu("svc_2", Status::Stopped, &[Reason::Disabled]),
        gpu("svc_1", Status::Running, &[]),
        gpu("svc_3", Status::NotEnabled, &[]),
    ];
    let rows = services.into_iter().map(|service| ServiceRow::of(service, &book));
    Plan::of(change, rows, account, &book, at(NOW))
}

fn check(change: Change, account: &Account, [changes, same, refused]: [usize; 3], costs: (&str, &str)) {
    let plan = plan(change, account);
    let refusals: usize = plan.refusals().iter().map(|(_, names)| names.len()).sum();
    assert_eq!((plan.changes(), plan.same(), refusals), (changes, same, refused), "{change:?}");
    let [per_hour, ..] = plan.costs();
    let per_hour = (per_hour.before.normalize().to_string(), per_hour.after.normalize().to_string());
    assert_eq!((per_hour.0.as_str(), per_hour.1.as_str()), costs, "{change:?}");
}

#[test]
fn it_says_how_many_change_and_what_they_cost() {
    let fine = account("enterprise");
    check(Change::Enable, &fine, [2, 1, 0], ("1.5624", "4.6872"));
    check(Change::Disable, &fine, [1, 1, 1], ("1.5624", "0"));
    check(Change::Enable, &account("standard"), [0, 0, 3], ("1.5624", "1.5624"));
}

#[test]
fn exactly_what_was_changed_is_taken_back() {
    let book = Arc::new(PriceBook::bundled().clone());
    let now = |id: &str, status, reasons: &[Reason]| ServiceRow::of(gpu(id, status, reasons), &book);
    // Each was disabled; since then one was enabled again by somebody, and one was deleted.
    let done = ["svc_3", "svc_1", "svc_2"].map(|id| {
        let value = gpu(id, Status::Stopped, &[Reason::Disabled]);
        let left = Left::of(&Answer { value, etag: Some("\"v2\"".to_owned()) }).unwrap();
        let row = match id {
            "svc_1" => Some(now(id, Status::Stopped, &[Reason::Disabled])),
            "svc_2" => Some(now(id, Status::Running, &[])),
            _ => None,
        };
        (left, row)
    });
    let fine = account("enterprise");
    let plan = Plan::of_undo(Change::Disable, done.into_iter(), &fine, &book, at(NOW));
    assert_eq!((plan.change, plan.is_undo(), plan.changes(), plan.same()), (Change::Enable, true, 3, 0));
    assert!(plan.asked().all(|planned| planned.left.is_some()));
    let [per_hour, ..] = plan.costs();
    let costs = [per_hour.before, per_hour.after].map(|cost| cost.normalize().to_string());
    assert_eq!(costs, ["1.5624", "3.1248"]);
    assert_eq!(Change::Enable.opposite(), Change::Disable);
}

#[test]
fn what_would_be_refused_is_told_once_for_each_reason() {
    let plan = plan(Change::Enable, &account("standard"));
    let refusals = plan.refusals();
    let names: Vec<&str> = refusals.iter().flat_map(|(_, names)| names).map(String::as_str).collect();
    assert_eq!((refusals.len(), names.join(", ")), (1, "name of svc_1, name of svc_2, name of svc_3".into()));
    assert_eq!(refusals.first().map(|(why, _)| why), Some(&Hindrance::PlanRequired));
}

#[test]
fn a_day_and_a_month_follow_from_the_hour() {
    let plan = plan(Change::Disable, &account("enterprise"));
    let before = plan.costs().map(|costs| costs.before.normalize().to_string());
    assert_eq!(before, ["1.5624", "37.4976", "1162.4256"]);
    assert!(!plan.has_tokens && !plan.has_samples && !plan.has_reservations);
}
