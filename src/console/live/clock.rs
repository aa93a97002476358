//! The server's clock, as far as this device can tell: what the server said last, and what has passed here since. A
//! test clock stands where it was heard last.

use leptos::prelude::*;
use tiermeter_pricing::Instant;

const NANOSECONDS_PER_MILLISECOND: i64 = 1_000_000;

/// What the server's clock said, and when on this device's counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerClock {
    heard: Instant,
    at_milliseconds: i64,
    stands: bool,
}

impl Default for ServerClock {
    fn default() -> Self {
        Self { heard: Instant::EPOCH, at_milliseconds: 0, stands: true }
    }
}

impl ServerClock {
    /// A clock that was heard just now; `stands` where it is a test clock.
    pub const fn heard(now: Instant, at_milliseconds: i64, stands: bool) -> Self {
        Self { heard: now, at_milliseconds, stands }
    }

    /// What it says when this device's counter stands at `milliseconds`.
    pub fn now(&self, milliseconds: i64) -> Instant {
        if self.stands {
            return self.heard;
        }
        let passed = milliseconds.saturating_sub(self.at_milliseconds).max(0);
        let now = passed
            .checked_mul(NANOSECONDS_PER_MILLISECOND)
            .and_then(|passed| self.heard.unix_nanoseconds().checked_add(passed));
        now.and_then(Instant::from_unix_nanoseconds).unwrap_or(self.heard)
    }

    /// Something happened at an instant, so the clock is at least there.
    pub fn at_least(self, at: Instant, milliseconds: i64) -> Self {
        if at > self.now(milliseconds) { Self::heard(at, milliseconds, self.stands) } else { self }
    }

    /// Whether it is a test clock.
    pub const fn stands(&self) -> bool {
        self.stands
    }
}

/// Milliseconds on this device's own counter, which nobody sets.
#[expect(clippy::cast_possible_truncation, reason = "the counter starts with the page, far below 2^53")]
pub fn counter_milliseconds() -> i64 {
    window().performance().map_or(0, |performance| performance.now() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::live::examples::at;

    #[test]
    fn it_goes_on_with_this_device_and_stands_where_it_is_a_test_clock() {
        let heard = at("2026-03-03T10:00:00Z");
        for (stands, milliseconds, expected) in [
            (false, 5_000, "2026-03-03T10:00:00Z"),
            (false, 6_500, "2026-03-03T10:00:01.500Z"),
            (false, 4_000, "2026-03-03T10:00:00Z"),
            (true, 9_000, "2026-03-03T10:00:00Z"),
        ] {
            assert_eq!(ServerClock::heard(heard, 5_000, stands).now(milliseconds), at(expected));
        }
        let later = at("2026-03-03T12:00:00Z");
        assert_eq!(ServerClock::heard(heard, 0, true).at_least(later, 9).now(99), later);
        assert_eq!(ServerClock::heard(later, 0, true).at_least(heard, 9).now(99), later);
    }
}
