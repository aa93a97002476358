//! The page and its files. An address that is none of them is 404, never the page. Only below `/console` each address
//! is a view of the console.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::price_book::is_known;
use super::security::CROSS_ORIGIN_RESOURCE_POLICY;
use super::{State, problems};
use crate::pages::PageFile;

/// A file whose name carries its hash never changes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Any other is asked for again each time, and answered with 304 as long as it is the same.
const ASK_AGAIN: &str = "no-cache";

/// The file at the request's path.
pub(super) async fn get(shared: State, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return problems::method_not_allowed().await;
    }
    let path = request.uri().path();
    if (path == "/" || path == "/console") && !shared.pages.is_built() {
        let text = "this server was built without the page; `cargo xtask start` builds both\n";
        return (StatusCode::NOT_FOUND, text).into_response();
    }
    if matches!(path, "/embed/" | "/console/") {
        let location = path.trim_end_matches('/').to_owned();
        return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response();
    }
    let Some(file) = shared.pages.at(path) else {
        return nothing_here();
    };
    let caching = [
        (header::ETAG, file.etag.as_str()),
        (header::CACHE_CONTROL, if file.immutable { FOR_EVER } else { ASK_AGAIN }),
        (header::VARY, "accept-encoding"),
    ];
    if is_known(request.headers(), &file.etag) {
        return with_own_headers((StatusCode::NOT_MODIFIED, caching).into_response(), file);
    }
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let (content, encoding) = file.encoded(accepted.unwrap_or_default());
    let content = Body::from(content.into_owned());
    let mut response = (caching, [(header::CONTENT_TYPE, file.content_type)], content).into_response();
    if let Some(encoding) = encoding {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    with_own_headers(response, file)
}

/// The answer where there is no file.
pub(super) fn nothing_here() -> Response {
    (StatusCode::NOT_FOUND, "there is nothing at this address\n").into_response()
}

/// With what some files have beside the headers of all: a policy of their own, and leave for other sites.
fn with_own_headers(mut response: Response, file: &PageFile) -> Response {
    let headers = response.headers_mut();
    if let Some(policy) = file.policy.as_deref().and_then(|policy| HeaderValue::from_str(policy).ok()) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    if file.for_other_sites {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    }
    response
}
