//! What bills come to: what is to be paid of an exact total, and what is not paid yet.

use rust_decimal::{Decimal, RoundingStrategy};
use tiermeter_pricing::{Currency, Exact, Instant};

use crate::console::documents::{BillState, BillSummary};

/// What is to be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payable {
    /// With exactly the currency's minor digits.
    pub payable: Decimal,
    /// What the one rounding added.
    pub rounding: Decimal,
}

impl Payable {
    /// What is to be paid of an exact total: rounded once, half away from zero (P15). None for a currency that
    /// the core does not know.
    #[must_use]
    pub fn of(exact_total: Decimal, currency: &str) -> Option<Self> {
        let digits = Currency::parse(currency)?.minor_digits();
        let mut payable = exact_total.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
        payable.rescale(digits);
        let rounding = Exact::sum_of([payable, -exact_total].into_iter()).ok()?;
        Some(Self { payable, rounding })
    }
}

/// An exact total that was counted when all services had come to `then`, now that they have come to `now`. Where they
/// come to less, another month has begun, and the total stays as it was.
#[must_use]
pub fn grown(exact_total: Decimal, then: Decimal, now: Decimal) -> Decimal {
    if now <= then {
        return exact_total;
    }
    Exact::sum_of([exact_total, now, -then].into_iter()).unwrap_or(exact_total)
}

/// What is issued and not paid yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unpaid {
    /// The sum of these bills; none where it has more digits than are counted exactly.
    pub sum: Option<Decimal>,
    /// How many they are.
    pub count: usize,
    /// How many of them are overdue.
    pub overdue: usize,
    /// When the next one of those that are not overdue is due.
    pub next_due: Option<Instant>,
}

impl Unpaid {
    /// What is not paid of these bills.
    #[must_use]
    pub fn of(bills: &[BillSummary]) -> Self {
        let unpaid: Vec<&BillSummary> = bills
            .iter()
            .filter(|bill| matches!(bill.state, BillState::Issued | BillState::Overdue))
            .collect();
        // With as many digits as the bills have, so that it reads as they do.
        let digits = unpaid.iter().map(|bill| bill.payable.scale()).max().unwrap_or_default();
        let issued = unpaid.iter().filter(|bill| bill.state == BillState::Issued);
        Self {
            sum: Exact::sum_of(unpaid.iter().map(|bill| bill.payable)).ok().map(|mut sum| {
                sum.rescale(digits);
                sum
            }),
            count: unpaid.len(),
            overdue: unpaid.iter().filter(|bill| bill.state == BillState::Overdue).count(),
            next_due: issued.filter_map(|bill| bill.due_at).min(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn totals_are_rounded_once_as_the_core_rounds() {
        for (exact, currency, payable, rounding) in [
            ("2.3436", "USD", "2.34", "-0.0036"),
            ("0.005", "USD", "0.01", "0.005"),
            ("-0.005", "USD", "-0.01", "-0.005"),
            ("5.4", "USD", "5.40", "0"),
            ("0", "USD", "0.00", "0"),
            ("2.5", "JPY", "3", "0.5"),
            ("2.3436", "BHD", "2.344", "0.0004"),
        ] {
            let got = Payable::of(decimal(exact), currency).unwrap();
            assert_eq!((got.payable.to_string().as_str(), got.rounding), (payable, decimal(rounding)));
        }
        assert_eq!(Payable::of(decimal("1"), "XAU"), None);
    }

    #[test]
    fn totals_grow_with_the_services() {
        for (total, then, now, expected) in [
            ("10.5", "4", "4.000217", "10.500217"),
            ("10.5", "4", "4", "10.5"),
            ("10.5", "4", "0.1", "10.5"),
            ("-1", "0", "0.25", "-0.75"),
        ] {
            assert_eq!(grown(decimal(total), decimal(then), decimal(now)), decimal(expected));
        }
    }

    #[test]
    fn what_is_not_paid_is_added_up() {
        let bill = |month: &str, state: &str, payable: &str, due: &str| -> BillSummary {
            serde_json::from_value(serde_json::json!({
                "month": month, "currency": "USD", "exact_total": payable, "payable": payable, "rounding": "0",
                "state": state, "issued_at": null, "due_at": due, "as_of": null,
            }))
            .unwrap()
        };
        let bills = [
            bill("2026-05", "open", "1.00", "2026-06-16T00:00:00Z"),
            bill("2026-04", "issued", "2.00", "2026-05-16T00:00:00Z"),
            bill("2026-03", "overdue", "4.05", "2026-04-16T00:00:00Z"),
            bill("2026-02", "paid", "8.00", "2026-03-16T00:00:00Z"),
        ];
        let unpaid = Unpaid::of(&bills);
        assert_eq!((unpaid.count, unpaid.overdue, unpaid.sum), (2, 1, Some(decimal("6.05"))));
        assert_eq!(unpaid.next_due.unwrap().to_string(), "2026-05-16T00:00:00Z");
        assert_eq!(
            Unpaid::of(&[]),
            Unpaid { sum: Some(Decimal::ZERO), count: 0, overdue: 0, next_due: None }
        );
    }
}
