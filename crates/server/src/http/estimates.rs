//! `POST /api/v1/estimates`: an estimate in, the settlement of its usage out.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use tiermeter_api::EstimateRequest;
use tiermeter_pricing::PriceBook;

use super::State;
use super::problems::ApiError;

/// Prices the estimate of the body with its price book, or with the bundled one.
pub(super) async fn post(shared: State, body: Result<Bytes, BytesRejection>) -> Result<Response, ApiError> {
    let body = body?;
    let limits = shared.limits.settlement;
    shared
        .price(move || {
            let request = EstimateRequest::from_json(&body)?;
            let price_book = request.price_book.as_ref().unwrap_or_else(|| PriceBook::bundled());
            tiermeter_estimate::price_within(&request.estimate, price_book, limits)
                .map_err(|refusal| refusal.under("/estimate"))
        })
        .await
}
