//! How many requests an account may make: so many in each minute of the machine's own clock.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::problems::ApiError;

const WINDOW: Duration = Duration::from_mins(1);

/// Counts the requests of each account.
#[derive(Debug)]
pub(super) struct Limiter {
    requests_per_minute: u64,
    windows: Mutex<HashMap<String, Window>>,
}

#[derive(Debug)]
struct Window {
    began: Instant,
    requests: u64,
}

/// What is left of an account's requests.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    pub(super) limit: u64,
    pub(super) remaining: u64,
    pub(super) resets_in_seconds: u64,
}

impl Limiter {
    pub(super) fn new(requests_per_minute: u64) -> Self {
        Self { requests_per_minute, windows: Mutex::default() }
    }

    /// Counts a request, or refuses it until the window is over.
    pub(super) fn admit(&self, account: &str) -> Result<(), ApiError> {
        let mut windows = self.windows.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let window = windows
            .entry(account.to_owned())
            .or_insert_with(|| Window { began: Instant::now(), requests: 0 });
        if window.began.elapsed() >= WINDOW {
            *window = Window { began: Instant::now(), requests: 0 };
        }
        if window.requests >= self.requests_per_minute {
            return Err(ApiError::TooMany(self.allowance(window)));
        }
        window.requests += 1;
        Ok(())
    }

    /// What is left of an account's requests.
    pub(super) fn left(&self, account: &str) -> Option<Allowance> {
        let windows = self.windows.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        windows.get(account).map(|window| self.allowance(window))
    }

    fn allowance(&self, window: &Window) -> Allowance {
        let resets_in = WINDOW.saturating_sub(window.began.elapsed());
        Allowance {
            limit: self.requests_per_minute,
            remaining: self.requests_per_minute.saturating_sub(window.requests),
            resets_in_seconds: resets_in.as_secs() + 1,
        }
    }
}
