use tiermeter_pricing::{Instant, Price};

use super::*;
use crate::calculator::answer::Answer;
use crate::calculator::sheet::{Field, Kind, LineField, Sheet};
use crate::words::ENGLISH;

fn book() -> &'static PriceBook {
    PriceBook::bundled()
}

fn priced(kind: Kind, changes: &[(LineField, &str)]) -> std::sync::Arc<Priced> {
    let mut sheet = Sheet::worked_example();
    sheet.set_kind(1, kind, book().utc_offset());
    for (field, text) in changes {
        sheet.set(Field::Of(1, *field), text, book().utc_offset());
    }
    let answer = Answer::of(&sheet, book(), None);
    assert!(!answer.is_stale(), "{:?}", answer.faults);
    std::sync::Arc::clone(&answer.lines[0].priced)
}

#[test]
fn the_same_work_costs_something_else_on_every_tier() {
    let rows = tier_rows(&priced(Kind::Steps, &[]), book(), &ENGLISH);
    let texts: Vec<[&str; 3]> = rows.iter().map(|row| [&*row.code, &*row.amount, &*row.difference]).collect();
    assert_eq!(texts, [["A", "2.3436", "chosen"], ["B", "2.376", "+0.0324"], ["C", "2.7", "+0.3564"]]);
    assert!(tier_rows(&priced(Kind::Tokens, &[]), book(), &ENGLISH).is_empty());
}

#[test]
fn the_delay_costs_what_it_adds() {
    let line = priced(Kind::Automatic, &[(LineField::ScaleInDelay, "300")]);
    let view = delay(&line, book(), &ENGLISH).unwrap();
    let [sixty, fifteen, none] = view.shorter.as_slice() else { panic!("{:?}", view.shorter) };
    assert_eq!([&*sixty[0], &*fifteen[0], &*none[0]], ["60", "15", "0"]);
    let saved = none[2].trim_start_matches('−');
    assert!(view.costs.contains(saved) && view.costs.contains("300 s"), "{}", view.costs);
    let without = priced(Kind::Automatic, &[(LineField::ScaleInDelay, "0")]);
    assert_eq!(none[1], text::amount(without.amount));
    let view = delay(&without, book(), &ENGLISH).unwrap();
    assert!(view.shorter.is_empty() && view.costs.contains("nothing"), "{}", view.costs);
    assert_eq!(delay(&priced(Kind::Steps, &[]), book(), &ENGLISH), None);
}

#[test]
fn a_budget_buys_whole_seconds() {
    let check = |budget: &str, instances: u32, expected: &[[&str; 3]]| {
        let at = Instant::parse("2026-03-01T00:00:00Z").ok();
        let rows = budget_rows(Price::parse(budget).unwrap(), instances, book(), at, &ENGLISH);
        let texts: Vec<[&str; 3]> =
            rows.iter().map(|row| [&*row.hours, &*row.seconds, &*row.amount]).collect();
        assert_eq!(texts, expected);
    };
    check(
        "2.3436",
        1,
        &[
            ["3 h 0 min 0 s", "10,800", "2.3436"],
            ["2 h 57 min 32 s", "10,652", "2.34344"],
            ["2 h 36 min 14 s", "9,374", "2.3435"],
        ],
    );
    check(
        "0.001",
        4,
        &[
            ["0 h 0 min 1 s", "4", "0.000868"],
            ["0 h 0 min 1 s", "4", "0.00088"],
            ["0 h 0 min 1 s", "4", "0.001"],
        ],
    );
    check("1", 0, &[]);
}

fn token_work(changes: &[(LineField, &str)]) -> tiermeter_estimate::TokenWork {
    match &priced(Kind::Tokens, changes).key.work {
        Work::Tokens(work) => work.clone(),
        Work::GpuSeconds { .. } => panic!("no tokens"),
    }
}

#[test]
fn sizes_reach_from_the_minimum_to_the_busiest_minute() {
    let even = "12 ".repeat(24);
    let work =
        token_work(&[(LineField::RequestsPerMinute, even.as_str()), (LineField::ReservedTpm, "11000")]);
    assert_eq!(candidates(&work, book()), [None, Some(10_000), Some(11_000), Some(12_000)]);
    let busy = token_work(&[(LineField::RequestsPerMinute, "1000 ".repeat(24).as_str())]);
    let sizes = candidates(&busy, book());
    assert!(sizes.len() <= 10 && sizes.last() >= Some(&Some(1_000_000)), "{sizes:?}");
    let embedding = token_work(&[(LineField::Model, "embedding-600m")]);
    assert!(candidates(&embedding, book()).is_empty());
}

#[test]
fn the_cheapest_size_is_found() {
    let line = priced(Kind::Tokens, &[(LineField::RequestsPerMinute, "12 ".repeat(24).as_str())]);
    let Work::Tokens(work) = &line.key.work else { panic!("no tokens") };
    let costs: Vec<SizeCost> = candidates(work, book())
        .into_iter()
        .map(|tpm| (tpm, with_reservation(&line, work, tpm, book()).unwrap()))
        .collect();
    let view = ReservationView::of(&costs, true, "USD", &ENGLISH);
    assert_eq!(view.rows[0].1, text::amount(line.amount));
    assert!(view.rows.last().unwrap().3 && view.verdict.contains("12,000"), "{view:?}");
    assert!(ReservationView::of(&costs, false, "USD", &ENGLISH).rows.iter().all(|row| !row.3));
    assert_eq!(ReservationView::of(&[], true, "USD", &ENGLISH), ReservationView::default());
}

#[test]
fn the_break_even_is_said_in_plain_words() {
    let check = |changes: &[(LineField, &str)], expected: &[&str]| {
        let at = Instant::parse("2026-03-01T00:00:00Z").unwrap();
        let words = break_even(&token_work(changes), book(), at, &ENGLISH).unwrap_or_default();
        for part in expected {
            assert!(words.contains(part), "{words}");
        }
    };
    // 0.0583 for a million reserved tokens against 0.24 for one of 80 % input and 20 % output.
    check(&[], &["24.4 %", "10,000", "2,431"]);
    let cached = [(LineField::Input, "0"), (LineField::CachedInput, "800"), (LineField::Output, "0")];
    check(&cached, &["never pays off"]);
    check(&[(LineField::Model, "embedding-600m")], &["offers no TPM reservation"]);
}
