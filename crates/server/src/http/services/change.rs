//! What changes a service: made, described anew, switched, scaled, removed.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use tiermeter_api::{BillingModeRequest, MeteringWord, NewServiceRequest, ServicePatch, request};
use tiermeter_backend::operation::Operation;
use tiermeter_backend::records::{Account, Metering, ServiceRecord};
use tiermeter_backend::services::{self, NewService};
use tiermeter_backend::store::Transaction;
use tiermeter_backend::{Fault, assess};
use tiermeter_pricing::{Refusal, RefusalCode};
use tiermeter_service::ServiceScaling;

use super::shown;
use crate::http::State;
use crate::http::access::Caller;
use crate::http::answers::{Answer, Change, Versions};
use crate::http::path::Path;
use crate::http::problems::ApiError;

type Body = Result<Bytes, BytesRejection>;

/// `POST /services`.
pub(in crate::http) async fn create(
    shared: State,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let change = Change::new(caller, headers, "POST /services", body)?;
    let new = new_service(request(&change.body)?)?;
    let parts = shared.backend.parts().clone();
    shared
        .change(change, move |transaction, operation, account| {
            let service = services::create(transaction, operation, account, &parts.models, new)?;
            let body = shown::with_cost(transaction, operation, account, &service)?;
            let location = format!("/api/v1/services/{}", service.id);
            Ok(Answer::created(body).located(location).tagged(service.version))
        })
        .await
}

fn new_service(request: NewServiceRequest) -> Result<NewService, Refusal> {
    let labels = request.labels.unwrap_or_default().0;
    services::check_labels(&labels)?;
    let (tier, scaling) = (request.tier, request.scaling);
    let refuse = |pointer: &str, message: &str| Refusal::new(RefusalCode::Malformed, pointer, message);
    let metering = match (request.metering, tier, scaling) {
        (MeteringWord::GpuSeconds, Some(tier), Some(scaling)) => {
            Metering::GpuSeconds { tier: tier.0, scaling }
        }
        (MeteringWord::GpuSeconds, None, _) => {
            return Err(refuse("/tier", "the field \"tier\" is missing; metering by gpu_seconds needs it"));
        }
        (MeteringWord::GpuSeconds, _, None) => {
            return Err(refuse(
                "/scaling",
                "the field \"scaling\" is missing; metering by gpu_seconds needs it",
            ));
        }
        (MeteringWord::Tokens, None, None) => Metering::Tokens,
        (MeteringWord::Tokens, Some(_), _) => {
            return Err(refuse("/tier", "a tier does not go with metering by tokens"));
        }
        (MeteringWord::Tokens, _, Some(_)) => {
            return Err(refuse("/scaling", "a scaling does not go with metering by tokens"));
        }
    };
    Ok(NewService {
        name: request.name.0,
        model: request.model.0,
        metering,
        billing_mode: request.billing_mode,
        labels,
    })
}

/// Does something with one service, and answers it.
async fn with_service(
    shared: State,
    change: Change,
    id: String,
    version: Versions,
    work: impl FnOnce(&mut dyn Transaction, &mut Operation<'_>, &Account, &mut ServiceRecord) -> Result<(), Fault>
    + Send
    + 'static,
) -> Result<Response, ApiError> {
    shared
        .change(change, move |transaction, operation, account| {
            let mut service = services::find(transaction, &account.id, &id, version.as_deref())?;
            let before = service.version;
            work(transaction, operation, account, &mut service)?;
            services::note_changer(transaction, operation, &service, before)?;
            assess::assess(transaction, operation, &account.id)?;
            // Overdue payment may have changed it since.
            let service = services::find(transaction, &account.id, &id, None)?;
            let body = shown::with_cost(transaction, operation, account, &service)?;
            Ok(Answer::ok(body).tagged(service.version))
        })
        .await
}

/// `POST /services/{id}/enable`.
pub(in crate::http) async fn enable(
    shared: State,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let change = Change::new(caller, headers, format!("POST /services/{id}/enable"), body)?;
    let version = change.version();
    with_service(shared, change, id, version, services::enable).await
}

/// `POST /services/{id}/disable`.
pub(in crate::http) async fn disable(
    shared: State,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let change = Change::new(caller, headers, format!("POST /services/{id}/disable"), body)?;
    let version = change.version();
    with_service(shared, change, id, version, |transaction, operation, _, service| {
        services::disable(transaction, operation, service)
    })
    .await
}

/// `PUT /services/{id}/scaling`.
pub(in crate::http) async fn set_scaling(
    shared: State,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let change = Change::new(caller, headers, format!("PUT /services/{id}/scaling"), body)?;
    let version = change.required_version()?;
    let scaling: ServiceScaling = request(&change.body)?;
    with_service(shared, change, id, version, |transaction, operation, _, service| {
        services::set_scaling(transaction, operation, service, scaling)
    })
    .await
}

/// `PUT /services/{id}/billing-mode`.
pub(in crate::http) async fn set_billing_mode(
    shared: State,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let change = Change::new(caller, headers, format!("PUT /services/{id}/billing-mode"), body)?;
    let version = change.required_version()?;
    let mode: BillingModeRequest = request(&change.body)?;
    with_service(shared, change, id, version, move |transaction, operation, _, service| {
        services::set_billing_mode(transaction, operation, service, mode.billing_mode)
    })
    .await
}

/// `PATCH /services/{id}`.
pub(in crate::http) async fn patch(
    shared: State,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let change = Change::new(caller, headers, format!("PATCH /services/{id}"), body)?;
    let version = change.required_version()?;
    let patch: ServicePatch = request(&change.body)?;
    let labels = patch.labels.map(|labels| labels.0);
    if let Some(labels) = &labels {
        services::check_labels(labels)?;
    }
    with_service(shared, change, id, version, |transaction, operation, _, service| {
        services::describe_anew(transaction, operation, service, patch.name.map(|name| name.0), labels)
    })
    .await
}

/// `DELETE /services/{id}`.
pub(in crate::http) async fn delete(
    shared: State,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiError> {
    let change = Change::new(caller, headers, format!("DELETE /services/{id}"), body)?;
    let version = change.version();
    shared
        .change(change, move |transaction, operation, account| {
            let mut service = services::find(transaction, &account.id, &id, version.as_deref())?;
            services::remove(transaction, operation, &mut service)?;
            Ok(Answer::nothing())
        })
        .await
}
