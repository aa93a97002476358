use super::problem::Problem;
use super::*;

fn utc() -> UtcOffset {
    UtcOffset::default()
}

fn example() -> Sheet {
    Sheet::worked_example()
}

fn from(step: u32) -> Field {
    Field::Of(1, LineField::StepFrom(step))
}

fn end() -> Field {
    Field::Of(1, LineField::StepsEnd)
}

fn names(sheet: &Sheet) -> Vec<&str> {
    sheet.lines().iter().map(|line| line.text(LineField::Name)).collect()
}

#[test]
fn lines_are_added_duplicated_moved_and_removed() {
    let book = PriceBook::bundled();
    let mut sheet = example();
    let second = sheet.add_line("office", Kind::Weekly, book);
    let third = sheet.duplicate(1, "chat, copy").unwrap();
    assert_eq!(names(&sheet), ["chat", "chat, copy", "office"]);
    sheet.move_line(second, false);
    sheet.move_line(second, false);
    sheet.move_line(second, false);
    assert_eq!(names(&sheet), ["office", "chat", "chat, copy"]);
    sheet.move_line(third, true);
    sheet.move_line(1, true);
    assert_eq!(names(&sheet), ["office", "chat, copy", "chat"]);
    sheet.set(from(2), "2026-03-03 10:30:00", utc());
    assert_eq!(sheet.text(Field::Of(third, LineField::StepFrom(2))), "2026-03-03 10:00:00");
    assert_eq!(sheet.remove_line(third), Some(1));
    assert_eq!(sheet.remove_line(1), Some(second));
    assert_eq!(sheet.remove_line(second), None);
    assert!(sheet.lines().is_empty() && sheet.estimate().is_ok());
    while sheet.can_add() {
        sheet.add_line("one more", Kind::Steps, book);
    }
    assert_eq!(sheet.lines().len(), MOST_LINES);
}

#[test]
fn a_new_line_of_each_kind_says_something_valid() {
    for kind in Kind::ALL {
        let mut sheet = example();
        let id = sheet.add_line("new", kind, PriceBook::bundled());
        assert_eq!(sheet.line(id).map(|line| line.kind()), Some(kind));
        assert_eq!(sheet.estimate().map_err(|faults| format!("{faults:?}")).err(), None, "{kind:?}");
        assert_eq!(Kind::of(kind.as_str()), Some(kind));
    }
}

#[test]
fn trying_another_kind_loses_nothing() {
    let mut sheet = example();
    let before = sheet.estimate().unwrap();
    for kind in Kind::ALL.into_iter().chain([Kind::Steps]) {
        sheet.set_kind(1, kind, utc());
        assert!(sheet.estimate().is_ok(), "{kind:?}");
    }
    assert_eq!(sheet.estimate().unwrap(), before);
}

#[test]
fn a_step_is_added_halfway_to_the_next_instant() {
    let mut sheet = example();
    let first = sheet.add_step(1, Some(2)).unwrap();
    let last = sheet.add_step(1, None).unwrap();
    assert_eq!(sheet.text(Field::Of(1, first)), "2026-03-03 10:30:00");
    assert_eq!(sheet.text(Field::Of(1, last)), "2026-03-03 11:30:00");
    let line = sheet.line(1).unwrap();
    let instances = |field: LineField| line.text(LineField::StepInstances(field.step().unwrap()));
    assert_eq!((instances(first), instances(last)), ("1", "2"));
    assert_eq!((line.number_of_step(3), line.number_of_step(99)), (3, 0));
}

#[test]
fn a_step_is_added_where_there_is_hardly_room() {
    let check = |until: &str, expected: &str| {
        let mut sheet = example();
        sheet.set(end(), until, utc());
        let field = sheet.add_step(1, None).unwrap();
        assert_eq!(sheet.text(Field::Of(1, field)), expected, "{until}");
    };
    check("", "2026-03-03 12:00:00");
    check("not an instant", "2026-03-03 12:00:00");
    check("2026-03-03 11:00:03", "2026-03-03 11:00:01");
    check("2026-03-03 11:00:01", "");
    check("2026-03-03 10:00:00", "");
}

#[test]
fn the_last_step_stays_and_steps_are_at_most_as_many_as_the_rules_take() {
    let mut sheet = example();
    assert_eq!(sheet.remove_step(1, 99, utc()), None);
    assert_eq!(sheet.remove_step(1, 3, utc()), Some(LineField::StepFrom(2)));
    assert_eq!(sheet.remove_step(1, 2, utc()), None);
    assert_eq!(sheet.line(1).unwrap().steps(), [2]);
    while sheet.add_step(1, None).is_some() {}
    assert_eq!(sheet.line(1).unwrap().steps().len() + 1, 200);
}

#[test]
fn instants_are_moved_and_written_in_utc() {
    let mut sheet = example();
    sheet.move_by(from(3), 60, utc());
    assert_eq!(sheet.text(from(3)), "2026-03-03 11:01:00");
    sheet.set(end(), "2026-03-03T20:00+08:00", utc());
    sheet.tidy(end(), utc());
    assert_eq!(sheet.text(end()), "2026-03-03 12:00:00");
    sheet.set(end(), "noon", utc());
    sheet.tidy(end(), utc());
    sheet.move_by(end(), 60, utc());
    assert_eq!(sheet.text(end()), "noon");
    sheet.set(from(2), "1970-01-01 00:00:00", utc());
    sheet.move_by(from(2), -60, utc());
    assert_eq!(sheet.text(from(2)), "1970-01-01 00:00:00");
}

#[test]
fn an_edge_has_room_up_to_its_neighbours() {
    let sheet = example();
    let room = |edge: LineField| {
        let (first, last) = sheet.line(1).unwrap().room_of_edge(edge);
        [first, last].map(|at| at.map(text::instant).unwrap_or_default())
    };
    assert_eq!(room(LineField::StepFrom(2)), ["", "2026-03-03 10:59:59"]);
    assert_eq!(room(LineField::StepFrom(3)), ["2026-03-03 10:00:01", "2026-03-03 11:59:59"]);
    assert_eq!(room(LineField::StepsEnd), ["2026-03-03 11:00:01", ""]);
    assert_eq!(room(LineField::Name), ["", ""]);
}

#[test]
fn the_month_follows_the_first_step_of_the_only_line_until_it_is_chosen() {
    let mut sheet = example();
    let follow = |sheet: &mut Sheet, text: &str, expected: &str| {
        sheet.set(from(2), text, utc());
        assert_eq!(sheet.text(Field::Month), expected, "{text}");
    };
    follow(&mut sheet, "2027-05-03 10:00", "2027-05");
    follow(&mut sheet, "2027-0", "2027-05");
    follow(&mut sheet, "2026-02-28 10:00", "2026-02");
    sheet.set(Field::Month, "2026-03", utc());
    follow(&mut sheet, "2026-01-28 10:00", "2026-03");
    sheet.set(Field::Month, "2026-01", utc());
    follow(&mut sheet, "2026-02-28 10:00", "2026-02");
    sheet.remove_step(1, 2, utc());
    assert_eq!(sheet.text(Field::Month), "2026-03");
    let eastern = UtcOffset::parse("+08:00").unwrap();
    sheet.set(from(3), "2026-03-31 20:00", eastern);
    assert_eq!(sheet.text(Field::Month), "2026-04");
    sheet.add_line("second", Kind::Steps, PriceBook::bundled());
    sheet.set(from(3), "2026-01-28 10:00", utc());
    assert_eq!(sheet.text(Field::Month), "2026-04");
}

#[test]
fn windows_and_policies_are_rows_of_their_own() {
    let mut sheet = example();
    sheet.set_kind(1, Kind::Weekly, utc());
    let window = sheet.line(1).unwrap().windows()[0];
    sheet.toggle_day(1, window.id, 5);
    sheet.toggle_day(1, window.id, 0);
    assert_eq!(sheet.line(1).unwrap().windows()[0].days, [false, true, true, true, true, true, false]);
    let added = sheet.add_window(1).unwrap();
    sheet.set(Field::Of(1, added), "10:00", utc());
    sheet.remove_window(1, window.id);
    assert_eq!(sheet.line(1).unwrap().windows().len(), 1);
    sheet.set_kind(1, Kind::Automatic, utc());
    while sheet.add_policy(1).is_some() {}
    assert_eq!(sheet.line(1).unwrap().policies().len(), 5);
    let first = sheet.line(1).unwrap().policies()[0];
    sheet.remove_policy(1, first);
    assert_eq!(sheet.line(1).unwrap().policies().len(), 4);
}

fn check_faults(changes: &[(Field, &str)], kind: Kind, expected: &[(Field, Problem)]) {
    let mut sheet = example();
    sheet.set_kind(1, kind, utc());
    for (field, text) in changes {
        sheet.set(*field, text, utc());
    }
    let faults = sheet.estimate().err().unwrap_or_default();
    let faults: Vec<(Field, Problem)> =
        faults.into_iter().map(|fault| (fault.field, fault.problem)).collect();
    assert_eq!(faults, expected, "{changes:?}");
}

#[test]
fn faults_stand_at_their_fields() {
    let of = |field: LineField| Field::Of(1, field);
    let text = str::to_owned;
    check_faults(&[], Kind::Steps, &[]);
    check_faults(&[(from(3), "eleven")], Kind::Steps, &[(from(3), Problem::NotInstant(text("eleven")))]);
    check_faults(
        &[(end(), "2026-03-03 11:00:00")],
        Kind::Steps,
        &[(end(), Problem::NotLater(text("2026-03-03 11:00:00")))],
    );
    let (first, second) = (of(LineField::StepInstances(2)), of(LineField::StepInstances(3)));
    check_faults(
        &[(first, "1001"), (second, ""), (Field::Month, "March")],
        Kind::Steps,
        &[
            (Field::Month, Problem::NotMonth(text("March"))),
            (first, Problem::WholeOutOfRange(text("1001"), 0, 1_000)),
            (second, Problem::NoWhole(0, 1_000)),
        ],
    );
    check_faults(
        &[(of(LineField::Minimum), "9"), (of(LineField::Concurrency), "0"), (of(LineField::Name), "")],
        Kind::Automatic,
        &[
            (of(LineField::Name), Problem::NameLength),
            (of(LineField::Minimum), Problem::AboveMaximum(4)),
            (of(LineField::Concurrency), Problem::WholeOutOfRange(text("0"), 1, 9_007_199_254_740_991)),
        ],
    );
    check_faults(
        &[(of(LineField::RequestsPerSecond), "1 2 3"), (of(LineField::SecondsPerRequest), "1e3")],
        Kind::Automatic,
        &[
            (of(LineField::SecondsPerRequest), Problem::NotDecimal(text("1e3"))),
            (of(LineField::RequestsPerSecond), Problem::LoadLength(3)),
        ],
    );
    check_faults(
        &[(of(LineField::BurstMinutes), "61"), (of(LineField::ReservedTpm), "many")],
        Kind::Tokens,
        &[
            (of(LineField::BurstMinutes), Problem::WholeOutOfRange(text("61"), 1, 60)),
            (of(LineField::ReservedTpm), Problem::NotWhole(text("many"), 0, 9_007_199_254_740_991)),
        ],
    );
}

#[test]
fn faults_of_windows_stand_at_them() {
    let mut sheet = example();
    sheet.set_kind(1, Kind::Weekly, utc());
    let window = sheet.line(1).unwrap().windows()[0].id;
    for day in 0..5 {
        sheet.toggle_day(1, window, day);
    }
    sheet.set(Field::Of(1, LineField::WindowUntil(window)), "08:00", utc());
    let faults: Vec<Fault> = sheet.estimate().unwrap_err();
    let expected = [
        (LineField::WindowDays(window), Problem::NoDays),
        (LineField::WindowUntil(window), Problem::WindowBackwards),
    ];
    assert_eq!(faults, expected.map(|(field, problem)| Fault { field: Field::Of(1, field), problem }));
}

#[test]
fn a_refusal_is_shown_at_the_field_of_its_path() {
    let mut sheet = example();
    let second = sheet.add_line("second", Kind::Tokens, PriceBook::bundled());
    for (path, field) in [
        ("/month", Field::Month),
        ("/lines/0/tier", Field::Of(1, LineField::Tier)),
        ("/lines/1/model", Field::Of(second, LineField::Model)),
        ("/lines/1/reservation/tpm", Field::Of(second, LineField::ReservedTpm)),
        ("/lines/1/load", Field::Of(second, LineField::RequestsPerMinute)),
        ("/lines/0", Field::Of(1, LineField::Whole)),
        ("/lines/7/tier", Field::Whole),
        ("/lines", Field::Whole),
        ("", Field::Whole),
    ] {
        let fault = sheet.fault_of(path, "why".to_owned());
        assert_eq!((fault.field, fault.problem), (field, Problem::Refused("why".to_owned())), "{path}");
    }
}
