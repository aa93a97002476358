//! The overview's pure functions, case by case.

use super::*;
use crate::console::live::examples::{at, gpu_service};

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn each_service_asks_for_one_thing() {
    use Reason::{CreationFailed, Disabled, Overdue};
    use Status::{Creating, NotEnabled, Running, Stopped};
    for (status, reasons, late, expected) in [
        (Running, vec![], false, None),
        (NotEnabled, vec![], false, None),
        (Creating, vec![], false, None),
        (Creating, vec![], true, Some(Remedy::LookAtIt)),
        (Stopped, vec![Disabled], false, Some(Remedy::Enable)),
        (Stopped, vec![Overdue], false, Some(Remedy::TopUp)),
        (Stopped, vec![Disabled, Overdue], false, Some(Remedy::TopUp)),
        (Stopped, vec![CreationFailed], false, Some(Remedy::TryAgain)),
        (Stopped, vec![CreationFailed, Overdue], false, Some(Remedy::TopUp)),
    ] {
        let mut service = gpu_service("svc_1");
        service.status = status;
        service.reasons.clone_from(&reasons);
        service.late = late;
        assert_eq!(Remedy::of(&service), expected, "{status:?} {reasons:?}");
    }
}

#[test]
fn the_most_pressing_comes_first() {
    let (older, newer) = (Some(at("2026-03-03T10:00:00Z")), Some(at("2026-03-03T11:00:00Z")));
    let services = [
        (None, newer),
        (Some(Remedy::Enable), newer),
        (Some(Remedy::TopUp), older),
        (Some(Remedy::Enable), older),
        (Some(Remedy::TryAgain), older),
        (Some(Remedy::LookAtIt), newer),
        (Some(Remedy::TopUp), newer),
    ];
    let places: Vec<usize> = attention(services.into_iter()).into_iter().map(|(place, _)| place).collect();
    assert_eq!(places, [4, 5, 6, 2, 1, 3]);
}

#[test]
fn what_costs_most_has_its_share() {
    let amounts = ["1", "0", "2.5", "0.5", "-1"].map(decimal);
    assert_eq!(largest(amounts.into_iter(), 2), [(2, 625), (0, 250)]);
    assert_eq!(largest(amounts.into_iter(), 9), [(2, 625), (0, 250), (3, 125)]);
    assert!(largest(std::iter::empty(), 2).is_empty());
}

#[test]
fn the_newest_change_comes_first() {
    let (older, newer) = (Some(at("2026-03-03T10:00:00Z")), Some(at("2026-03-03T11:00:00Z")));
    assert_eq!(newest([older, None, newer, older].into_iter(), 3), [2, 0, 3]);
    assert_eq!(newest([older, None, newer].into_iter(), 1), [2]);
}

#[test]
fn days_are_those_of_the_price_book() {
    for (offset, now, first, today, end) in [
        ("+00:00", "2026-03-03T20:00:00Z", "2026-03-01", "2026-03-03", "2026-04-01"),
        ("+08:00", "2026-03-31T20:00:00Z", "2026-04-01", "2026-04-01", "2026-05-01"),
        ("+08:00", "2026-12-31T15:59:59Z", "2026-12-01", "2026-12-31", "2027-01-01"),
    ] {
        let book = format!(
            r#"{{"schema": "tiermeter.price-book/1", "id": "test", "name": "Test", "currency": "USD",
                "settlement": {{"cycle": "month", "utc_offset": "{offset}"}}, "gpu_tiers": []}}"#
        );
        let book = PriceBook::from_json(book.as_bytes()).unwrap();
        let expected = Days { first: first.to_owned(), today: today.to_owned(), end: end.to_owned() };
        assert_eq!(Days::of(at(now), &book), expected);
    }
}

#[test]
fn a_report_says_what_was_spent() {
    let row = |day: &str, item: &str, amount: &str| {
        serde_json::json!({
            "day": day, "item": item, "quantity": "1", "amount": amount, "currency": "USD",
        })
    };
    let report: UsageReport = serde_json::from_value(serde_json::json!({ "data": [
        row("2026-03-02", "gpu_seconds", "2.3436"),
        row("2026-03-03", "gpu_seconds", "0.000217"),
        row("2026-03-03", "input_tokens", "0.15"),
    ]}))
    .unwrap();
    assert_eq!(spent(&report, "2026-03-03"), (decimal("2.493817"), decimal("0.150217")));
    assert_eq!(spent(&report, "2026-03-04"), (decimal("2.493817"), Decimal::ZERO));
}

#[test]
fn corrections_are_of_closed_months_alone() {
    let line = |amount: &str, adjusts: Option<&str>| {
        serde_json::json!({
            "service": "svc_1", "item": "gpu_seconds", "tier": "A", "unit_price": "0.000217", "per": 1,
            "quantity": "1", "amount": amount, "adjusts": adjusts,
        })
    };
    for (lines, expected) in [
        (vec![], "0"),
        (vec![line("2.3436", None)], "0"),
        (
            vec![line("2.3436", None), line("0.1026", Some("2026-03")), line("-0.5", Some("2026-02"))],
            "-0.3974",
        ),
    ] {
        let bill: Bill = serde_json::from_value(serde_json::json!({
            "month": "2026-04", "currency": "USD", "exact_total": "0", "payable": "0.00", "rounding": "0",
            "state": "open", "issued_at": null, "due_at": null, "as_of": "2026-04-03T10:00:00Z", "lines": lines,
        }))
        .unwrap();
        assert_eq!(corrections(&bill), decimal(expected));
    }
}

#[test]
fn a_bill_is_due_after_grace_and_terms() {
    let month = Month { year: 2026, month: 3 };
    for (offset, grace_hours, payment_days, issued, due) in [
        ("+00:00", 24, 14, "2026-04-02T00:00:00Z", "2026-04-16T00:00:00Z"),
        ("+08:00", 0, 0, "2026-03-31T16:00:00Z", "2026-03-31T16:00:00Z"),
    ] {
        let offset = UtcOffset::parse(offset).unwrap();
        let got = due_of(month, offset, Terms { payment_days, grace_hours });
        assert_eq!(got, Some((at(issued), at(due))));
    }
    let endless = Terms { payment_days: u64::MAX, grace_hours: 24 };
    assert_eq!(due_of(month, UtcOffset::default(), endless), None);
}

#[test]
fn a_first_run_has_used_nothing() {
    for (services, not_enabled, month_to_date, expected) in
        [(0, 0, "0", true), (4, 4, "0", true), (5, 4, "0", false), (4, 4, "0.5", false)]
    {
        let totals =
            Totals { services, not_enabled, month_to_date: decimal(month_to_date), ..Totals::default() };
        assert_eq!(is_first_run(&totals), expected);
    }
}
