//! The reader's local time, to stand beside UTC. How far it is from UTC at an instant is told from outside, so that
//! it can be tried without a device.

use std::ops::Range;

use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND, UtcOffset};

use crate::text::{self, NANOSECONDS_PER_DAY};
use crate::words::Words;

/// How many minutes local time is east of UTC at an instant.
pub type OffsetAt = fn(Instant) -> i64;

const SECONDS_PER_MINUTE: i64 = 60;
const MINUTES_PER_DAY: i64 = 1_440;

/// What a zone so many minutes east of UTC is called: `UTC`, `UTC+08:00`.
pub fn zone_name(minutes: i64) -> String {
    if minutes == 0 {
        return "UTC".to_owned();
    }
    let sign = if minutes < 0 { '−' } else { '+' };
    let minutes = minutes.abs();
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `local 18:00`, with its day where that is another one than in UTC. `None` where local time is UTC.
pub fn of_instant(at: Instant, offset_at: OffsetAt, words: &Words) -> Option<String> {
    let there = there(at, offset_at).filter(|there| *there != at)?;
    let time = text::time_of_day(there);
    let time =
        if day(there) == day(at) { time } else { format!("{} {time}", text::day_and_month(there, words)) };
    Some((words.local_time)(&time))
}

/// `local 18:00–19:00`, with days where they are needed. `None` where local time is UTC.
pub fn of_stretch(from: Instant, until: Instant, offset_at: OffsetAt, words: &Words) -> Option<String> {
    let (first, last) = (there(from, offset_at)?, there(until, offset_at)?);
    if (first, last) == (from, until) {
        return None;
    }
    Some((words.local_time)(&text::stretch(first, last, day(first) != day(from), words)))
}

/// What a tick of an axis says in local time: a time, or the day that begins. `None` where local time is UTC.
pub fn of_tick(at: Instant, offset_at: OffsetAt, words: &Words) -> Option<String> {
    let there = there(at, offset_at).filter(|there| *there != at)?;
    let is_midnight = there.unix_nanoseconds() % NANOSECONDS_PER_DAY == 0;
    Some(if is_midnight { text::day_and_month(there, words) } else { text::time_of_day(there) })
}

/// Where the reader's clock is in a month (in nanoseconds since 1970), as a sentence; both where it is changed in
/// that month. `None` where it is that of the price book.
pub fn of_month(month: &Range<i64>, book: UtcOffset, offset_at: OffsetAt, words: &Words) -> Option<String> {
    let [first, last] = ends(month, offset_at)?;
    let of_book = i64::from(book.seconds()) / SECONDS_PER_MINUTE;
    let zone = if first == last {
        zone_name(first)
    } else {
        (words.local_later)(&zone_name(first), &zone_name(last))
    };
    (first != of_book || last != of_book).then(|| (words.local_clock)(&zone))
}

/// The hours of a window (in minutes of the price book's day) in local time; both where clocks are changed in the
/// month. `None` where local time is that of the price book.
pub fn of_window(
    window: &Range<u32>,
    month: &Range<i64>,
    book: UtcOffset,
    offset_at: OffsetAt,
    words: &Words,
) -> Option<String> {
    let of_book = i64::from(book.seconds()) / SECONDS_PER_MINUTE;
    let [first, last] = ends(month, offset_at)?.map(|offset| {
        let moved = offset - of_book;
        let (from, until) = (i64::from(window.start) + moved, i64::from(window.end) + moved);
        let time = format!("{}–{}", minute_of_day(from), minute_of_day(until));
        match from.div_euclid(MINUTES_PER_DAY) {
            ..0 => (words.on_the_day_before)(&time),
            0 => time,
            1.. => (words.on_the_day_after)(&time),
        }
    });
    let own = format!("{}–{}", minute_of_day(window.start.into()), minute_of_day(window.end.into()));
    let time = if first == last { first } else { (words.local_later)(&first, &last) };
    (time != own).then(|| (words.local_time)(&time))
}

/// The offsets at the first and the last instant of a month.
fn ends(month: &Range<i64>, offset_at: OffsetAt) -> Option<[i64; 2]> {
    let at = |nanoseconds: i64| Instant::from_unix_nanoseconds(nanoseconds).map(offset_at);
    Some([at(month.start)?, at(month.end - 1)?])
}

/// The instant that says in UTC what local clocks say at `at`.
fn there(at: Instant, offset_at: OffsetAt) -> Option<Instant> {
    let moved = offset_at(at) * SECONDS_PER_MINUTE * NANOSECONDS_PER_SECOND;
    Instant::from_unix_nanoseconds(at.unix_nanoseconds() + moved)
}

const fn day(at: Instant) -> i64 {
    at.unix_nanoseconds().div_euclid(NANOSECONDS_PER_DAY)
}

fn minute_of_day(minute: i64) -> String {
    text::minute_of_day(u32::try_from(minute.rem_euclid(MINUTES_PER_DAY)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::Month;

    use super::*;
    use crate::words::ENGLISH;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn shanghai(_: Instant) -> i64 {
        480
    }

    /// Central Europe, in 2026.
    fn berlin(when: Instant) -> i64 {
        let summer = at("2026-03-29T01:00:00Z")..at("2026-10-25T01:00:00Z");
        if summer.contains(&when) { 120 } else { 60 }
    }

    fn utc(_: Instant) -> i64 {
        0
    }

    fn march() -> Range<i64> {
        let month = Month { year: 2026, month: 3 };
        let offset = UtcOffset::default();
        month.first_instant_nanoseconds(offset)..month.next().first_instant_nanoseconds(offset)
    }

    #[test]
    fn instants_have_their_local_time() {
        let check = |when: &str, offset_at: OffsetAt, expected: Option<&str>| {
            assert_eq!(of_instant(at(when), offset_at, &ENGLISH).as_deref(), expected, "{when}");
        };
        check("2026-03-03T10:00:00Z", shanghai, Some("local 18:00"));
        check("2026-03-03T16:00:00Z", shanghai, Some("local 4 Mar 00:00"));
        check("2026-03-29T00:59:59Z", berlin, Some("local 01:59:59"));
        check("2026-03-29T01:00:00Z", berlin, Some("local 03:00"));
        check("2026-03-03T10:00:00Z", utc, None);
        // Local time is a year for which nothing is written.
        check("1970-01-01T00:00:00Z", |_| -60, None);
    }

    #[test]
    fn stretches_and_ticks_have_theirs() {
        let stretch = |from: &str, until: &str, offset_at: OffsetAt| {
            of_stretch(at(from), at(until), offset_at, &ENGLISH)
        };
        let (ten, twelve) = ("2026-03-03T10:00:00Z", "2026-03-03T12:00:00Z");
        assert_eq!(stretch(ten, twelve, shanghai).as_deref(), Some("local 18:00–20:00"));
        assert_eq!(
            stretch("2026-03-03T17:00:00Z", "2026-03-03T18:00:00Z", shanghai).as_deref(),
            Some("local 4 Mar 01:00–02:00")
        );
        assert_eq!(stretch(ten, twelve, utc), None);
        let tick = |when: &str| of_tick(at(when), shanghai, &ENGLISH);
        assert_eq!(tick(ten).as_deref(), Some("18:00"));
        assert_eq!(tick("2026-03-03T16:00:00Z").as_deref(), Some("4 Mar"));
    }

    #[test]
    fn windows_are_told_in_local_hours() {
        let check = |window: Range<u32>, book: &str, offset_at: OffsetAt, expected: Option<&str>| {
            let book = UtcOffset::parse(book).unwrap();
            assert_eq!(of_window(&window, &march(), book, offset_at, &ENGLISH).as_deref(), expected);
        };
        check(540..1_080, "+00:00", shanghai, Some("local 17:00–02:00"));
        check(540..1_080, "+08:00", shanghai, None);
        check(1_020..1_440, "+00:00", shanghai, Some("local 01:00–08:00, the day after"));
        check(60..120, "+00:00", |_| -120, Some("local 23:00–00:00, the day before"));
        check(540..1_080, "+00:00", berlin, Some("local 10:00–19:00, later 11:00–20:00"));
    }

    #[test]
    fn the_readers_clock_is_told_where_it_is_another() {
        let check = |book: &str, offset_at: OffsetAt, expected: Option<&str>| {
            let book = UtcOffset::parse(book).unwrap();
            assert_eq!(of_month(&march(), book, offset_at, &ENGLISH).as_deref(), expected);
        };
        check("+00:00", shanghai, Some("Your clock is at UTC+08:00."));
        check("+08:00", shanghai, None);
        check("+00:00", utc, None);
        check("+01:00", berlin, Some("Your clock is at UTC+01:00, later UTC+02:00."));
    }
}
