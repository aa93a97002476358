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
    let rows_of = |kind: Kind| {
        let line = priced(kind, &[]);
        let rows = book().tiers().iter().filter_map(|tier| tier_row(&line, tier, book(), &ENGLISH));
        rows.collect::<Vec<_>>()
    };
    let rows = rows_of(Kind::Steps);
    let texts: Vec<[&str; 3]> = rows.iter().map(|row| [&*row.code, &*row.amount, &*row.difference]).collect();
    assert_eq!(texts, [["A", "2.3436", "chosen"], ["B", "2.376", "+0.0324"], ["C", "2.7", "+0.3564"]]);
    assert!(rows_of(Kind::Tokens).is_empty());
}

/// What is said of a line's delay, worked out one delay after another.
fn delay(line: &Priced) -> Option<DelayView> {
    let costs: Vec<(u64, Decimal)> = compared_delays(line)
        .into_iter()
        .map(|seconds| (seconds, amount_with_delay(line, seconds, book()).unwrap()))
        .collect();
    DelayView::of(line, &costs, book(), &ENGLISH)
}

#[test]
fn a_delay_is_compared_with_shorter_ones_and_with_none() {
    for (own, expected) in
        [("3600", vec![1_800, 900, 300, 0]), ("300", vec![60, 15, 0]), ("10", vec![0]), ("0", vec![0])]
    {
        let line = priced(Kind::Automatic, &[(LineField::ScaleInDelay, own)]);
        assert_eq!(compared_delays(&line), expected, "{own}");
    }
    assert!(compared_delays(&priced(Kind::Steps, &[])).is_empty());
}

#[test]
fn the_delay_costs_what_it_adds() {
    let line = priced(Kind::Automatic, &[(LineField::ScaleInDelay, "300")]);
    let view = delay(&line).unwrap();
    let [sixty, fifteen, none] = view.shorter.as_slice() else { panic!("{:?}", view.shorter) };
    assert_eq!([&*sixty[0], &*fifteen[0], &*none[0]], ["60", "15", "0"]);
    let saved = none[2].trim_start_matches('−');
    assert!(view.costs.contains(saved) && view.costs.contains("300 s"), "{}", view.costs);
    let without = priced(Kind::Automatic, &[(LineField::ScaleInDelay, "0")]);
    assert_eq!(none[1], text::amount(without.amount));
    let view = delay(&without).unwrap();
    assert!(view.shorter.is_empty() && view.costs.contains("nothing"), "{}", view.costs);
    assert_eq!(delay(&priced(Kind::Steps, &[])), None);
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
        .map(|tpm| (tpm, with_reservation(line.key.month, work, tpm, book()).unwrap()))
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

/// The curve of a line up to its own load, of settlements.
fn curve_of(line: &Priced) -> (Curve, u64) {
    let Work::Tokens(work) = &line.key.work else { panic!("no tokens") };
    let tpm = compared_size(work, book()).unwrap();
    let mut curve = Curve::default();
    while curve.points().last().is_none_or(|point| point.permille < 1_000) {
        assert!(curve.go_on(line.key.month, work, tpm, book()));
    }
    (curve, tpm)
}

#[test]
fn the_curve_holds_the_lines_own_settlement() {
    let even = "12 ".repeat(24);
    let check = |reserved: &str, expected: [&str; 2], size: u64| {
        let changes = [(LineField::RequestsPerMinute, even.as_str()), (LineField::ReservedTpm, reserved)];
        let line = priced(Kind::Tokens, &changes);
        let (curve, tpm) = curve_of(&line);
        let own = curve.points().last().unwrap();
        assert_eq!([text::amount(own.pay_as_you_go), text::amount(own.reserved)], expected);
        let of_line = if reserved.is_empty() { own.pay_as_you_go } else { own.reserved };
        assert_eq!((of_line, tpm), (line.amount, size));
        let nothing = &curve.points()[0];
        assert!(nothing.pay_as_you_go.is_zero() && !nothing.reserved.is_zero(), "{nothing:?}");
    };
    check("", ["128.5632", "31.248"], 12_000);
    check("10000", ["128.5632", "79.608"], 10_000);
}

#[test]
fn crossings_are_found_to_a_thousandth_and_said() {
    let even = "12 ".repeat(24);
    let work = token_work(&[(LineField::RequestsPerMinute, even.as_str())]);
    let check = |reserved: fn(u32) -> u32, crossings: &[&str], expected: &[&str]| {
        let amounts = |permille: u32| (Decimal::from(permille), Decimal::from(reserved(permille)));
        let view = CurveView::of(&Curve::told(amounts), &work, 10_000, &ENGLISH);
        assert_eq!(view.crossings, crossings);
        assert_eq!(view.rows.len(), 13 + crossings.len());
        assert_eq!(view.rows.iter().filter(|row| row.is_crossing).count(), crossings.len());
        for part in expected {
            assert!(view.verdict.contains(part), "{}", view.verdict);
        }
    };
    check(|_| 5_000, &[], &["do not pay off", "400 %"]);
    check(|_| 203, &["5.1000%"], &["10,000", "from 2.45 requests", "20.4 %"]);
    check(
        |permille| if permille < 3_100 { 1_010 } else { 2 * permille },
        &["25.2750%", "77.5000%"],
        &["from 12.13 to 37.2 requests", "101.1 % to 310 %"],
    );
    let begun = CurveView::of(&Curve::default(), &work, 10_000, &ENGLISH);
    assert_eq!(begun.verdict, ENGLISH.ways.break_even_computing);
    assert!(begun.rows.is_empty() && begun.pay_as_you_go.is_empty());
}

#[test]
fn a_curve_is_drawn_from_no_load_to_four_times_the_lines() {
    let work = token_work(&[]);
    let curve = Curve::told(|permille| (Decimal::from(permille), Decimal::from(2_000)));
    let view = CurveView::of(&curve, &work, 10_000, &ENGLISH);
    assert!(view.pay_as_you_go.starts_with("M0 990L250 "), "{}", view.pay_as_you_go);
    assert!(view.pay_as_you_go.ends_with("L4000 10"), "{}", view.pay_as_you_go);
    assert!(view.reserved.starts_with("M0 500L"), "{}", view.reserved);
    assert_eq!(view.top, "4000");
    let [traffic, _, pay_as_you_go, reserved, difference] = &view.rows[4].texts;
    let texts = [traffic, pay_as_you_go, reserved, difference];
    assert_eq!(texts, ["100 %", "1000", "2000", "+1000"]);
}

#[test]
fn how_tokens_are_paid_is_said() {
    let even = "12 ".repeat(24);
    let load = (LineField::RequestsPerMinute, even.as_str());
    assert_eq!(covered(&priced(Kind::Tokens, &[load]), &ENGLISH), None);
    let line = priced(Kind::Tokens, &[load, (LineField::ReservedTpm, "10000")]);
    let said = covered(&line, &ENGLISH).unwrap();
    // 10,000 of 12,000 tokens in each of 44,640 minutes.
    for part in ["446,400,000 (83.3 %)", "free 0 (0 %)", "89,280,000 (16.6 %)"] {
        assert!(said.contains(part), "{said}");
    }
    assert_eq!(covered(&priced(Kind::Steps, &[]), &ENGLISH), None);
}

fn same_work(requests: &str, output: u64, hours_a_day: u32) -> SameWork {
    SameWork {
        month: tiermeter_pricing::Month { year: 2026, month: 3 },
        model: "small-8b".to_owned(),
        tier: "A".to_owned(),
        requests_per_minute: tiermeter_estimate::Rate::parse(requests).unwrap(),
        input: 800,
        cached_input: 0,
        output,
        throughput: tiermeter_estimate::Rate::parse("100").unwrap(),
        hours_a_day,
    }
}

#[test]
fn whole_instances_and_steps_carry_the_load() {
    let check = |requests: &str, instances: Option<u32>, tpm: u64| {
        let work = same_work(requests, 200, 24);
        assert_eq!((work.instances(), work.reserved_tpm(book())), (instances, Some(tpm)), "{requests}");
    };
    check("0", Some(0), 10_000);
    check("30", Some(1), 30_000);
    check("30.000000000001", Some(2), 31_000);
    check("10.5", Some(1), 11_000);
    check("30000", Some(1_000), 30_000_000);
    check("30000.1", None, 30_001_000);
}

#[test]
fn shorter_days_cost_less_but_for_the_reservation() {
    let cost = |hours: u32, way: Way| same_work("60", 200, hours).cost(way, book(), &ENGLISH).unwrap();
    // Two instances of 0.000217 for 9 hours of 31 days; a third of the day's tokens for 8 of 24 hours.
    assert_eq!(text::amount(cost(9, Way::Instances)), "435.9096");
    assert_eq!(text::amount(cost(8, Way::Tokens)), "214.272");
    assert_eq!(cost(8, Way::Reservation), cost(24, Way::Reservation));
}

#[test]
fn ways_cost_the_same_where_they_cross() {
    let at = Instant::parse("2026-03-01T00:00:00Z").unwrap();
    let of = |output: u64, hours: u32| Crossings::of(&same_work("1", output, hours), book(), at).unwrap();
    let text = |number: Option<Decimal>| number.map(|number| text::amount(number.round_dp(3)));
    let crossings = of(200, 24);
    assert_eq!(text(crossings.instance_and_tokens).as_deref(), Some("180.833"));
    assert_eq!(text(crossings.reservation_and_tokens).as_deref(), Some("8.102"));
    assert_eq!(text(crossings.reservation_and_instance).as_deref(), Some("743.333"));
    // With 12 hours a day an instance pays for half the reservation, and tokens need twice the rate.
    let crossings = of(200, 12);
    assert_eq!(text(crossings.instance_and_tokens).as_deref(), Some("180.833"));
    assert_eq!(text(crossings.reservation_and_tokens).as_deref(), Some("16.204"));
    assert_eq!(text(crossings.reservation_and_instance).as_deref(), Some("370"));
    // An hour of tier A pays for 9,300 reserved tokens a minute: below the smallest reservation.
    assert_eq!(of(200, 1).reservation_and_instance, None);
}
