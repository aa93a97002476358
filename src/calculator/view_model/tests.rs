use tiermeter_estimate::Estimate;
use tiermeter_pricing::{Instant, PriceBook};

use super::bars::LabelPlace;
use super::*;
use crate::calculator::answer::Answer;
use crate::words::ENGLISH;

fn answer(month: &str, tier: &str, steps: &[(&str, u32)]) -> Answer {
    let steps = steps
        .iter()
        .map(|(from, instances)| serde_json::json!({ "from": from, "instances": instances }))
        .collect::<Vec<_>>();
    let document = serde_json::json!({
        "schema": "tiermeter.estimate/1", "month": month,
        "lines": [{"name": "chat", "kind": "gpu_seconds", "tier": tier, "scaling": {"mode": "steps", "steps": steps}}],
    });
    let estimate = Estimate::from_json(document.to_string().as_bytes()).unwrap();
    Answer::of_estimate(estimate, PriceBook::bundled()).unwrap()
}

fn formula(answer: &Answer) -> FormulaView {
    FormulaView::of(&answer.lines[0].priced, |_| 0, &ENGLISH)
}

fn bars(answer: &Answer) -> BarsView {
    let month = bounds(answer.estimate.month, UtcOffset::default());
    BarsView::of(answer.lines[0].priced.explanation.as_ref().unwrap(), &month, None, |_| 0, &ENGLISH)
}

fn tables(answer: &Answer) -> BarTables {
    BarTables::of(answer.lines[0].priced.explanation.as_ref().unwrap(), |_| 0, &ENGLISH)
}

fn total(answer: &Answer) -> TotalView {
    TotalView::of(answer, "USD", &ENGLISH)
}

fn worked_example() -> Answer {
    let steps = [("2026-03-03T10:00:00Z", 1), ("2026-03-03T11:00:00Z", 2), ("2026-03-03T12:00:00Z", 0)];
    answer("2026-03", "A", &steps)
}

fn check_formula(answer: &Answer, rows: &[[&str; 3]], sum: [&str; 3]) {
    let formula = formula(answer);
    let texts = |row: &FormulaRow| [row.lead.clone(), row.detail.clone(), row.amount.clone()];
    assert_eq!(formula.rows.iter().map(texts).collect::<Vec<_>>(), rows);
    assert_eq!(texts(&formula.sum), sum);
}

#[test]
fn the_worked_example_shows_its_formula() {
    check_formula(
        &worked_example(),
        &[
            ["10:00–11:00", "1 instance × 3,600 s × 0.000217", "0.7812"],
            ["11:00–12:00", "2 instances × 3,600 s × 0.000217", "1.5624"],
        ],
        ["10,800 billed seconds", "10,800.000 true · rounding adds 0 s", "2.3436"],
    );
}

#[test]
fn the_worked_example_shows_its_total_and_its_rates() {
    let answer = worked_example();
    let total = total(&answer);
    assert_eq!((total.month.as_str(), total.days.as_str()), ("March 2026", "31 days"));
    assert_eq!((total.payable.as_str(), total.exact.as_str()), ("2.34", "2.3436"));
    assert_eq!(total.rounding, "rounded once by −0.0036");
    assert_eq!((total.billed_seconds.as_str(), total.rounding_adds.as_str()), ("10,800", "0 s"));
    assert_eq!(total.spoken, "Total for March 2026: 2.34 USD payable, 2.3436 USD exactly.");
    assert_eq!((total.lines[0].name.as_str(), total.lines[0].width.as_str()), ("chat", "100.0000%"));
    let rates = LineRates::of(&answer.lines[0].priced, &ENGLISH);
    assert_eq!(rates.per_hour.as_deref(), Some("0.7812 to 1.5624"));
    assert_eq!((rates.per_day.as_str(), rates.per_month.as_str()), ("0.0756", "2.3436"));
}

#[test]
fn averages_that_do_not_come_out_say_so() {
    let answer = answer("2026-03", "A", &[("2026-03-03T10:00:00Z", 1), ("2026-03-03T11:00:00Z", 0)]);
    let rates = LineRates::of(&answer.lines[0].priced, &ENGLISH);
    assert_eq!((rates.per_hour.as_deref(), rates.per_day.as_str()), (Some("0.7812"), "0.0252"));
    let answer = self::answer("2026-03", "A", &[("2026-03-03T10:00:00Z", 1), ("2026-03-03T10:00:01Z", 0)]);
    assert_eq!(LineRates::of(&answer.lines[0].priced, &ENGLISH).per_day, "0.000007");
    let answer = self::answer("2026-02", "A", &[("2026-02-03T10:00:00Z", 1), ("2026-02-03T10:00:01Z", 0)]);
    assert_eq!(LineRates::of(&answer.lines[0].priced, &ENGLISH).per_day, "≈ 0.000008");
}

#[test]
fn the_worked_example_shows_a_bar_for_each_instance() {
    let bars = bars(&worked_example());
    let texts = |bar: &Bar| [bar.left.clone(), bar.width.clone(), bar.label.clone(), bar.title.clone()];
    let drawn = bars.rows.iter().flat_map(|row| row.bars.iter().map(texts)).collect::<Vec<_>>();
    assert_eq!(
        drawn,
        [
            ["16.6666%", "66.6667%", "7,200 s", "instance 1: 3 Mar 10:00–12:00, 7,200 s billed"],
            ["50.0000%", "33.3333%", "3,600 s", "instance 2: 3 Mar 11:00–12:00, 3,600 s billed"],
        ]
    );
    assert_eq!(bars.words, "2 instances at most, from 2026-03-03 10:00:00 until 2026-03-03 12:00:00 UTC");
    assert!(bars.levels.is_none() && bars.rows.iter().all(|row| row.path.is_empty()));
    let tables = tables(&worked_example());
    assert_eq!((tables.runs.len(), tables.instances.len()), (2, 2));
    assert_eq!(tables.instances[0].true_seconds, "7,200.000");
}

#[test]
fn local_time_stands_beside_utc() {
    let answer = worked_example();
    let formula = FormulaView::of(&answer.lines[0].priced, |_| 480, &ENGLISH);
    assert_eq!(formula.rows[0].lead, "10:00–11:00");
    assert_eq!(formula.rows[0].local.as_deref(), Some("local 18:00–19:00"));
    let month = bounds(answer.estimate.month, UtcOffset::default());
    let line = answer.lines[0].priced.explanation.as_ref().unwrap();
    let bars = BarsView::of(line, &month, None, |_| 480, &ENGLISH);
    let title = &bars.rows[0].bars[0].title;
    assert_eq!(title, "instance 1: 3 Mar 10:00–12:00 (local 18:00–20:00), 7,200 s billed");
    let tables = BarTables::of(line, |_| 480, &ENGLISH);
    let local: Vec<&str> = tables.runs[0].local.iter().flatten().map(String::as_str).collect();
    assert_eq!(local, ["local 18:00", "local 20:00"]);
}

#[test]
fn each_of_many_instances_has_a_lane() {
    let steps = [("2026-03-03T10:00:00Z", 20), ("2026-03-03T11:00:00Z", 19), ("2026-03-03T12:00:00Z", 0)];
    let answer = answer("2026-03", "A", &steps);
    let line = answer.lines[0].priced.explanation.as_ref().unwrap();
    let axis = bars(&answer).axis;
    let lanes = Lanes::of(line, &axis, 5);
    assert_eq!((lanes.lanes.len(), lanes.left), (5, 15));
    let lanes = Lanes::of(line, &axis, 100).lanes;
    let texts: Vec<[&str; 3]> =
        lanes.iter().rev().take(2).map(|lane| [&*lane.instance, &*lane.seconds, &*lane.path]).collect();
    assert_eq!(
        texts,
        [["20", "3,600 s", "M166666 0H500000V1H166666Z"], ["19", "7,200 s", "M166666 0H833333V1H166666Z"]]
    );
}

#[test]
fn averages_of_an_hour_say_that_they_are() {
    let words = |rates: &LineRates| rates.per_hour_in_words(&ENGLISH).unwrap();
    let rates = LineRates::of(&worked_example().lines[0].priced, &ENGLISH);
    assert_eq!(words(&rates), "0.7812 to 1.5624 an hour while it runs");
    let rates = LineRates { per_hour: Some("1.5".to_owned()), is_average: true, ..LineRates::default() };
    assert_eq!(words(&rates), "1.5 an hour on average");
}

#[test]
fn a_held_axis_stays_where_it_is() {
    let before = bars(&worked_example());
    let later = answer("2026-03", "A", &[("2026-03-03T11:00:00Z", 1), ("2026-03-03T20:00:00Z", 0)]);
    let month = bounds(later.estimate.month, UtcOffset::default());
    let line = later.lines[0].priced.explanation.as_ref().unwrap();
    assert_eq!(BarsView::of(line, &month, Some(&before.axis), |_| 0, &ENGLISH).axis, before.axis);
}

#[test]
fn seconds_that_do_not_divide_are_not_divided() {
    let steps = [
        ("2026-03-03T10:00:00Z", 1),
        ("2026-03-03T10:00:00.5Z", 2),
        ("2026-03-03T10:00:01.2Z", 3),
        ("2026-03-03T10:00:02Z", 0),
    ];
    let answer = answer("2026-03", "B", &steps);
    check_formula(
        &answer,
        &[
            ["10:00–10:00:00.5", "1 instance × 1 s × 0.000220", "0.00022"],
            ["10:00:00.5–10:00:01.2", "2 instances × 1 s × 0.000220", "0.00044"],
            ["10:00:01.2–10:00:02", "3 instances, 2 s × 0.000220", "0.00044"],
        ],
        ["5 billed seconds", "4.300 true · rounding adds 0.7 s", "0.0011"],
    );
    let total = total(&answer);
    assert_eq!(total.true_seconds, "4.300");
    let seconds = ["4.300", "5", "0.7 s"].map(str::to_owned);
    assert_eq!(total.lines[0].seconds, Some(seconds));
}

#[test]
fn stretches_over_days_show_their_dates() {
    let two_days = answer("2026-03", "C", &[("2026-03-03T22:00:00Z", 1), ("2026-03-05T00:00:00Z", 0)]);
    assert_eq!(formula(&two_days).rows[0].lead, "3 Mar 22:00 – 5 Mar 00:00");
    let steps = [("2026-03-03T10:00:00Z", 1), ("2026-03-03T11:00:00Z", 0), ("2026-03-04T10:00:00Z", 1)];
    assert_eq!(formula(&answer("2026-03", "C", &steps)).rows[0].lead, "3 Mar 10:00–11:00");
}

#[test]
fn many_stretches_are_put_together() {
    let steps: Vec<(String, u32)> =
        (0..30).map(|minute| (format!("2026-03-03T10:{minute:02}:00Z"), 1 + minute % 2)).collect();
    let mut steps: Vec<(&str, u32)> = steps.iter().map(|(at, count)| (at.as_str(), *count)).collect();
    steps.push(("2026-03-03T10:30:00Z", 0));
    let answer = answer("2026-03", "A", &steps);
    let rows = formula(&answer).rows;
    let texts: Vec<[&str; 3]> = rows.iter().map(|row| [&*row.lead, &*row.detail, &*row.amount]).collect();
    assert_eq!(
        texts,
        [
            ["1 instance", "15 stretches, 900 s × 0.000217", "0.1953"],
            ["2 instances", "15 stretches, 1,800 s × 0.000217", "0.3906"],
        ]
    );
    assert!(bars(&answer).with_sums);
}

#[test]
fn many_instances_are_drawn_as_levels() {
    let answer = answer("2026-03", "A", &[("2026-03-03T10:00:00Z", 1_000), ("2026-03-03T11:00:00Z", 0)]);
    let bars = bars(&answer);
    assert_eq!((bars.rows.len(), bars.levels.map(|(_, most)| most).as_deref()), (0, Some("1,000")));
    let tables = tables(&answer);
    assert_eq!(
        (tables.instances.len(), tables.more_instances.as_deref()),
        (200, Some("and 800 more instances"))
    );
    assert_eq!((tables.runs.len(), tables.more_runs.as_deref()), (200, Some("and 800 more runs")));
    assert_eq!(total(&answer).billed_seconds, "3,600,000");
}

#[test]
fn labels_stand_where_there_is_room() {
    let check = |steps: &[(&str, u32)], expected: &[LabelPlace]| {
        let bars = bars(&answer("2026-03", "A", steps));
        let places =
            bars.rows.iter().flat_map(|row| row.bars.iter().map(|bar| bar.place)).collect::<Vec<_>>();
        assert_eq!(places, expected);
    };
    let (start, early, late) = ("2026-03-03T10:00:00Z", "2026-03-03T10:10:00Z", "2026-03-03T15:50:00Z");
    let end = "2026-03-03T16:00:00Z";
    check(&[(start, 2), (early, 1), (end, 0)], &[LabelPlace::Inside, LabelPlace::After]);
    check(&[(start, 1), (late, 2), (end, 0)], &[LabelPlace::Inside, LabelPlace::Before]);
    check(&[(start, 1), (early, 0), (late, 1), (end, 0)], &[LabelPlace::Hidden, LabelPlace::Hidden]);
}

#[test]
fn many_runs_of_an_instance_are_one_shape_with_titles() {
    let hours: Vec<String> = (6..18).map(|hour| format!("2026-03-03T{hour:02}:00:00Z")).collect();
    let counts = [1, 0].into_iter().cycle();
    let steps: Vec<(&str, u32)> = hours.iter().map(String::as_str).zip(counts).collect();
    let few = bars(&answer("2026-03", "A", &steps));
    assert_eq!((few.rows[0].bars.len(), few.rows[0].path.as_str()), (6, ""));
    let minutes: Vec<String> = (0..24).map(|step| format!("2026-03-03T10:{:02}:00Z", 2 * step)).collect();
    let counts = [1, 0].into_iter().cycle();
    let mut steps: Vec<(&str, u32)> = minutes.iter().map(String::as_str).zip(counts).collect();
    steps.extend([("2026-03-03T11:00:00Z", 1), ("2026-03-03T12:00:00Z", 0)]);
    let answer = answer("2026-03", "A", &steps);
    let line = answer.lines[0].priced.explanation.as_ref().unwrap();
    let many = bars(&answer);
    let row = &many.rows[0];
    let labels: Vec<&str> = row.bars.iter().map(|bar| bar.label.as_str()).collect();
    assert_eq!((labels.as_slice(), row.seconds.as_str()), (["3,600 s"].as_slice(), "5,040 s"));
    assert!(many.with_sums && row.path.matches('M').count() == 12, "{}", row.path);
    let title = |at: &str| {
        let at = Instant::parse(at).unwrap().unix_nanoseconds();
        many.title_at(line, 0, many.axis.parts(at), |_| 0, &ENGLISH)
    };
    let second = title("2026-03-03T10:05:00Z");
    assert_eq!(second.as_deref(), Some("instance 1: 3 Mar 10:04–10:06, 120 s billed"));
    assert_eq!(title("2026-03-03T10:03:00Z"), None);
    assert_eq!(bars(&worked_example()).title_at(line, 0, 500_000, |_| 0, &ENGLISH), None);
}

#[test]
fn nothing_that_runs_is_nothing_to_pay() {
    let answer = answer("2026-03", "A", &[("2026-03-03T10:00:00Z", 0)]);
    let total = total(&answer);
    assert_eq!((total.payable.as_str(), total.exact.as_str()), ("0.00", "0"));
    assert_eq!(total.rounding, "nothing to round");
    assert_eq!((bars(&answer), formula(&answer).rows), (BarsView::default(), Vec::new()));
    assert_eq!(LineRates::of(&answer.lines[0].priced, &ENGLISH).per_hour, None);
}

#[test]
fn what_lies_outside_of_the_month_is_said() {
    let check = |steps: &[(&str, u32)], expected: &[&str]| {
        let answer = answer("2026-03", "A", steps);
        let month = bounds(answer.estimate.month, UtcOffset::default());
        assert_eq!(notes(&answer.lines[0].priced, &month, &ENGLISH), expected);
    };
    check(&[("2026-03-03T10:00:00Z", 1), ("2026-03-03T11:00:00Z", 0)], &[]);
    check(
        &[("2026-03-03T10:00:00Z", 1)],
        &["The last step has no end, so it runs to the end of March 2026."],
    );
    check(
        &[("2026-03-31T10:00:00Z", 1), ("2026-04-02T10:00:00Z", 0)],
        &["Only March 2026 is counted here. After its end: 1 step."],
    );
    check(
        &[("2026-02-03T10:00:00Z", 1), ("2026-03-01T10:00:00Z", 0)],
        &["Only March 2026 is counted here. What is in force when it begins counts from there."],
    );
}

#[test]
fn tokens_show_their_items() {
    let document = serde_json::json!({
        "schema": "tiermeter.estimate/1", "month": "2026-03",
        "lines": [{"name": "assistant", "kind": "tokens", "model": "small-8b", "reservation": {"tpm": 10000}, "free_quota": false,
                   "load": {"requests_per_minute": vec!["12"; 24], "input": 800, "cached_input": 0, "output": 200, "burst_minutes": 1}}],
    });
    let estimate = Estimate::from_json(document.to_string().as_bytes()).unwrap();
    let answer = Answer::of_estimate(estimate, PriceBook::bundled()).unwrap();
    let formula = formula(&answer);
    let leads: Vec<&str> = formula.rows.iter().map(|row| row.lead.as_str()).collect();
    assert_eq!(leads, ["TPM reservation", "Output tokens", "Reserved tokens"]);
    assert_eq!(formula.rows[0].detail, "7,440 kTPM-hours × 0.0035");
    assert_eq!(formula.rows[0].amount, "26.04");
    assert_eq!(formula.sum.lead, "535,680,000 tokens");
    assert!(total(&answer).has_samples);
}

#[test]
fn the_running_month_is_the_clocks() {
    let at = |text: &str| Instant::parse(text).ok();
    for (now, expected) in
        [(at("2026-11-22T16:55:03Z"), true), (at("2026-12-01T00:00:00Z"), false), (None, false)]
    {
        let month = Month { year: 2026, month: 11 };
        assert_eq!(is_running_month(month, now, UtcOffset::default()), expected, "{now:?}");
    }
}
