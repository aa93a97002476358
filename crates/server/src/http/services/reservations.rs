//! TPM reservations of a service: bought, listed, ended.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};
use tiermeter_api::{ReservationRequest, request};
use tiermeter_backend::operation::Operation;
use tiermeter_backend::records::ReservationRecord;
use tiermeter_backend::reservations::{self, NewReservation};
use tiermeter_backend::{Fault, assess, services};
use tiermeter_pricing::RefusalCode;

use crate::http::State;
use crate::http::access::Caller;
use crate::http::answers::{Answer, Change};
use crate::http::path::Path;
use crate::http::problems::ApiError;

fn shown(operation: &Operation<'_>, reservation: &ReservationRecord) -> Result<Value, Fault> {
    let model = operation.book.model(&reservation.model);
    let offer = model.and_then(|model| model.tpm_reservation.as_ref());
    let price = offer.and_then(|offer| offer.prices.at(reservation.starts_at.unix_nanoseconds()));
    let price = price.ok_or(Fault::NotFound)?;
    let mut shown = json!({
        "id": reservation.id,
        "model": reservation.model,
        "tpm": reservation.tpm,
        "from": reservation.starts_at,
        "until": reservation.ends_at,
        "per_ktpm_hour": price.per_ktpm_hour,
        "currency": operation.book.currency().code(),
    });
    if let (true, Some(fields)) = (model.is_some_and(|model| model.illustrative), shown.as_object_mut()) {
        fields.insert("illustrative".to_owned(), true.into());
    }
    Ok(shown)
}

/// `GET /services/{id}/reservations`.
pub(in crate::http) async fn list(
    shared: State,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    shared
        .look(&caller, move |transaction, operation, account| {
            services::find(transaction, &account.id, &id, None)?;
            let reservations = transaction.reservations(&account.id, Some(&id))?;
            let data: Result<Vec<Value>, Fault> =
                reservations.iter().map(|reservation| shown(operation, reservation)).collect();
            Ok(Answer::ok(json!({ "data": data?, "next_cursor": null })))
        })
        .await
}

/// `PUT /services/{id}/reservations`: buys one more.
pub(in crate::http) async fn buy(
    shared: State,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let change = Change::new(caller, headers, format!("PUT /services/{id}/reservations"), body)?;
    let version = change.required_version()?;
    let wanted: ReservationRequest = request(&change.body)?;
    shared
        .change(change, move |transaction, operation, account| {
            let mut service = services::find(transaction, &account.id, &id, version.as_deref())?;
            if let Some(model) = &wanted.model
                && model.0 != service.model
            {
                let message = format!("the service's model is {:?}", service.model);
                return Err(Fault::at(RefusalCode::UnknownModel, "/model", message));
            }
            let new = NewReservation { tpm: wanted.tpm.0, from: wanted.from, until: wanted.until };
            let before = service.version;
            let reservation = reservations::buy(transaction, operation, &mut service, new)?;
            services::note_changer(transaction, operation, &service, before)?;
            assess::assess(transaction, operation, &account.id)?;
            Ok(Answer::created(shown(operation, &reservation)?).tagged(service.version))
        })
        .await
}

/// `DELETE /services/{id}/reservations/{reservation}`: ends it now.
pub(in crate::http) async fn end(
    shared: State,
    caller: Caller,
    Path((id, reservation)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let what = format!("DELETE /services/{id}/reservations/{reservation}");
    let change = Change::new(caller, headers, what, body)?;
    let version = change.version();
    shared
        .change(change, move |transaction, operation, account| {
            let mut service = services::find(transaction, &account.id, &id, version.as_deref())?;
            let before = service.version;
            reservations::end(transaction, operation, &mut service, &reservation)?;
            services::note_changer(transaction, operation, &service, before)?;
            assess::assess(transaction, operation, &account.id)?;
            Ok(Answer::nothing().tagged(service.version))
        })
        .await
}
