//! The time axis: how far it reaches, where its ticks stand, and where on it an instant lies. Positions are
//! whole parts of a million, so that no float is needed.

use std::ops::Range;

use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND, UtcOffset};

use crate::local_time::{self, OffsetAt};
use crate::text::{self, NANOSECONDS_PER_DAY, percent};
use crate::words::Words;

/// Distances of ticks that people read easily, in seconds.
const STEPS_SECONDS: [i64; 17] =
    [1, 5, 10, 30, 60, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800];
/// So many distances of ticks cover what is shown, at most.
const MOST_DISTANCES: i64 = 6;
const PARTS: i64 = 1_000_000;
/// A label nearer to an end than this is set inside of the axis.
const EDGE_PARTS: u32 = 40_000;
/// What is dragged snaps to the longest step of which so many cover what is shown.
const SNAPS: i64 = 300;

/// A time axis.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Axis {
    from: i64,
    until: i64,
    /// From left to right.
    pub ticks: Vec<Tick>,
    /// The days that it shows, and in which zone.
    pub caption: String,
    /// Whether ticks have their local time.
    pub has_local_times: bool,
}

/// A tick of the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// The distance from the left end, as a CSS percentage.
    pub left: String,
    /// The time, or the day.
    pub label: String,
    /// The same in local time, where that is another one; days have none.
    pub local: Option<String>,
    /// How its label is set.
    pub edge: Edge,
}

/// How a label is set, so that it stays within the axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// It begins at the tick.
    Start,
    /// The tick is its middle.
    Middle,
    /// It ends at the tick.
    End,
}

impl Edge {
    /// The class of the label.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

impl Axis {
    /// An axis around a stretch, inside of the month (both in nanoseconds since 1970), with local times below.
    pub fn around(stretch: &Range<i64>, month: &Range<i64>, offset_at: OffsetAt, words: &Words) -> Self {
        let distance = distance_of_ticks(stretch.end - stretch.start);
        // Ticks are counted from the month's first instant, so that days and weeks begin where people expect it.
        let down = |at: i64, unit: i64| month.start + (at - month.start).div_euclid(unit) * unit;
        let up = |at: i64, unit: i64| down(at + unit - 1, unit);
        // Within a day the axis reaches one tick further, so that the bars' ends are seen to be ends.
        let (from, until) = if distance < NANOSECONDS_PER_DAY {
            (down(stretch.start - 1, distance), up(stretch.end + 1, distance))
        } else {
            (down(stretch.start, NANOSECONDS_PER_DAY), up(stretch.end, NANOSECONDS_PER_DAY))
        };
        let (from, until) = (from.max(month.start), until.min(month.end));
        let mut axis = Self { from, until, caption: caption(from, until, words), ..Self::default() };
        let mut at = up(from, distance);
        while at <= until {
            let mut tick = axis.tick(at, distance, words);
            if distance < NANOSECONDS_PER_DAY {
                let at = Instant::from_unix_nanoseconds(at);
                tick.local = at.and_then(|at| local_time::of_tick(at, offset_at, words));
            }
            axis.has_local_times |= tick.local.is_some();
            axis.ticks.push(tick);
            at += distance;
        }
        if let Some(clock) = local_time::of_month(&(from..until), UtcOffset::default(), offset_at, words) {
            axis.caption = format!("{}. {clock}", axis.caption);
        }
        axis
    }

    /// Where the instant lies, as a CSS percentage; `None` outside of the axis.
    pub fn mark(&self, at: Instant) -> Option<String> {
        let at = at.unix_nanoseconds();
        (self.from < self.until && (self.from..=self.until).contains(&at)).then(|| percent(self.parts(at)))
    }

    /// Where the instant lies, in parts of a million of the axis.
    pub fn parts(&self, at: i64) -> u32 {
        let length = i128::from(self.until - self.from).max(1);
        let parts = i128::from(at - self.from) * i128::from(PARTS) / length;
        u32::try_from(parts.clamp(0, i128::from(PARTS))).unwrap_or_default()
    }

    /// The instant so many parts of a million from the left end, where what is dragged snaps to.
    pub fn instant_at(&self, parts: u32) -> Option<Instant> {
        let length = self.until - self.from;
        let [shortest, ..] = STEPS_SECONDS;
        let steps = STEPS_SECONDS.into_iter().rev();
        let snap = steps.map(|seconds| seconds * NANOSECONDS_PER_SECOND).find(|step| step * SNAPS <= length);
        let snap = snap.unwrap_or(shortest * NANOSECONDS_PER_SECOND);
        let distance = i128::from(length) * i128::from(parts) / i128::from(PARTS);
        let at = self.from + i64::try_from(distance).unwrap_or_default();
        Instant::from_unix_nanoseconds((at + snap / 2).div_euclid(snap) * snap)
    }

    fn tick(&self, at: i64, distance: i64, words: &Words) -> Tick {
        let parts = self.parts(at);
        let edge = match parts {
            ..=EDGE_PARTS => Edge::Start,
            parts if i64::from(parts) >= PARTS - i64::from(EDGE_PARTS) => Edge::End,
            _ => Edge::Middle,
        };
        let is_day = distance >= NANOSECONDS_PER_DAY || at % NANOSECONDS_PER_DAY == 0;
        let label = Instant::from_unix_nanoseconds(at).map_or_else(String::new, |at| {
            if is_day { text::day_and_month(at, words) } else { text::time_of_day(at) }
        });
        Tick { left: percent(parts), label, local: None, edge }
    }
}

fn distance_of_ticks(length: i64) -> i64 {
    let [.., widest] = STEPS_SECONDS;
    let seconds =
        STEPS_SECONDS.into_iter().find(|seconds| length <= seconds * NANOSECONDS_PER_SECOND * MOST_DISTANCES);
    seconds.unwrap_or(widest) * NANOSECONDS_PER_SECOND
}

fn caption(from: i64, until: i64, words: &Words) -> String {
    let (Some(from), Some(last)) =
        (Instant::from_unix_nanoseconds(from), Instant::from_unix_nanoseconds(until - 1))
    else {
        return String::new();
    };
    if text::within_a_day(from, last) {
        format!("{}, UTC", text::date(from, words))
    } else {
        format!("{} – {}, UTC", text::day_and_month(from, words), text::date(last, words))
    }
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::Month;

    use super::*;
    use crate::words::ENGLISH;

    fn at(text: &str) -> i64 {
        Instant::parse(text).unwrap().unix_nanoseconds()
    }

    fn march() -> Range<i64> {
        let month = Month { year: 2026, month: 3 };
        let offset = UtcOffset::default();
        month.first_instant_nanoseconds(offset)..month.next().first_instant_nanoseconds(offset)
    }

    fn check(from: &str, until: &str, caption: &str, labels: &[&str]) {
        let axis = Axis::around(&(at(from)..at(until)), &march(), |_| 0, &ENGLISH);
        assert_eq!(
            axis.ticks.iter().map(|tick| tick.label.as_str()).collect::<Vec<_>>(),
            labels,
            "{from} {until}"
        );
        assert_eq!(axis.caption, caption);
        assert!(axis.from <= at(from) && at(until) <= axis.until);
    }

    #[test]
    fn ticks_stand_where_people_expect_them() {
        check(
            "2026-03-03T10:00:00Z",
            "2026-03-03T12:00:00Z",
            "3 Mar 2026, UTC",
            &["09:30", "10:00", "10:30", "11:00", "11:30", "12:00", "12:30"],
        );
        check(
            "2026-03-03T10:00:00Z",
            "2026-03-03T10:00:03.5Z",
            "3 Mar 2026, UTC",
            &["09:59:59", "10:00", "10:00:01", "10:00:02", "10:00:03", "10:00:04"],
        );
        check(
            "2026-03-03T22:10:00Z",
            "2026-03-04T02:00:00Z",
            "3 Mar – 4 Mar 2026, UTC",
            &["22:00", "23:00", "4 Mar", "01:00", "02:00", "03:00"],
        );
        check(
            "2026-03-02T08:00:00Z",
            "2026-03-07T18:00:00Z",
            "2 Mar – 7 Mar 2026, UTC",
            &["2 Mar", "3 Mar", "4 Mar", "5 Mar", "6 Mar", "7 Mar", "8 Mar"],
        );
        check(
            "2026-03-01T00:00:00Z",
            "2026-04-01T00:00:00Z",
            "1 Mar – 31 Mar 2026, UTC",
            &["1 Mar", "8 Mar", "15 Mar", "22 Mar", "29 Mar"],
        );
        check(
            "2026-03-01T00:00:00Z",
            "2026-03-01T02:00:00Z",
            "1 Mar 2026, UTC",
            &["1 Mar", "00:30", "01:00", "01:30", "02:00", "02:30"],
        );
    }

    #[test]
    fn positions_are_shares_of_the_axis() {
        let stretch = at("2026-03-03T10:00:00Z")..at("2026-03-03T12:00:00Z");
        let axis = Axis::around(&stretch, &march(), |_| 0, &ENGLISH);
        let mark = |text: &str| axis.mark(Instant::parse(text).unwrap());
        assert_eq!(mark("2026-03-03T10:00:00Z").as_deref(), Some("16.6666%"));
        assert_eq!(mark("2026-03-03T09:30:00Z").as_deref(), Some("0.0000%"));
        assert_eq!(mark("2026-03-03T12:30:00Z").as_deref(), Some("100.0000%"));
        assert_eq!(mark("2026-03-03T12:30:01Z"), None);
        assert_eq!(Axis::default().mark(Instant::parse("1970-01-01T00:00:00Z").unwrap()), None);
        for (parts, expected) in
            [(0, "09:30"), (166_666, "10:00"), (500_000, "11:00"), (501_000, "11:00"), (503_000, "11:00:30")]
        {
            let at = axis.instant_at(parts).map(text::time_of_day);
            assert_eq!(at.as_deref(), Some(expected), "{parts}");
        }
        let edges = axis.ticks.iter().map(|tick| tick.edge).collect::<Vec<_>>();
        assert_eq!((edges[0], edges[1], edges[6]), (Edge::Start, Edge::Middle, Edge::End));
    }

    #[test]
    fn local_times_stand_below_times_of_day() {
        let axis =
            |from: &str, until: &str| Axis::around(&(at(from)..at(until)), &march(), |_| 480, &ENGLISH);
        let evening = axis("2026-03-03T15:00:00Z", "2026-03-03T17:00:00Z");
        let local: Vec<&str> = evening.ticks.iter().filter_map(|tick| tick.local.as_deref()).collect();
        assert_eq!(local, ["22:30", "23:00", "23:30", "4 Mar", "00:30", "01:00", "01:30"]);
        assert_eq!(evening.caption, "3 Mar 2026, UTC. Your clock is at UTC+08:00.");
        let days = axis("2026-03-02T08:00:00Z", "2026-03-07T18:00:00Z");
        assert!(!days.has_local_times && days.caption.ends_with("UTC+08:00."), "{days:?}");
    }
}
