//! The oracle itself: a second opinion is worth something only where it agrees with the contract.

use serde_json::Value;
use tiermeter_tests::answer::{Answer, Fault, same_answer, same_as_oracle};
use tiermeter_tests::oracle::calendar::{
    Month, SECOND, date_of, days_from_1970, parse_instant, parse_offset, write_instant,
};
use tiermeter_tests::oracle::{self, decimal};
use tiermeter_tests::report::Report;
use tiermeter_tests::vectors;

/// The oracle reads documents that have the right form: what is refused before anything is counted is not
/// its business.
fn is_covered(answer: &Answer) -> bool {
    match answer {
        Ok(_) => true,
        Err(fault) => fault.code != "malformed" && (fault.code != "out_of_range" || fault.path.is_empty()),
    }
}

#[test]
fn the_oracle_settles_as_the_vectors_say() {
    let mut report = Report::new("pricing.json");
    for case in vectors::pricing_cases().iter().filter(|case| is_covered(&case.answer)) {
        report.case(&case.name, check(&case.answer, &oracle::settle(&case.usage, &case.price_book)));
    }
    report.finish(96);
}

#[test]
fn the_oracle_prices_estimates_as_the_vectors_say() {
    let mut report = Report::new("estimates.json");
    for case in vectors::estimate_cases().iter().filter(|case| is_covered(&case.answer)) {
        report.case(&case.name, check(&case.answer, &oracle::price(&case.estimate, &case.price_book)));
    }
    report.finish(19);
}

/// A vector with a refusal has one fault only, so the oracle finds no other.
fn check(vector: &Answer, oracle: &Result<Value, Vec<Fault>>) -> Result<(), String> {
    same_as_oracle(vector, oracle)?;
    match oracle {
        Ok(_) => Ok(()),
        Err(faults) => faults.iter().try_for_each(|fault| same_answer(&Err(fault.clone()), vector)),
    }
}

#[test]
fn days_are_counted() {
    let check = |year, month, day, days| {
        assert_eq!(days_from_1970(year, month, day), days, "{year}-{month}-{day}");
        assert_eq!(date_of(days), (year, month, day), "{days} days");
    };
    check(1970, 1, 1, 0);
    check(1969, 12, 31, -1);
    check(1970, 12, 31, 364);
    check(1972, 2, 29, 789);
    check(2000, 2, 29, 11_016);
    check(2026, 3, 1, 20_513);
    check(2100, 2, 28, 47_540);
    check(2100, 3, 1, 47_541);
    check(2199, 12, 31, 84_005);
}

#[test]
fn instants_are_read_and_written() {
    let check = |text: &str, canonical: &str| {
        let nanoseconds = parse_instant(text).unwrap_or(-1);
        assert_eq!(write_instant(nanoseconds), canonical, "{text}");
    };
    check("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z");
    check("2026-03-03t10:00:00.5z", "2026-03-03T10:00:00.500Z");
    check("2026-03-03T18:00:00.000001+08:00", "2026-03-03T10:00:00.000001Z");
    check("2026-03-03T05:30:00.123456789-05:30", "2026-03-03T11:00:00.123456789Z");
    check("2199-12-31T23:59:59.999999999Z", "2199-12-31T23:59:59.999999999Z");
}

#[test]
fn months_are_found_at_an_offset() {
    let check = |instant: &str, offset: &str, month: &str| {
        let nanoseconds = parse_instant(instant).unwrap_or(-1);
        let offset_seconds = parse_offset(offset).unwrap_or(-1);
        let found = Month::containing(nanoseconds, offset_seconds);
        assert_eq!(found.to_string(), month, "{instant} at {offset}");
        assert!(found.first_second(offset_seconds) * SECOND <= nanoseconds, "{instant} at {offset}");
        assert!(
            nanoseconds < found.following().first_second(offset_seconds) * SECOND,
            "{instant} at {offset}"
        );
    };
    check("2026-03-31T23:59:59.999999999Z", "+00:00", "2026-03");
    check("2026-03-31T18:14:59.999999999Z", "+05:45", "2026-03");
    check("2026-03-31T18:15:00Z", "+05:45", "2026-04");
    check("2026-04-01T11:59:59Z", "-12:00", "2026-03");
    check("1970-01-01T00:00:00Z", "-12:00", "1969-12");
    check("2199-12-31T23:59:59Z", "+14:00", "2200-01");
}

#[test]
fn decimals_are_written_canonically() {
    let check = |units, places, text: &str, digits| {
        assert_eq!(decimal::write(units, places), text);
        assert_eq!(decimal::parse(text, places), units, "{text}");
        assert_eq!(decimal::digit_count(text), digits, "{text}");
    };
    check(0, 18, "0", 1);
    check(-3_600, 6, "-0.0036", 4);
    check(123_456_789_012, 18, "0.000000123456789012", 18);
    check(1_000_000, 3, "1000", 4);
    check(10_800_000, 3, "10800", 5);
    check(1_562_400, 6, "1.5624", 5);
}

#[test]
fn halves_are_rounded_away_from_zero() {
    let check = |amount: &str, minor_digits, payable: &str| {
        let rounded = decimal::round_half_away(decimal::parse_amount(amount), minor_digits);
        assert_eq!(decimal::write_fixed(rounded, minor_digits), payable, "{amount}");
    };
    check("0.005", 2, "0.01");
    check("0.004999999999999999", 2, "0.00");
    check("-0.005", 2, "-0.01");
    check("2.3436", 2, "2.34");
    check("6.5", 0, "7");
    check("0.0005", 3, "0.001");
    check("1251", 2, "1251.00");
}
