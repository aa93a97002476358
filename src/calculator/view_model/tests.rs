use super::bars::{Bar, LabelPlace};
use super::*;

fn estimate(month: &str, tier: &str, steps: &[(&str, u32)]) -> Estimate {
    let steps = steps
        .iter()
        .map(|(from, instances)| serde_json::json!({ "from": from, "instances": instances }))
        .collect::<Vec<_>>();
    let document = serde_json::json!({
        "schema": "tiermeter.estimate/1", "month": month,
        "lines": [{"name": "chat", "kind": "gpu_seconds", "tier": tier, "scaling": {"mode": "steps", "steps": steps}}],
    });
    Estimate::from_json(document.to_string().as_bytes()).unwrap()
}

fn view(month: &str, tier: &str, steps: &[(&str, u32)]) -> CalculatorView {
    CalculatorView::of(&estimate(month, tier, steps), PriceBook::bundled()).unwrap()
}

fn worked_example() -> CalculatorView {
    let steps = [("2026-03-03T10:00:00Z", 1), ("2026-03-03T11:00:00Z", 2), ("2026-03-03T12:00:00Z", 0)];
    view("2026-03", "A", &steps)
}

fn check_formula(view: &CalculatorView, rows: &[[&str; 3]], sum: [&str; 3]) {
    let texts = |row: &FormulaRow| [row.lead.clone(), row.detail.clone(), row.amount.clone()];
    assert_eq!(view.formula.rows.iter().map(texts).collect::<Vec<_>>(), rows);
    assert_eq!(texts(&view.formula.sum), sum);
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
fn the_worked_example_shows_its_total() {
    let total = worked_example().total;
    assert_eq!((total.month.as_str(), total.days.as_str()), ("March 2026", "31 days"));
    assert_eq!(
        (total.payable.as_str(), total.exact.as_str(), total.currency.as_str()),
        ("2.34", "2.3436", "USD")
    );
    assert_eq!(total.rounding, "rounded once by −0.0036");
    assert_eq!((total.billed_seconds.as_str(), total.rounding_adds.as_str()), ("10,800", "0 s"));
    assert_eq!(total.spoken, "Total for March 2026: 2.34 USD payable, 2.3436 USD exactly.");
}

#[test]
fn the_worked_example_shows_a_bar_for_each_instance() {
    let bars = worked_example().bars;
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
    assert_eq!((bars.runs.len(), bars.more, bars.more_runs), (2, None, None));
}

#[test]
fn seconds_that_do_not_divide_are_not_divided() {
    let steps = [
        ("2026-03-03T10:00:00Z", 1),
        ("2026-03-03T10:00:00.5Z", 2),
        ("2026-03-03T10:00:01.2Z", 3),
        ("2026-03-03T10:00:02Z", 0),
    ];
    let view = view("2026-03", "B", &steps);
    check_formula(
        &view,
        &[
            ["10:00–10:00:00.5", "1 instance × 1 s × 0.000220", "0.00022"],
            ["10:00:00.5–10:00:01.2", "2 instances × 1 s × 0.000220", "0.00044"],
            ["10:00:01.2–10:00:02", "3 instances, 2 s × 0.000220", "0.00044"],
        ],
        ["5 billed seconds", "4.300 true · rounding adds 0.7 s", "0.0011"],
    );
    assert_eq!(view.total.true_seconds, "4.300");
}

#[test]
fn stretches_over_days_show_their_dates() {
    let view = view("2026-03", "C", &[("2026-03-03T22:00:00Z", 1), ("2026-03-05T00:00:00Z", 0)]);
    assert_eq!(view.formula.rows[0].lead, "3 Mar 22:00 – 5 Mar 00:00");
    let steps = [("2026-03-03T10:00:00Z", 1), ("2026-03-03T11:00:00Z", 0), ("2026-03-04T10:00:00Z", 1)];
    let view = self::view("2026-03", "C", &steps);
    assert_eq!(view.formula.rows[0].lead, "3 Mar 10:00–11:00");
}

#[test]
fn many_instances_are_counted_beyond_the_twelfth() {
    let view = view("2026-03", "A", &[("2026-03-03T10:00:00Z", 1_000), ("2026-03-03T11:00:00Z", 0)]);
    assert_eq!((view.bars.rows.len(), view.bars.more.as_deref()), (12, Some("and 988 more instances")));
    assert_eq!((view.bars.runs.len(), view.bars.more_runs.as_deref()), (200, Some("and 800 more runs")));
    assert_eq!(view.total.billed_seconds, "3,600,000");
}

#[test]
fn labels_stand_where_there_is_room() {
    let check = |steps: &[(&str, u32)], expected: &[LabelPlace]| {
        let bars = view("2026-03", "A", steps).bars;
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
fn nothing_that_runs_is_nothing_to_pay() {
    let view = view("2026-03", "A", &[("2026-03-03T10:00:00Z", 0)]);
    assert_eq!((view.total.payable.as_str(), view.total.exact.as_str()), ("0.00", "0"));
    assert_eq!(view.total.rounding, "nothing to round");
    assert_eq!((view.bars, view.formula.rows), (BarsView::default(), Vec::new()));
}

#[test]
fn what_lies_outside_of_the_month_is_said() {
    let check =
        |steps: &[(&str, u32)], expected: &[&str]| assert_eq!(view("2026-03", "A", steps).notes, expected);
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
fn an_unknown_tier_is_refused_at_its_path() {
    let steps = [("2026-03-03T10:00:00Z", 1)];
    let refusal = CalculatorView::of(&estimate("2026-03", "Z", &steps), PriceBook::bundled()).unwrap_err();
    assert_eq!(refusal.path, "/lines/0/tier");
}

#[test]
fn the_running_month_is_the_clocks() {
    let estimate = estimate("2026-11", "A", &[("2026-11-03T10:00:00Z", 1)]);
    let at = |text: &str| Instant::parse(text).ok();
    for (now, expected) in
        [(at("2026-11-22T16:55:03Z"), true), (at("2026-12-01T00:00:00Z"), false), (None, false)]
    {
        assert_eq!(is_running_month(&estimate, now, UtcOffset::default()), expected, "{now:?}");
    }
}
