//! `/readyz` and `/metrics`.

use std::fmt::Write;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::page::nothing_here;
use super::problems::ApiError;
use super::{Peer, State};

/// What a proxy adds to the requests that it hands on.
const HANDED_ON: [HeaderName; 5] = [
    header::FORWARDED,
    header::VIA,
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-real-ip"),
];

/// Ready means that the store answers. Anybody may ask, and is told no more than that.
pub(super) async fn ready(shared: State) -> Response {
    match shared.backend.next_due().await {
        Ok(_) => (StatusCode::OK, "ready\n").into_response(),
        Err(fault) => {
            tracing::error!(?fault, "the store does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
        }
    }
}

/// Whether a request comes from a program on this machine, and not through a proxy on it.
fn is_from_this_machine(peer: Option<&Peer>, headers: &HeaderMap) -> bool {
    peer.is_some_and(|peer| peer.0.to_canonical().is_loopback())
        && HANDED_ON.into_iter().all(|name| !headers.contains_key(name))
}

/// Counts for Prometheus: no names of accounts, services or keys. For everybody else there is nothing here.
pub(super) async fn get(shared: State, request: Request) -> Result<Response, ApiError> {
    if !is_from_this_machine(request.extensions().get::<Peer>(), request.headers()) {
        return Ok(nothing_here());
    }
    let (open_runs, running) = shared
        .backend
        .look(|transaction, _| {
            Ok((transaction.open_managed_runs()?.len(), transaction.services_to_run()?.len()))
        })
        .await?;
    let mut text = String::new();
    let mut gauge = |name: &str, help: &str, kind: &str, value: u64| {
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
    };
    gauge("tiermeter_open_runs", "Runs of this server's instances that are open.", "gauge", whole(open_runs));
    gauge("tiermeter_services_going", "Services that are creating or running.", "gauge", whole(running));
    gauge("tiermeter_requests_total", "Requests since the start.", "counter", shared.counts.requests());
    gauge("tiermeter_errors_total", "Answers of status 500 and above.", "counter", shared.counts.errors());
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response())
}

fn whole(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// Counts of requests.
#[derive(Debug, Default)]
pub(super) struct Counts {
    requests: std::sync::atomic::AtomicU64,
    errors: std::sync::atomic::AtomicU64,
}

impl Counts {
    /// Counts an answer.
    pub(super) fn add(&self, status: StatusCode) {
        use std::sync::atomic::Ordering::Relaxed;
        self.requests.fetch_add(1, Relaxed);
        if status.is_server_error() {
            self.errors.fetch_add(1, Relaxed);
        }
    }

    fn requests(&self) -> u64 {
        self.requests.load(std::sync::atomic::Ordering::Relaxed)
    }

    fn errors(&self) -> u64 {
        self.errors.load(std::sync::atomic::Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_for_programs_on_this_machine() {
        for (address, header, expected) in [
            ("127.0.0.1", None, true),
            ("127.9.9.9", None, true),
            ("::1", None, true),
            ("::ffff:127.0.0.1", None, true),
            ("10.0.0.1", None, false),
            ("::ffff:10.0.0.1", None, false),
            ("2001:db8::1", None, false),
            ("127.0.0.1", Some("x-forwarded-for"), false),
            ("127.0.0.1", Some("forwarded"), false),
            ("127.0.0.1", Some("via"), false),
            ("127.0.0.1", Some("x-real-ip"), false),
            ("127.0.0.1", Some("user-agent"), true),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(name) = header {
                headers.insert(name, "127.0.0.1".parse().unwrap());
            }
            let peer = Peer(address.parse().unwrap());
            assert_eq!(is_from_this_machine(Some(&peer), &headers), expected, "{address} {header:?}");
        }
        assert!(!is_from_this_machine(None, &HeaderMap::new()), "nobody knows from where");
    }
}
