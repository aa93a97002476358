use super::super::life::Window;
use super::*;
use crate::console::live::examples::at;

/// What the service cost minute by minute.
const MINUTES: [(&str, &str); 7] = [
    ("2026-03-01T23:59", "0.01"),
    ("2026-03-02T00:00", "0.2"),
    ("2026-03-02T10:16", "3"),
    ("2026-03-02T10:17", "40"),
    ("2026-03-02T11:00", "500"),
    ("2026-03-03T10:29", "6000.000000000000000001"),
    ("2026-03-03T10:30", "70000"),
];

fn rows(part: Part, from: &str, until: &str) -> Vec<UsageRow> {
    let length = match part {
        Part::Day => 10,
        Part::Hour => 13,
        Part::Minute => 16,
    };
    let within = MINUTES.iter().filter(|(minute, _)| *minute >= from && *minute < until);
    let row = |(minute, amount): &(&str, &str)| {
        let zeros = if part == Part::Hour { ":00" } else { "" };
        serde_json::json!({"service": "svc_1", part.word(): format!("{}{zeros}", &minute[..length]),
            "item": "output_tokens", "quantity": "1", "amount": amount, "currency": "USD"})
    };
    let other = serde_json::json!({"service": "svc_2", part.word(): from, "item": "output_tokens",
        "quantity": "1", "amount": "9", "currency": "USD"});
    let rows: Vec<serde_json::Value> = within.map(row).chain([other]).collect();
    serde_json::from_value(rows.into()).unwrap()
}

fn answer(spent: &mut Spent, piece: Piece) {
    let offset = spent.offset;
    let (from, until) = (Part::Minute.key(piece.from, offset), Part::Minute.key(piece.until, offset));
    spent.take(piece, &rows(piece.part, &from, &until), "svc_1").unwrap();
}

fn window() -> Window {
    Window { from: at("2026-03-01T10:31:00Z"), until: at("2026-03-03T10:31:00Z") }
}

fn known() -> Spent {
    let mut spent = Spent::new(UtcOffset::default());
    answer(&mut spent, Piece::days(window(), UtcOffset::default()));
    spent
}

/// Asks for what is missing until nothing is, and says for what it asked.
fn ask(spent: &mut Spent, cuts: &[Instant]) -> Vec<String> {
    let mut asked = Vec::new();
    while let Some(piece) = spent.missing(cuts) {
        assert!(asked.len() < 10, "{asked:?}");
        asked.push(format!("{} {}", piece.part.word(), Part::Minute.key(piece.from, spent.offset)));
        answer(spent, piece);
    }
    asked
}

fn check(cuts: &[&str], asked: &[&str], expected: &[&str]) {
    let cuts: Vec<Instant> = cuts.iter().map(|cut| at(cut)).collect();
    let mut spent = known();
    assert_eq!(ask(&mut spent, &cuts), asked);
    let amounts = spent.amounts(&cuts).unwrap();
    let shown: Vec<String> = (0..=cuts.len()).map(|index| amounts.get(index).to_string()).collect();
    assert_eq!(shown, expected, "{cuts:?}");
    assert!(!amounts.unpriced);
}

#[test]
fn every_stretch_has_the_minutes_that_begin_in_it() {
    check(&["2026-03-01T10:31:00Z"], &["hour 2026-03-01T00:00"], &["0", "76543.210000000000000001"]);
    check(&["2026-03-02T00:00:00Z"], &[], &["0.01", "76543.200000000000000001"]);
    check(
        &["2026-03-01T10:31:00Z", "2026-03-02T10:17:59.9Z"],
        &["hour 2026-03-01T00:00", "hour 2026-03-02T00:00", "minute 2026-03-02T10:00"],
        &["0", "3.21", "76540.000000000000000001"],
    );
    // Both changes are in one minute: it is the second one's.
    check(
        &["2026-03-02T10:17:01Z", "2026-03-02T10:17:05Z", "2026-03-03T10:30:00Z"],
        &[
            "hour 2026-03-02T00:00",
            "minute 2026-03-02T10:00",
            "hour 2026-03-03T00:00",
            "minute 2026-03-03T10:00",
        ],
        &["3.21", "0", "6540.000000000000000001", "70000"],
    );
    // An hour in which nothing was spent is not asked about.
    check(&["2026-03-02T09:40:00Z"], &["hour 2026-03-02T00:00"], &["0.21", "76543.000000000000000001"]);
}

#[test]
fn what_is_told_anew_is_asked_for_anew() {
    let cuts = [at("2026-03-02T10:17:00Z")];
    let mut spent = known();
    assert_eq!(ask(&mut spent, &cuts).len(), 2);
    answer(&mut spent, Piece::days(window(), UtcOffset::default()));
    assert!(ask(&mut spent, &cuts).is_empty());
    // A late record made the day dearer.
    let day = "2026-03-02".to_owned();
    spent.days.insert(day, "543.21".parse().unwrap());
    assert_eq!(spent.amounts(&cuts), None);
    assert_eq!(ask(&mut spent, &cuts), ["hour 2026-03-02T00:00"]);
    assert_eq!(spent.amounts(&cuts).unwrap().get(0).to_string(), "3.21");
}

#[test]
fn nothing_is_said_of_what_was_not_read() {
    assert_eq!(Spent::new(UtcOffset::default()).amounts(&[window().from]), None);
    assert_eq!(known().amounts(&[at("2026-02-28T23:59:00Z")]), None);
    assert_eq!(known().amounts(&[]), None);
}

#[test]
fn parts_agree_with_the_whole_as_long_as_nothing_came_late() {
    let mut spent = known();
    let day = Piece::days(window(), UtcOffset::default());
    let (midnight, ten) = (at("2026-03-02T00:00:00Z").unix_nanoseconds(), at("2026-03-02T10:00:00Z"));
    let ten = ten.unix_nanoseconds();
    let hours = Piece { part: Part::Hour, from: midnight, until: midnight + nanoseconds(Part::Day) };
    let minutes = Piece { part: Part::Minute, from: ten, until: ten + nanoseconds(Part::Hour) };
    let of_day = rows(Part::Hour, "2026-03-02T00:00", "2026-03-03T00:00");
    let of_hour = rows(Part::Minute, "2026-03-02T10:00", "2026-03-02T11:00");
    // The hour is not known before the hours of its day are.
    let agree = |spent: &Spent| {
        [(hours, &of_day), (minutes, &of_hour)].map(|(piece, rows)| spent.agrees(piece, rows, "svc_1"))
    };
    assert_eq!(agree(&spent), [true, false]);
    answer(&mut spent, hours);
    assert_eq!(agree(&spent), [true, true]);
    assert!(!spent.agrees(hours, &of_hour, "svc_1") && !spent.agrees(hours, &of_day, "svc_2"));
    // A late record made the day dearer, and days have no whole.
    spent.days.insert("2026-03-02".to_owned(), "543.21".parse().unwrap());
    assert_eq!(agree(&spent), [false, true]);
    assert!(!spent.agrees(day, &of_day, "svc_1"));
}
