use super::*;

fn utc() -> UtcOffset {
    UtcOffset::default()
}

fn texts(draft: &Draft) -> Vec<(String, String)> {
    draft.rows.iter().map(|row| (row.from.clone(), row.instances.clone())).collect()
}

#[test]
fn keys_do_what_the_editor_says() {
    for (key, with_shift, in_instant, expected) in [
        ("Enter", false, true, Some(KeyAction::AddRow)),
        ("Enter", false, false, Some(KeyAction::AddRow)),
        ("ArrowUp", false, true, Some(KeyAction::MoveBySeconds(60))),
        ("ArrowUp", true, true, Some(KeyAction::MoveBySeconds(3_600))),
        ("ArrowDown", false, true, Some(KeyAction::MoveBySeconds(-60))),
        ("ArrowDown", true, true, Some(KeyAction::MoveBySeconds(-3_600))),
        ("ArrowDown", false, false, None),
        ("a", false, true, None),
    ] {
        assert_eq!(KeyAction::of(key, with_shift, in_instant), expected, "{key}");
    }
}

#[test]
fn a_row_is_added_halfway_to_the_next_instant() {
    let mut draft = Draft::worked_example();
    assert_eq!(draft.add_below(Some(1)), 3);
    assert_eq!(draft.add_below(None), 4);
    assert_eq!(draft.row_ids(), [1, 3, 2, 4]);
    assert_eq!(draft.text(Field::From(3)), "2026-03-03 10:30:00");
    assert_eq!(draft.text(Field::Instances(3)), "1");
    assert_eq!(draft.text(Field::From(4)), "2026-03-03 11:30:00");
    assert_eq!(draft.text(Field::Instances(4)), "2");
    assert_eq!((draft.number_of(2), draft.number_of(9)), (3, 0));
}

#[test]
fn a_row_is_added_where_there_is_hardly_room() {
    let check = |until: &str, expected: &str| {
        let mut draft = Draft::worked_example();
        draft.set(Field::Until, until.to_owned(), utc());
        let id = draft.add_below(None);
        assert_eq!(draft.text(Field::From(id)), expected, "{until}");
    };
    check("", "2026-03-03 12:00:00");
    check("not an instant", "2026-03-03 12:00:00");
    check("2026-03-03 11:00:03", "2026-03-03 11:00:01");
    check("2026-03-03 11:00:01", "");
    check("2026-03-03 10:00:00", "");
}

#[test]
fn the_last_row_stays() {
    let mut draft = Draft::worked_example();
    assert_eq!(draft.remove(9, utc()), None);
    assert_eq!(draft.remove(2, utc()), Some(Field::From(1)));
    assert_eq!(texts(&draft), [("2026-03-03 10:00:00".to_owned(), "1".to_owned())]);
    assert!(!draft.can_remove());
    assert_eq!(draft.remove(1, utc()), None);
    assert_eq!(draft.row_ids(), [1]);
}

#[test]
fn instants_are_moved_and_written_in_utc() {
    let mut draft = Draft::worked_example();
    draft.move_by(Field::From(2), 60, utc());
    assert_eq!(draft.text(Field::From(2)), "2026-03-03 11:01:00");
    draft.move_by(Field::Until, -3_600, utc());
    assert_eq!(draft.text(Field::Until), "2026-03-03 11:00:00");
    draft.set(Field::Until, "2026-03-03T20:00+08:00".to_owned(), utc());
    draft.tidy(Field::Until, utc());
    assert_eq!(draft.text(Field::Until), "2026-03-03 12:00:00");
    draft.set(Field::Until, "noon".to_owned(), utc());
    draft.tidy(Field::Until, utc());
    draft.move_by(Field::Until, 60, utc());
    assert_eq!(draft.text(Field::Until), "noon");
    draft.set(Field::From(1), "1970-01-01 00:00:00".to_owned(), utc());
    draft.move_by(Field::From(1), -60, utc());
    assert_eq!(draft.text(Field::From(1)), "1970-01-01 00:00:00");
}

#[test]
fn the_month_follows_the_first_step_until_it_is_chosen() {
    let mut draft = Draft::worked_example();
    draft.set(Field::From(1), "2027-05-03 10:00".to_owned(), utc());
    assert_eq!(draft.text(Field::Month), "2027-05");
    draft.set(Field::From(1), "2027-0".to_owned(), utc());
    assert_eq!(draft.text(Field::Month), "2027-05");
    draft.set(Field::From(1), "2026-02-28 10:00".to_owned(), utc());
    assert_eq!(draft.text(Field::Month), "2026-02");
    draft.set(Field::Month, "2026-03".to_owned(), utc());
    draft.set(Field::From(1), "2026-01-28 10:00".to_owned(), utc());
    assert_eq!(draft.text(Field::Month), "2026-03");
    draft.set(Field::Month, "2026-01".to_owned(), utc());
    draft.set(Field::From(1), "2026-02-28 10:00".to_owned(), utc());
    assert_eq!(draft.text(Field::Month), "2026-02");
    draft.remove(1, utc());
    assert_eq!(draft.text(Field::Month), "2026-03");
    let eastern = UtcOffset::parse("+08:00").unwrap();
    draft.set(Field::From(2), "2026-03-31 20:00".to_owned(), eastern);
    assert_eq!(draft.text(Field::Month), "2026-04");
}

#[test]
fn rows_are_at_most_as_many_as_the_rules_take() {
    let mut draft = Draft::worked_example();
    while draft.can_add() {
        draft.add_below(None);
    }
    assert_eq!(draft.row_ids().len() + 1, MOST_STEPS);
}
