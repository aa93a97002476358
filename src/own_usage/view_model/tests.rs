use super::*;
use crate::own_usage::pricing::EXAMPLE;
use crate::words::ENGLISH;

fn settled(text: &str) -> SettlementView {
    match Outcome::of("usage", text.as_bytes(), PriceBook::bundled(), &ENGLISH) {
        Outcome::Settled(view) => view,
        other => unreachable!("{other:?}"),
    }
}

fn refused(text: &str) -> RefusalView {
    match Outcome::of("usage.csv", text.as_bytes(), PriceBook::bundled(), &ENGLISH) {
        Outcome::Refused(view) => view,
        other => unreachable!("{other:?}"),
    }
}

fn check_line(line: &LineView, expected: [&str; 7]) {
    let texts = [
        line.service.as_str(),
        line.item,
        &line.tier_or_model,
        &line.quantity,
        &line.unit_price,
        &line.per,
        &line.amount,
    ];
    assert_eq!(texts, expected);
}

#[test]
fn a_settlement_is_shown_bill_by_bill_and_line_by_line() {
    let view = settled(EXAMPLE);
    assert_eq!(view.title, "usage: 2 runs, priced by Edge inference list prices");
    assert_eq!((view.bills.len(), view.has_samples), (1, false));
    let bill = &view.bills[0];
    check_line(&bill.lines[0], ["chat", "GPU seconds", "tier A", "10,800", "0.000217", "second", "2.3436"]);
    assert_eq!(
        [&bill.month, &bill.exact_total, &bill.rounding, &bill.payable],
        ["March 2026", "2.3436", "−0.0036", "2.34 USD"]
    );
}

#[test]
fn sample_prices_are_marked() {
    let view = settled(
        r#"{"tokens": [{"id": "r1", "service": "svc-2", "model": "small-8b", "at": "2026-03-03T10:00:00Z",
                        "input": 1000000, "cached_input": 0, "output": 0}]}"#,
    );
    assert!(view.has_samples && view.bills[0].lines[0].is_sample);
    assert_eq!(view.title, "usage: 1 token record, priced by Edge inference list prices");
    check_line(
        &view.bills[0].lines[0],
        ["svc-2", "Input tokens", "small-8b", "1,000,000", "0.15", "1,000,000 tokens", "0.15"],
    );
    assert_eq!(view.bills[0].rounding, "0");
}

#[test]
fn a_refusal_is_shown_at_its_row() {
    let row = "chat,i-3,Z,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z";
    let view = refused(&format!("{EXAMPLE}{row}\n"));
    assert_eq!((view.code, view.path.as_str()), ("unknown_tier", "/runs/2/tier"));
    assert_eq!(view.row, Some(("Row 4".to_owned(), row.to_owned())));
    assert_eq!(view.title, "usage.csv was refused, taken for CSV; nothing of it was priced.");
    assert_eq!(refused("{").path, "the whole document");
}

#[test]
fn lines_beyond_the_room_are_counted() {
    let runs = (0..600).map(|index| format!("s-{index},i,A,2026-03-03T10:00:00Z,2026-03-03T10:00:01Z\n"));
    let header = "service,instance,tier,started_at,stopped_at\n";
    let view = settled(&format!("{header}{}", runs.collect::<String>()));
    assert_eq!((view.bills[0].lines.len(), view.bills[0].more.as_deref()), (500, Some("and 100 more lines")));
    assert_eq!(view.bills[0].exact_total, "0.1302");
}

#[test]
fn large_files_are_not_read() {
    assert_eq!(Outcome::too_large("usage.csv", LARGEST_FILE_BYTES, &ENGLISH), None);
    let refused = Outcome::too_large("usage.csv", LARGEST_FILE_BYTES + 1, &ENGLISH);
    let Some(Outcome::Unread(sentence)) = refused else {
        unreachable!("a file above the limit was not refused");
    };
    assert!(sentence.starts_with("usage.csv has 67,108,865 bytes; this page reads up to 67,108,864 bytes"));
}
