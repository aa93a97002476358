//! `POST /api/v1/settlements`: usage in, settlement out.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use tiermeter_api::SettlementRequest;
use tiermeter_pricing::settle_within;

use super::State;
use super::answers::uncoded;
use super::problems::ApiError;

/// Prices the usage of the body with its price book, or with the server's.
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
            let request = SettlementRequest::from_json(&body)?;
            let price_book = request.price_book.as_ref().unwrap_or(&parts.book);
            settle_within(&request.usage, price_book, limits).map_err(|refusal| refusal.under("/usage"))
        })
        .await
}
