//! `tiermeter instance`: the built-in sample model, a small HTTP server that speaks as much of the `OpenAI`
//! API as a chat needs. It stands in where no real model is configured, so its answers follow fixed rules:
//!
//! | what | rule |
//! |---|---|
//! | answer | `You said 3 words: hello big world`, the last user message, or `You said nothing.` |
//! | tokens | one for each 4 bytes of UTF-8, rounded up; all messages are input, each at least 1 |
//! | longest answer | `max_completion_tokens`, else `max_tokens`, never above 4096; cut between characters |
//! | stream | an event for each token, whole characters; what was handed to the connection counts |
//! | cached input | always 0 |
//!
//! The backend that started it reads its standard output, one JSON object a line: first `listening` with its
//! address, then `tokens` for each answered completion and `requests_in_flight` when their number changed.

mod answer;
mod completions;
mod errors;
mod reports;
mod request;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::serve::ListenerExt;
use clap::builder::NonEmptyStringValueParser as NonEmpty;
use clap::value_parser;
use serde_json::{Value, json};
use tiermeter_pricing::NANOSECONDS_PER_SECOND;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::clock::Clock;
use crate::serve::{Signals, failed};
use reports::Reports;

/// The largest body of a request.
const MOST_BODY_BYTES: usize = 1024 * 1024;
/// How long answers under way may take once the process is told to stop. With [`PRINTING_TIME`] it stays
/// below the two seconds after which the guard kills.
const FINISHING_TIME: Duration = Duration::from_millis(1_500);
/// How long the last lines may take to be read.
const PRINTING_TIME: Duration = Duration::from_millis(300);

/// Flags of `tiermeter instance`.
#[derive(Debug, clap::Args)]
pub(crate) struct InstanceArguments {
    /// The address to listen on; port 0 takes any free one. The first line printed says which.
    #[arg(long, env = "TIERMETER_INSTANCE_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// The model that requests must name.
    #[arg(long, value_name = "NAME", default_value = "sample", value_parser = NonEmpty::new())]
    model: String,
    /// How long each token of an answer takes.
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = value_parser!(u64).range(..=60_000))]
    milliseconds_per_token: u64,
    /// Answers 503 for so long after its start, like a model that is still loading.
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Test aids")]
    #[arg(value_parser = value_parser!(u64).range(..=86_400_000))]
    ready_after_milliseconds: u64,
    /// Ends with exit code 1 so long after its start, whatever it is doing.
    #[arg(long, value_name = "N", help_heading = "Test aids")]
    #[arg(value_parser = value_parser!(u64).range(..=86_400_000))]
    crash_after_milliseconds: Option<u64>,
}

/// Serves until the process is told to stop by a signal.
pub(crate) fn run(arguments: &InstanceArguments) -> ExitCode {
    let (reports, printer) = match reports::start() {
        Ok(started) => started,
        Err(error) => return failed(&format!("the thread that prints does not start: {error}")),
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&format!("the runtime does not start: {error}")),
    };
    let served = runtime.block_on(serve(arguments, reports));
    // Streams that are cut off here report what they delivered.
    drop(runtime);
    printer.wait(PRINTING_TIME);
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => failed(&message),
    }
}

async fn serve(arguments: &InstanceArguments, reports: Reports) -> Result<(), String> {
    let address = arguments.listen;
    let cannot_listen = |error: io::Error| format!("cannot listen on {address}: {error}");
    let listener = TcpListener::bind(address).await.map_err(cannot_listen)?;
    let local = listener.local_addr().map_err(cannot_listen)?;
    let mut stop = Signals::new().map_err(|error| format!("cannot wait for signals: {error}"))?;
    reports.listening(local);
    let model = Arc::new(Model::new(arguments, reports));
    let (finish, finishing) = oneshot::channel::<()>();
    // Streamed tokens are small, and each should leave at once.
    let listener = listener.tap_io(|stream| {
        // Otherwise they only come later.
        let _ = stream.set_nodelay(true);
    });
    let serving = axum::serve(listener, router(model)).with_graceful_shutdown(async move {
        // Nothing is ever sent: the other end is dropped.
        let _ = finishing.await;
    });
    let mut serving = pin!(serving.into_future());
    tokio::select! {
        () = stop.received() => {}
        () = time_to_crash(arguments.crash_after_milliseconds) => std::process::exit(1),
        ended = &mut serving => return ended.map_err(|error| format!("the listener failed: {error}")),
    }
    drop(finish);
    // What is not finished by then is cut off.
    let _ = tokio::time::timeout(FINISHING_TIME, serving).await;
    Ok(())
}

async fn time_to_crash(after_milliseconds: Option<u64>) {
    match after_milliseconds {
        Some(milliseconds) => tokio::time::sleep(Duration::from_millis(milliseconds)).await,
        None => std::future::pending().await,
    }
}

/// Every route.
fn router(model: Arc<Model>) -> Router {
    Router::new()
        .route("/healthz", get(health))
        .route("/v1/models", get(models))
        .route("/v1/chat/completions", post(completions::post))
        .fallback(errors::not_found)
        .method_not_allowed_fallback(errors::method_not_allowed)
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
        .with_state(model)
}

type State = axum::extract::State<Arc<Model>>;

/// What the endpoints share.
struct Model {
    name: String,
    clock: Clock,
    started_at_unix_seconds: i64,
    ready_at: Instant,
    token_time: Duration,
    /// Differs from start to start: usage with an id that was seen before would not be counted again.
    id_prefix: String,
    completions: AtomicU64,
    reports: Reports,
}

impl Model {
    fn new(arguments: &InstanceArguments, reports: Reports) -> Self {
        let clock = Clock::system();
        Self {
            name: arguments.model.clone(),
            started_at_unix_seconds: unix_seconds(&clock),
            clock,
            ready_at: Instant::now() + Duration::from_millis(arguments.ready_after_milliseconds),
            token_time: Duration::from_millis(arguments.milliseconds_per_token),
            id_prefix: random_prefix(),
            completions: AtomicU64::new(0),
            reports,
        }
    }

    fn is_ready(&self) -> bool {
        Instant::now() >= self.ready_at
    }

    fn next_id(&self) -> String {
        let number = self.completions.fetch_add(1, Ordering::Relaxed) + 1;
        format!("chatcmpl-{}-{number}", self.id_prefix)
    }

    /// Lets the time pass that so many tokens take.
    async fn pass_time(&self, tokens: usize) {
        if !self.token_time.is_zero() {
            let tokens = u32::try_from(tokens).unwrap_or(u32::MAX);
            tokio::time::sleep(self.token_time.saturating_mul(tokens)).await;
        }
    }
}

/// 32 digits that no other start has. The keys of a map's hasher are what the standard library has to give of
/// random numbers.
fn random_prefix() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}

/// What the `OpenAI` API calls `created`. Nothing is metered or priced by it.
fn unix_seconds(clock: &Clock) -> i64 {
    clock.now().unix_nanoseconds() / NANOSECONDS_PER_SECOND
}

/// `GET /healthz`: whether completions are answered.
async fn health(model: State) -> Response {
    let (status, word) =
        if model.is_ready() { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "starting") };
    json_response(status, &json!({"status": word, "model": model.name}))
}

/// `GET /v1/models`: the one model that answers here.
async fn models(model: State) -> Response {
    let only = json!({
        "id": model.name,
        "object": "model",
        "created": model.started_at_unix_seconds,
        "owned_by": "tiermeter",
    });
    json_response(StatusCode::OK, &json!({"object": "list", "data": [only]}))
}

fn json_response(status: StatusCode, document: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], document.to_string()).into_response()
}
