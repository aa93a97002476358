//! Instants near an instant that matters, and the ways to write them.

use proptest::prelude::*;
use proptest::sample::select;

use crate::oracle::calendar::{HOUR, MINUTE, SECOND, parse_instant, write_local};

/// The last nanosecond of 2199, the last instant there is (SPEC 2).
const LAST: i64 = 7_258_118_400 * SECOND - 1;

/// An instant that matters, and an offset of the price book at which it does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) anchor: i64,
    pub(super) utc_offset: &'static str,
}

/// Ends of months at whole and odd offsets, both ends of the range of instants, and no boundary at all.
const PLACES: [(&str, &str); 9] = [
    ("2026-04-01T00:00:00Z", "+00:00"),
    ("2026-03-31T18:15:00Z", "+05:45"),
    ("2026-04-01T12:00:00Z", "-12:00"),
    ("2026-03-31T10:00:00Z", "+14:00"),
    ("2028-02-29T16:00:00Z", "+08:00"),
    ("2027-01-01T09:30:00Z", "-09:30"),
    ("1970-01-01T00:00:00Z", "-12:00"),
    ("2199-12-31T23:59:59.999999999Z", "+14:00"),
    ("2026-03-15T12:30:00.250Z", "-00:00"),
];

pub(super) fn place() -> impl Strategy<Value = Place> {
    select(PLACES.to_vec()).prop_map(|(anchor, utc_offset)| Place {
        anchor: parse_instant(anchor).expect("an instant"),
        utc_offset,
    })
}

/// How an instant is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelling {
    offset_minutes: i64,
    manner: Manner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    FewestDigits,
    NineDigits,
    LowerCase,
    NegativeZeroOffset,
}

pub(super) fn spelling() -> impl Strategy<Value = Spelling> {
    use Manner::{FewestDigits, LowerCase, NegativeZeroOffset, NineDigits};
    let offset_minutes = select(vec![0, 0, 345, -720, 840, -330, 480, 1439, -1439]);
    let manner = select(vec![FewestDigits, NineDigits, LowerCase, NegativeZeroOffset]);
    (offset_minutes, manner).prop_map(|(offset_minutes, manner)| Spelling { offset_minutes, manner })
}

/// An instant and its text.
#[derive(Debug, Clone)]
pub(super) struct Moment {
    pub(super) nanoseconds: i64,
    pub(super) text: String,
}

impl Moment {
    /// The nearest instant within the range, written so.
    pub(super) fn new(nanoseconds: i64, spelling: Spelling) -> Moment {
        let nanoseconds = nanoseconds.clamp(0, LAST);
        Moment { nanoseconds, text: write(nanoseconds, spelling) }
    }
}

/// An instant not far from the anchor.
pub(super) fn moment(anchor: i64) -> impl Strategy<Value = Moment> {
    (distance(), spelling()).prop_map(move |(distance, spelling)| Moment::new(anchor + distance, spelling))
}

/// Distances in nanoseconds at which things go wrong, and a few others.
pub(super) fn distance() -> impl Strategy<Value = i64> {
    let telling = vec![
        0,
        1,
        -1,
        SECOND - 1,
        1 - SECOND,
        SECOND,
        -SECOND,
        SECOND / 2,
        -SECOND / 2,
        MINUTE - 1,
        MINUTE,
        -MINUTE,
        HOUR,
        -HOUR,
    ];
    prop_oneof![
        4 => select(telling),
        3 => (-2 * MINUTE)..=(2 * MINUTE),
        2 => (-180_i64..=180).prop_map(|minutes| minutes * MINUTE),
        1 => (-14_400_000_i64..=14_400_000).prop_map(|milliseconds| milliseconds * 1_000_000),
    ]
}

/// Writes an instant in UTC as SPEC 2 does not: with nine digits and a numeric offset.
pub fn spell(nanoseconds: i64) -> String {
    let spelling = Spelling { offset_minutes: 345, manner: Manner::NineDigits };
    Moment::new(nanoseconds, spelling).text
}

fn write(nanoseconds: i64, spelling: Spelling) -> String {
    let Spelling { offset_minutes, manner } = spelling;
    let local = write_local(nanoseconds.div_euclid(SECOND) + offset_minutes * 60);
    let nine_digits = format!("{:09}", nanoseconds.rem_euclid(SECOND));
    let digits: &str =
        if manner == Manner::NineDigits { &nine_digits } else { nine_digits.trim_end_matches('0') };
    let point = if digits.is_empty() { "" } else { "." };
    let text = format!("{local}{point}{digits}{}", write_offset(offset_minutes, manner));
    if manner == Manner::LowerCase { text.to_ascii_lowercase() } else { text }
}

fn write_offset(offset_minutes: i64, manner: Manner) -> String {
    if offset_minutes == 0 && manner == Manner::NegativeZeroOffset {
        return "-00:00".to_owned();
    }
    if offset_minutes == 0 {
        return "Z".to_owned();
    }
    let sign = if offset_minutes < 0 { '-' } else { '+' };
    let minutes = offset_minutes.abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
