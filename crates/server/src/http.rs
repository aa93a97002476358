//! REST and the page over HTTP. All routes stand in [`router`], to be read from top to bottom.

mod estimates;
mod health;
mod page;
mod price_book;
mod pricing;
mod problems;
mod security;
mod settlements;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::HeaderName;
use axum::middleware::{from_fn, from_fn_with_state, map_request};
use axum::routing::{get, post};
use tiermeter_pricing::SettlementLimits;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::CorsLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::RequestBodyTimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::pages::Pages;

/// What one request may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The largest body, in bytes; a larger one is answered with 413.
    pub body_bytes: usize,
    /// How much a settlement may take, so that a small request has no boundless answer.
    pub settlement: SettlementLimits,
    /// The longest answer, in bytes.
    pub answer_bytes: usize,
    /// How many requests are priced at the same time.
    pub priced_at_once: usize,
    /// How long a body may take to come in.
    pub body_time: Duration,
    /// How long an answer may take.
    pub answer_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 2 * 1024 * 1024,
            settlement: SettlementLimits { lines: 20_000, shares: 5_000_000 },
            answer_bytes: 16 * 1024 * 1024,
            priced_at_once: std::thread::available_parallelism().map_or(2, std::num::NonZero::get),
            body_time: Duration::from_secs(30),
            answer_time: Duration::from_mins(1),
        }
    }
}

/// What the endpoints share.
#[derive(Debug)]
struct Shared {
    pages: Pages,
    limits: Limits,
    pricing: Arc<Semaphore>,
}

type State = axum::extract::State<Arc<Shared>>;

/// Every route.
pub fn router(pages: Pages, limits: Limits) -> Router {
    let shared = Arc::new(Shared { pages, limits, pricing: Arc::new(Semaphore::new(limits.priced_at_once)) });
    let public_api = Router::new()
        .route("/price-book", get(price_book::get))
        .route("/settlements", post(settlements::post))
        .route("/estimates", post(estimates::post))
        .method_not_allowed_fallback(problems::method_not_allowed)
        .fallback(problems::not_found)
        .layer(from_fn(security::for_every_origin))
        .layer(public_cors());
    Router::new()
        .nest("/api/v1", public_api)
        .route("/healthz", get(health::get))
        .fallback(page::get)
        .method_not_allowed_fallback(problems::method_not_allowed)
        .layer(DefaultBodyLimit::max(limits.body_bytes))
        .layer(RequestBodyTimeoutLayer::new(limits.body_time))
        .layer(from_fn_with_state(shared.clone(), problems::in_time))
        .layer(CatchPanicLayer::custom(problems::panicked))
        .layer(from_fn_with_state(shared.clone(), security::headers))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .layer(map_request(security::own_request_id))
        .with_state(shared)
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Prices are public: any site may ask, and no cookie comes along.
fn public_cors() -> CorsLayer {
    use axum::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
    use axum::http::{HeaderValue, Method};
    CorsLayer::new()
        .allow_origin(HeaderValue::from_static("*"))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([CONTENT_TYPE, IF_NONE_MATCH])
        .expose_headers([ETAG])
}

/// What a request's log lines carry: no query and no header, where secrets may stand.
fn span(request: &axum::extract::Request) -> tracing::Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", %id, method = %request.method(), path = request.uri().path())
}
