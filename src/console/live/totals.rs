//! What all services together cost and are, kept up with each change of one, so that a second costs only those that
//! move.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use tiermeter_pricing::{Exact, Instant};
use tiermeter_service::Status;

use super::ServiceRow;
use super::cost::{CostClock, plus};

/// All services together, at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// What an hour costs now.
    pub per_hour: Decimal,
    /// What the running month came to.
    pub month_to_date: Decimal,
    /// How many services there are.
    pub services: usize,
    /// How many are running.
    pub running: usize,
    /// How many are creating.
    pub creating: usize,
    /// How many are stopped.
    pub stopped: usize,
    /// How many were never enabled.
    pub not_enabled: usize,
    /// How many take longer to create than usual.
    pub late: usize,
    /// Whether sample prices are among what is summed up.
    pub illustrative: bool,
}

/// What every service contributes.
#[derive(Debug, Default)]
pub struct Contributions {
    by_service: HashMap<Arc<str>, Contribution>,
    /// Those that time changes.
    moving: HashMap<Arc<str>, CostClock>,
    /// The sum of what time does not change.
    still: Decimal,
    counts: Counts,
}

#[derive(Debug, Clone, Copy)]
struct Contribution {
    still: Decimal,
    status: Status,
    late: bool,
    illustrative: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    running: usize,
    creating: usize,
    stopped: usize,
    not_enabled: usize,
    late: usize,
    illustrative: usize,
}

impl Counts {
    fn of_status(&mut self, status: Status) -> &mut usize {
        match status {
            Status::Running => &mut self.running,
            Status::Creating => &mut self.creating,
            Status::Stopped => &mut self.stopped,
            Status::NotEnabled => &mut self.not_enabled,
        }
    }
}

impl Contributions {
    /// Puts a service in, in place of what it was.
    pub fn put(&mut self, id: &Arc<str>, row: &ServiceRow) {
        self.remove(id);
        let service = &row.service;
        let moves = row.clock.moves();
        let still = row.clock.closed();
        let illustrative = service.cost.illustrative && (moves || !still.is_zero());
        let contribution = Contribution { still, status: service.status, late: service.late, illustrative };
        self.still = self.still.checked_add(still).unwrap_or(self.still);
        *self.counts.of_status(service.status) += 1;
        self.counts.late += usize::from(service.late);
        self.counts.illustrative += usize::from(illustrative);
        if moves {
            self.moving.insert(Arc::clone(id), row.clock.clone());
        }
        self.by_service.insert(Arc::clone(id), contribution);
    }

    /// Takes a service out.
    pub fn remove(&mut self, id: &str) {
        let Some(contribution) = self.by_service.remove(id) else { return };
        self.moving.remove(id);
        self.still = self.still.checked_sub(contribution.still).unwrap_or(self.still);
        let count = self.counts.of_status(contribution.status);
        *count = count.saturating_sub(1);
        self.counts.late -= usize::from(contribution.late);
        self.counts.illustrative -= usize::from(contribution.illustrative);
    }

    /// Whether any of them is creating.
    pub const fn any_creating(&self) -> bool {
        self.counts.creating > 0
    }

    /// Whether time changes what any of them costs.
    pub fn any_moving(&self) -> bool {
        !self.moving.is_empty()
    }

    /// Everything together at an instant.
    pub fn totals(&self, at: Instant) -> Totals {
        let (mut hour, mut open) = (Exact::default(), Exact::default());
        // Thousands may move each second: they are added as they are counted, and made decimals once.
        let mut calendar = None;
        for clock in self.moving.values() {
            let calendar = calendar.get_or_insert_with(|| clock.calendar());
            hour = plus(hour, Some(clock.hour(at)));
            open = plus(open, Some(clock.open_part(at, calendar)));
        }
        let per_hour = hour.decimal().unwrap_or_default();
        let month_to_date = self.still.checked_add(open.decimal().unwrap_or_default()).unwrap_or(self.still);
        let Counts { running, creating, stopped, not_enabled, late, illustrative } = self.counts;
        Totals {
            per_hour: per_hour.normalize(),
            month_to_date: month_to_date.normalize(),
            services: self.by_service.len(),
            running,
            creating,
            stopped,
            not_enabled,
            late,
            illustrative: illustrative > 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::PriceBook;

    use super::*;
    use crate::console::documents::{OpenRun, Service};
    use crate::console::live::examples::{at, gpu_service};

    fn row(service: Service) -> ServiceRow {
        ServiceRow::of(service, &Arc::new(PriceBook::bundled().clone()))
    }

    #[test]
    fn every_change_of_a_service_moves_the_sums() {
        let (one, two): (Arc<str>, Arc<str>) = (Arc::from("svc_1"), Arc::from("svc_2"));
        let mut contributions = Contributions::default();
        let mut still = gpu_service("svc_1");
        still.status = Status::Stopped;
        still.cost.month_to_date = "2.5".parse().unwrap();
        contributions.put(&one, &row(still.clone()));
        let mut moving = gpu_service("svc_2");
        moving.open_runs = vec![OpenRun {
            instance: "managed-1".to_owned(),
            tier: "A".to_owned(),
            started_at: at("2026-03-03T10:00:00Z"),
        }];
        moving.cost.month_to_date = "0.000217".parse().unwrap();
        moving.late = true;
        contributions.put(&two, &row(moving));
        let totals = contributions.totals(at("2026-03-03T11:00:00Z"));
        assert_eq!(
            (totals.month_to_date.to_string(), totals.per_hour.to_string()),
            ("3.2812".into(), "0.7812".into())
        );
        assert_eq!((totals.services, totals.running, totals.stopped, totals.late), (2, 1, 1, 1));
        assert!(!contributions.any_creating() && contributions.any_moving());
        still.status = Status::Creating;
        contributions.put(&one, &row(still.clone()));
        assert!(contributions.any_creating());
        still.status = Status::NotEnabled;
        still.cost.month_to_date = Decimal::ZERO;
        contributions.put(&one, &row(still));
        contributions.remove("svc_2");
        contributions.remove("svc_3");
        assert!(!contributions.any_moving());
        let totals = contributions.totals(at("2026-03-03T11:00:00Z"));
        assert_eq!((totals.month_to_date, totals.per_hour), (Decimal::ZERO, Decimal::ZERO));
        assert_eq!((totals.services, totals.not_enabled, totals.late), (1, 1, 0));
    }
}
