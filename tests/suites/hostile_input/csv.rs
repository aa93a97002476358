//! Runs as CSV: a header row with columns by name, then a run in each row.

use tiermeter_pricing::{PriceBook, Refusal, Settlement, Usage, settle};
use tiermeter_tests::report::Report;

use super::table::{Row, check, row};

const HEADER: &str = "service,instance,tier,started_at,stopped_at\n";
const GOOD: &str = "svc-1,i-1,A,2026-03-03T10:00:00Z,2026-03-03T11:00:00Z\n";

fn after_header(rows: &str) -> String {
    format!("{HEADER}{rows}")
}

fn read_and_settle(text: &[u8]) -> Result<Settlement, Refusal> {
    Usage::from_csv(text).and_then(|usage| settle(&usage, PriceBook::bundled()))
}

#[test]
fn faults_of_the_header_are_refused_at_the_root() {
    let rows = [
        row("an empty file", "", ""),
        row("nothing but a byte order mark", "\u{feff}", ""),
        row("a missing column", "service,instance,started_at,stopped_at\n", "").saying(&["tier"]),
        row("an unknown column", format!("gpu,{HEADER}"), "").saying(&["gpu"]),
        row("a column twice", format!("service,{HEADER}"), "").saying(&["service"]),
        row("a column in capitals", HEADER.to_uppercase(), ""),
        row("a column without a name", format!(",{HEADER}"), ""),
        row("a run without header", GOOD, ""),
        row("other separators", after_header("").replace(',', ";"), ""),
        row("JSON", r#"{"runs": []}"#, ""),
        row("an unterminated quote", "\"service,instance,tier,started_at,stopped_at\n", ""),
        row("invalid UTF-8", *b"serv\xffice,instance,tier,started_at,stopped_at\n", ""),
    ];
    check("headers", &rows, |input| Usage::from_csv(input).err());
}

#[test]
fn faults_of_a_row_are_refused_at_its_run() {
    let of_row_2 = |name: &str, text: &str| row(name, after_header(text), "/runs/0").saying(&["row 2"]);
    let of_row_3 = |name: &str, text: &str| {
        row(name, after_header(&format!("{GOOD}{text}")), "/runs/1").saying(&["row 3"])
    };
    let mut invalid_utf8 = after_header("").into_bytes();
    invalid_utf8.extend(b"svc-1,i-\xff,A,2026-03-03T10:00:00Z,2026-03-03T11:00:00Z\n");
    let rows = [
        of_row_2("too few cells", "svc-1,i-1,A,2026-03-03T10:00:00Z\n"),
        of_row_2("too many cells", "svc-1,i-1,A,2026-03-03T10:00:00Z,2026-03-03T11:00:00Z,x\n"),
        of_row_2("letters behind a quote", "\"svc-1\"x,i-1,A,2026-03-03T10:00:00Z,2026-03-03T11:00:00Z\n"),
        of_row_2("an unterminated quote", "\"svc-1,i-1,A,2026-03-03T10:00:00Z,2026-03-03T11:00:00Z\n"),
        of_row_2("a truncated row", "svc-1,i-1,A,2026-03"),
        of_row_3("too few cells later", "svc-1,i-2\n"),
        of_row_3("too many cells later", "svc-1,i-2,A,2026-03-03T10:00:00Z,,\n"),
        of_row_3("an unterminated quote later", "svc-1,\"i-2,A,2026-03-03T10:00:00Z,\n"),
        row("invalid UTF-8", invalid_utf8, "/runs/0").or_at("/runs/0/instance").saying(&["row 2"]),
    ];
    check("rows", &rows, |input| Usage::from_csv(input).err());
}

/// The path of a row is the run's, and its row and column stand in the message; the path may go on to the
/// field.
#[test]
fn faults_of_a_cell_name_row_and_column() {
    let of = |column, at_field, text: &str| {
        let input = after_header(&format!("{GOOD}{text}\n"));
        row(text, input, "/runs/1").or_at(at_field).saying(&["row 3", column])
    };
    let (started, stopped) = ("/runs/1/started_at", "/runs/1/stopped_at");
    let rows = [
        of("started_at", started, "svc-1,i-2,A,yesterday,2026-03-03T11:00:00Z"),
        of("started_at", started, "svc-1,i-2,A,,2026-03-03T11:00:00Z"),
        of("stopped_at", stopped, "svc-1,i-2,A,2026-03-03T10:00:00Z,2026-02-30T00:00:00Z"),
        of("stopped_at", stopped, "svc-1,i-2,A,2026-03-03T10:00:00Z, "),
        of("service", "/runs/1/service", ",i-2,A,2026-03-03T10:00:00Z,2026-03-03T11:00:00Z"),
        of("tier", "/runs/1/tier", "svc-1,i-2,\"\",2026-03-03T10:00:00Z,2026-03-03T11:00:00Z"),
        of("started_at", started, "svc-1,i-2,A,1969-12-31T10:00:00Z,2026-03-03T11:00:00Z")
            .with_code("out_of_range"),
    ];
    check("cells", &rows, |input| Usage::from_csv(input).err());
}

#[test]
fn faults_found_while_pricing_have_the_path_of_the_run() {
    let priced = |name: &str, text: &str, code, path| row(name, after_header(text), path).with_code(code);
    let backwards = "svc-1,i-1,A,2026-03-03T11:00:00Z,2026-03-03T10:00:00Z\n";
    let open = "svc-1,i-1,A,2026-03-03T10:00:00Z,\n";
    let of_no_tier = "svc-1,i-1,no such tier,2026-03-03T10:00:00Z,2026-03-03T11:00:00Z\n";
    let twice = format!("{GOOD}{GOOD}");
    let rows: [Row; 4] = [
        priced("an end before the start", backwards, "run_ends_before_start", "/runs/0/stopped_at"),
        priced("an open run and no as_of", open, "as_of_required", "/runs/0/stopped_at"),
        priced("an unknown tier", of_no_tier, "unknown_tier", "/runs/0/tier"),
        priced("one run twice", &twice, "overlapping_runs", "/runs/1"),
    ];
    check("runs", &rows, |input| read_and_settle(input).err());
}

#[test]
fn every_way_to_write_the_same_runs_is_taken() {
    let json = br#"{"runs": [
        {"service": "a, \"b\"", "instance": "i\n1", "tier": "A",
         "started_at": "2026-03-03T10:00:00Z", "stopped_at": "2026-03-03T11:00:00Z"},
        {"service": "svc-1", "instance": "i-2", "tier": "B",
         "started_at": "2026-03-03T10:00:00Z", "stopped_at": "2026-03-03T10:00:00.001Z"}]}"#;
    let expected = Usage::from_json(json).and_then(|usage| settle(&usage, PriceBook::bundled()));
    let expected = expected.expect("a good usage");
    let lines = [
        "service,instance,tier,started_at,stopped_at",
        "\"a, \"\"b\"\"\",\"i\n1\",A,2026-03-03T10:00:00Z,2026-03-03T11:00:00Z",
        "svc-1,i-2,B,2026-03-03T10:00:00Z,2026-03-03T10:00:00.001Z",
    ];
    let other_order = "\"stopped_at\",tier,service,started_at,instance\n\
        2026-03-03T11:00:00Z,A,\"a, \"\"b\"\"\",2026-03-03T10:00:00Z,\"i\n1\"\n\
        2026-03-03T10:00:00.001Z,\"B\",\"svc-1\",2026-03-03T10:00:00Z,i-2\n";
    let texts = [
        ("lines", lines.join("\n") + "\n"),
        ("no line end at the end", lines.join("\n")),
        ("carriage returns", lines.join("\r\n") + "\r\n"),
        ("a byte order mark", format!("\u{feff}{}", lines.join("\r\n"))),
        ("quotes and another order of columns", other_order.to_owned()),
    ];
    let mut report = Report::new("ways to write");
    for (name, text) in &texts {
        let outcome = match read_and_settle(text.as_bytes()) {
            Ok(settlement) if as_json(&settlement) == as_json(&expected) => Ok(()),
            Ok(settlement) => Err(as_json(&settlement)),
            Err(refusal) => Err(refusal.to_string()),
        };
        report.case(name, outcome);
    }
    report.finish(texts.len());
}

#[test]
fn a_header_alone_is_no_runs() {
    for text in [HEADER, HEADER.trim_end()] {
        let usage = Usage::from_csv(text.as_bytes()).ok();
        assert_eq!(usage.as_ref().map(Usage::run_count), Some(0), "{text:?}");
    }
}

fn as_json(settlement: &Settlement) -> String {
    serde_json::to_string(settlement).expect("a settlement is JSON")
}
