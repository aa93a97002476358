//! What overdue payment stopped, and what of it comes back when the payment arrives (L6): by the service
//! core.

use rust_decimal::Decimal;
use tiermeter_pricing::{Instant, PriceBook};
use tiermeter_service::{Command, Reason, Status};

use super::amount::plus;
use crate::console::act::predict;
use crate::console::documents::Account;
use crate::console::live::ServiceRow;

/// So many services are named.
const MOST_NAMED: usize = 5;

/// What a payment brings back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Returning {
    /// How many services overdue payment stopped.
    pub stopped: usize,
    /// How many of them come back by themselves.
    pub count: usize,
    /// The names of the first of those.
    pub names: Vec<String>,
    /// What those that come back cost in an hour.
    pub per_hour: Decimal,
}

impl Returning {
    /// Adds a service.
    pub fn add(&mut self, row: &ServiceRow, account: &Account, book: &PriceBook, now: Instant) {
        if !row.service.reasons.contains(&Reason::Overdue) {
            return;
        }
        self.stopped += 1;
        let predicted = predict::command(row, account, Command::AccountReplenished, book, now);
        let Ok(predicted) = predicted.map(|prediction| prediction.after) else { return };
        if !matches!(predicted.status, Status::Running | Status::Creating) {
            return;
        }
        self.count += 1;
        self.per_hour = plus(self.per_hour, predicted.per_hour);
        if self.names.len() < MOST_NAMED {
            self.names.push(row.service.name.clone());
        }
    }

    /// How many come back beside those that are named.
    pub fn unnamed(&self) -> usize {
        self.count.saturating_sub(self.names.len())
    }

    /// How many something else keeps too.
    pub fn staying(&self) -> usize {
        self.stopped.saturating_sub(self.count)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::console::live::examples::{at, gpu_service};

    fn account() -> Account {
        serde_json::from_value(serde_json::json!({
            "id": "acc_1", "name": "Example", "plan": "enterprise", "allowlisted": true, "currency": "USD",
            "balance": "-5", "available": "-5", "overdue": true, "overdue_since": "2026-03-03T11:00:00Z",
            "terms": {"payment_days": 14, "grace_hours": 24}, "credit_limit": null, "notice": null,
        }))
        .unwrap()
    }

    fn row(name: &str, status: Status, reasons: Vec<Reason>) -> ServiceRow {
        let mut service = gpu_service(name);
        name.clone_into(&mut service.name);
        service.status = status;
        service.reasons = reasons;
        ServiceRow::of(service, &Arc::new(PriceBook::bundled().clone()))
    }

    #[test]
    fn only_what_nothing_else_keeps_comes_back() {
        use Reason::{CreationFailed, Disabled, Overdue};
        use Status::{NotEnabled, Running, Stopped};
        let mut returning = Returning::default();
        for (name, status, reasons) in [
            ("chat", Stopped, vec![Overdue]),
            ("search", Stopped, vec![Disabled, Overdue]),
            ("broken", Stopped, vec![CreationFailed, Overdue]),
            ("by hand", Stopped, vec![Disabled]),
            ("idle", NotEnabled, vec![]),
            ("batch", Stopped, vec![Overdue]),
            ("other", Running, vec![]),
        ] {
            let now = at("2026-03-03T12:00:00Z");
            returning.add(&row(name, status, reasons), &account(), PriceBook::bundled(), now);
        }
        // Two instances of tier A each.
        let expected = Returning {
            stopped: 4,
            count: 2,
            names: vec!["chat".to_owned(), "batch".to_owned()],
            per_hour: "3.1248".parse().unwrap(),
        };
        assert_eq!(returning, expected);
        assert_eq!((returning.unnamed(), returning.staying()), (0, 2));
    }

    #[test]
    fn many_are_counted_rather_than_named() {
        let mut returning = Returning::default();
        for number in 0..7 {
            let row = row(&format!("service-{number}"), Status::Stopped, vec![Reason::Overdue]);
            returning.add(&row, &account(), PriceBook::bundled(), at("2026-03-03T12:00:00Z"));
        }
        assert_eq!((returning.count, returning.names.len(), returning.unnamed()), (7, 5, 2));
    }
}
