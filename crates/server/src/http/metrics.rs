//! `/readyz` and `/metrics`.

use std::fmt::Write;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::State;
use super::problems::ApiError;

/// Ready means that the store answers.
pub(super) async fn ready(shared: State) -> Result<Response, ApiError> {
    shared.backend.look(|transaction, _| Ok(transaction.change_range()?)).await?;
    Ok((StatusCode::OK, "ready\n").into_response())
}

/// Counts for Prometheus: no names of accounts, services or keys.
pub(super) async fn get(shared: State) -> Result<Response, ApiError> {
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
