//! What people type, read kindly: an instant without its `T`, its seconds or its zone is one in UTC.

use tiermeter_pricing::{Instant, InstantFault, Month};

/// The most instances that a step may want (docs/rules.md, E7).
pub const MOST_INSTANCES: u32 = 1_000;
/// The months that an estimate may be of: the first and the last that lie in the instants' range at every
/// offset (docs/rules.md, E7).
const FIRST_MONTH: Month = Month { year: 1970, month: 2 };
const LAST_MONTH: Month = Month { year: 2199, month: 11 };
/// So much of a faulty text is repeated in the message about it.
const SHOWN_CHARACTERS: usize = 40;

/// Reads `2026-03-03 10:00:00` (UTC), shorter forms of it, or a full instant of RFC 3339. The error is a
/// sentence for the field.
pub fn read_instant(text: &str) -> Result<Instant, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("write an instant, such as 2026-03-03 10:00:00".to_owned());
    }
    Instant::parse(&in_full(text)).map_err(|fault| match fault {
        InstantFault::Malformed => {
            format!(
                "{} is not an instant, such as 2026-03-03 10:00:00 or 2026-03-03T18:00:00+08:00",
                shown(text)
            )
        }
        InstantFault::OutOfRange => format!("{} is out of range: from 1970 to 2199", shown(text)),
    })
}

/// Reads a number of instances.
pub fn read_instances(text: &str) -> Result<u32, String> {
    let text = text.trim();
    let all_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = if all_digits { text.parse::<u32>().ok() } else { None };
    match number {
        Some(instances) if instances <= MOST_INSTANCES => Ok(instances),
        _ if text.is_empty() => Err(format!("write a whole number of instances, from 0 to {MOST_INSTANCES}")),
        _ if all_digits => {
            Err(format!("{} is out of range: from 0 to {MOST_INSTANCES} instances", shown(text)))
        }
        _ => Err(format!("{} is not a whole number from 0 to {MOST_INSTANCES}", shown(text))),
    }
}

/// Reads `2026-03`.
pub fn read_month(text: &str) -> Result<Month, String> {
    let text = text.trim();
    match Month::parse(text) {
        Some(month) if (FIRST_MONTH..=LAST_MONTH).contains(&month) => Ok(month),
        Some(_) => Err(format!("{} is out of range: from {FIRST_MONTH} to {LAST_MONTH}", shown(text))),
        None if text.is_empty() => Err("choose a month, such as 2026-03".to_owned()),
        None => Err(format!("{} is not a month, such as 2026-03", shown(text))),
    }
}

/// The text with the `T`, the seconds and the zone that people leave out.
fn in_full(text: &str) -> String {
    let text = text.strip_suffix("UTC").map_or(text, str::trim_end);
    let (date, time) = text.split_once(['T', 't', ' ']).unwrap_or((text, "00:00"));
    let (clock, zone) = time.find(['Z', 'z', '+', '-']).map_or((time, "Z"), |zone| time.split_at(zone));
    let clock = clock.trim();
    let seconds = if clock.matches(':').count() == 1 { ":00" } else { "" };
    format!("{date}T{clock}{seconds}{zone}")
}

fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        Some((end, _)) => format!("“{}…”", text.get(..end).unwrap_or_default()),
        None => format!("“{text}”"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_instant(text: &str, expected: Option<&str>) {
        assert_eq!(read_instant(text).ok().map(|at| at.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn instants_are_read_in_the_forms_people_type() {
        for text in [
            "2026-03-03 10:00:00",
            " 2026-03-03  10:00 ",
            "2026-03-03T10:00",
            "2026-03-03 10:00:00Z",
            "2026-03-03T18:00:00+08:00",
            "2026-03-03 18:00 +08:00",
            "2026-03-03 04:30:00-05:30",
            "2026-03-03 10:00:00 UTC",
            "2026-03-03t10:00:00.000z",
        ] {
            check_instant(text, Some("2026-03-03T10:00:00Z"));
        }
        check_instant("2026-03-03", Some("2026-03-03T00:00:00Z"));
        check_instant("2026-03-03 10:00:00.25", Some("2026-03-03T10:00:00.250Z"));
        for text in [
            "",
            "  ",
            "2026-03",
            "2026-02-30 10:00",
            "2026-03-03 1",
            "2026-03-03 10:00:60",
            "2026-03-03 25:00",
            "1969-12-31 23:59:59",
            "2200-01-01",
            "tomorrow",
            "10:00",
            "２026-03-03",
            "2026-03-03 10:00 +8",
        ] {
            check_instant(text, None);
        }
    }

    #[test]
    fn messages_name_the_text_and_what_is_allowed() {
        let message = read_instant("2200-01-01 00:00").unwrap_err();
        assert_eq!(message, "“2200-01-01 00:00” is out of range: from 1970 to 2199");
        let message = read_instant(&"x".repeat(1_000)).unwrap_err();
        assert!(message.starts_with("“xxx") && message.contains("x…” is not an instant"), "{message}");
        assert_eq!(read_instances("1001").unwrap_err(), "“1001” is out of range: from 0 to 1000 instances");
        assert_eq!(read_month("1970-01").unwrap_err(), "“1970-01” is out of range: from 1970-02 to 2199-11");
    }

    #[test]
    fn instances_are_whole_and_few() {
        for (text, expected) in [("0", 0), ("1", 1), (" 12 ", 12), ("1000", 1_000), ("0007", 7)] {
            assert_eq!(read_instances(text), Ok(expected));
        }
        for text in ["", "-1", "1.5", "1e2", "0x10", "1001", "99999999999", "+1", "１"] {
            assert!(read_instances(text).is_err(), "{text}");
        }
    }

    #[test]
    fn months_are_those_of_estimates() {
        for text in ["1970-02", "2026-03", "2199-11"] {
            assert_eq!(read_month(text).unwrap().to_string(), text);
        }
        for text in ["", "1970-01", "2199-12", "2026-13", "March 2026", "2026-3"] {
            assert!(read_month(text).is_err(), "{text}");
        }
    }
}
