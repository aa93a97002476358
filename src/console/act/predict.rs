//! Where a command or another scaling leads, and what it costs: by the service core and the price book, in the page.
//! `POST /services/{id}/preview` says the same.

use rust_decimal::Decimal;
use serde_json::json;
use tiermeter_pricing::{Instant, Month, PriceBook, Refusal, read};
use tiermeter_service::{Command, Reason, Service as Life, ServiceScaling, Status};

use crate::console::documents::{Account, Metering, Plan, Service};
use crate::console::live::ServiceRow;

const SECONDS_PER_HOUR: u64 = 3_600;
const HOURS_PER_DAY: u32 = 24;

/// How a service stands, or would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// Its status.
    pub status: Status,
    /// What keeps it from running.
    pub reasons: Vec<Reason>,
    /// How many instances there are to be.
    pub instances_wanted: u32,
    /// What all of them, and its reservations, cost in an hour.
    pub per_hour: Decimal,
}

/// How a service stands, and how it would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prediction {
    /// Now.
    pub before: Outlook,
    /// Then.
    pub after: Outlook,
    /// How many days the present month has.
    pub days_of_month: u32,
}

impl Prediction {
    /// What an hour, a day and a whole month like this one cost now, and would.
    pub fn costs(&self) -> [(Decimal, Decimal); 3] {
        let hours = [1, HOURS_PER_DAY, HOURS_PER_DAY.saturating_mul(self.days_of_month)];
        hours.map(|hours| (times(self.before.per_hour, hours), times(self.after.per_hour, hours)))
    }
}

fn times(amount: Decimal, count: u32) -> Decimal {
    amount.checked_mul(Decimal::from(count)).unwrap_or(Decimal::MAX).normalize()
}

/// What stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hindrance {
    /// The plan has no services metered by seconds.
    PlanRequired,
    /// The account is not on the allowlist.
    NotAllowlisted,
    /// The core refuses it.
    Refused(Refusal),
}

/// Where a command leads.
pub fn command(
    row: &ServiceRow,
    account: &Account,
    command: Command,
    book: &PriceBook,
    now: Instant,
) -> Result<Prediction, Hindrance> {
    let service = &row.service;
    if command == Command::Enable && service.metering == Metering::GpuSeconds {
        if account.plan != Plan::Enterprise {
            return Err(Hindrance::PlanRequired);
        }
        if !account.allowlisted {
            return Err(Hindrance::NotAllowlisted);
        }
    }
    let life = life_of(service, account.overdue).map_err(Hindrance::Refused)?;
    // The service's last change may be a moment ahead of what this device takes for now.
    let at = life.newest_command_at().map_or(now, |newest| newest.max(now));
    let next = life.apply(command, at).map_err(Hindrance::Refused)?;
    let description = next.describe(service.configured_billing_mode, Some(at));
    let wanted =
        if goes(description.status) { wanted(service, service.scaling.as_ref(), book, at) } else { 0 };
    Ok(Prediction {
        before: before(row, now),
        after: Outlook {
            status: description.status,
            reasons: description.reasons,
            instances_wanted: wanted,
            per_hour: per_hour(row, wanted, book, now),
        },
        days_of_month: Month::containing(now, book.utc_offset()).days(),
    })
}

/// Where another scaling leads. How much there is to do is taken to stay as it is.
pub fn scaling(row: &ServiceRow, scaling: &ServiceScaling, book: &PriceBook, now: Instant) -> Prediction {
    let service = &row.service;
    let wanted = if goes(service.status) { wanted(service, Some(scaling), book, now) } else { 0 };
    Prediction {
        before: before(row, now),
        after: Outlook {
            status: service.status,
            reasons: service.reasons.clone(),
            instances_wanted: wanted,
            per_hour: per_hour(row, wanted, book, now),
        },
        days_of_month: Month::containing(now, book.utc_offset()).days(),
    }
}

/// Where another billing mode leads: by itself it buys no reservation and ends none.
pub fn billing_mode(row: &ServiceRow, book: &PriceBook, now: Instant) -> Prediction {
    Prediction {
        before: before(row, now),
        after: before(row, now),
        days_of_month: Month::containing(now, book.utc_offset()).days(),
    }
}

fn before(row: &ServiceRow, now: Instant) -> Outlook {
    Outlook {
        status: row.service.status,
        reasons: row.service.reasons.clone(),
        instances_wanted: row.service.instances.wanted,
        per_hour: row.clock.per_hour(now),
    }
}

/// What the core knows of a service, from how it is shown.
fn life_of(service: &Service, overdue: bool) -> Result<Life, Refusal> {
    let has = |reason| service.reasons.contains(&reason);
    let (activation, created) = match service.status {
        Status::NotEnabled => ("never", false),
        Status::Creating => ("enabled", false),
        Status::Running => ("enabled", true),
        Status::Stopped if has(Reason::CreationFailed) => ("failed", false),
        Status::Stopped if has(Reason::Disabled) => ("disabled", service.ever_ready),
        Status::Stopped => ("enabled", service.ever_ready),
    };
    // Only of one that was never enabled does its own status not tell.
    let overdue = if service.status == Status::NotEnabled { overdue } else { has(Reason::Overdue) };
    let since = if service.status == Status::NotEnabled { None } else { service.since };
    let document = json!({
        "activation": activation, "created": created, "overdue": overdue, "since": since, "newest_command_at": since,
    });
    read::from_json_slice(&mut (), document.to_string().as_bytes())
}

const fn goes(status: Status) -> bool {
    matches!(status, Status::Creating | Status::Running)
}

/// How many instances a scaling wants: of an automatic one as many as now, within its limits.
fn wanted(service: &Service, scaling: Option<&ServiceScaling>, book: &PriceBook, at: Instant) -> u32 {
    match scaling {
        None => 0,
        Some(ServiceScaling::Manual { instances }) => *instances,
        Some(ServiceScaling::Automatic(automatic)) => {
            let least = scaling.map_or(0, |scaling| scaling.wanted(&[], at, book.utc_offset()).instances);
            let now = if goes(service.status) { service.instances.wanted } else { 0 };
            least.max(now.min(automatic.maximum))
        }
    }
}

/// What so many instances, or the reservations of a service metered by tokens, cost in an hour.
fn per_hour(row: &ServiceRow, wanted: u32, book: &PriceBook, now: Instant) -> Decimal {
    let Some(tier) = row.service.tier.as_deref() else {
        return row.clock.per_hour(now);
    };
    let price = book.tier(tier).and_then(|tier| tier.price_at(now));
    let cost = price.and_then(|price| price.per_second.times(SECONDS_PER_HOUR * u64::from(wanted)).ok());
    cost.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tiermeter_pricing::RefusalCode;

    use super::*;
    use crate::console::live::examples::{at, gpu_service};

    fn account(fields: &serde_json::Value) -> Account {
        let mut json = json!({
            "id": "acc_1", "name": "Example", "plan": "enterprise", "allowlisted": true, "currency": "USD",
            "balance": "1", "available": "1", "overdue": false, "overdue_since": null,
            "terms": {"payment_days": 14, "grace_hours": 24}, "credit_limit": null, "notice": null,
        });
        for (name, value) in fields.as_object().unwrap() {
            json[name] = value.clone();
        }
        serde_json::from_value(json).unwrap()
    }

    fn service(status: Status, reasons: Vec<Reason>, ever_ready: bool) -> Service {
        let mut service = gpu_service("svc_1");
        service.status = status;
        service.reasons = reasons;
        service.ever_ready = ever_ready;
        if status == Status::NotEnabled {
            service.since = None;
        }
        service
    }

    fn check(
        service: Service,
        account: &Account,
        given: Command,
        expected: Result<(Status, u32, &str), Hindrance>,
    ) {
        let book = PriceBook::bundled();
        let row = ServiceRow::of(service, &Arc::new(book.clone()));
        let got = command(&row, account, given, book, at("2026-03-03T12:00:00Z"));
        let got = got.map(|prediction| {
            let Outlook { status, instances_wanted, per_hour, .. } = prediction.after;
            (status, instances_wanted, per_hour.to_string())
        });
        let code = |hindrance: Hindrance| match hindrance {
            Hindrance::Refused(refusal) => refusal.code.as_str().to_owned(),
            other => format!("{other:?}"),
        };
        let expected = expected.map(|(status, wanted, per_hour)| (status, wanted, per_hour.to_owned()));
        assert_eq!(got.map_err(code), expected.map_err(code));
    }

    #[test]
    fn commands_lead_where_the_core_says() {
        use Reason::{CreationFailed, Disabled, Overdue};
        use Status::{Creating, NotEnabled, Running, Stopped};
        let fine = account(&json!({}));
        let refused = |code| Err(Hindrance::Refused(Refusal::new(code, "", "")));
        for (given, service, expected) in [
            (Command::Enable, service(NotEnabled, vec![], false), Ok((Creating, 2, "1.5624"))),
            (Command::Enable, service(Stopped, vec![Disabled], true), Ok((Running, 2, "1.5624"))),
            (Command::Enable, service(Stopped, vec![Disabled], false), Ok((Creating, 2, "1.5624"))),
            (Command::Enable, service(Stopped, vec![CreationFailed], false), Ok((Creating, 2, "1.5624"))),
            (Command::Enable, service(Stopped, vec![Overdue], true), refused(RefusalCode::AccountOverdue)),
            (Command::Disable, service(Running, vec![], true), Ok((Stopped, 0, "0"))),
            (Command::Disable, service(NotEnabled, vec![], false), refused(RefusalCode::InvalidTransition)),
            (Command::AccountReplenished, service(Stopped, vec![Overdue], true), Ok((Running, 2, "1.5624"))),
            (
                Command::AccountReplenished,
                service(Stopped, vec![Disabled, Overdue], true),
                Ok((Stopped, 0, "0")),
            ),
        ] {
            check(service, &fine, given, expected);
        }
    }

    #[test]
    fn what_the_operator_has_to_allow_comes_first() {
        let service = || service(Status::NotEnabled, vec![], false);
        for (fields, hindrance) in [
            (json!({"plan": "standard"}), Hindrance::PlanRequired),
            (json!({"allowlisted": false}), Hindrance::NotAllowlisted),
        ] {
            check(service(), &account(&fields), Command::Enable, Err(hindrance));
        }
        let overdue = account(&json!({"overdue": true}));
        let refusal = Refusal::new(RefusalCode::AccountOverdue, "", "");
        check(service(), &overdue, Command::Enable, Err(Hindrance::Refused(refusal)));
    }

    #[test]
    fn a_scaling_costs_by_its_instances() {
        let book = PriceBook::bundled();
        let now = at("2026-03-03T12:00:00Z");
        let manual = |instances| ServiceScaling::Manual { instances };
        for (status, instances, wanted, per_hour, per_day, per_month) in [
            (Status::Running, 3, 3, "2.3436", "56.2464", "1743.6384"),
            (Status::Running, 0, 0, "0", "0", "0"),
            (Status::Stopped, 3, 0, "0", "0", "0"),
        ] {
            let row = ServiceRow::of(service(status, vec![], true), &Arc::new(book.clone()));
            let prediction = scaling(&row, &manual(instances), book, now);
            let got = prediction.costs().map(|(_, after)| after);
            assert_eq!(prediction.after.instances_wanted, wanted);
            assert_eq!(got.map(|amount| amount.to_string()), [per_hour, per_day, per_month]);
        }
    }
}
