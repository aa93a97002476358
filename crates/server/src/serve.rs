//! `tiermeter serve`: accepts connections, keeps time with each, and shuts down without breaking off an answer.

mod framing;
mod sample_data;
mod start;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tiermeter_backend::sqlite;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio_io_timeout::TimeoutStream;
use tracing_subscriber::EnvFilter;

use crate::cli::ServeArguments;
use crate::http::{Limits, Peer, router};
use crate::pages::Pages;
use crate::runner::Runner;
use framing::Framed;

pub(crate) use start::TEST_CLOCK;

/// A client that has not sent its headers by then is cut off.
const HEADER_TIME: Duration = Duration::from_secs(10);
/// A client that takes nothing of its answer for so long is cut off.
const WRITE_TIME: Duration = Duration::from_secs(30);
/// Connections beyond this are closed at once.
const MOST_CONNECTIONS: usize = 10_000;
/// How long answers under way may take once the process is told to stop.
const SHUTDOWN_TIME: Duration = Duration::from_secs(10);
/// How long to wait after a failed accept, such as with too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until the process is told to stop.
pub(crate) fn run(arguments: &ServeArguments) -> ExitCode {
    start_log();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&format!("the runtime does not start: {error}")),
    };
    let served = runtime.block_on(serve(arguments));
    // Whatever is still being priced has nobody to answer to.
    runtime.shutdown_background();
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => failed(&message),
    }
}

/// Says on standard error what went wrong.
pub(crate) fn failed(message: &str) -> ExitCode {
    // With standard error gone there is nobody left to tell.
    let _ = writeln!(io::stderr(), "tiermeter: {message}");
    ExitCode::FAILURE
}

/// Lines for people on a terminal, JSON elsewhere; `TIERMETER_LOG` sets what is logged.
fn start_log() {
    let filter = EnvFilter::try_from_env("TIERMETER_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    // Where nothing can be written, such as on a full disk, there is nobody left to tell; and to try would panic.
    let log =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).log_internal_errors(false);
    if io::stderr().is_terminal() {
        log.init();
    } else {
        log.json().init();
    }
}

async fn serve(arguments: &ServeArguments) -> Result<(), String> {
    let address = arguments.listen;
    let listener =
        TcpListener::bind(address).await.map_err(|error| format!("cannot listen on {address}: {error}"))?;
    let local = listener.local_addr().map_err(|error| format!("cannot listen on {address}: {error}"))?;
    let mut stop = Signals::new().map_err(|error| format!("cannot wait for signals: {error}"))?;
    let pages = Pages::embedded();
    if !pages.is_built() {
        tracing::warn!("built without the page; `cargo xtask start` builds both");
    }
    let backend = Arc::new(start::open(arguments)?);
    let token = start::prepare(&backend, arguments).await?;
    let (stopping, stopped) = watch::channel(false);
    let runner = Runner::new(Arc::clone(&backend));
    let running = tokio::spawn(Arc::clone(&runner).run(stopped.clone()));
    let timekeeper = Arc::clone(&backend);
    let relay = Arc::clone(&backend);
    let relaying = tokio::spawn(async move { relay.relay_changes().await });
    let keeping_time = tokio::spawn(async move { timekeeper.keep_time().await });
    let mut limits = Limits::default();
    limits.requests_per_minute = arguments.requests_per_minute.unwrap_or(limits.requests_per_minute);
    let router = router(pages, limits, Arc::clone(&backend), runner, stopped);
    // Programs that start the server read these lines.
    let sign_in = token.map(|token| format!("sign in: http://{local}/console/sign-in#{token}\n"));
    write!(io::stdout(), "listening on http://{local}\n{}", sign_in.unwrap_or_default())
        .map_err(|error| format!("cannot print the address: {error}"))?;
    accept(&listener, &router, &mut stop, &stopping).await;
    let _ = running.await;
    keeping_time.abort();
    relaying.abort();
    // What is not brought in stays beside the file, and nothing is lost.
    if let Err(error) = sqlite::bring_in(&arguments.database) {
        tracing::warn!(%error, "what stands beside the database was not brought into it");
    }
    Ok(())
}

async fn accept(listener: &TcpListener, router: &Router, stop: &mut Signals, stopping: &watch::Sender<bool>) {
    // Without TLS no browser speaks HTTP/2, and its detection would wait for first bytes without a timer.
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEADER_TIME);
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let connections = GracefulShutdown::new();
    loop {
        let (stream, peer) = tokio::select! {
            () = stop.received() => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            },
        };
        let Ok(place) = Arc::clone(&room).try_acquire_owned() else {
            continue;
        };
        // A change that is sent alone must not wait for the next one.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(WRITE_TIME));
        let answering = TowerToHyperService::new(router.clone());
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer.ip()));
            answering.call(request)
        });
        let stream = TokioIo::new(Framed::new(Box::pin(stream)));
        let connection = builder.serve_connection(stream, service);
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            let _place = place;
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    tracing::info!("stopping");
    let _ = stopping.send(true);
    if tokio::time::timeout(SHUTDOWN_TIME, connections.shutdown()).await.is_err() {
        tracing::warn!("some answers were not finished in time");
    }
}

/// What tells the process to stop.
pub(crate) struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    pub(crate) fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    #[cfg(unix)]
    pub(crate) async fn received(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    #[cfg(not(unix))]
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    pub(crate) async fn received(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}
