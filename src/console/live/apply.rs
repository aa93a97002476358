//! What a change of the stream makes of a service that is known. Pure, so that it can be tried without a browser.

use rust_decimal::Decimal;
use tiermeter_pricing::{Exact, Instant, Month, PriceBook};
use tiermeter_service::{BillingMode, Reason, Status};

use super::cost::run_part;
use crate::console::documents::{Event, OpenRun, RunEvent, Service, StatusEvent};
use crate::sorted::sort_by;

/// What is to be done after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// Nothing was new.
    Nothing,
    /// The service is up to date.
    Changed,
    /// The change does not tell everything: the service is to be asked for anew.
    Stale,
    /// The service is gone.
    Gone,
}

/// Applies a change to a service. What the service knew already, by its position in the stream, changes nothing.
pub fn apply(service: &mut Service, event: &Event, position: u64, book: &PriceBook) -> Applied {
    if position <= service.position {
        return Applied::Nothing;
    }
    service.position = position;
    match event {
        Event::Deleted { .. } => Applied::Gone,
        Event::Status(event) => status(service, event),
        Event::Run(event) => run(service, event, book),
        Event::Rate(event) => {
            service.cost.per_hour = event.per_hour;
            Applied::Changed
        }
        Event::Account(_) | Event::BillIssued | Event::Reset => Applied::Nothing,
    }
}

fn status(service: &mut Service, event: &StatusEvent) -> Applied {
    let same_status = (service.status, &service.reasons, service.late, service.since)
        == (event.status, &event.reasons, event.late, event.since);
    service.status = event.status;
    service.reasons.clone_from(&event.reasons);
    service.late = event.late;
    service.since = event.since;
    service.instances.wanted = event.instances_wanted;
    service.billing_mode = event.billing_mode;
    if event.billing_mode != BillingMode::None {
        service.configured_billing_mode = event.billing_mode;
    }
    match event.status {
        Status::Running => service.ever_ready = true,
        Status::NotEnabled | Status::Creating => service.ever_ready = false,
        Status::Stopped if event.reasons.contains(&Reason::CreationFailed) => service.ever_ready = false,
        Status::Stopped => {}
    }
    // Name, labels, scaling: something changed that the stream does not spell out.
    if same_status { Applied::Stale } else { Applied::Changed }
}

fn run(service: &mut Service, event: &RunEvent, book: &PriceBook) -> Applied {
    let known = service.open_runs.iter().position(|run| run.instance == event.instance);
    let applied = match (event.stopped_at, known) {
        (None, None) => open(service, event, book),
        (None, Some(known)) if service.open_runs.get(known).is_some_and(|run| is_same(run, event)) => {
            Applied::Nothing
        }
        (Some(stopped_at), Some(known))
            if service.open_runs.get(known).is_some_and(|run| is_same(run, event)) =>
        {
            close(service, known, stopped_at, book)
        }
        // Runs that are told later may be made anew from their starts and stops; the change names only the new ones.
        _ => Applied::Stale,
    };
    service.instances.running = u32::try_from(service.open_runs.len()).unwrap_or(u32::MAX);
    applied
}

fn is_same(run: &OpenRun, event: &RunEvent) -> bool {
    (run.started_at, &run.tier) == (event.started_at, &event.tier)
}

/// The month's sum stays that of `as_of`, so a run that had begun by then adds what it cost until then.
fn open(service: &mut Service, event: &RunEvent, book: &PriceBook) -> Applied {
    let run =
        OpenRun { instance: event.instance.clone(), tier: event.tier.clone(), started_at: event.started_at };
    let Some(cost) = part(&run, service.as_of, service, book) else { return Applied::Stale };
    service.open_runs.push(run);
    sort_by(&mut service.open_runs, |one, other| {
        (one.started_at, &one.instance).cmp(&(other.started_at, &other.instance))
    });
    add(service, &[cost])
}

/// The run costs what it cost by its end, and not any more what it would have cost by `as_of`.
fn close(service: &mut Service, known: usize, stopped_at: Instant, book: &PriceBook) -> Applied {
    let run = service.open_runs.remove(known);
    let counted = part(&run, service.as_of, service, book);
    let cost = part(&run, stopped_at, service, book);
    match (counted, cost) {
        (Some(counted), Some(cost)) => add(service, &[cost, -counted]),
        _ => Applied::Stale,
    }
}

/// What a run costs by an instant, of the month that the service's sum is of.
fn part(run: &OpenRun, at: Instant, service: &Service, book: &PriceBook) -> Option<Decimal> {
    let month = Month::containing(service.as_of, book.utc_offset());
    run_part(run, at, month, book)?.decimal().ok()
}

fn add(service: &mut Service, amounts: &[Decimal]) -> Applied {
    let all = amounts.iter().copied().chain([service.cost.month_to_date]);
    match Exact::sum_of(all) {
        Ok(sum) => {
            service.cost.month_to_date = sum;
            Applied::Changed
        }
        Err(_) => Applied::Stale,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::console::documents::RateEvent;
    use crate::console::live::CostClock;
    use crate::console::live::examples::{at, gpu_service};

    fn book() -> Arc<PriceBook> {
        Arc::new(PriceBook::bundled().clone())
    }

    fn run_event(started_at: &str, stopped_at: Option<&str>) -> Event {
        Event::Run(RunEvent {
            service: "svc_1".to_owned(),
            instance: "managed-1".to_owned(),
            tier: "A".to_owned(),
            started_at: at(started_at),
            stopped_at: stopped_at.map(at),
        })
    }

    fn status_event(status: Status, reasons: Vec<Reason>, since: &str) -> StatusEvent {
        StatusEvent {
            service: "svc_1".to_owned(),
            status,
            reasons,
            late: false,
            since: Some(at(since)),
            billing_mode: BillingMode::PayAsYouGo,
            instances_wanted: 2,
            version: 2,
            at: at(since),
        }
    }

    #[test]
    fn an_hour_of_a_run_costs_its_seconds_however_it_is_told() {
        // The golden example: 3,600 seconds of tier A.
        for as_of in ["2026-03-03T09:00:00Z", "2026-03-03T10:00:00Z", "2026-03-03T10:30:00Z"] {
            let book = book();
            let mut service = gpu_service("svc_1");
            service.as_of = at(as_of);
            let opened = apply(&mut service, &run_event("2026-03-03T10:00:00Z", None), 11, &book);
            assert_eq!(opened, Applied::Changed);
            assert_eq!(service.instances.running, 1);
            let clock = CostClock::of(&service, &book);
            assert_eq!(clock.month_to_date(at("2026-03-03T11:00:00Z")).to_string(), "0.7812", "{as_of}");
            let closing = run_event("2026-03-03T10:00:00Z", Some("2026-03-03T11:00:00Z"));
            assert_eq!(apply(&mut service, &closing, 12, &book), Applied::Changed);
            assert_eq!(
                (service.cost.month_to_date.to_string().as_str(), service.instances.running),
                ("0.7812", 0)
            );
            let clock = CostClock::of(&service, &book);
            assert_eq!(clock.month_to_date(at("2026-03-03T20:00:00Z")).to_string(), "0.7812", "{as_of}");
        }
    }

    #[test]
    fn what_is_known_already_changes_nothing() {
        let book = book();
        let mut service = gpu_service("svc_1");
        let before = service.clone();
        for position in [0, 9, 10] {
            let event = run_event("2026-03-03T10:00:00Z", None);
            assert_eq!(apply(&mut service, &event, position, &book), Applied::Nothing);
        }
        assert_eq!(service, before);
    }

    #[test]
    fn runs_that_do_not_fit_are_asked_for_anew() {
        let book = book();
        let mut service = gpu_service("svc_1");
        let unknown = run_event("2026-03-03T08:00:00Z", Some("2026-03-03T09:00:00Z"));
        assert_eq!(apply(&mut service, &unknown, 11, &book), Applied::Stale);
        assert_eq!(
            apply(&mut service, &run_event("2026-03-03T10:00:00Z", None), 12, &book),
            Applied::Changed
        );
        assert_eq!(
            apply(&mut service, &run_event("2026-03-03T10:00:00Z", None), 13, &book),
            Applied::Nothing
        );
        assert_eq!(apply(&mut service, &run_event("2026-03-03T10:30:00Z", None), 14, &book), Applied::Stale);
        let Event::Run(mut strange) = run_event("2026-03-03T10:00:00Z", None) else { unreachable!() };
        strange.instance = "other".to_owned();
        strange.tier = "Z".to_owned();
        assert_eq!(apply(&mut service, &Event::Run(strange), 15, &book), Applied::Stale);
    }

    #[test]
    fn a_status_says_what_enabling_would_lead_to() {
        let book = book();
        for (status, reasons, ever_ready) in [
            (Status::Stopped, vec![Reason::Disabled], true),
            (Status::Stopped, vec![Reason::Overdue], true),
            (Status::Stopped, vec![Reason::CreationFailed], false),
            (Status::Creating, Vec::new(), false),
        ] {
            let mut service = gpu_service("svc_1");
            let event = Event::Status(status_event(status, reasons.clone(), "2026-03-03T12:00:00Z"));
            assert_eq!(apply(&mut service, &event, 11, &book), Applied::Changed);
            assert_eq!(
                (service.status, &service.reasons, service.ever_ready),
                (status, &reasons, ever_ready)
            );
        }
    }

    #[test]
    fn what_a_status_does_not_tell_is_asked_for() {
        let book = book();
        let mut service = gpu_service("svc_1");
        let same = Event::Status(status_event(Status::Running, Vec::new(), "2026-03-03T10:00:00Z"));
        assert_eq!(apply(&mut service, &same, 11, &book), Applied::Stale);
        let gone = Event::Deleted { service: "svc_1".to_owned() };
        assert_eq!(apply(&mut service, &gone, 12, &book), Applied::Gone);
        let rate = Event::Rate(RateEvent {
            service: "svc_1".to_owned(),
            per_hour: Decimal::ONE,
            at: at("2026-03-03T12:00:00Z"),
        });
        assert_eq!(apply(&mut service, &rate, 13, &book), Applied::Changed);
        assert_eq!(service.cost.per_hour, Decimal::ONE);
    }
}
