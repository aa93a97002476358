use tiermeter_pricing::{Usage, settle};

use super::*;
use crate::console::live::examples::at;

const BOOK: &str = r#"{"schema": "tiermeter.price-book/1", "id": "test", "name": "Test", "currency": "USD",
    "settlement": {"cycle": "month", "utc_offset": "+08:00"},
    "gpu_tiers": [{"code": "A", "name": "Entry-level", "prices": [{"from": null, "per_second": "0.000217"},
        {"from": "2026-03-03T11:30:00.250Z", "per_second": "0.0003"}]},
        {"code": "B", "name": "Basic", "prices": [{"from": null, "per_second": "0.00022"}]}]}"#;

fn book() -> PriceBook {
    PriceBook::from_json(BOOK.as_bytes()).unwrap()
}

fn run(instance: &str, tier: &str, started_at: &str, stopped_at: Option<&str>) -> BilledRun {
    BilledRun {
        instance: instance.to_owned(),
        tier: tier.to_owned(),
        started_at: at(started_at),
        stopped_at: stopped_at.map(at),
    }
}

/// What the settlement says of all these runs, over all months.
fn settled(runs: &[BilledRun], now: Instant, book: &PriceBook) -> Decimal {
    let mut usage = Usage::new();
    usage.set_as_of(now);
    for run in runs {
        usage.push_run("svc_1", &run.instance, &run.tier, run.started_at, run.stopped_at).unwrap();
    }
    let settlement = settle(&usage, book).unwrap();
    Exact::sum_of(settlement.bills.iter().map(|bill| bill.exact_total)).unwrap()
}

fn total(amounts: &Amounts, cuts: &[Instant]) -> Decimal {
    Exact::sum_of((0..=cuts.len()).map(|index| amounts.get(index))).unwrap()
}

/// Wherever time is cut, the stretches add up to what the settlement says of the runs.
fn check(runs: &[BilledRun], now: &str, cuts: &[&str]) {
    let (book, now) = (book(), at(now));
    let cuts: Vec<Instant> = cuts.iter().map(|cut| at(cut)).collect();
    let amounts = Amounts::of(runs, &cuts, now, &book);
    assert!(!amounts.unpriced);
    assert_eq!(total(&amounts, &cuts), settled(runs, now, &book), "{cuts:?}");
    // What lies before a cut does not depend on the cuts behind it.
    if let Some((last, others)) = cuts.split_last() {
        let fewer = Amounts::of(runs, others, now, &book);
        let index = others.len();
        let both = Exact::sum_of([amounts.get(index), amounts.get(index + 1)].into_iter()).unwrap();
        assert_eq!(both, fewer.get(index), "{last}");
    }
}

#[test]
fn the_stretches_add_up_to_the_settlement() {
    let runs = [
        run("managed-1", "A", "2026-03-03T10:00:00.400Z", Some("2026-03-03T12:00:00Z")),
        run("managed-2", "A", "2026-03-03T11:00:00Z", Some("2026-03-03T11:00:00Z")),
        run("managed-2", "B", "2026-03-03T11:00:00.001Z", Some("2026-04-02T00:00:00Z")),
        run("managed-3", "A", "2026-03-31T15:59:59.600Z", None),
    ];
    for cuts in [
        &[][..],
        &["2026-03-03T11:00:00Z"],
        &["2026-03-03T10:00:00.400Z", "2026-03-03T11:30:00.250Z", "2026-03-03T12:00:00Z"],
        &[
            "2026-03-03T10:30:00Z",
            "2026-03-03T10:30:00Z",
            "2026-03-03T10:30:00.399Z",
            "2026-03-03T10:30:00.401Z",
        ],
        &["2026-03-01T00:00:00Z", "2026-03-31T16:00:00Z", "2026-04-30T00:00:00Z"],
    ] {
        check(&runs, "2026-04-01T00:00:00.100Z", cuts);
    }
}

#[test]
fn the_golden_example_by_the_hour() {
    let runs = [
        run("managed-1", "A", "2026-03-02T10:00:00Z", Some("2026-03-02T12:00:00Z")),
        run("managed-2", "A", "2026-03-02T11:00:00Z", Some("2026-03-02T12:00:00Z")),
    ];
    let cuts = [at("2026-03-02T11:00:00Z"), at("2026-03-02T12:00:00Z")];
    let amounts = Amounts::of(&runs, &cuts, at("2026-03-02T13:00:00Z"), &book());
    let shown: Vec<String> = (0..3).map(|index| amounts.get(index).to_string()).collect();
    assert_eq!(shown, ["0.7812", "1.5624", "0"]);
    assert_eq!(amounts.since_first_cut().to_string(), "1.5624");
}

#[test]
fn a_second_belongs_to_where_it_begins() {
    // The second that begins at 10:00:00.400 is the last one before the cut; the next begins at 10:00:01.400.
    let started = "2026-03-03T10:00:00.400Z";
    for (cut, before) in [
        ("2026-03-03T10:00:00.400Z", 0),
        ("2026-03-03T10:00:00.401Z", 1),
        ("2026-03-03T10:00:01.400Z", 1),
        ("2026-03-03T10:00:01.401Z", 2),
        ("2026-03-03T10:00:09Z", 3),
    ] {
        let one = run("managed-1", "B", started, Some("2026-03-03T10:00:03.100Z"));
        let now = at("2026-03-03T11:00:00Z");
        assert_eq!(one.seconds_since(at(cut), now), 3 - before, "{cut}");
        let amounts = Amounts::of([&one], &[at(cut)], now, &book());
        let per_second = Decimal::new(22, 5);
        assert_eq!(amounts.get(0), (per_second * Decimal::from(before)).normalize(), "{cut}");
    }
}

#[test]
fn what_has_no_price_is_said_and_what_is_to_come_costs_nothing() {
    let (book, now) = (book(), at("2026-03-03T11:00:00Z"));
    let strange = run("managed-1", "Z", "2026-03-03T10:00:00Z", None);
    assert!(Amounts::of([&strange], &[], now, &book).unpriced);
    let later = run("managed-1", "A", "2026-03-03T11:00:01Z", None);
    let amounts = Amounts::of([&later], &[], now, &book);
    assert_eq!((amounts.get(0), amounts.unpriced), (Decimal::ZERO, false));
    let sum = amounts.plus(&Amounts::of([&strange], &[], now, &book));
    assert!(sum.unpriced);
}

#[test]
fn runs_that_opened_since_are_among_them_once() {
    let read = |instance: &str, started_at: &str, stopped_at: Option<&str>| Run {
        instance: instance.to_owned(),
        tier: "A".to_owned(),
        started_at: at(started_at),
        stopped_at: stopped_at.map(at),
        seconds: 0,
        amount: Decimal::ZERO,
        currency: "USD".to_owned(),
        open: stopped_at.is_none(),
    };
    let open = |instance: &str, started_at: &str| OpenRun {
        instance: instance.to_owned(),
        tier: "A".to_owned(),
        started_at: at(started_at),
    };
    let runs = all_runs(
        &[
            read("managed-1", "2026-03-03T10:00:00Z", None),
            read("managed-2", "2026-03-03T09:00:00Z", Some("2026-03-03T10:00:00Z")),
            read("managed-3", "2026-03-03T08:00:00Z", None),
        ],
        &[
            open("managed-1", "2026-03-03T10:00:00Z"),
            open("managed-4", "2026-03-03T11:00:00Z"),
            open("managed-2", "2026-03-03T09:00:00Z"),
        ],
    );
    let shown: Vec<(&str, bool)> =
        runs.iter().map(|run| (run.instance.as_str(), run.stopped_at.is_none())).collect();
    assert_eq!(shown, [("managed-4", true), ("managed-1", true), ("managed-2", false), ("managed-3", true)]);
}
