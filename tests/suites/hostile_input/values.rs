//! Usages of which one value is wrong.

use tiermeter_pricing::{Instant, Usage};

use super::table::{Row, check, no_json, row};

const RUN: [(&str, &str); 5] = [
    ("service", r#""svc-1""#),
    ("instance", r#""i-1""#),
    ("tier", r#""A""#),
    ("started_at", r#""2026-03-03T10:00:00Z""#),
    ("stopped_at", r#""2026-03-03T11:00:00Z""#),
];
const RECORD: [(&str, &str); 7] = [
    ("id", r#""r1""#),
    ("service", r#""svc-2""#),
    ("model", r#""small-8b""#),
    ("at", r#""2026-03-10T08:00:00Z""#),
    ("input", "1000"),
    ("cached_input", "0"),
    ("output", "200"),
];
const RESERVATION: [(&str, &str); 5] = [
    ("service", r#""svc-2""#),
    ("model", r#""small-8b""#),
    ("tpm", "10000"),
    ("from", r#""2026-03-10T08:00:00Z""#),
    ("until", r#""2026-03-10T10:00:00Z""#),
];
const QUOTA: [(&str, &str); 4] = [
    ("model", r#""small-8b""#),
    ("tokens", "1000000"),
    ("granted_at", r#""2026-03-01T00:00:00Z""#),
    ("expires_at", "null"),
];

/// A usage of one item, with another text in the place of a field's value.
fn with(list: &str, fields: &[(&str, &str)], field: &str, value: &str) -> String {
    assert!(fields.iter().any(|(name, _)| *name == field), "no field {field} in {list}");
    let fields: Vec<String> = fields
        .iter()
        .map(|(name, good)| format!(r#""{name}": {}"#, if *name == field { value } else { *good }))
        .collect();
    format!(r#"{{"{list}": [{{{}}}]}}"#, fields.join(", "))
}

fn run_with(field: &str, value: &str) -> String {
    with("runs", &RUN, field, value)
}

fn record_with(field: &str, value: &str) -> String {
    with("tokens", &RECORD, field, value)
}

fn check_usages(subject: &'static str, rows: &[Row]) {
    check(subject, rows, |input| Usage::from_json(input).err());
    check(subject, rows, |input| Usage::from_json_reader(input).err());
}

/// The items without a wrong value are taken, so that each row below is refused for what it says.
#[test]
fn good_items_are_taken() {
    let good = [
        with("runs", &RUN, "tier", r#""A""#),
        with("tokens", &RECORD, "input", "9007199254740991"),
        with("reservations", &RESERVATION, "until", "null"),
        with("free_quotas", &QUOTA, "tokens", "0"),
    ];
    for text in good {
        let refusal = Usage::from_json(text.as_bytes()).err();
        assert!(refusal.is_none(), "{text}: {refusal:?}");
    }
}

#[test]
fn what_is_no_instant_is_malformed() {
    let texts = [
        "2026-02-30T10:00:00Z",
        "2027-02-29T10:00:00Z",
        "2026-13-01T10:00:00Z",
        "2026-00-01T10:00:00Z",
        "2026-03-00T10:00:00Z",
        "2026-06-30T23:59:60Z",
        "2026-03-03T24:00:00Z",
        "2026-03-03T10:60:00Z",
        "2026-03-03T10:00:00",
        "2026-03-03T10:00Z",
        "2026-03-03",
        "2026-03-03 10:00:00Z",
        "2026-03-03T10:00:00.Z",
        "2026-03-03T10:00:00,5Z",
        "2026-03-03T10:00:00.1234567890Z",
        "2026-03-03T10:00:00+24:00",
        "2026-03-03T10:00:00+08:60",
        "2026-03-03T10:00:00+0800",
        "2026-03-03T10:00:00+8:00",
        "2026-03-03T10:00:00+08",
        "2026-03-03T10:00:00 +08:00",
        "2026-03-03T10:00:00ZZ",
        "2026-3-3T10:00:00Z",
        "26-03-03T10:00:00Z",
        "12026-03-03T10:00:00Z",
        "+2026-03-03T10:00:00Z",
        "-2026-03-03T10:00:00Z",
        "\u{ff12}026-03-03T10:00:00Z",
        " 2026-03-03T10:00:00Z",
        "2026-03-03T10:00:00Z ",
        "2026-W10-2T10:00:00Z",
        "2026-062T10:00:00Z",
        "1767225600",
        "now",
        "",
    ];
    let rows = texts.map(|text| {
        row(text, run_with("started_at", &format!("\"{text}\"")), "/runs/0/started_at").saying(&[text])
    });
    check_usages("instants", &rows);
}

#[test]
fn what_is_no_instant_of_these_centuries_is_out_of_range() {
    let texts = [
        "1969-12-31T23:59:59.999999999Z",
        "1970-01-01T00:00:00+00:01",
        "2200-01-01T00:00:00Z",
        "2199-12-31T23:59:59-00:01",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
    ];
    let rows = texts.map(|text| {
        let input = run_with("stopped_at", &format!("\"{text}\""));
        row(text, input, "/runs/0/stopped_at").with_code("out_of_range")
    });
    check_usages("instants", &rows);
}

#[test]
fn instants_are_taken_as_instants_and_written_in_utc() {
    let check = |text: &str, canonical: &str| {
        let written = Instant::parse(text).ok().as_ref().map(ToString::to_string);
        assert_eq!(written.as_deref(), Some(canonical), "{text}");
    };
    check("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z");
    check("2199-12-31T23:59:59.999999999Z", "2199-12-31T23:59:59.999999999Z");
    check("1969-12-31T23:59:59-00:01", "1970-01-01T00:00:59Z");
    check("2200-01-01T00:00:59+00:01", "2199-12-31T23:59:59Z");
    check("2026-03-03t10:00:00z", "2026-03-03T10:00:00Z");
    check("2026-03-03T10:00:00-00:00", "2026-03-03T10:00:00Z");
    check("2026-03-03T10:00:00+23:59", "2026-03-02T10:01:00Z");
    check("2026-03-03T10:00:00.5Z", "2026-03-03T10:00:00.500Z");
    check("2026-03-03T10:00:00.1200Z", "2026-03-03T10:00:00.120Z");
    check("2026-03-03T10:00:00.000001Z", "2026-03-03T10:00:00.000001Z");
    check("2026-03-03T10:00:00.000000001Z", "2026-03-03T10:00:00.000000001Z");
    check("2026-03-03T10:00:00.000000000Z", "2026-03-03T10:00:00Z");
}

#[test]
fn what_is_no_count_of_tokens_is_malformed() {
    let ten_to_the_400 = format!("1{}", "0".repeat(400));
    let values = [
        "-1",
        "-0",
        "1.5",
        "1.0",
        "1e3",
        "1E0",
        "9007199254740992",
        "18446744073709551615",
        "18446744073709551616",
        "1e400",
        "-1e400",
        &ten_to_the_400,
        r#""10""#,
        r#""NaN""#,
        "null",
        "true",
        "[]",
        "{}",
    ];
    let mut rows: Vec<Row> =
        values.iter().map(|value| row(*value, record_with("input", value), "/tokens/0/input")).collect();
    rows.extend(
        ["NaN", "Infinity", "0x10", "01", "+1", ".5", "1.", "1e", "\u{ff11}"]
            .map(|value| no_json(value, record_with("input", value))),
    );
    rows.extend([
        row("-1 is in the message", record_with("input", "-1"), "/tokens/0/input").saying(&["-1"]),
        row("output", record_with("output", "1.5"), "/tokens/0/output"),
        row("cached input", record_with("cached_input", "-1"), "/tokens/0/cached_input"),
        row("tpm", with("reservations", &RESERVATION, "tpm", "1.5"), "/reservations/0/tpm"),
        row("quota", with("free_quotas", &QUOTA, "tokens", "-1"), "/free_quotas/0/tokens"),
    ]);
    check_usages("counts of tokens", &rows);
}

#[test]
fn what_is_no_name_is_malformed() {
    let name_of_201 = format!("\"{}\"", "\u{1f600}".repeat(201));
    let path = "/runs/0/service";
    let rows = [
        row("empty", run_with("service", r#""""#), path),
        row("201 characters", run_with("service", &name_of_201), path),
        row("a number", run_with("service", "5"), path),
        row("null", run_with("service", "null"), path),
        row("a list", run_with("service", r#"["svc-1"]"#), path),
        no_json("an unknown escape", run_with("service", r#""\x41""#)),
        no_json("a raw control character", run_with("service", "\"\u{1}\"")),
        // RFC 8259 leaves open whether a lone surrogate is JSON; it is no Unicode character.
        row("a lone surrogate", run_with("service", r#""\ud800""#), path).or_at(""),
        row("a surrogate before a letter", run_with("service", r#""\ud800a""#), path).or_at(""),
        row("a trailing surrogate", run_with("service", r#""\udc00""#), path).or_at(""),
        row("two leading surrogates", run_with("service", r#""\ud800\ud800""#), path).or_at(""),
    ];
    check_usages("names", &rows);
}

#[test]
fn fields_are_given_once_and_wholly() {
    let twice = |field: &str, value: &str| run_with(field, &format!(r#"{value}, "{field}": {value}"#));
    let without_expiry =
        r#"{"free_quotas": [{"model": "m", "tokens": 1, "granted_at": "2026-03-01T00:00:00Z"}]}"#;
    let rows = [
        row("a service twice", twice("service", r#""svc-1""#), "/runs/0/service"),
        row("a tier twice", twice("tier", r#""A""#), "/runs/0/tier"),
        row("a stop twice", twice("stopped_at", "null"), "/runs/0/stopped_at"),
        row("an unknown field", run_with("tier", r#""A", "gpu": "H200""#), "/runs/0/gpu"),
        row("an unknown field to escape", run_with("tier", r#""A", "~/": 1"#), "/runs/0/~0~1"),
        row("an id that is no text", record_with("id", "1"), "/tokens/0/id"),
        row("no expiry", without_expiry, "/free_quotas/0/expires_at"),
        row("null for an instant", record_with("at", "null"), "/tokens/0/at"),
        row("null for a start", with("reservations", &RESERVATION, "from", "null"), "/reservations/0/from"),
        row("as_of of another century", r#"{"as_of": "2200-01-01T00:00:00Z"}"#, "/as_of")
            .with_code("out_of_range"),
        row("as_of that is no instant", r#"{"as_of": ""}"#, "/as_of"),
    ];
    check_usages("fields", &rows);
}
