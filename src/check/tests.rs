//! Whole checks: a log, an invoice, and what is said of each line.

use super::columns::{Mapping, Role};
use super::fault::{Fault, Given, Trouble};
use super::job::{CheckJob, Checked, Progress, check, look_at_invoice, look_at_log};
use super::report::{Explanation, Finding, Line, Report, RunShown, SecondsApart, Way};

const HEADER: &str = "service,instance,tier,started_at,stopped_at\n";
const WORKED_EXAMPLE: &str = "chat,i-1,A,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z\n\
                              chat,i-2,A,2026-03-03T11:00:00Z,2026-03-03T12:00:00Z\n";

fn checked(log: &str, invoice: Option<&str>) -> Result<Checked, (Given, Trouble)> {
    let mut bytes = log.as_bytes();
    let look = look_at_log(&mut bytes).map_err(|trouble| (Given::Log, trouble))?;
    let of_invoice = invoice.map(|invoice| look_at_invoice(invoice.as_bytes())).transpose();
    let of_invoice = of_invoice.map_err(|trouble| (Given::Invoice, trouble))?;
    let job = CheckJob {
        log: look.mapping,
        invoice: of_invoice.map(|look| look.mapping),
        as_of: "2026-03-20T00:00:00Z".to_owned(),
        price_book: None,
    };
    let mut told = Vec::new();
    let mut bytes = log.as_bytes();
    let checked = check(&job, &mut bytes, invoice.map(str::as_bytes), &mut |progress| told.push(progress))?;
    assert_eq!(told, [Progress::Pricing, Progress::Comparing]);
    Ok(checked)
}

fn report(log: &str, invoice: Option<&str>) -> Report {
    checked(&format!("{HEADER}{log}"), invoice).unwrap().report
}

/// The explanation of the first line of an invoice with one line of March for tier A.
#[track_caller]
fn explanation(log: &str, amount: &str) -> Explanation {
    let report = report(log, Some(&format!("month,tier,amount\n2026-03,A,{amount}\n")));
    report.lines.first().and_then(|line| line.explanation.clone()).unwrap()
}

#[test]
fn the_worked_example_comes_to_the_published_amount() {
    let report = report(WORKED_EXAMPLE, None);
    let [Line { seconds, true_seconds, amount, explanation, .. }] = report.lines.as_slice() else {
        unreachable!("{:?}", report.lines);
    };
    assert_eq!(
        [seconds, true_seconds, amount].map(|text| text.as_deref().unwrap_or_default()),
        ["10800", "10800", "2.3436"]
    );
    assert_eq!((explanation, report.runs, report.differing), (&None, 2, 0));
    assert_eq!((report.months[0].payable.as_str(), report.months[0].rounding.as_str()), ("2.34", "-0.0036"));
}

#[test]
fn amounts_that_agree_need_no_explanation() {
    assert_eq!(explanation(WORKED_EXAMPLE, "2.3436"), Explanation::Same);
    assert_eq!(explanation(WORKED_EXAMPLE, "2.34"), Explanation::RoundedLine { decimals: 2 });
    let total = report(WORKED_EXAMPLE, Some("month,amount\n2026-03,2.34\n"));
    assert_eq!(total.lines[0].explanation, Some(Explanation::Same));
    assert_eq!((total.differing, total.months[0].invoice.as_deref()), (0, Some("2.34")));
}

#[test]
fn seconds_that_are_counted_in_another_way_are_told() {
    // A run of 90.5 seconds: 91 by the rules.
    let short = "chat,i-1,A,2026-03-03T10:00:00Z,2026-03-03T10:01:30.5Z\n";
    let repeated = format!("{short}{short}");
    let open = format!("{short}chat,i-2,A,2026-03-03T10:00:00Z,\n");
    for (log, amount, way) in [
        (short, "0.0196385", Way::TrueSeconds),
        (short, "0.02604", Way::Minutes),
        (short, "0.7812", Way::Hours),
        (repeated.as_str(), "0.039494", Way::RepeatedRows),
        (open.as_str(), "0.019747", Way::WithoutOpenRuns),
        (
            "chat,i-1,A,2026-03-03T10:00:00Z,2026-03-03T10:00:00.5Z\n\
             chat,i-2,A,2026-03-03T10:00:00Z,2026-03-03T10:00:00.25Z\n",
            "0.000217",
            Way::RoundedOnce,
        ),
        ("chat,i-1,A,2026-03-31T23:00:00Z,2026-04-01T02:00:00Z\n", "2.3436", Way::MonthOfStart),
    ] {
        assert_eq!(explanation(log, amount), Explanation::Counted(way), "{log} {amount}");
    }
}

#[test]
fn another_price_is_told() {
    let of_b = Explanation::OtherPrice { unit_price: "0.00022".to_owned(), tier: Some("B".to_owned()) };
    assert_eq!(explanation(WORKED_EXAMPLE, "2.376"), of_b);
    assert_eq!(explanation(WORKED_EXAMPLE, "2.38"), of_b);
    let negotiated = Explanation::OtherPrice { unit_price: "0.0002".to_owned(), tier: None };
    assert_eq!(explanation(WORKED_EXAMPLE, "2.16"), negotiated);
    let report = report(
        WORKED_EXAMPLE,
        Some("month,tier,quantity,unit_price,amount\n2026-03,A,10800,0.000199,2.15\n"),
    );
    let stated = Explanation::OtherPrice { unit_price: "0.000199".to_owned(), tier: None };
    assert_eq!(report.lines[0].explanation, Some(stated));
}

#[test]
fn a_run_that_is_missing_is_found() {
    // The invoice has only the first run.
    let found = SecondsApart {
        more: false,
        least: 3_600,
        most: 3_600,
        candidates: 1,
        example: Some(RunShown {
            service: "chat".to_owned(),
            instance: "i-2".to_owned(),
            started_at: "2026-03-03T11:00:00Z".to_owned(),
            row: Some(3),
        }),
    };
    assert_eq!(explanation(WORKED_EXAMPLE, "1.56240"), Explanation::Seconds(found));
    // And here it has a run that the log lacks, by an amount that is rounded to cents.
    let Explanation::Seconds(apart) = explanation(WORKED_EXAMPLE, "2.56") else {
        unreachable!("another explanation");
    };
    assert_eq!((apart.more, apart.least, apart.most, apart.candidates), (true, 975, 1_020, 0));
}

#[test]
fn lines_that_only_one_side_has_are_told() {
    let log = format!("{WORKED_EXAMPLE}chat,i-3,B,2026-03-03T10:00:00Z,2026-03-03T10:00:10Z\n");
    let log = format!("{log}chat,i-4,A,2026-05-03T10:00:00Z,2026-05-03T10:00:10Z\n");
    let report = report(&log, Some("month,tier,amount\n2026-03,A,2.3436\n2026-03,C,7\n"));
    let mut found: Vec<_> = report
        .lines
        .iter()
        .map(|line| (line.month.as_str(), line.tier.as_deref().unwrap_or_default(), line.explanation.clone()))
        .collect();
    found.sort_by_key(|(month, tier, _)| (*month, *tier));
    assert_eq!(
        found,
        [
            ("2026-03", "A", Some(Explanation::Same)),
            ("2026-03", "B", Some(Explanation::NotOnInvoice)),
            ("2026-03", "C", Some(Explanation::NotInLog)),
            ("2026-05", "A", Some(Explanation::MonthNotOnInvoice)),
        ]
    );
    // What differs comes first, what is furthest away before.
    assert_eq!((report.lines[0].tier.as_deref(), report.differing), (Some("C"), 3));
}

#[test]
fn what_is_worth_knowing_is_found() {
    let log = "chat,i-1,A,2026-03-03 10:00:00,2026-03-03T10:00:00.5Z\n\
               chat,i-1,A,2026-03-03 10:00:00,2026-03-03T10:00:00.5Z\n\
               chat,i-2,A,2026-03-19T23:59:59Z,\n\
               chat,i-3,A,2026-03-03T10:00:00Z,2026-03-03T10:00:00Z\n\
               chat,i-4,A,2026-02-28T23:59:59Z,2026-03-01T00:00:01Z\n";
    let invoice = "month,item,amount\n2026-03,output_tokens,3\n2026-03,rounding,0.002\n";
    let report = report(log, Some(invoice));
    assert_eq!(
        report.findings,
        [
            Finding::Rounding {
                true_seconds: "3.5".to_owned(),
                seconds: "5".to_owned(),
                amount: "0.0003255".to_owned(),
            },
            Finding::Repeated(1),
            Finding::Open(1, "2026-03-20T00:00:00Z".to_owned()),
            Finding::OverMonths(1),
            Finding::NoLength(1),
            Finding::WithoutOffset(2),
            Finding::OtherItems(1),
            Finding::InvoiceRounding("0.002".to_owned()),
        ]
    );
}

#[test]
fn every_line_is_in_the_file_of_the_results() {
    let runs = (0..700).map(|index| format!("s-{index},i,A,2026-03-03T10:00:00Z,2026-03-03T10:00:01Z\n"));
    let checked = checked(&format!("{HEADER}{}", runs.collect::<String>()), None).unwrap();
    assert_eq!((checked.report.lines.len(), checked.report.line_count), (500, 700));
    assert_eq!(checked.csv.lines().count(), 701);
}

#[test]
fn what_is_given_and_not_taken_is_told_with_its_place() {
    let bad_row = format!("{HEADER}{WORKED_EXAMPLE}chat,i-3,A,2026-02-30T10:00:00Z,\n");
    let (given, trouble) = checked(&bad_row, None).unwrap_err();
    assert_eq!((given, trouble.row, trouble.column.as_deref()), (Given::Log, Some(4), Some("started_at")));
    let log = format!("{HEADER}{WORKED_EXAMPLE}");
    let (given, trouble) = checked(&log, Some("month,amount\nsoon,1\n")).unwrap_err();
    assert_eq!((given, trouble.row), (Given::Invoice, Some(2)));
    let (given, trouble) = checked("start,end\n1,2\n", None).unwrap_err();
    assert_eq!((given, trouble.fault), (Given::Log, Fault::NoColumn(Role::Tier)));
    let job = CheckJob {
        log: Mapping::guess(&Role::OF_LOG, &[]),
        invoice: None,
        as_of: String::new(),
        price_book: Some("{}".to_owned()),
    };
    let refused = check(&job, &mut &b""[..], None, &mut |_| {}).unwrap_err();
    assert_eq!(refused.0, Given::PriceBook);
}

#[test]
fn own_prices_are_used_and_named() {
    let book = r#"{"schema": "tiermeter.price-book/1", "id": "own", "name": "Negotiated", "currency": "EUR",
        "settlement": {"cycle": "month", "utc_offset": "+00:00"},
        "gpu_tiers": [{"code": "A", "name": "Small", "prices": [{"from": null, "per_second": "0.0001"}]}]}"#;
    let log = format!("{HEADER}{WORKED_EXAMPLE}");
    let mapping = look_at_log(&mut log.as_bytes()).unwrap().mapping;
    let job =
        CheckJob { log: mapping, invoice: None, as_of: String::new(), price_book: Some(book.to_owned()) };
    let report = check(&job, &mut log.as_bytes(), None, &mut |_| {}).unwrap().report;
    assert_eq!((report.price_book.as_str(), report.currency.as_str()), ("Negotiated", "EUR"));
    assert_eq!(report.lines[0].amount.as_deref(), Some("1.08"));
}
