//! `POST /api/v1/estimates`: an estimate in, the settlement of its usage out.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use tiermeter_api::EstimateRequest;

use super::State;
use super::answers::uncoded;
use super::problems::ApiError;

/// Prices the estimate of the body with its price book, or with the server's.
pub(super) async fn post(
    shared: State,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let body = body?;
    uncoded(&headers)?;
    let limits = shared.limits.settlement;
    let parts = shared.backend.parts().clone();
    shared
        .price(move || {
            let request = EstimateRequest::from_json(&body)?;
            let price_book = request.price_book.as_ref().unwrap_or(&parts.book);
            tiermeter_estimate::price_within(&request.estimate, price_book, limits)
                .map_err(|refusal| refusal.under("/estimate"))
        })
        .await
}
