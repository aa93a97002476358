use super::super::super::plots::range::Part;
use super::*;
use crate::console::live::examples::at;

fn nanoseconds(text: &str) -> i64 {
    at(&format!("2026-03-03T{text}Z")).unix_nanoseconds()
}

/// The minutes of an hour.
fn hour(from: &str, until: &str) -> Piece {
    Piece { part: Part::Minute, from: nanoseconds(from), until: nanoseconds(until) }
}

fn nine() -> Piece {
    hour("09:00:00", "10:00:00")
}

fn moment(now: &str, cost: i64) -> Moment {
    Moment { now: nanoseconds(now), cost: Decimal::from(cost) }
}

fn row(minute: &str) -> UsageRow {
    serde_json::from_value(serde_json::json!({"service": "svc_1", "minute": minute, "item": "output_tokens",
        "quantity": "1", "amount": "1", "currency": "USD"}))
    .unwrap()
}

fn told(asked: Moment) -> Told {
    Told { rows: Arc::new(vec![row("2026-03-03T09:00")]), asked }
}

/// Asks for a piece and is answered.
fn ask(kept: &mut Kept, piece: Piece, moment: Moment) {
    let Step::Ask(number) = kept.want(piece, moment, Want::Kept) else { panic!("{piece:?} is there") };
    kept.answered(piece, number, Ok(told(moment)));
}

#[test]
fn what_is_over_is_asked_for_once_and_what_goes_on_when_there_may_be_more() {
    for (first, then, is_asked) in [
        // It goes on: with each minute, and when the service has come to cost more.
        (moment("09:30:00", 1), moment("09:30:59", 1), false),
        (moment("09:30:59", 1), moment("09:31:00", 1), true),
        (moment("09:30:00", 1), moment("09:30:01", 2), true),
        // It is over, but what happened in it may still be told.
        (moment("10:09:59", 1), moment("10:10:00", 1), true),
        (moment("10:05:00", 1), moment("10:05:00", 2), true),
        // It is over for good.
        (moment("10:10:00", 1), moment("10:11:00", 2), false),
        (moment("10:10:00", 1), moment("23:59:59", 3), false),
    ] {
        let mut kept = Kept::default();
        ask(&mut kept, nine(), first);
        let expected = if is_asked { Step::Ask(2) } else { Step::Serve(told(first)) };
        assert_eq!(kept.want(nine(), then, Want::Kept), expected, "{first:?} {then:?}");
    }
}

#[test]
fn who_wants_it_meanwhile_waits_for_the_same_answer() {
    let (mut kept, now) = (Kept::default(), moment("09:30:00", 1));
    assert_eq!(kept.want(nine(), now, Want::Kept), Step::Ask(1));
    for want in [Want::Kept, Want::Anew] {
        assert_eq!(kept.want(nine(), moment("09:31:00", 2), want), Step::Wait(1));
    }
    assert_eq!(kept.outcome(nine(), 1), None);
    // Another piece is another question.
    let other = hour("10:00:00", "11:00:00");
    assert_eq!(kept.want(other, now, Want::Kept), Step::Ask(2));
    kept.answered(nine(), 1, Ok(told(now)));
    assert_eq!((kept.outcome(nine(), 1), kept.outcome(other, 2)), (Some(Ok(told(now))), None));
    // It does for who wanted it when it was asked for, and not for who wanted it later.
    assert_eq!(kept.want(nine(), now, Want::Kept), Step::Serve(told(now)));
    assert_eq!(kept.want(nine(), moment("09:31:00", 2), Want::Kept), Step::Ask(3));
}

#[test]
fn what_does_not_add_up_is_asked_for_anew() {
    let mut kept = Kept::default();
    assert_eq!(kept.kept(nine()), None);
    let (first, later) = (moment("12:00:00", 1), moment("12:00:01", 1));
    ask(&mut kept, nine(), first);
    assert_eq!(kept.kept(nine()), Some(told(first)));
    assert_eq!(kept.want(nine(), later, Want::Anew), Step::Ask(2));
    // What was there stays until then.
    assert_eq!(kept.kept(nine()), Some(told(first)));
    kept.answered(nine(), 2, Ok(told(later)));
    assert_eq!(kept.outcome(nine(), 2), Some(Ok(told(later))));
}

#[test]
fn a_failure_is_everybodys_who_waited_and_nobodys_who_comes_later() {
    let (mut kept, now) = (Kept::default(), moment("09:30:00", 1));
    assert_eq!(kept.want(nine(), now, Want::Kept), Step::Ask(1));
    kept.answered(nine(), 1, Err(Failure::Offline));
    assert_eq!(kept.outcome(nine(), 1), Some(Err(Failure::Offline)));
    assert_eq!(kept.want(nine(), now, Want::Kept), Step::Ask(2));
    assert_eq!((kept.outcome(nine(), 1), kept.outcome(nine(), 2)), (Some(Err(Failure::Offline)), None));
    kept.answered(nine(), 2, Ok(told(now)));
    assert_eq!(kept.outcome(nine(), 1), Some(Err(Failure::Offline)));
    assert_eq!(kept.outcome(nine(), 2), Some(Ok(told(now))));
}

#[test]
fn what_was_asked_for_longest_ago_is_forgotten() {
    let mut kept = Kept::default();
    let piece = |number: usize| {
        let from = nanoseconds("00:00:00") + i64::try_from(number).unwrap();
        Piece { part: Part::Minute, from, until: from + 1 }
    };
    // One that is on its way stays, however long.
    assert_eq!(kept.want(nine(), moment("00:00:00", 1), Want::Kept), Step::Ask(1));
    for number in 0..=MOST_KEPT {
        let minute = format!("12:{number:02}:00");
        ask(&mut kept, piece(number), moment(&minute, 1));
    }
    let there: Vec<bool> = (0..=MOST_KEPT).map(|number| kept.kept(piece(number)).is_some()).collect();
    assert_eq!(
        (there[..2].to_vec(), there[2..].iter().all(|is_there| *is_there)),
        (vec![false, false], true)
    );
    assert_eq!(kept.outcome(nine(), 1), None);
}

#[test]
fn hours_are_put_together() {
    let (first, second) = (moment("10:10:00", 1), moment("10:30:00", 2));
    let later = Told { rows: Arc::new(vec![row("2026-03-03T10:29")]), asked: second };
    let both = told(first).and(&later);
    let minutes: Vec<&str> = both.rows.iter().filter_map(|row| row.minute.as_deref()).collect();
    assert_eq!((minutes, both.asked), (vec!["2026-03-03T09:00", "2026-03-03T10:29"], second));
}
