//! REST and the page over HTTP. All routes stand in [`router`], to be read from top to bottom.

mod access;
mod account;
mod answers;
mod api_keys;
mod bills;
mod documents;
mod estimates;
mod events;
mod health;
mod limiter;
mod metrics;
mod models;
mod page;
mod path;
mod price_book;
mod pricing;
mod problems;
mod reference;
mod reports;
mod security;
mod services;
mod session;
mod settlements;
mod stream;
mod test_clock;
mod usage;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::HeaderName;
use axum::middleware::{from_fn, from_fn_with_state, map_request};
use axum::routing::{delete, get, post, put};
use tiermeter_pricing::SettlementLimits;
use tokio::sync::{Semaphore, watch};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::CorsLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::RequestBodyTimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::backend::Backend;
use crate::pages::Pages;
use crate::runner::Runner;
use limiter::Limiter;
use metrics::Counts;
use reports::Reports;

/// What one request may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The largest body, in bytes; a larger one is answered with 413.
    pub(crate) body_bytes: usize,
    /// How much a settlement may take, so that a small request has no boundless answer.
    pub(crate) settlement: SettlementLimits,
    /// The longest answer, in bytes.
    pub(crate) answer_bytes: usize,
    /// How many requests are priced at the same time.
    pub(crate) priced_at_once: usize,
    /// How long a body may take to come in.
    pub(crate) body_time: Duration,
    /// How long an answer may take.
    pub(crate) answer_time: Duration,
    /// How many requests an account may make in a minute.
    pub(crate) requests_per_minute: u64,
    /// How many wrong tokens may come from one address in a minute.
    pub(crate) wrong_tokens_per_minute: u64,
}

/// Who is at the other end of the connection: a client, or a proxy before it. What headers claim is not believed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) std::net::IpAddr);

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 2 * 1024 * 1024,
            settlement: SettlementLimits { lines: 20_000, shares: 5_000_000 },
            answer_bytes: 16 * 1024 * 1024,
            priced_at_once: std::thread::available_parallelism().map_or(2, std::num::NonZero::get),
            body_time: Duration::from_secs(30),
            answer_time: Duration::from_mins(1),
            requests_per_minute: 1_000_000,
            wrong_tokens_per_minute: 30,
        }
    }
}

/// What the endpoints share.
struct Shared {
    pages: Pages,
    limits: Limits,
    pricing: Arc<Semaphore>,
    backend: Arc<Backend>,
    runner: Arc<Runner>,
    limiter: Limiter,
    /// Wrong tokens of sign-in links.
    guesses: Limiter,
    reports: Reports,
    counts: Counts,
    /// The reference of the API as a page.
    reference: String,
    /// How many credentials were ended.
    ended_count: AtomicU64,
    /// Told when a credential was ended.
    ended: watch::Sender<()>,
    /// True once the server is told to stop: streams end.
    stopping: watch::Receiver<bool>,
    /// Held by the request that moves the test clock.
    moving_clock: tokio::sync::Mutex<()>,
}

type State = axum::extract::State<Arc<Shared>>;

/// Every route.
pub(crate) fn router(
    pages: Pages,
    limits: Limits,
    backend: Arc<Backend>,
    runner: Arc<Runner>,
    stopping: watch::Receiver<bool>,
) -> Router {
    let shared = Arc::new(Shared {
        pages,
        limits,
        pricing: Arc::new(Semaphore::new(limits.priced_at_once)),
        backend,
        runner,
        limiter: Limiter::new("requests", limits.requests_per_minute),
        guesses: Limiter::new("wrong tokens", limits.wrong_tokens_per_minute),
        reports: Reports::default(),
        counts: Counts::default(),
        reference: documents::reference_page(),
        ended_count: AtomicU64::new(0),
        ended: watch::channel(()).0,
        stopping,
        moving_clock: tokio::sync::Mutex::default(),
    });
    let public_api = Router::new()
        .route("/price-book", get(price_book::get))
        .route("/settlements", post(settlements::post))
        .route("/estimates", post(estimates::post))
        .route("/openapi.json", get(documents::openapi))
        .method_not_allowed_fallback(problems::method_not_allowed)
        .layer(from_fn(security::for_every_origin))
        .layer(public_cors());
    let signed_in_api = Router::new()
        .route("/models", get(models::list))
        .route("/services", get(services::list).post(services::create))
        .route("/services/{id}", get(services::get).patch(services::patch).delete(services::delete))
        .route("/services/{id}/enable", post(services::enable))
        .route("/services/{id}/disable", post(services::disable))
        .route("/services/{id}/scaling", put(services::set_scaling))
        .route("/services/{id}/billing-mode", put(services::set_billing_mode))
        .route("/services/{id}/reservations", get(services::list_reservations).put(services::buy_reservation))
        .route("/services/{id}/reservations/{reservation}", delete(services::end_reservation))
        .route("/services/{id}/timeline", get(services::timeline))
        .route("/services/{id}/runs", get(services::runs))
        .route("/services/{id}/instances", get(services::instances))
        .route("/services/{id}/preview", post(services::preview))
        .route("/events", post(events::post))
        .route("/events/refused", get(events::refused))
        .route("/events/refused/{sequence}/resend", post(events::resend))
        .route("/usage", get(usage::get))
        .route("/account", get(account::get))
        .route("/account/top-ups", get(account::top_ups).post(account::top_up))
        .route("/account/ledger", get(account::ledger))
        .route("/bills", get(bills::list))
        .route("/bills/current", get(bills::current))
        .route("/bills/{month}", get(bills::get))
        .route("/bills/{month}/usage", get(bills::usage))
        .route("/stream", get(stream::get))
        .route("/api-keys", get(api_keys::list).post(api_keys::create))
        .route("/api-keys/{id}", delete(api_keys::revoke))
        .route("/session", get(session::get).post(session::sign_in).delete(session::sign_out))
        .route("/test-clock", get(test_clock::get).post(test_clock::post))
        .method_not_allowed_fallback(problems::method_not_allowed)
        .fallback(problems::not_found);
    Router::new()
        .nest("/api/v1", public_api.merge(signed_in_api))
        .route("/api", get(documents::api))
        .route("/api/reference.css", get(documents::api_style))
        .route("/console/sign-in", get(documents::sign_in))
        .route("/console/sign-in.js", get(documents::sign_in_script))
        .route("/healthz", get(health::get))
        .route("/readyz", get(metrics::ready))
        .route("/metrics", get(metrics::get))
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
