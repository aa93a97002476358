//! How an account stands with its payments, and what a payment changes: the rule of overdue payment
//! (docs/rules.md, section 9), as the server applies it.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use tiermeter_pricing::Instant;

use super::amount::plus;
use crate::console::documents::{Account, BillSummary};

const SECONDS_PER_HOUR: u32 = 3_600;

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Missing {
    /// To cover every bill that is past due.
    pub for_bills: Decimal,
    /// To be within the credit limit.
    pub for_limit: Decimal,
}

impl Missing {
    /// What is missing of an account. `available` is its balance less everything that is not billed; `bills`
    /// are all of its bills, the newest first.
    pub fn of(account: &Account, available: Decimal, bills: &[BillSummary], now: Instant) -> Self {
        let for_limit = account.credit_limit.map(|limit| -plus(available, limit)).unwrap_or_default();
        Self {
            for_bills: for_bills(account.balance, bills, now).max(Decimal::ZERO),
            for_limit: for_limit.max(Decimal::ZERO),
        }
    }

    /// What has to be paid at least, so that nothing is overdue.
    pub fn at_least(self) -> Decimal {
        self.for_bills.max(self.for_limit)
    }
}

/// The balance pays the oldest bill first, so a bill is covered when the balance would not be below zero
/// without the bills after it.
fn for_bills(balance: Decimal, bills: &[BillSummary], now: Instant) -> Decimal {
    let (mut with_later, mut missing) = (balance, Decimal::ZERO);
    for bill in bills {
        let (Some(due_at), Some(_)) = (bill.due_at, bill.issued_at) else { continue };
        if bill.payable <= Decimal::ZERO {
            continue;
        }
        if due_at <= now {
            missing = missing.max(-with_later);
        }
        with_later = plus(with_later, bill.payable);
    }
    missing
}

/// What a payment leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// The balance after it.
    pub balance: Decimal,
    /// What is available after it.
    pub available: Decimal,
    /// Whether payment is overdue after it.
    pub overdue: bool,
    /// What is still missing after it.
    pub missing: Decimal,
}

impl Outcome {
    /// What a payment leads to.
    pub fn of(account: &Account, available: Decimal, missing: Missing, amount: Decimal) -> Self {
        let left = plus(missing.at_least(), -amount).max(Decimal::ZERO);
        Self {
            balance: plus(account.balance, amount),
            available: plus(available, amount),
            // Payment that the server does not call overdue does not become so by paying.
            overdue: account.overdue && left > Decimal::ZERO,
            missing: left,
        }
    }
}

/// How many seconds money lasts at a rate, down to the credit limit; `None` where nothing uses it up, or
/// nothing is left.
pub fn lasts_seconds(available: Decimal, credit_limit: Option<Decimal>, per_hour: Decimal) -> Option<i64> {
    let left = plus(available, credit_limit.unwrap_or_default());
    if per_hour <= Decimal::ZERO || left <= Decimal::ZERO {
        return None;
    }
    left.checked_mul(Decimal::from(SECONDS_PER_HOUR))?.checked_div(per_hour)?.trunc().to_i64()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::console::live::examples::at;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn account(balance: &str, limit: Option<&str>, overdue: bool) -> Account {
        serde_json::from_value(json!({
            "id": "acc_1", "name": "Example", "plan": "standard", "allowlisted": false, "currency": "USD",
            "balance": balance, "available": balance, "overdue": overdue, "overdue_since": null,
            "terms": {"payment_days": 14, "grace_hours": 24}, "credit_limit": limit, "notice": null,
        }))
        .unwrap()
    }

    fn bill(month: &str, payable: &str, due_at: Option<&str>) -> BillSummary {
        let issued = due_at.map_or(Value::Null, |_| json!("2026-01-02T00:00:00Z"));
        serde_json::from_value(json!({
            "month": month, "currency": "USD", "exact_total": payable, "payable": payable, "rounding": "0",
            "state": if due_at.is_some() { "issued" } else { "open" }, "issued_at": issued, "due_at": due_at,
            "as_of": null,
        }))
        .unwrap()
    }

    fn check(account: &Account, available: &str, bills: &[BillSummary], for_bills: &str, for_limit: &str) {
        let missing = Missing::of(account, decimal(available), bills, at("2026-05-01T00:00:00Z"));
        let expected = Missing { for_bills: decimal(for_bills), for_limit: decimal(for_limit) };
        assert_eq!(missing, expected);
    }

    #[test]
    fn the_oldest_bill_is_paid_first() {
        let open = bill("2026-05", "9.00", None);
        let past = |month: &str, payable: &str| bill(month, payable, Some("2026-04-16T00:00:00Z"));
        let later = |month: &str, payable: &str| bill(month, payable, Some("2026-05-16T00:00:00Z"));
        check(&account("0", None, false), "-1", &[], "0", "0");
        check(&account("-5", None, true), "-6", &[open.clone(), past("2026-03", "5.00")], "5", "0");
        // The newer bill is not due: what was paid goes to the older one, which it covers.
        check(
            &account("-7", None, false),
            "-7",
            &[later("2026-04", "7.00"), past("2026-03", "5.00")],
            "0",
            "0",
        );
        check(
            &account("-9", None, true),
            "-9",
            &[later("2026-04", "7.00"), past("2026-03", "5.00")],
            "2",
            "0",
        );
        check(
            &account("-12", None, true),
            "-12",
            &[past("2026-03", "5.00"), past("2026-02", "7.00")],
            "12",
            "0",
        );
        // Corrections that exceed the rest are a payment themselves.
        check(
            &account("-2", None, true),
            "-2",
            &[past("2026-03", "-3.00"), past("2026-02", "5.00")],
            "2",
            "0",
        );
        check(&account("1", None, false), "1", &[open, past("2026-03", "5.00")], "0", "0");
    }

    #[test]
    fn a_credit_limit_counts_what_is_not_billed() {
        for (limit, available, for_limit) in
            [("10", "-9.5", "0"), ("10", "-10", "0"), ("10", "-10.000217", "0.000217"), ("0", "-0.5", "0.5")]
        {
            check(&account("0", Some(limit), true), available, &[], "0", for_limit);
        }
    }

    #[test]
    fn a_payment_ends_what_it_covers() {
        let missing = Missing { for_bills: decimal("5"), for_limit: decimal("7.5") };
        let overdue = account("-5", Some("0"), true);
        for (amount, balance, available, still, left) in [
            ("7.49", "2.49", "-0.01", true, "0.01"),
            ("7.50", "2.5", "0", false, "0"),
            ("20", "15", "12.5", false, "0"),
        ] {
            let got = Outcome::of(&overdue, decimal("-7.5"), missing, decimal(amount));
            let expected = Outcome {
                balance: decimal(balance),
                available: decimal(available),
                overdue: still,
                missing: decimal(left),
            };
            assert_eq!(got, expected, "{amount}");
        }
        let fine = Outcome::of(&account("1", None, false), decimal("1"), Missing::default(), decimal("2"));
        assert!(!fine.overdue && fine.balance == decimal("3"));
    }

    #[test]
    fn money_lasts_as_long_as_its_rate_says() {
        for (available, limit, per_hour, expected) in [
            ("1.5624", None, "0.7812", Some(7_200)),
            ("0", Some("0.7812"), "0.7812", Some(3_600)),
            ("1", None, "0", None),
            ("-1", None, "1", None),
            ("-1", Some("1"), "1", None),
        ] {
            let got = lasts_seconds(decimal(available), limit.map(decimal), decimal(per_hour));
            assert_eq!(got, expected);
        }
    }
}
