//! `GET /api/v1/price-book`: the prices in force, with an `ETag`.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::State;

/// The server's price book as it was read, or 304 if the client has it.
pub(super) async fn get(shared: State, headers: HeaderMap) -> Response {
    let json = shared.backend.parts().book_json.clone();
    let etag = format!("\"{}\"", STANDARD.encode(Sha256::digest(&json)));
    let caching = [(header::ETAG, etag.as_str()), (header::CACHE_CONTROL, "public, max-age=60")];
    if is_known(&headers, &etag) {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    let content_type = [(header::CONTENT_TYPE, "application/json")];
    (caching, content_type, json).into_response()
}

/// Whether `If-None-Match` names `etag`.
pub(super) fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let matches = |value: &str| {
        value
            .split(',')
            .map(str::trim)
            .any(|known| known == "*" || known.trim_start_matches("W/") == etag.trim_start_matches("W/"))
    };
    headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok()).any(matches)
}
