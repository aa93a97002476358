//! What pictures come to.

use super::*;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn seconds(count: i64) -> i64 {
    count * NANOSECONDS_PER_SECOND
}

fn axis(until_seconds: i64) -> TimeAxis {
    TimeAxis::of(&[Stretch { from: 0, until: seconds(until_seconds) }])
}

#[test]
fn scales_end_at_round_values() {
    for (most, top) in [
        ("0", "1"),
        ("1", "1"),
        ("3", "5"),
        ("5", "5"),
        ("5.1", "10"),
        ("0.000434", "0.0005"),
        ("0.7812", "1"),
        ("1500000", "2000000"),
    ] {
        assert_eq!(Scale::of(decimal(most)).top.to_string(), top, "{most}");
    }
}

#[test]
fn levels_of_whole_numbers_are_whole() {
    for (most, whole, expected) in [
        ("1", true, vec!["0", "1"]),
        ("2", true, vec!["0", "1", "2"]),
        ("5", true, vec!["0", "5"]),
        ("5", false, vec!["0", "2.5", "5"]),
        ("0.4", false, vec!["0", "0.25", "0.5"]),
    ] {
        let levels = Scale::of(decimal(most)).levels(whole, |value| value.to_string());
        let labels: Vec<&str> = levels.iter().map(|level| level.label.as_str()).collect();
        assert_eq!(labels, expected, "{most}");
        assert_eq!(levels.first().unwrap().bottom, "0.000%");
        assert_eq!(levels.last().unwrap().bottom, "100.000%");
    }
}

#[test]
fn bars_stand_on_each_other() {
    let scale = Scale::of(decimal("10"));
    let bars = |values: &[&str]| {
        let values: Vec<Decimal> = values.iter().map(|value| decimal(value)).collect();
        let bars = scale.bars(&values).into_iter();
        bars.map(|bar| (bar.series, bar.top, bar.height)).collect::<Vec<_>>()
    };
    assert!(bars(&["0", "0"]).is_empty());
    assert_eq!(bars(&["5", "0", "2.5"]), [(0, 500, 500), (2, 250, 250)]);
    assert_eq!(bars(&["0.0001"]), [(0, 994, 6)]);
    assert_eq!(bars(&["10", "0.0001"]), [(0, 0, 1_000), (1, 0, 0)]);
}

#[test]
fn lines_go_in_steps() {
    let scale = Scale::of(decimal("2"));
    let steps = [(10, 1), (50, 2), (90, 0)].map(|(at, instances)| Step { at: seconds(at), instances });
    let line =
        |from: i64, until: i64| line_and_area(axis(100), scale, &steps, seconds(from), seconds(until)).0;
    assert_eq!(line(0, 100), "M0 1000H10000V500H50000V0H90000V1000H100000");
    assert_eq!(line(50, 60), "M50000 0H60000");
    assert_eq!(line(20, 50), "M20000 500H50000");
    assert_eq!(line(50, 50), "");
    let (_, area) = line_and_area(axis(100), scale, &steps, seconds(20), seconds(50));
    assert_eq!(area, "M20000 500H50000V1000H20000Z");
}

#[test]
fn marks_stand_at_whole_units() {
    let offset = UtcOffset::parse("+00:30").unwrap();
    let marks = axis(7_200).marks(3_600, offset, |at| at.to_string());
    let shown: Vec<(&str, &str, &str)> =
        marks.iter().map(|mark| (mark.left.as_str(), mark.label.as_str(), mark.edge)).collect();
    assert_eq!(
        shown,
        [("25.000%", "1970-01-01T00:30:00Z", "middle"), ("75.000%", "1970-01-01T01:30:00Z", "middle")]
    );
    let marks = axis(7_200).marks(7_140, UtcOffset::default(), |_| String::new());
    let edges: Vec<&str> = marks.iter().map(|mark| mark.edge).collect();
    assert_eq!(edges, ["start", "end"]);
}

#[test]
fn gaps_lie_before_what_is_known() {
    for (known_from, expected) in
        [(-5, None), (0, None), (25, Some(25_000)), (100, Some(WIDTH)), (500, Some(WIDTH))]
    {
        let gaps = axis(100).gap_before(seconds(known_from));
        assert_eq!(gaps.first().map(|gap| gap.width), expected, "{known_from}");
    }
    for (unknown_from, expected) in
        [(-5, Some(WIDTH)), (0, Some(WIDTH)), (75, Some(25_000)), (100, None), (500, None)]
    {
        let gap = axis(100).gap_from(seconds(unknown_from));
        assert_eq!(gap.map(|gap| gap.width), expected, "{unknown_from}");
    }
}

#[test]
fn columns_are_found_by_place_and_by_key() {
    for (offset, width, count, expected) in [
        (0, 300, 3, Some(0)),
        (99, 300, 3, Some(0)),
        (100, 300, 3, Some(1)),
        (300, 300, 3, Some(2)),
        (-4, 300, 3, Some(0)),
        (5, 0, 3, Some(2)),
        (5, 300, 0, None),
    ] {
        assert_eq!(column_at(offset, width, count), expected, "{offset} of {width}");
    }
    for (key, here, count, expected) in [
        ("ArrowLeft", None, 60, Some(58)),
        ("ArrowLeft", Some(0), 60, Some(0)),
        ("ArrowRight", Some(59), 60, Some(59)),
        ("PageDown", Some(30), 60, Some(24)),
        ("PageUp", Some(58), 60, Some(59)),
        ("Home", Some(30), 60, Some(0)),
        ("End", None, 60, Some(59)),
        ("Tab", Some(3), 60, None),
        ("End", None, 0, None),
    ] {
        assert_eq!(column_of_key(key, here, count), expected, "{key}");
    }
}
