//! A stretch of time of whose parts the API is asked. Pure.

use tiermeter_pricing::{NANOSECONDS_PER_SECOND, UtcOffset};

use super::super::life::Window;
use super::super::plots::range::{Part, Stretch, begin};
use crate::console::request::Request;

/// A stretch of time of whose parts the API is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Piece {
    /// Its parts.
    pub part: Part,
    /// Its first instant, in nanoseconds since 1970.
    pub from: i64,
    /// The instant after its last one.
    pub until: i64,
}

impl Piece {
    /// The days at the price book's offset that hold what is looked at.
    pub fn days(window: Window, offset: UtcOffset) -> Self {
        let day = nanoseconds(Part::Day);
        let from = begin(window.from.unix_nanoseconds(), day, offset);
        let last = begin(window.until.unix_nanoseconds().saturating_sub(1), day, offset);
        Self { part: Part::Day, from, until: last.saturating_add(day) }
    }

    /// The pieces of a stretch of whole hours or days. Minutes are asked for hour by hour, so that an hour that is over
    /// is not asked for again with the one that goes on.
    pub fn of_stretch(part: Part, stretch: Stretch) -> Vec<Self> {
        let Stretch { from, until } = stretch;
        let whole = Self { part, from, until };
        if part != Part::Minute {
            return vec![whole];
        }
        let hour = nanoseconds(Part::Hour);
        let begins = std::iter::successors(Some(from), |at| at.checked_add(hour));
        begins
            .take_while(|at| *at < until)
            .map(|at| Self { from: at, until: at.saturating_add(hour).min(until), ..whole })
            .collect()
    }

    /// The request for it: its ends are whole days, or for minutes whole hours.
    pub fn request(self, service: &str, offset: UtcOffset) -> Request {
        let unit = if self.part == Part::Minute { Part::Hour } else { Part::Day };
        let (from, until) = (unit.key(self.from, offset), unit.key(self.until, offset));
        Request::usage_of(service, &from, &until, &["service", self.part.word()])
    }
}

const fn nanoseconds(part: Part) -> i64 {
    part.seconds() * NANOSECONDS_PER_SECOND
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::live::examples::at;

    fn stretch(from: &str, until: &str) -> Stretch {
        Stretch { from: at(from).unix_nanoseconds(), until: at(until).unix_nanoseconds() }
    }

    #[test]
    fn it_is_asked_in_whole_days_and_hours() {
        let offset = UtcOffset::parse("+08:00").unwrap();
        let window = Window { from: at("2026-03-01T10:31:00Z"), until: at("2026-03-03T10:31:00Z") };
        let Stretch { from, until } = stretch("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z");
        for (piece, from, until, part) in [
            (Piece::days(window, offset), "2026-03-01", "2026-03-04", "day"),
            (Piece { part: Part::Minute, from, until }, "2026-03-02T18:00", "2026-03-02T19:00", "minute"),
        ] {
            let expected = Request::usage_of("svc_1", from, until, &["service", part]);
            assert_eq!(piece.request("svc_1", offset), expected);
        }
        let at_midnight = Window { from: at("2026-03-01T00:00:00Z"), until: at("2026-03-02T00:00:00Z") };
        let day = Piece::days(at_midnight, UtcOffset::default());
        assert_eq!(
            (day.from, day.until),
            (at_midnight.from.unix_nanoseconds(), at_midnight.until.unix_nanoseconds())
        );
    }

    #[test]
    fn minutes_are_asked_for_hour_by_hour() {
        let two_hours = stretch("2026-03-02T09:00:00Z", "2026-03-02T11:00:00Z");
        let pieces = Piece::of_stretch(Part::Minute, two_hours);
        let (first, second) = (
            stretch("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z"),
            stretch("2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"),
        );
        let piece = |Stretch { from, until }: Stretch| Piece { part: Part::Minute, from, until };
        assert_eq!(pieces, [piece(first), piece(second)]);
        for part in [Part::Hour, Part::Day] {
            let Stretch { from, until } = two_hours;
            assert_eq!(Piece::of_stretch(part, two_hours), [Piece { part, from, until }]);
        }
    }
}
