//! The pages and their files. An address that is none of them is 404, never the page: to people a page that says so, to
//! programs a line. Only below `/console` each address is a view of the console.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
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
    if matches!(path, "/" | "/console" | "/how-it-is-billed" | "/check") && !shared.pages.is_built() {
        let text = "this server was built without the page; `cargo xtask start` builds both\n";
        return (StatusCode::NOT_FOUND, text).into_response();
    }
    if matches!(path, "/embed/" | "/console/" | "/how-it-is-billed/" | "/check/") {
        let location = path.trim_end_matches('/').to_owned();
        return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response();
    }
    let Some(file) = shared.pages.at(path) else {
        return not_found(&shared, request.headers());
    };
    let caching = [
        (header::ETAG, file.etag.as_str()),
        (header::CACHE_CONTROL, if file.immutable { FOR_EVER } else { ASK_AGAIN }),
        (header::VARY, "accept-encoding"),
    ];
    if is_known(request.headers(), &file.etag) {
        return with_own_headers((StatusCode::NOT_MODIFIED, caching).into_response(), file);
    }
    with_own_headers((caching, content(file, request.headers())).into_response(), file)
}

/// The answer where there is no file: a page for those who ask for one.
fn not_found(shared: &State, headers: &HeaderMap) -> Response {
    match shared.pages.not_found() {
        Some(file) if wants_page(headers) => {
            let varies = [(header::VARY, "accept, accept-encoding")];
            (StatusCode::NOT_FOUND, varies, content(file, headers)).into_response()
        }
        _ => nothing_here(),
    }
}

/// Whether `Accept` names HTML, as browsers do.
fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted
        .flat_map(|value| value.split(','))
        .any(|item| item.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/html")))
}

/// A file's content in the best form that the client takes, with its type.
fn content(file: &PageFile, headers: &HeaderMap) -> Response {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let (content, encoding) = file.encoded(accepted.unwrap_or_default());
    let content = Body::from(content.into_owned());
    let mut response = ([(header::CONTENT_TYPE, file.content_type)], content).into_response();
    if let Some(encoding) = encoding {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// The answer to programs where there is no file.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_get_a_page_and_programs_a_line() {
        for (accept, expected) in [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true),
            ("application/json, Text/HTML;q=0.5", true),
            ("*/*", false),
            ("application/json", false),
            ("text/htmlx", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]);
            assert_eq!(wants_page(&headers), expected, "{accept}");
        }
        assert!(!wants_page(&HeaderMap::new()));
    }
}
