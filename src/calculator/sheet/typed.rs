//! What people type, read kindly: an instant without its `T`, its seconds or its zone is one in UTC, and numbers
//! may have separators.

use std::ops::RangeInclusive;

use tiermeter_estimate::{Cron, MONTHS, Rate};
use tiermeter_pricing::{Instant, InstantFault, Month};

use super::problem::Problem;

/// So much of a faulty text is repeated in the message about it.
const SHOWN_CHARACTERS: usize = 40;
const MINUTES_PER_DAY: u32 = 1_440;
const MOST_NAME_CHARACTERS: usize = 200;

/// Reads `2026-03-03 10:00:00` (UTC), shorter forms of it, or a full instant of RFC 3339.
pub fn read_instant(text: &str) -> Result<Instant, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::NoInstant);
    }
    Instant::parse(&in_full(text)).map_err(|fault| match fault {
        InstantFault::Malformed => Problem::NotInstant(shown(text)),
        InstantFault::OutOfRange => Problem::InstantOutOfRange(shown(text)),
    })
}

/// Reads a whole number; commas between its digits are left out.
pub fn read_whole(text: &str, range: RangeInclusive<u64>) -> Result<u64, Problem> {
    let text = text.trim();
    let (lowest, highest) = (*range.start(), *range.end());
    if text.is_empty() {
        return Err(Problem::NoWhole(lowest, highest));
    }
    let digits: String = text.chars().filter(|character| *character != ',').collect();
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::NotWhole(shown(text), lowest, highest));
    }
    let number = digits.parse::<u64>().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| Problem::WholeOutOfRange(shown(text), lowest, highest))
}

/// The same, for numbers that are small.
pub fn read_small(text: &str, range: RangeInclusive<u32>) -> Result<u32, Problem> {
    let (lowest, highest) = (u64::from(*range.start()), u64::from(*range.end()));
    let number = read_whole(text, lowest..=highest)?;
    u32::try_from(number).map_err(|_| Problem::WholeOutOfRange(shown(text), lowest, highest))
}

/// Reads `2026-03`.
pub fn read_month(text: &str) -> Result<Month, Problem> {
    let text = text.trim();
    let (first, last) = MONTHS;
    match Month::parse(text) {
        Some(month) if (first..=last).contains(&month) => Ok(month),
        Some(_) => Err(Problem::MonthOutOfRange(shown(text))),
        None if text.is_empty() => Err(Problem::NoMonth),
        None => Err(Problem::NotMonth(shown(text))),
    }
}

/// Reads a rate or a duration.
pub fn read_rate(text: &str) -> Result<Rate, Problem> {
    let text = text.trim();
    Rate::parse(text).ok_or_else(|| Problem::NotDecimal(shown(text)))
}

/// Reads the numbers of a load, with blanks, commas, semicolons or line breaks between them.
pub fn read_load(text: &str) -> Result<Vec<Rate>, Problem> {
    let rates = numbers(text).map(read_rate).collect::<Result<Vec<_>, _>>()?;
    match rates.len() {
        24 | 168 => Ok(rates),
        count => Err(Problem::LoadLength(count)),
    }
}

/// The numbers of a load as they stand there.
pub fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| character.is_whitespace() || matches!(character, ',' | ';'))
        .filter(|number| !number.is_empty())
}

/// Reads a minute of the day: `9:00`, `09:00` or `24:00`.
pub fn read_time(text: &str) -> Result<u32, Problem> {
    let text = text.trim();
    let minutes = || {
        let (hour, minute) = text.split_once(':')?;
        let digits = |part: &str, fewest: usize| {
            let fits = (fewest..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            if fits { part.parse::<u32>().ok() } else { None }
        };
        let (hour, minute) = (digits(hour, 1)?, digits(minute, 2)?);
        let minutes = hour * 60 + minute;
        (minute < 60 && minutes <= MINUTES_PER_DAY).then_some(minutes)
    };
    minutes().ok_or_else(|| Problem::NotTime(shown(text)))
}

/// Reads a cron expression of five fields.
pub fn read_cron(text: &str) -> Result<Cron, Problem> {
    Cron::parse(text.trim()).map_err(Problem::NotCron)
}

/// Reads a name of 1 to 200 characters.
pub fn read_name(text: &str) -> Result<String, Problem> {
    let fits = (1..=MOST_NAME_CHARACTERS).contains(&text.chars().count());
    fits.then(|| text.to_owned()).ok_or(Problem::NameLength)
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
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::ENGLISH;

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
        let check = |problem: Problem, expected: &str| assert_eq!(problem.say(&ENGLISH), expected);
        check(
            read_instant("2200-01-01 00:00").unwrap_err(),
            "“2200-01-01 00:00” is out of range: from 1970 to 2199",
        );
        let long = read_instant(&"x".repeat(1_000)).unwrap_err().say(&ENGLISH);
        assert!(long.starts_with("“xxx") && long.contains("x…” is not an instant"), "{long}");
        check(read_small("1001", 0..=1_000).unwrap_err(), "“1001” is out of range: from 0 to 1,000");
        check(read_small("-1", 0..=1_000).unwrap_err(), "“-1” is not a whole number from 0 to 1,000");
        check(read_month("1970-01").unwrap_err(), "“1970-01” is out of range: from 1970-02 to 2199-11");
        check(read_load("1 2").unwrap_err(), "2 numbers; 24 for a day or 168 for a week are needed");
        check(read_cron("* * *").unwrap_err(), "not a cron expression: 3 fields; a cron expression has 5");
    }

    #[test]
    fn numbers_are_whole_and_in_range() {
        for (text, expected) in
            [("0", 0), ("1", 1), (" 12 ", 12), ("1000", 1_000), ("1,000", 1_000), ("0007", 7)]
        {
            assert_eq!(read_small(text, 0..=1_000), Ok(expected));
        }
        for text in ["", ",", "-1", "1.5", "1e2", "0x10", "1001", "99999999999999999999999", "+1", "１"] {
            assert!(read_small(text, 0..=1_000).is_err(), "{text}");
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

    #[test]
    fn times_of_day_are_minutes() {
        for (text, expected) in [("00:00", 0), ("9:00", 540), ("09:05", 545), (" 24:00 ", 1_440)] {
            assert_eq!(read_time(text), Ok(expected), "{text}");
        }
        for text in ["", "9", "24:01", "09:60", "9:5", "-1:00", "009:00", "９:00"] {
            assert!(read_time(text).is_err(), "{text}");
        }
    }

    #[test]
    fn loads_are_of_a_day_or_a_week() {
        let day = vec!["0.5"; 24];
        for between in [" ", ", ", "\n", ";", "\t"] {
            assert_eq!(read_load(&day.join(between)).unwrap().len(), 24);
        }
        assert_eq!(read_load(&"1 ".repeat(168)).unwrap().len(), 168);
        for text in ["", "1", &"1 ".repeat(25), &"-1 ".repeat(24), &"1e3 ".repeat(24)] {
            assert!(read_load(text).is_err(), "{text}");
        }
    }

    #[test]
    fn names_have_up_to_200_characters() {
        assert!(read_name("x").is_ok() && read_name(&"名".repeat(200)).is_ok());
        assert!(read_name("").is_err() && read_name(&"x".repeat(201)).is_err());
    }
}
