use serde_json::Value;
use tiermeter_pricing::Exact;

use super::*;
use crate::calculator::sheet::{Kind, LineField};

fn book() -> &'static PriceBook {
    PriceBook::bundled()
}

/// An answer is the settlement of the estimate, line by line, whatever was kept from the one before.
fn is_the_settlement(answer: &Answer, book: &PriceBook) {
    let settlement = price(&answer.estimate, book).unwrap();
    match settlement.bills.as_slice() {
        [] => assert!(answer.bill.lines.is_empty() && answer.bill.exact_total.is_zero()),
        [bill] => assert_eq!(answer.bill, *bill),
        bills => panic!("{} bills", bills.len()),
    }
    let amounts = answer.lines.iter().map(|line| line.priced.amount);
    assert_eq!(Exact::sum_of(amounts).unwrap(), answer.bill.exact_total);
    for line in &answer.lines {
        let days = line.priced.days(&answer.estimate, book).unwrap();
        assert_eq!(Exact::sum_of(days.into_iter()).unwrap(), line.priced.amount, "{}", line.name);
    }
}

#[test]
fn answers_are_the_settlements_of_the_vectors() {
    let vectors: Value = serde_json::from_str(include_str!("../../../tests/vectors/estimates.json")).unwrap();
    let mut compared = 0;
    for case in vectors["cases"].as_array().unwrap() {
        let book = vectors["price_books"][case["price_book"].as_str().unwrap()].to_string();
        let book = PriceBook::from_json(book.as_bytes()).unwrap();
        let Ok(estimate) = Estimate::from_json(case["estimate"].to_string().as_bytes()) else { continue };
        match Answer::of_estimate(estimate, &book) {
            Ok(answer) => {
                assert!(case.get("expected").is_some(), "{}", case["name"]);
                is_the_settlement(&answer, &book);
                compared += 1;
            }
            Err(refusal) => assert_eq!(case["refused"]["path"], refusal.path, "{}", case["name"]),
        }
    }
    assert_eq!(compared, 16);
}

/// A sheet of every kind of line, two of which share a free quota.
fn mixed() -> Sheet {
    let mut sheet = Sheet::worked_example();
    for (name, kind) in [
        ("office", Kind::Weekly),
        ("api", Kind::Automatic),
        ("assistant", Kind::Tokens),
        ("batch", Kind::Tokens),
    ] {
        let id = sheet.add_line(name, kind, book());
        sheet.set_free_quota(id, name == "batch");
    }
    sheet
}

fn id(sheet: &Sheet, name: &str) -> u32 {
    let named = |line: &&Arc<crate::calculator::sheet::Line>| line.text(LineField::Name) == name;
    sheet.lines().iter().find(named).unwrap().id()
}

#[test]
fn only_what_changed_is_computed_anew() {
    let mut sheet = mixed();
    let first = Answer::of(&sheet, book(), None);
    assert!(!first.is_stale(), "{:?}", first.faults);
    is_the_settlement(&first, book());
    let kept = |before: &Answer, after: &Answer, name: &str| {
        let find = |answer: &Answer| {
            answer.lines.iter().find(|line| line.name == name).map(|line| Arc::clone(&line.priced)).unwrap()
        };
        Arc::ptr_eq(&find(before), &find(after))
    };
    let offset = book().utc_offset();
    let office = id(&sheet, "office");
    sheet.set(Field::Of(office, LineField::WeeklyInstances), "3", offset);
    let second = Answer::of(&sheet, book(), Some(&first));
    is_the_settlement(&second, book());
    for (name, expected) in
        [("chat", true), ("office", false), ("api", true), ("assistant", true), ("batch", true)]
    {
        assert_eq!(kept(&first, &second, name), expected, "{name}");
    }
    // The free quota is shared, so both lines of the model depend on each other, and on their places.
    let assistant = id(&sheet, "assistant");
    sheet.set(Field::Of(assistant, LineField::Input), "900", offset);
    let third = Answer::of(&sheet, book(), Some(&second));
    is_the_settlement(&third, book());
    assert!(!kept(&second, &third, "batch") && kept(&second, &third, "office"));
    sheet.move_line(assistant, true);
    let fourth = Answer::of(&sheet, book(), Some(&third));
    is_the_settlement(&fourth, book());
    sheet.set(Field::Month, "2026-02", offset);
    let fifth = Answer::of(&sheet, book(), Some(&fourth));
    is_the_settlement(&fifth, book());
    assert!(!kept(&fourth, &fifth, "api"));
}

#[test]
fn more_than_nine_lines_are_in_the_order_of_the_bill() {
    let mut sheet = Sheet::worked_example();
    for number in 0..11 {
        sheet.duplicate(1, &format!("copy {number}"));
    }
    is_the_settlement(&Answer::of(&sheet, book(), None), book());
}

#[test]
fn the_last_answer_stays_beside_its_faults() {
    let mut sheet = mixed();
    let before = Answer::of(&sheet, book(), None);
    let field = Field::Of(id(&sheet, "chat"), LineField::Name);
    sheet.set(field, "", book().utc_offset());
    let after = Answer::of(&sheet, book(), Some(&before));
    assert!(after.is_stale() && after.fault_in(field).is_some() && after.fault_in(Field::Month).is_none());
    assert_eq!(Answer { faults: Vec::new(), ..after }, before);
    let never_right = Answer::of(&sheet, book(), None);
    assert!(never_right.is_stale() && never_right.lines.is_empty());
}

#[test]
fn what_the_core_refuses_stands_at_its_line() {
    let check = |field: LineField, text: &str, expected: LineField| {
        let mut sheet = mixed();
        let line = id(&sheet, if matches!(field, LineField::Tier) { "office" } else { "assistant" });
        sheet.set(Field::Of(line, field), text, book().utc_offset());
        let answer = Answer::of(&sheet, book(), None);
        let fields: Vec<Field> = answer.faults.iter().map(|fault| fault.field).collect();
        assert_eq!(fields, [Field::Of(line, expected)], "{text}");
    };
    check(LineField::Tier, "Z", LineField::Tier);
    check(LineField::Model, "nothing", LineField::Model);
    check(LineField::ReservedTpm, "9999", LineField::ReservedTpm);
    check(LineField::Input, "9007199254740991", LineField::RequestsPerMinute);
}

#[test]
fn a_million_runs_and_records_are_the_most_in_all() {
    let mut sheet = Sheet::worked_example();
    sheet.set_kind(1, Kind::Tokens, book().utc_offset());
    sheet.set(Field::Of(1, LineField::RequestsPerMinute), &"1 ".repeat(24), book().utc_offset());
    for _ in 0..22 {
        sheet.duplicate(1, "copy");
    }
    let answer = Answer::of(&sheet, book(), None);
    assert_eq!(answer.faults.iter().map(|fault| fault.field).collect::<Vec<_>>(), [Field::Whole]);
}
