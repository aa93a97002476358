use tiermeter_pricing::PriceBook;

use super::*;
use crate::calculator::sheet::{Field, Kind, LineField, Sheet};
use crate::words::ENGLISH;

/// The worked example with other texts in its fields.
fn figures(changes: &[(LineField, &str)]) -> Figures {
    let book = PriceBook::bundled();
    let mut sheet = Sheet::worked_example();
    for (field, text) in changes {
        sheet.set(Field::Of(1, *field), text, book.utc_offset());
    }
    Figures::of(&Answer::of(&sheet, book, None))
}

fn side_by_side(all: &[(&str, Figures)]) -> SideBySide {
    let all: Vec<(String, Figures)> =
        all.iter().map(|(name, figures)| ((*name).to_owned(), figures.clone())).collect();
    SideBySide::of(&all, &ENGLISH)
}

#[test]
fn figures_stand_side_by_side() {
    let longer = figures(&[(LineField::StepsEnd, "2026-03-03 12:00:00.5"), (LineField::Tier, "C")]);
    let view = side_by_side(&[("first", figures(&[])), ("longer", longer)]);
    assert_eq!(view.names, ["first", "longer"]);
    assert!(view.stale.is_empty());
    let rows: Vec<[&str; 3]> =
        view.rows.iter().map(|(title, texts)| [*title, texts[0].as_str(), texts[1].as_str()]).collect();
    assert_eq!(
        rows,
        [
            ["Month", "March 2026", "March 2026"],
            ["Payable", "2.34", "2.70"],
            ["Difference to the first", "—", "+0.36"],
            ["In percent", "—", "≈ +15.38 %"],
            ["Exact total", "2.3436", "2.7005"],
            ["Rounding, once", "−0.0036", "−0.0005"],
            ["An hour on average", "0.00315", "≈ 0.00363"],
            ["A day on average", "0.0756", "≈ 0.087113"],
            ["Billed seconds", "10,800", "10,802"],
            ["Instances at most", "2", "2"],
        ]
    );
}

#[test]
fn differences_are_exact_and_shares_say_where_they_are_rounded() {
    let check = |amount: &str, first: &str, expected: Option<&str>| {
        let found = percent(amount.parse().unwrap(), first.parse().unwrap());
        assert_eq!(found.as_deref(), expected, "{amount} {first}");
    };
    check("2.34", "2.34", Some("0 %"));
    check("3.51", "2.34", Some("+50 %"));
    check("1.17", "2.34", Some("−50 %"));
    check("4", "3", Some("≈ +33.33 %"));
    check("2", "3", Some("≈ −33.33 %"));
    check("100000.01", "100000", Some("≈ 0 %"));
    check("0", "2.34", Some("−100 %"));
    check("2.34", "0", None);
    check("0", "0", None);
}

#[test]
fn instances_of_all_lines_count_together() {
    let book = PriceBook::bundled();
    let check = |second: &[(LineField, &str)], expected: u64| {
        let mut sheet = Sheet::worked_example();
        let id = sheet.add_line("office", Kind::Weekly, book);
        for (field, text) in second {
            sheet.set(Field::Of(id, *field), text, book.utc_offset());
        }
        let answer = Answer::of(&sheet, book, None);
        assert!(!answer.is_stale(), "{:?}", answer.faults);
        assert_eq!(Figures::of(&answer).most_instances, expected);
    };
    // 3 March is a Tuesday: two of the steps, and those at all times.
    check(&[(LineField::WeeklyInstances, "5")], 7);
    assert_eq!(
        figures(&[(LineField::StepInstances(2), "0"), (LineField::StepInstances(3), "3")]).most_instances,
        3
    );
    // What ends at 11:00 is not beside what starts there.
    assert_eq!(
        figures(&[(LineField::StepInstances(2), "7"), (LineField::StepInstances(3), "6")]).most_instances,
        7
    );
}

#[test]
fn what_was_never_priced_has_no_figures() {
    let unknown = figures(&[(LineField::Tier, "Z")]);
    for view in [
        side_by_side(&[("a", unknown.clone()), ("b", figures(&[]))]),
        side_by_side(&[("b", figures(&[])), ("a", unknown)]),
    ] {
        assert_eq!(view.stale, ["a"]);
        let unpriced = view.names.iter().position(|name| name == "a").unwrap();
        assert!(view.rows.iter().all(|(_, texts)| texts[unpriced] == "—"), "{view:?}");
        assert_eq!(view.rows[2].1, ["—", "—"]);
    }
}
