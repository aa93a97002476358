//! What always holds, and what has to be reached sometimes, so that the rest says something.

use stateright::Property;
use tiermeter_service::{Activation, BillingMode, Reason, Status};

use super::model::BackendModel;
use super::money::TOP_UP;
use super::state::{MONTHS, Mark, ServiceState, State, instant, moment};

pub(crate) const OPEN_ONLY_WHILE_RUNNING: &str = "a run is open only while its service is running";
pub(crate) const NONE_WHILE_DISABLED: &str = "a disabled service has no open run";
pub(crate) const RUNS_APART: &str = "no two runs of an instance overlap";
pub(crate) const SERVES_WITH_ITS_RUN: &str = "an instance has an open run exactly while it serves";
pub(crate) const STALE_REPORTS: &str = "a report of a call that is over changes nothing";
pub(crate) const BILLED_ONCE: &str = "each second is in exactly one bill or adjustment";
pub(crate) const BILLS_STAY: &str = "a closed bill does not change";
pub(crate) const LEDGER_BALANCES: &str = "the ledger sums to zero";
pub(crate) const OVERDUE_BY_LEDGER: &str = "overdue is exactly what the ledger says";
pub(crate) const OWES_NOTHING: &str = "who owes nothing is not overdue";
pub(crate) const BRINGS_BACK: &str = "the end of overdue payment brings back just what nothing else stopped";
pub(crate) const DEAD_TIME: &str = "nobody pays for the time when the server was dead";
pub(crate) const DESCRIBED: &str = "the status is what L1 says of what is known";

pub(crate) const RUNS_AGAIN: &str = "running after overdue";
pub(crate) const BOTH_REASONS: &str = "stopped by disabled and overdue together";
pub(crate) const READY_WHILE_DISABLED: &str = "disabled while creating, then ready too late";
pub(crate) const READY_LATE: &str = "creating is late, then ready";
pub(crate) const EVENT_AFTER_CLOSE: &str = "an event after the close of its month";
pub(crate) const CRASH_WITH_RUN: &str = "a crash with an open run";
pub(crate) const CLOSED_BELATED: &str = "a month closes after its time, for the server was dead";
pub(crate) const SCALED_IN: &str = "scaled to less than what runs";
pub(crate) const ENABLED_AFTER_FAILURE: &str = "enabled again after a failed creation";
pub(crate) const ONLY_ONE_BACK: &str = "of two services only one comes back";
pub(crate) const ADJUSTED_UP: &str = "a bill adds to an earlier month";
pub(crate) const ADJUSTED_DOWN: &str = "a bill takes from an earlier month";
pub(crate) const CREDIT: &str = "a bill gives back more than it bills";

type Rule = Property<BackendModel>;

/// What always holds.
pub(crate) fn always() -> Vec<Rule> {
    vec![
        Rule::always(OPEN_ONLY_WHILE_RUNNING, |_, state| {
            services_with_runs(state).all(|service| service.life.status() == Status::Running)
        }),
        Rule::always(NONE_WHILE_DISABLED, |_, state| {
            services_with_runs(state)
                .all(|service| !matches!(service.life.activation(), Activation::Disabled { .. }))
        }),
        Rule::always(RUNS_APART, |_, state| !state.marks.has(Mark::RunsMeet)),
        Rule::always(SERVES_WITH_ITS_RUN, serves_with_its_run),
        Rule::always(STALE_REPORTS, |_, state| !state.marks.has(Mark::StaleReportTook)),
        Rule::always(BILLED_ONCE, is_billed_once),
        Rule::always(BILLS_STAY, |_, state| !state.marks.has(Mark::BillChanged)),
        Rule::always(LEDGER_BALANCES, ledger_balances),
        Rule::always(OVERDUE_BY_LEDGER, is_overdue_by_ledger),
        Rule::always(OWES_NOTHING, |_, state| state.money.ledger.customer < 0 || !state.money.overdue),
        Rule::always(BRINGS_BACK, |_, state| !state.marks.has(Mark::WrongOnesBack)),
        Rule::always(DEAD_TIME, |_, state| !state.marks.has(Mark::PaidWhileDead)),
        Rule::always(DESCRIBED, |_, state| state.services.iter().all(|service| is_described(state, service))),
    ]
}

/// What is reached sometimes.
pub(crate) fn sometimes() -> Vec<Rule> {
    vec![
        Rule::sometimes(RUNS_AGAIN, |_, state| state.marks.has(Mark::RunsAgain)),
        Rule::sometimes(BOTH_REASONS, |_, state| {
            state.services.iter().any(|service| {
                service.life.overdue() && matches!(service.life.activation(), Activation::Disabled { .. })
            })
        }),
        Rule::sometimes(READY_WHILE_DISABLED, |_, state| state.marks.has(Mark::ReadyWhileDisabled)),
        Rule::sometimes(READY_LATE, |_, state| state.marks.has(Mark::ReadyLate)),
        Rule::sometimes(EVENT_AFTER_CLOSE, |_, state| state.marks.has(Mark::EventAfterClose)),
        Rule::sometimes(CRASH_WITH_RUN, |_, state| state.down_since.is_some() && state.has_open_run()),
        Rule::sometimes(CLOSED_BELATED, |_, state| state.marks.has(Mark::ClosedBelated)),
        Rule::sometimes(SCALED_IN, |_, state| state.marks.has(Mark::ScaledIn)),
        Rule::sometimes(ENABLED_AFTER_FAILURE, |_, state| state.marks.has(Mark::EnabledAfterFailure)),
        Rule::sometimes(ONLY_ONE_BACK, |_, state| state.marks.has(Mark::OnlyOneBack)),
        Rule::sometimes(ADJUSTED_UP, |_, state| adjustments(state).any(|seconds| seconds > 0)),
        Rule::sometimes(ADJUSTED_DOWN, |_, state| adjustments(state).any(|seconds| seconds < 0)),
        Rule::sometimes(CREDIT, |_, state| state.money.bills.iter().flatten().any(|bill| bill.payable < 0)),
    ]
}

fn services_with_runs(state: &State) -> impl Iterator<Item = &ServiceState> {
    let has_run = |service: &&ServiceState| service.instances.iter().any(|instance| instance.run.is_some());
    state.services.iter().filter(has_run)
}

/// What bills add to months before their own.
fn adjustments(state: &State) -> impl Iterator<Item = i32> {
    let bills = state.money.bills.iter().flatten();
    bills.flat_map(|bill| bill.billed.iter().take(bill.month).copied())
}

/// L10: no run without a process that serves; and none that serves without its run, once the runner has followed
/// what is wanted.
fn serves_with_its_run(model: &BackendModel, state: &State) -> bool {
    state.down_since.is_some()
        || state.services.iter().all(|service| {
            let is_settled = model.is_settled(service);
            service.instances.iter().all(|instance| {
                let serves = instance.process.is_some_and(|process| process.serves);
                let has_run = instance.run.is_some();
                serves == has_run || (serves && !is_settled)
            })
        })
}

/// What was used, month by month, is what is billed and what is on the open bill.
fn is_billed_once(_: &BackendModel, state: &State) -> bool {
    let now = moment(state.now);
    let (open, draft) = (state.open_seconds(now), state.draft(now));
    (0..MONTHS)
        .all(|month| state.money.tally[month] + open[month] == state.money.billed(month) + draft[month])
}

fn ledger_balances(_: &BackendModel, state: &State) -> bool {
    let money = &state.money;
    let billed: i32 = money.bills.iter().flatten().map(|bill| bill.payable).sum();
    let ledger = money.ledger;
    ledger.payments + ledger.customer + ledger.revenue == 0
        && ledger.customer == i32::from(money.top_ups) * TOP_UP - billed
}

/// SPEC 9: an issued bill that is not covered after its due instant; the oldest is paid first. Every service knows.
fn is_overdue_by_ledger(model: &BackendModel, state: &State) -> bool {
    if state.down_since.is_some() {
        return true;
    }
    let bills = || state.money.bills.iter().flatten();
    let funds = state.money.paid() - bills().map(|bill| bill.payable.min(0)).sum::<i32>();
    let unpaid = bills().any(|bill| {
        let so_far: i32 =
            bills().filter(|other| other.month <= bill.month).map(|other| other.payable.max(0)).sum();
        bill.payable > 0 && bill.due_at <= moment(state.now) && so_far > funds
    });
    let mut services = state.services.iter().take(model.bounds.services);
    state.money.overdue == unpaid && services.all(|service| service.life.overdue() == unpaid)
}

/// L1, L7 and L9, once more.
fn is_described(state: &State, service: &ServiceState) -> bool {
    let (life, now) = (service.life, instant(moment(state.now)));
    let said = life.describe(BillingMode::PayAsYouGo, Some(now));
    let (held, created) = match life.activation() {
        Activation::Never => return said.status == Status::NotEnabled && said.reasons.is_empty(),
        Activation::Enabled { created } => (None, created),
        Activation::Disabled { created } => (Some(Reason::Disabled), created),
        Activation::Failed => (Some(Reason::CreationFailed), false),
    };
    let mut reasons: Vec<Reason> = held.into_iter().collect();
    if life.overdue() {
        reasons.push(Reason::Overdue);
    }
    let status = match (reasons.is_empty(), created) {
        (false, _) => Status::Stopped,
        (true, true) => Status::Running,
        (true, false) => Status::Creating,
    };
    let waited = life.since().map_or(0, |since| now.unix_nanoseconds() - since.unix_nanoseconds());
    let mode = if held.is_none() { BillingMode::PayAsYouGo } else { BillingMode::None };
    said.status == status
        && said.reasons == reasons
        && said.since == life.since()
        && said.billing_mode == mode
        && said.late == (status == Status::Creating && waited > 5_000_000_000)
}
