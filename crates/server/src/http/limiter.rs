//! How often something may be done: so many times in each minute of the machine's own clock. Requests are counted by
//! account, wrong tokens by address.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::problems::ApiError;
use crate::lock::locked;

const WINDOW: Duration = Duration::from_mins(1);
/// With more of them those whose minute is over are forgotten.
const MOST_WINDOWS: usize = 10_000;

/// Counts what each one does.
#[derive(Debug)]
pub(super) struct Limiter {
    /// What is counted, in a word.
    counted: &'static str,
    per_minute: u64,
    windows: Mutex<HashMap<String, Window>>,
}

#[derive(Debug)]
struct Window {
    began: Instant,
    count: u64,
}

/// What is left in this minute.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowance {
    pub(super) counted: &'static str,
    pub(super) limit: u64,
    pub(super) remaining: u64,
    pub(super) resets_in_seconds: u64,
}

impl Limiter {
    pub(super) fn new(counted: &'static str, per_minute: u64) -> Self {
        Self { counted, per_minute, windows: Mutex::default() }
    }

    /// Counts one more of somebody, or refuses it until the minute is over.
    pub(super) fn admit(&self, whose: &str) -> Result<(), ApiError> {
        let mut windows = locked(&self.windows);
        if windows.len() >= MOST_WINDOWS && !windows.contains_key(whose) {
            windows.retain(|_, window| window.began.elapsed() < WINDOW);
        }
        let window =
            windows.entry(whose.to_owned()).or_insert_with(|| Window { began: Instant::now(), count: 0 });
        if window.began.elapsed() >= WINDOW {
            *window = Window { began: Instant::now(), count: 0 };
        }
        if window.count >= self.per_minute {
            return Err(ApiError::TooMany(self.allowance(window)));
        }
        window.count += 1;
        Ok(())
    }

    /// What somebody has left.
    pub(super) fn left(&self, whose: &str) -> Option<Allowance> {
        let windows = locked(&self.windows);
        windows.get(whose).map(|window| self.allowance(window))
    }

    fn allowance(&self, window: &Window) -> Allowance {
        let resets_in = WINDOW.saturating_sub(window.began.elapsed());
        Allowance {
            counted: self.counted,
            limit: self.per_minute,
            remaining: self.per_minute.saturating_sub(window.count),
            resets_in_seconds: resets_in.as_secs() + 1,
        }
    }
}
