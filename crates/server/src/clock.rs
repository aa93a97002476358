//! What time it is. Everything else is told.

use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND};

use crate::lock::locked;

/// The clock counts milliseconds, and never goes back.
const NANOSECONDS_PER_TICK: i64 = NANOSECONDS_PER_SECOND / 1_000;
/// The system's clock may be so far ahead of the time that has passed before that is taken for a jump.
const LARGEST_STEP_NANOSECONDS: i64 = 5 * NANOSECONDS_PER_SECOND;
/// A server reads its clock every second; one that did not for so long did not run.
const LONGEST_SILENCE_NANOSECONDS: i64 = 60 * NANOSECONDS_PER_SECOND;

/// The time that the server goes by.
pub(crate) enum Clock {
    /// The system's, made to rise: a jump of the wall clock moves nothing, and is told in the log.
    System { anchor: Mutex<Anchor>, read: Box<dyn Fn() -> Reading + Send + Sync> },
    /// One that moves only when it is told.
    Test(Mutex<Instant>),
}

/// What the machine's clocks say at one moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    /// Since 1970, as far as the machine knows.
    pub(crate) wall_nanoseconds: i64,
    /// Since some moment, by a counter that nobody sets. It counts while the machine sleeps too, where there is such
    /// a one.
    pub(crate) counted_nanoseconds: i64,
}

/// What the wall clock said at a moment of the counter.
pub(crate) struct Anchor {
    followed: Reading,
    /// The counter when the clock was read last.
    read_at: i64,
    /// The time that was told last.
    newest: i64,
    jumped: bool,
    /// The time that was told last before the clock was not read for too long.
    silent_since: Option<i64>,
}

impl Clock {
    /// The system's clock.
    pub(crate) fn system() -> Self {
        Self::reading(read_machine)
    }

    /// A clock that goes by what is read of a machine.
    pub(crate) fn reading(read: impl Fn() -> Reading + Send + Sync + 'static) -> Self {
        Self::System { anchor: Mutex::new(Anchor::new(read())), read: Box::new(read) }
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
            Self::Test(now) => *locked(now),
            Self::System { anchor, read } => {
                let mut anchor = locked(anchor);
                // Read while nobody else does, so that the counter rises from one reading to the next.
                instant(anchor.at(read()))
            }
        }
    }

    /// The last instant that is known of before the server did not run for a while, until that was dealt with: the
    /// machine slept, or the process was held.
    pub(crate) fn silent_since(&self) -> Option<Instant> {
        match self {
            Self::Test(_) => None,
            Self::System { anchor, .. } => locked(anchor).silent_since.map(instant),
        }
    }

    /// What was open at that instant has been ended.
    pub(crate) fn silence_is_dealt_with(&self, since: Instant) {
        if let Self::System { anchor, .. } = self {
            let mut anchor = locked(anchor);
            anchor.silent_since = anchor.silent_since.filter(|known| instant(*known) != since);
        }
    }

    /// Moves a test clock forward; false for any other clock, and for a way back.
    pub(crate) fn move_to(&self, to: Instant) -> bool {
        match self {
            Self::System { .. } => false,
            Self::Test(now) => {
                let mut now = locked(now);
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
    fn new(first: Reading) -> Self {
        Self {
            followed: first,
            read_at: first.counted_nanoseconds,
            newest: first.wall_nanoseconds,
            jumped: false,
            silent_since: None,
        }
    }

    /// The anchor's wall time and what has passed since; small steps of the wall clock forward are followed.
    fn at(&mut self, reading: Reading) -> i64 {
        if reading.counted_nanoseconds.saturating_sub(self.read_at) > LONGEST_SILENCE_NANOSECONDS {
            // Of two that nobody has dealt with, the first one says more.
            self.silent_since = self.silent_since.or(Some(self.newest));
        }
        self.read_at = reading.counted_nanoseconds;
        let passed = reading.counted_nanoseconds.saturating_sub(self.followed.counted_nanoseconds);
        let expected = self.followed.wall_nanoseconds.saturating_add(passed);
        let ahead = reading.wall_nanoseconds.saturating_sub(expected);
        let jumped = ahead.saturating_abs() > LARGEST_STEP_NANOSECONDS;
        let follows = !jumped && ahead >= 0;
        if follows {
            self.followed = reading;
        }
        if jumped && !self.jumped {
            tracing::error!(
                seconds = ahead / NANOSECONDS_PER_SECOND,
                "the system's clock jumped; the server goes on by the time that passes"
            );
        }
        self.jumped = jumped;
        self.newest = self.newest.max(if follows { reading.wall_nanoseconds } else { expected });
        self.newest
    }
}

/// The clock's tick at or before a moment.
fn instant(nanoseconds: i64) -> Instant {
    let ticks = nanoseconds / NANOSECONDS_PER_TICK * NANOSECONDS_PER_TICK;
    Instant::from_unix_nanoseconds(ticks).unwrap_or(Instant::EPOCH)
}

fn read_machine() -> Reading {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system's clock")]
    let now = SystemTime::now();
    let wall = now.duration_since(UNIX_EPOCH);
    Reading {
        wall_nanoseconds: wall.map_or(0, |passed| i64::try_from(passed.as_nanos()).unwrap_or(i64::MAX)),
        counted_nanoseconds: counted_nanoseconds(),
    }
}

/// The counter that goes on while the machine sleeps.
#[cfg(target_os = "linux")]
fn counted_nanoseconds() -> i64 {
    let counted = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    counted.tv_sec.saturating_mul(NANOSECONDS_PER_SECOND).saturating_add(counted.tv_nsec)
}

/// The counter that there is everywhere.
#[cfg(not(target_os = "linux"))]
fn counted_nanoseconds() -> i64 {
    static BEGINNING: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    i64::try_from(BEGINNING.elapsed().as_nanos()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600;
    const YEAR: i64 = 365 * 24 * HOUR;

    fn reading((counted, wall): (i64, i64)) -> Reading {
        Reading {
            wall_nanoseconds: wall * NANOSECONDS_PER_SECOND,
            counted_nanoseconds: counted * NANOSECONDS_PER_SECOND,
        }
    }

    /// In whole seconds: the counter and the wall clock at each reading after one at 0 and 1,000, the time that is
    /// told each time, and since when the server was silent in the end.
    fn check(readings: &[(i64, i64)], told: &[i64], silent_since: Option<i64>) {
        let mut anchor = Anchor::new(reading((0, 1_000)));
        let seconds = |nanoseconds: i64| nanoseconds / NANOSECONDS_PER_SECOND;
        let times: Vec<i64> = readings.iter().map(|next| seconds(anchor.at(reading(*next)))).collect();
        assert_eq!(times, told, "{readings:?}");
        assert_eq!(anchor.silent_since.map(seconds), silent_since, "{readings:?}");
    }

    #[test]
    fn time_passes_as_the_counter_says_whatever_the_wall_clock_does() {
        check(&[(1, 1_001), (2, 1_002)], &[1_001, 1_002], None);
        // Small steps forward are followed; those back are waited out.
        check(&[(1, 1_004), (2, 1_005)], &[1_004, 1_005], None);
        check(&[(1, 1_004), (2, 1_003), (3, 1_004)], &[1_004, 1_005, 1_006], None);
        check(&[(10, 1_010), (20, 1_020 - HOUR), (30, 1_030 - HOUR)], &[1_010, 1_020, 1_030], None);
        check(&[(10, 1_010), (20, 1_020 + YEAR), (30, 1_030 + YEAR)], &[1_010, 1_020, 1_030], None);
        check(&[(10, 1_010 + YEAR), (20, 1_020)], &[1_010, 1_020], None);
    }

    #[test]
    fn a_machine_that_slept_is_on_time_and_knows_since_when() {
        let slept = 8 * HOUR;
        check(&[(10, 1_010), (11 + slept, 1_011 + slept)], &[1_010, 1_011 + slept], Some(1_010));
        // The wall clock may be set right only later.
        check(&[(10, 1_010), (11 + slept, 1_011)], &[1_010, 1_011 + slept], Some(1_010));
        // A minute is not too long, and a second one comes on top of a first.
        check(&[(10, 1_010), (70, 1_070)], &[1_010, 1_070], None);
        check(&[(10, 1_010), (71, 1_071), (80, 1_080)], &[1_010, 1_071, 1_080], Some(1_010));
        check(&[(100, 1_100), (200, 1_200)], &[1_100, 1_200], Some(1_000));
        // Where the counter stood still too, such as that of a virtual machine, it is a jump like any other.
        check(&[(10, 1_010), (11, 1_011 + slept)], &[1_010, 1_011], None);
    }

    #[test]
    fn a_silence_lasts_until_it_is_dealt_with() {
        let moment = std::sync::Arc::new(std::sync::atomic::AtomicI64::new(0));
        let shown = std::sync::Arc::clone(&moment);
        let clock = Clock::reading(move || {
            let counted = shown.load(std::sync::atomic::Ordering::Relaxed);
            reading((counted, 1_000 + counted))
        });
        let begun = clock.now();
        moment.store(8 * HOUR, std::sync::atomic::Ordering::Relaxed);
        let woken = clock.now();
        assert_eq!(woken.unix_nanoseconds() - begun.unix_nanoseconds(), 8 * HOUR * NANOSECONDS_PER_SECOND);
        assert_eq!(clock.silent_since(), Some(begun));
        clock.silence_is_dealt_with(woken);
        assert_eq!(clock.silent_since(), Some(begun), "that was another one");
        clock.silence_is_dealt_with(begun);
        assert_eq!((clock.now(), clock.silent_since()), (woken, None));
    }
}
