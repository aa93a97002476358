//! The life of a service as stretches of one status each, and where they lie in the range that is looked at.

use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND};
use tiermeter_service::{Reason, Status};

use crate::console::documents::TimelineEntry;

const SECONDS_PER_MINUTE: i64 = 60;
const SECONDS_PER_HOUR: i64 = 3_600;
const SECONDS_PER_DAY: i64 = 24 * SECONDS_PER_HOUR;
/// Places in the picture are hundredths of a percent.
const WHOLE: i128 = 10_000;
/// Labels below the picture lie at fourths.
const LABELS: i64 = 4;

/// How far back it is looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Range {
    /// 24 hours.
    Day,
    /// 7 days.
    #[default]
    Week,
    /// 30 days.
    Month,
    /// 90 days.
    Quarter,
}

impl Range {
    /// Every range, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Quarter];

    /// Its name in the address.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Day => "24h",
            Self::Week => "7d",
            Self::Month => "30d",
            Self::Quarter => "90d",
        }
    }

    /// The range of a name; the usual one for every other.
    pub fn of_key(key: Option<&str>) -> Self {
        Self::ALL.into_iter().find(|range| Some(range.key()) == key).unwrap_or_default()
    }

    const fn seconds(self) -> i64 {
        match self {
            Self::Day => SECONDS_PER_DAY,
            Self::Week => 7 * SECONDS_PER_DAY,
            Self::Month => 30 * SECONDS_PER_DAY,
            Self::Quarter => 90 * SECONDS_PER_DAY,
        }
    }
}

/// The minute that an instant is in, by its start.
pub fn minute_of(at: Instant) -> Instant {
    let minute = SECONDS_PER_MINUTE * NANOSECONDS_PER_SECOND;
    later(at, -(at.unix_nanoseconds().rem_euclid(minute)))
}

fn later(at: Instant, nanoseconds: i64) -> Instant {
    let moved = at.unix_nanoseconds().saturating_add(nanoseconds);
    Instant::from_unix_nanoseconds(moved).unwrap_or(if nanoseconds < 0 { Instant::EPOCH } else { at })
}

/// A stretch of time that is looked at. It ends with the running minute, so that it moves once in a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Its first instant.
    pub from: Instant,
    /// The instant behind its last.
    pub until: Instant,
}

/// Where something lies in a picture, as values of CSS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// From the left.
    pub left: String,
    /// How wide it is.
    pub width: String,
}

impl Window {
    /// The range that ends with the minute that begins at `minute`.
    pub fn of(range: Range, minute: Instant) -> Self {
        let until = later(minute, SECONDS_PER_MINUTE * NANOSECONDS_PER_SECOND);
        Self { from: later(until, -(range.seconds() * NANOSECONDS_PER_SECOND)), until }
    }

    /// Where a stretch lies; `None` where nothing of it is in sight. One that lasts reaches to the end.
    pub fn place(self, from: Instant, until: Option<Instant>) -> Option<Place> {
        let until = until.unwrap_or(self.until);
        if until < self.from || from >= self.until {
            return None;
        }
        let (left, right) = (self.hundredths(from), self.hundredths(until));
        Some(Place { left: percent(left), width: percent(right - left) })
    }

    /// Instants to be named below the picture, evenly apart, from its start to its end.
    pub fn labels(self) -> Vec<Instant> {
        let length = self.until.unix_nanoseconds().saturating_sub(self.from.unix_nanoseconds());
        (0..=LABELS).map(|label| later(self.from, length / LABELS * label)).collect()
    }

    /// Whether times of day tell its instants apart.
    #[must_use]
    pub fn is_within_a_day(self) -> bool {
        let length = self.until.unix_nanoseconds().saturating_sub(self.from.unix_nanoseconds());
        length <= SECONDS_PER_DAY * NANOSECONDS_PER_SECOND
    }

    fn hundredths(self, at: Instant) -> i128 {
        let from = i128::from(self.from.unix_nanoseconds());
        let length = (i128::from(self.until.unix_nanoseconds()) - from).max(1);
        ((i128::from(at.unix_nanoseconds()) - from) * WHOLE / length).clamp(0, WHOLE)
    }
}

fn percent(hundredths: i128) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// Time in which a service had one status for the same reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its first instant.
    pub from: Instant,
    /// The instant behind its last; `None` while it lasts.
    pub until: Option<Instant>,
    /// The status.
    pub status: Status,
    /// What kept it from running.
    pub reasons: Vec<Reason>,
    /// The change that it began with; `None` before the first one.
    pub change: Option<TimelineEntry>,
}

impl Stretch {
    /// From when on it is looked at.
    pub fn seen_from(&self, window: Window) -> Instant {
        self.from.max(window.from)
    }
}

/// The whole life of a service, without a gap, from its changes in their order.
pub fn stretches(changes: &[TimelineEntry], created_at: Instant) -> Vec<Stretch> {
    let first = changes.first().map(|change| change.at);
    let untouched = first.is_none_or(|first| first > created_at).then(|| Stretch {
        from: created_at,
        until: first,
        status: Status::NotEnabled,
        reasons: Vec::new(),
        change: None,
    });
    let ends = changes.iter().skip(1).map(|next| Some(next.at)).chain([None]);
    let told = changes.iter().zip(ends).map(|(change, until)| Stretch {
        from: change.at,
        until,
        status: change.status,
        reasons: change.reasons.clone(),
        change: Some(change.clone()),
    });
    untouched.into_iter().chain(told).collect()
}

/// Those of which something is in sight.
pub fn in_sight(all: Vec<Stretch>, window: Window) -> Vec<Stretch> {
    all.into_iter().filter(|stretch| stretch.until.is_none_or(|until| until > window.from)).collect()
}

/// Where time is to be cut, so that what lies behind cut `n` is stretch `n`: the first one from the start of what is
/// looked at.
pub fn cuts(seen: &[Stretch], window: Window) -> Vec<Instant> {
    let others = seen.iter().skip(1).map(|stretch| stretch.from);
    std::iter::once(window.from).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use tiermeter_service::Command;

    use super::*;
    use crate::console::live::examples::at;

    fn change(sequence: u64, instant: &str, status: Status, reasons: &[Reason]) -> TimelineEntry {
        TimelineEntry {
            sequence,
            at: at(instant),
            status,
            reasons: reasons.to_vec(),
            command: Command::Enable,
            cause: "enabled".to_owned(),
            actor: "owner".to_owned(),
        }
    }

    fn life() -> Vec<TimelineEntry> {
        vec![
            change(1, "2026-03-01T00:00:00Z", Status::Creating, &[]),
            change(2, "2026-03-01T00:00:04Z", Status::Running, &[]),
            change(3, "2026-03-03T00:00:00Z", Status::Stopped, &[Reason::Disabled]),
        ]
    }

    #[test]
    fn a_life_has_no_gaps() {
        for (created_at, expected) in [("2026-02-28T00:00:00Z", 4), ("2026-03-01T00:00:00Z", 3)] {
            let all = stretches(&life(), at(created_at));
            assert_eq!(all.len(), expected);
            assert_eq!(all.first().map(|stretch| stretch.from), Some(at(created_at)));
            assert!(all.windows(2).all(|two| two[0].until == Some(two[1].from)));
            assert_eq!(all.last().and_then(|stretch| stretch.until), None);
        }
        let untouched = stretches(&[], at("2026-03-01T00:00:00Z"));
        assert_eq!((untouched.len(), untouched[0].status), (1, Status::NotEnabled));
    }

    #[test]
    fn what_is_in_sight_is_cut_where_it_is_looked_at_first() {
        for (minute, seen, first_cut) in [
            ("2026-03-03T12:00:00Z", 2, "2026-03-02T12:01:00Z"),
            ("2026-03-01T12:00:00Z", 4, "2026-02-28T12:01:00Z"),
            ("2026-03-09T12:00:00Z", 1, "2026-03-08T12:01:00Z"),
        ] {
            let window = Window::of(Range::Day, at(minute));
            let stretches = in_sight(stretches(&life(), at("2026-02-27T00:00:00Z")), window);
            let cuts = cuts(&stretches, window);
            assert_eq!((stretches.len(), cuts.len()), (seen, seen), "{minute}");
            assert_eq!(cuts.first(), Some(&at(first_cut)));
            assert!(cuts.is_sorted());
        }
    }

    #[test]
    fn places_are_parts_of_what_is_looked_at() {
        let window = Window { from: at("2026-03-01T00:00:00Z"), until: at("2026-03-02T00:00:00Z") };
        for (from, until, expected) in [
            ("2026-03-01T06:00:00Z", Some("2026-03-01T12:00:00Z"), Some(("25.00%", "25.00%"))),
            ("2026-02-01T06:00:00Z", Some("2026-03-01T00:01:00Z"), Some(("0.00%", "0.06%"))),
            ("2026-03-01T18:00:00Z", None, Some(("75.00%", "25.00%"))),
            ("2026-02-01T06:00:00Z", Some("2026-02-02T00:00:00Z"), None),
            ("2026-03-02T00:00:00Z", None, None),
        ] {
            let place = window.place(at(from), until.map(at));
            let expected =
                expected.map(|(left, width)| Place { left: left.to_owned(), width: width.to_owned() });
            assert_eq!(place, expected, "{from}");
        }
    }

    #[test]
    fn a_window_moves_with_the_minute() {
        let minute = minute_of(at("2026-03-03T10:15:59.999Z"));
        assert_eq!(minute, at("2026-03-03T10:15:00Z"));
        let window = Window::of(Range::Week, minute);
        assert_eq!((window.from, window.until), (at("2026-02-24T10:16:00Z"), at("2026-03-03T10:16:00Z")));
        let labels = window.labels();
        assert_eq!(
            (labels.len(), labels.first(), labels.last()),
            (5, Some(&window.from), Some(&window.until))
        );
    }

    #[test]
    fn ranges_are_named_in_the_address() {
        for range in Range::ALL {
            assert_eq!(Range::of_key(Some(range.key())), range);
        }
        for other in [None, Some(""), Some("1h")] {
            assert_eq!(Range::of_key(other), Range::Week);
        }
    }
}
