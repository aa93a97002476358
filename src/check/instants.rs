//! Instants as logs write them: RFC 3339, or what comes close to it and can mean only one thing.

use tiermeter_pricing::Instant;

/// An instant, and whether it said where on earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadInstant {
    /// The instant.
    pub at: Instant,
    /// It named no offset, and was taken for UTC.
    pub without_offset: bool,
}

/// Reads RFC 3339; the same with a blank or without seconds or offset; and seconds, milliseconds, microseconds or
/// nanoseconds since 1970. `None` for all else.
pub fn read(text: &str) -> Option<ReadInstant> {
    if let Ok(at) = Instant::parse(text) {
        return Some(ReadInstant { at, without_offset: false });
    }
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return since_1970(text).map(|at| ReadInstant { at, without_offset: false });
    }
    let (date, time) = (text.get(..10)?.replace('/', "-"), text.get(10..)?);
    let time = time.strip_prefix(['T', 't', ' '])?.replace(' ', "");
    let time = time.trim_end_matches("UTC").trim_end_matches("GMT");
    let named = text.ends_with("UTC") || text.ends_with("GMT");
    let split = time.find(['Z', 'z', '+', '-']);
    let (time, offset) = split.map_or((time, "Z"), |position| time.split_at(position));
    let seconds = if time.len() == 5 { ":00" } else { "" };
    let at = Instant::parse(&format!("{date}T{time}{seconds}{offset}")).ok()?;
    Some(ReadInstant { at, without_offset: split.is_none() && !named })
}

/// How fine a count is, its length tells: counts of this century have ten digits in seconds, thirteen in milliseconds.
fn since_1970(digits: &str) -> Option<Instant> {
    let nanoseconds_per_unit = match digits.len() {
        10 => 1_000_000_000,
        13 => 1_000_000,
        16 => 1_000,
        19 => 1,
        _ => return None,
    };
    Instant::from_unix_nanoseconds(digits.parse::<i64>().ok()?.checked_mul(nanoseconds_per_unit)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, bool)>) {
        let found = read(text).map(|read| (read.at.to_string(), read.without_offset));
        assert_eq!(found.as_ref().map(|(at, without)| (at.as_str(), *without)), expected, "{text}");
    }

    #[test]
    fn instants_are_read_where_they_can_mean_one_thing() {
        check("2026-03-03T10:00:00Z", Some(("2026-03-03T10:00:00Z", false)));
        check("2026-03-03T10:00:00.5+08:00", Some(("2026-03-03T02:00:00.500Z", false)));
        check("2026-03-03 10:00:00", Some(("2026-03-03T10:00:00Z", true)));
        check("2026-03-03 10:00", Some(("2026-03-03T10:00:00Z", true)));
        check("2026/03/03 10:00:00.25", Some(("2026-03-03T10:00:00.250Z", true)));
        check(" 2026-03-03 10:00:00 UTC", Some(("2026-03-03T10:00:00Z", false)));
        check("2026-03-03 10:00:00 +08:00", Some(("2026-03-03T02:00:00Z", false)));
        check("2026-03-03T10:00:00", Some(("2026-03-03T10:00:00Z", true)));
        check("1772532000", Some(("2026-03-03T10:00:00Z", false)));
        check("1772532000500", Some(("2026-03-03T10:00:00.500Z", false)));
        for wrong in ["", "2026-03-03", "03/04/2026 10:00", "2026-02-30 10:00:00", "17725320", "noon", "é"] {
            check(wrong, None);
        }
    }
}
