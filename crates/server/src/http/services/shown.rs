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
use tiermeter_service::Activation;

/// What is read once for all services of an answer.
pub(in crate::http) struct Known {
    /// What each service costs in the month so far.
    costs: HashMap<String, Decimal>,
    /// The newest change that the answer knows.
    position: i64,
}

/// What some services cost in the month so far, and up to which change that is known.
pub(in crate::http) fn known(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    services: &[String],
) -> Result<Known, Fault> {
    let costs = month_to_date(transaction, operation, account, services)?;
    let (position, _) = transaction.change_range()?;
    Ok(Known { costs, position })
}

/// A service as a document.
pub(in crate::http) fn service(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    service: &ServiceRecord,
    known: &Known,
) -> Result<Value, Fault> {
    let description = service.life.describe(service.billing_mode, Some(operation.now));
    let (open_runs, open_reservations) = match service.metering {
        Metering::GpuSeconds { .. } => (open_runs(transaction, service)?, Vec::new()),
        Metering::Tokens => (Vec::new(), open_reservations(transaction, operation, service)?),
    };
    let per_hour = cost_per_hour(transaction, operation, &service.account, Some(&service.id))?;
    let month_to_date = known.costs.get(&service.id).copied().unwrap_or_default().normalize();
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
        "instances": { "wanted": shown_wanted(service), "running": open_runs.len() },
        "cost": cost,
        "labels": service.labels,
        "created_at": service.created_at,
        "as_of": operation.now,
        "position": known.position,
        "ever_ready": matches!(
            service.life.activation(),
            Activation::Enabled { created: true } | Activation::Disabled { created: true }
        ),
        "open_runs": open_runs,
        "open_reservations": open_reservations,
    }))
}

/// The runs that are open, by their start.
fn open_runs(transaction: &mut dyn Transaction, service: &ServiceRecord) -> Result<Vec<Value>, Fault> {
    let mut runs = transaction.open_runs(&service.account, Some(&service.id))?;
    runs.sort_by(|one, other| (one.started_at, &one.instance).cmp(&(other.started_at, &other.instance)));
    let shown = runs
        .iter()
        .map(|run| json!({ "instance": run.instance, "tier": run.tier, "started_at": run.started_at }));
    Ok(shown.collect())
}

/// The reservations that are in force now, by their start.
fn open_reservations(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    service: &ServiceRecord,
) -> Result<Vec<Value>, Fault> {
    let mut reservations = transaction.reservations(&service.account, Some(&service.id))?;
    reservations.retain(|reservation| {
        reservation.starts_at <= operation.now
            && reservation.ends_at.is_none_or(|until| until > operation.now)
    });
    reservations.sort_by(|one, other| (one.starts_at, &one.id).cmp(&(other.starts_at, &other.id)));
    let shown = reservations.iter().filter_map(|reservation| {
        let offer = operation.book.model(&reservation.model)?.tpm_reservation.as_ref()?;
        let price = offer.prices.at(operation.now.unix_nanoseconds())?;
        Some(json!({
            "tpm": reservation.tpm,
            "from": reservation.starts_at,
            "until": reservation.ends_at,
            "per_ktpm_hour": price.per_ktpm_hour,
        }))
    });
    Ok(shown.collect())
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
    let known = known(transaction, operation, account, std::slice::from_ref(&record.id))?;
    service(transaction, operation, record, &known)
}
