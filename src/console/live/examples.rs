//! Services and accounts for tests.

use tiermeter_pricing::Instant;

use crate::console::documents::{Account, Service};

fn service(json: serde_json::Value) -> Service {
    serde_json::from_value(json).unwrap()
}

/// A service metered by seconds, running, without open runs.
pub(crate) fn gpu_service(id: &str) -> Service {
    service(serde_json::json!({
        "id": id, "type": "custom", "name": "chat", "model": "small-8b", "metering": "gpu_seconds", "tier": "A",
        "scaling": {"mode": "manual", "instances": 2}, "billing_mode": "pay_as_you_go",
        "configured_billing_mode": "pay_as_you_go", "status": "running", "reasons": [], "late": false,
        "since": "2026-03-03T10:00:00Z", "instances": {"wanted": 2, "running": 0},
        "cost": {"per_hour": "0", "month_to_date": "0", "currency": "USD"}, "labels": {},
        "created_at": "2026-03-03T09:58:00Z", "as_of": "2026-03-03T10:00:00Z", "position": 10, "ever_ready": true,
        "open_runs": [], "open_reservations": [],
    }))
}

/// A service metered by tokens, running.
pub(crate) fn token_service(id: &str) -> Service {
    let mut service = gpu_service(id);
    service.metering = crate::console::documents::Metering::Tokens;
    service.tier = None;
    service.scaling = None;
    service.instances = crate::console::documents::InstanceCounts::default();
    service
}

/// An account with these fields, else of the standard plan, in debt and not overdue.
pub(crate) fn account(fields: &serde_json::Value) -> Account {
    let mut json = serde_json::json!({
        "id": "acc_1", "name": "Example", "plan": "standard", "allowlisted": false, "currency": "USD",
        "balance": "-5", "available": "-5", "overdue": false, "overdue_since": null,
        "terms": {"payment_days": 14, "grace_hours": 24}, "credit_limit": null, "notice": null,
    });
    for (name, value) in fields.as_object().unwrap() {
        json[name] = value.clone();
    }
    serde_json::from_value(json).unwrap()
}

/// An instant of a text.
pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}
