//! A service as it is shown.

use std::collections::HashMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};
use tiermeter_backend::Fault;
use tiermeter_backend::metering::month_to_date;
use tiermeter_backend::operation::Operation;
use tiermeter_backend::records::{Account, Metering, ServiceRecord};
use tiermeter_backend::scaling::{cost_per_hour, shown_wanted};
use tiermeter_backend::store::Transaction;

/// A service as a document.
pub(in crate::http) fn service(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    service: &ServiceRecord,
    costs: &HashMap<String, Decimal>,
) -> Result<Value, Fault> {
    let description = service.life.describe(service.billing_mode, Some(operation.now));
    let running = match service.metering {
        Metering::GpuSeconds { .. } => transaction.open_runs(&service.account, Some(&service.id))?.len(),
        Metering::Tokens => 0,
    };
    let per_hour = cost_per_hour(transaction, operation, &service.account, &service.id)?;
    let month_to_date = costs.get(&service.id).copied().unwrap_or_default().normalize();
    let mut cost = json!({
        "per_hour": per_hour.to_string(),
        "month_to_date": month_to_date.to_string(),
        "currency": operation.book.currency().code(),
    });
    mark_sample_prices(operation, service, &mut cost);
    Ok(json!({
        "id": service.id,
        "type": service.kind,
        "name": service.name,
        "model": service.model,
        "metering": service.metering.as_str(),
        "tier": service.metering.tier(),
        "scaling": service.metering.scaling(),
        "billing_mode": description.billing_mode,
        "configured_billing_mode": service.billing_mode,
        "status": description.status,
        "reasons": description.reasons,
        "late": description.late,
        "since": description.since,
        "instances": { "wanted": shown_wanted(service), "running": running },
        "cost": cost,
        "labels": service.labels,
        "created_at": service.created_at,
    }))
}

/// Says so where what a service costs is by sample prices.
pub(super) fn mark_sample_prices(operation: &Operation<'_>, service: &ServiceRecord, cost: &mut Value) {
    let model = operation.book.model(&service.model);
    let sample = service.metering == Metering::Tokens && model.is_some_and(|model| model.illustrative);
    if let (true, Some(fields)) = (sample, cost.as_object_mut()) {
        fields.insert("illustrative".to_owned(), true.into());
    }
}

/// A service as a document, with what it costs.
pub(in crate::http) fn with_cost(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    record: &ServiceRecord,
) -> Result<Value, Fault> {
    let costs = month_to_date(transaction, operation, account, std::slice::from_ref(&record.id))?;
    service(transaction, operation, record, &costs)
}
