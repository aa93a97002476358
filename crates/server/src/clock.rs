//! What time it is. Everything else is told.

use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND};

/// The clock counts milliseconds, and never goes back.
const NANOSECONDS_PER_TICK: i64 = NANOSECONDS_PER_SECOND / 1_000;
/// The system's clock may be so far ahead of the time that has passed before that is taken for a jump.
const LARGEST_STEP: Duration = Duration::from_secs(5);

/// The time that the server goes by.
pub(crate) enum Clock {
    /// The system's, made to rise: a jump of the wall clock moves nothing, and is told in the log.
    System(Mutex<Anchor>),
    /// One that moves only when it is told.
    Test(Mutex<Instant>),
}

/// What the wall clock said at a moment of the clock that only counts.
pub(crate) struct Anchor {
    wall: i64,
    counted: std::time::Instant,
    newest: i64,
    jumped: bool,
}

impl Clock {
    /// The system's clock.
    pub(crate) fn system() -> Self {
        let wall = wall_nanoseconds();
        let anchor = Anchor { wall, counted: std::time::Instant::now(), newest: wall, jumped: false };
        Self::System(Mutex::new(anchor))
    }

    /// A clock that stands at an instant.
    pub(crate) fn test(now: Instant) -> Self {
        Self::Test(Mutex::new(now))
    }

    /// Whether it moves only when it is told.
    pub(crate) const fn is_test(&self) -> bool {
        matches!(self, Self::Test(_))
    }

    /// The present instant.
    pub(crate) fn now(&self) -> Instant {
        match self {
            Self::Test(now) => *now.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
            Self::System(anchor) => {
                let mut anchor = anchor.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                let nanoseconds = anchor.now() / NANOSECONDS_PER_TICK * NANOSECONDS_PER_TICK;
                Instant::from_unix_nanoseconds(nanoseconds).unwrap_or(Instant::EPOCH)
            }
        }
    }

    /// Moves a test clock forward; false for any other clock, and for a way back.
    pub(crate) fn move_to(&self, to: Instant) -> bool {
        match self {
            Self::System(_) => false,
            Self::Test(now) => {
                let mut now = now.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                let forward = to >= *now;
                if forward {
                    *now = to;
                }
                forward
            }
        }
    }
}

impl Anchor {
    /// The anchor's wall time and what has passed since; small steps of the wall clock forward are followed.
    fn now(&mut self) -> i64 {
        let passed = i64::try_from(self.counted.elapsed().as_nanos()).unwrap_or(i64::MAX);
        let expected = self.wall.saturating_add(passed);
        let wall = wall_nanoseconds();
        let ahead = wall.saturating_sub(expected);
        let step = i64::try_from(LARGEST_STEP.as_nanos()).unwrap_or(i64::MAX);
        if (0..=step).contains(&ahead) {
            self.wall = wall;
            self.counted = std::time::Instant::now();
        }
        let jumped = ahead.saturating_abs() > step;
        if jumped && !self.jumped {
            tracing::error!(
                seconds = ahead / NANOSECONDS_PER_SECOND,
                "the system's clock jumped; the server goes on by the time that passes"
            );
        }
        self.jumped = jumped;
        self.newest = self.newest.max(if jumped || ahead < 0 { expected } else { wall });
        self.newest
    }
}

fn wall_nanoseconds() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
    let now = SystemTime::now();
    now.duration_since(UNIX_EPOCH).map_or(0, |passed| i64::try_from(passed.as_nanos()).unwrap_or(i64::MAX))
}
