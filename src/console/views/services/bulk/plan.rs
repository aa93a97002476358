//! What one command would do to many services, by the service core in the page, before anything is sent. Pure.

use std::sync::Arc;

use rust_decimal::Decimal;
use tiermeter_pricing::{Instant, Month, PriceBook};
use tiermeter_service::{Command, Reason, Status};

use crate::console::act::predict::{self, Hindrance, Prediction};
use crate::console::documents::{Account, Metering, Service};
use crate::console::live::ServiceRow;
use crate::console::request::Request;

const HOURS_PER_DAY: u32 = 24;

/// What is done to all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// They are to run.
    Enable,
    /// They are to stop.
    Disable,
}

impl Change {
    /// The command of the core.
    #[must_use]
    pub const fn command(self) -> Command {
        match self {
            Self::Enable => Command::Enable,
            Self::Disable => Command::Disable,
        }
    }

    /// The request for one of them.
    #[must_use]
    pub fn request(self, id: &str) -> Request {
        match self {
            Self::Enable => Request::enable_service(id),
            Self::Disable => Request::disable_service(id),
        }
    }
}

/// How a service stood when it was looked at, as far as it matters: whether it was ready yet does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stand {
    /// Nobody ever enabled it.
    NotEnabled,
    /// Creating or running.
    Going,
    /// Stopped, for these reasons.
    Stopped(Vec<Reason>),
}

impl Stand {
    /// How a service stands.
    #[must_use]
    pub fn of(service: &Service) -> Self {
        Self::in_status(service.status, &service.reasons)
    }

    /// How a service of a status stands that these reasons keep from running.
    #[must_use]
    pub fn in_status(status: Status, reasons: &[Reason]) -> Self {
        match status {
            Status::NotEnabled => Self::NotEnabled,
            Status::Creating | Status::Running => Self::Going,
            Status::Stopped => Self::Stopped(reasons.to_vec()),
        }
    }
}

/// What becomes of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It changes.
    Changes,
    /// It is so already.
    Same,
    /// It would be refused, so it is left out.
    Refused(Hindrance),
}

/// A service of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: String,
    /// How it stood.
    pub stand: Stand,
    /// What becomes of it.
    pub fate: Fate,
}

/// What all of them cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Costs {
    /// In an hour, now.
    pub before: Decimal,
    /// In an hour, then.
    pub after: Decimal,
}

impl Costs {
    /// The same for so many hours.
    #[must_use]
    pub fn times(self, hours: u32) -> Self {
        let times = |amount: Decimal| amount.checked_mul(Decimal::from(hours)).unwrap_or(Decimal::MAX);
        Self { before: times(self.before), after: times(self.after) }
    }
}

/// What one command would do to many services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The command.
    pub change: Change,
    /// The services, by name.
    pub services: Vec<Planned>,
    /// What an hour costs.
    pub per_hour: Costs,
    /// How many days the present month has.
    pub days_of_month: u32,
    /// Some of those that change are billed by token, too.
    pub has_tokens: bool,
    /// Some of those that change are priced by samples.
    pub has_samples: bool,
    /// Some of those that change hold reservations, which are charged on.
    pub has_reservations: bool,
}

impl Plan {
    /// What a command would do to these services of an account, at an instant.
    pub fn of(
        change: Change,
        rows: impl Iterator<Item = ServiceRow>,
        account: &Account,
        book: &PriceBook,
        now: Instant,
    ) -> Self {
        let mut plan = Self {
            change,
            services: Vec::new(),
            per_hour: Costs::default(),
            days_of_month: Month::containing(now, book.utc_offset()).days(),
            has_tokens: false,
            has_samples: false,
            has_reservations: false,
        };
        for row in rows {
            let predicted = predict::command(&row, account, change.command(), book, now);
            plan.add(&row, predicted, now);
        }
        plan.services.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        plan
    }

    fn add(&mut self, row: &ServiceRow, predicted: Result<Prediction, Hindrance>, now: Instant) {
        let service = &row.service;
        let before = row.clock.per_hour(now);
        let (fate, after) = match predicted {
            Err(hindrance) => (Fate::Refused(hindrance), before),
            Ok(Prediction { before: is, after: will, .. })
                if (is.status, &is.reasons) == (will.status, &will.reasons) =>
            {
                (Fate::Same, before)
            }
            Ok(prediction) => (Fate::Changes, prediction.after.per_hour),
        };
        let add = |sum: Decimal, more: Decimal| sum.checked_add(more).unwrap_or(sum);
        self.per_hour.before = add(self.per_hour.before, before);
        self.per_hour.after = add(self.per_hour.after, after);
        if fate == Fate::Changes {
            self.has_tokens |= service.metering == Metering::Tokens;
            self.has_samples |= service.cost.illustrative;
            self.has_reservations |= !service.open_reservations.is_empty();
        }
        self.services.push(Planned {
            id: Arc::from(service.id.as_str()),
            name: service.name.clone(),
            stand: Stand::of(service),
            fate,
        });
    }

    /// How many change.
    #[must_use]
    pub fn changes(&self) -> usize {
        self.services.iter().filter(|planned| planned.fate == Fate::Changes).count()
    }

    /// How many are so already.
    #[must_use]
    pub fn same(&self) -> usize {
        self.services.iter().filter(|planned| planned.fate == Fate::Same).count()
    }

    /// Why some would be refused, each reason once, with the names of those.
    #[must_use]
    pub fn refusals(&self) -> Vec<(Hindrance, Vec<String>)> {
        let mut refusals: Vec<(Hindrance, Vec<String>)> = Vec::new();
        for planned in &self.services {
            let Fate::Refused(hindrance) = &planned.fate else { continue };
            match refusals.iter_mut().find(|(known, _)| is_alike(known, hindrance)) {
                Some((_, names)) => names.push(planned.name.clone()),
                None => refusals.push((hindrance.clone(), vec![planned.name.clone()])),
            }
        }
        refusals
    }

    /// What an hour, a day and the present month cost.
    #[must_use]
    pub fn costs(&self) -> [Costs; 3] {
        [1, HOURS_PER_DAY, HOURS_PER_DAY * self.days_of_month].map(|hours| self.per_hour.times(hours))
    }
}

/// Whether two hindrances are the same for people: refusals of the core may name their service.
fn is_alike(one: &Hindrance, other: &Hindrance) -> bool {
    match (one, other) {
        (Hindrance::Refused(one), Hindrance::Refused(other)) => one.code == other.code,
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::documents::OpenRun;
    use crate::console::live::examples::{at, gpu_service, token_service};

    const NOW: &str = "2026-03-03T12:00:00Z";

    fn account(plan: &str) -> Account {
        serde_json::from_value(serde_json::json!({
            "id": "acc_1", "name": "Example", "plan": plan, "allowlisted": true, "currency": "USD",
            "balance": "1", "available": "1", "overdue": false, "overdue_since": null,
            "terms": {"payment_days": 14, "grace_hours": 24}, "credit_limit": null, "notice": null,
        }))
        .unwrap()
    }

    fn gpu(id: &str, status: Status, reasons: &[Reason]) -> Service {
        let mut service = gpu_service(id);
        service.name = format!("name of {id}");
        service.status = status;
        service.reasons = reasons.to_vec();
        if status == Status::NotEnabled {
            service.since = None;
        }
        if status == Status::Running {
            service.open_runs = ["managed-1", "managed-2"]
                .map(|instance| OpenRun {
                    instance: instance.to_owned(),
                    tier: "A".to_owned(),
                    started_at: at("2026-03-03T10:00:00Z"),
                })
                .to_vec();
        }
        service
    }

    /// A running one, one that was stopped by hand, and one that was never enabled; each of two instances of tier A.
    fn plan(change: Change, account: &Account) -> Plan {
        let book = Arc::new(PriceBook::bundled().clone());
        let services = [
            gpu("svc_2", Status::Stopped, &[Reason::Disabled]),
            gpu("svc_1", Status::Running, &[]),
            gpu("svc_3", Status::NotEnabled, &[]),
        ];
        let rows = services.into_iter().map(|service| ServiceRow::of(service, &book));
        Plan::of(change, rows, account, &book, at(NOW))
    }

    fn check(change: Change, account: &Account, [changes, same, refused]: [usize; 3], costs: (&str, &str)) {
        let plan = plan(change, account);
        let refusals: usize = plan.refusals().iter().map(|(_, names)| names.len()).sum();
        assert_eq!((plan.changes(), plan.same(), refusals), (changes, same, refused), "{change:?}");
        let [per_hour, ..] = plan.costs();
        let per_hour = (per_hour.before.normalize().to_string(), per_hour.after.normalize().to_string());
        assert_eq!((per_hour.0.as_str(), per_hour.1.as_str()), costs, "{change:?}");
    }

    #[test]
    fn it_says_how_many_change_and_what_they_cost() {
        let fine = account("enterprise");
        check(Change::Enable, &fine, [2, 1, 0], ("1.5624", "4.6872"));
        check(Change::Disable, &fine, [1, 1, 1], ("1.5624", "0"));
        check(Change::Enable, &account("standard"), [0, 0, 3], ("1.5624", "1.5624"));
    }

    #[test]
    fn what_would_be_refused_is_told_once_for_each_reason() {
        let plan = plan(Change::Enable, &account("standard"));
        let refusals = plan.refusals();
        let names: Vec<&str> = refusals.iter().flat_map(|(_, names)| names).map(String::as_str).collect();
        assert_eq!(
            (refusals.len(), names.join(", ")),
            (1, "name of svc_1, name of svc_2, name of svc_3".into())
        );
        assert_eq!(refusals.first().map(|(why, _)| why), Some(&Hindrance::PlanRequired));
    }

    #[test]
    fn a_day_and_a_month_follow_from_the_hour() {
        let plan = plan(Change::Disable, &account("enterprise"));
        let before = plan.costs().map(|costs| costs.before.normalize().to_string());
        assert_eq!(before, ["1.5624", "37.4976", "1162.4256"]);
        assert!(!plan.has_tokens && !plan.has_samples && !plan.has_reservations);
    }

    #[test]
    fn being_ready_is_no_other_stand() {
        let stand = |status, reasons: &[Reason]| Stand::of(&gpu("svc_1", status, reasons));
        assert_eq!(stand(Status::Creating, &[]), stand(Status::Running, &[]));
        assert_ne!(stand(Status::Stopped, &[Reason::Disabled]), stand(Status::Stopped, &[Reason::Overdue]));
        assert_eq!(Stand::of(&token_service("svc_2")), Stand::Going);
    }
}
