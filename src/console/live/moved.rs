//! What a change of a service moves: how it stands, or what it costs. Who looks at all services looks again only after
//! what they show has moved. Pure.

use super::ServiceRow;
use crate::console::documents::Event;

/// What moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moved {
    /// How services stand: which there are, how they run and why, since when, what they are to have, what they are
    /// called.
    pub stands: bool,
    /// What they cost, by more than time.
    pub costs: bool,
}

impl Moved {
    /// Everything: a service came or went.
    pub const ALL: Self = Self { stands: true, costs: true };

    /// What moves when a service becomes another one.
    pub fn between(before: &ServiceRow, after: &ServiceRow) -> Self {
        let closed = before.clock.closed() != after.clock.closed();
        let (before, after) = (&before.service, &after.service);
        let runs = before.open_runs != after.open_runs;
        let reservations = before.open_reservations != after.open_reservations;
        let stands = (before.status, &before.reasons, before.late, before.since)
            != (after.status, &after.reasons, after.late, after.since)
            || (&before.name, &before.scaling, before.instances.wanted)
                != (&after.name, &after.scaling, after.instances.wanted)
            || before.configured_billing_mode != after.configured_billing_mode;
        Self { stands: stands || reservations, costs: closed || runs || reservations }
    }

    /// What a change of the stream moves that changed a service.
    pub const fn by(event: &Event) -> Self {
        match event {
            Event::Status(_) => Self { stands: true, costs: false },
            Event::Run(_) => Self { stands: false, costs: true },
            Event::Deleted { .. } | Event::Rate(_) | Event::Account(_) | Event::BillIssued | Event::Reset => {
                Self { stands: false, costs: false }
            }
        }
    }

    /// Both together.
    pub const fn and(self, other: Self) -> Self {
        Self { stands: self.stands || other.stands, costs: self.costs || other.costs }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tiermeter_pricing::PriceBook;
    use tiermeter_service::{Reason, ServiceScaling, Status};

    use super::*;
    use crate::console::documents::{OpenRun, Service};
    use crate::console::live::examples::{at, gpu_service};

    fn check(change: &dyn Fn(&mut Service), stands: bool, costs: bool) {
        let book = Arc::new(PriceBook::bundled().clone());
        let mut after = gpu_service("svc_1");
        change(&mut after);
        let (before, after) = (ServiceRow::of(gpu_service("svc_1"), &book), ServiceRow::of(after, &book));
        assert_eq!(Moved::between(&before, &after), Moved { stands, costs });
    }

    #[test]
    fn only_what_is_shown_of_all_services_moves() {
        check(&|_| (), false, false);
        check(&|service| service.position = 99, false, false);
        check(&|service| service.as_of = at("2026-03-03T11:00:00Z"), false, false);
        check(&|service| service.instances.running = 1, false, false);
        check(&|service| service.cost.per_hour = "1".parse().unwrap(), false, false);
        check(&|service| service.status = Status::Creating, true, false);
        check(&|service| service.late = true, true, false);
        check(&|service| service.reasons = vec![Reason::Overdue], true, false);
        check(&|service| service.since = None, true, false);
        check(&|service| "other".clone_into(&mut service.name), true, false);
        check(&|service| service.scaling = Some(ServiceScaling::Manual { instances: 3 }), true, false);
        check(&|service| service.cost.month_to_date = "1".parse().unwrap(), false, true);
        let run = OpenRun {
            instance: "managed-1".to_owned(),
            tier: "A".to_owned(),
            started_at: at("2026-03-03T10:00:00Z"),
        };
        check(&|service| service.open_runs = vec![run.clone()], false, true);
    }

    #[test]
    fn what_moves_adds_up() {
        let (stands, costs) = (Moved { stands: true, costs: false }, Moved { stands: false, costs: true });
        assert_eq!(Moved::default().and(stands), stands);
        assert_eq!(stands.and(costs), Moved::ALL);
        assert_eq!(Moved::by(&Event::Reset), Moved::default());
    }
}
