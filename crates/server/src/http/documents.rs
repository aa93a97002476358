//! Pages that the server writes itself: the reference of the API, and the sign-in by a one-time link.

use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use super::{State, reference};

const OPENAPI: &str = include_str!("openapi.json");
const JSON: [(header::HeaderName, &str); 1] = [(header::CONTENT_TYPE, "application/json")];
const STYLE: [(header::HeaderName, &str); 1] = [(header::CONTENT_TYPE, "text/css; charset=utf-8")];
const SCRIPT: [(header::HeaderName, &str); 1] = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];

/// The reference as a page, written once.
pub(super) fn reference_page() -> String {
    let openapi = serde_json::from_str(OPENAPI).unwrap_or_default();
    reference::render(&openapi)
}

/// `GET /api/v1/openapi.json`.
pub(super) async fn openapi() -> Response {
    (JSON, OPENAPI).into_response()
}

/// `GET /api`.
pub(super) async fn api(shared: State) -> Response {
    Html(shared.reference.clone()).into_response()
}

/// `GET /api/reference.css`.
pub(super) async fn api_style() -> Response {
    (STYLE, include_str!("reference.css")).into_response()
}

/// `GET /console/sign-in`: the secret stands behind `#`, where no server and no log sees it.
pub(super) async fn sign_in() -> Response {
    Html(include_str!("sign_in.html")).into_response()
}

/// `GET /console/sign-in.js`.
pub(super) async fn sign_in_script() -> Response {
    (SCRIPT, include_str!("sign_in.js")).into_response()
}
