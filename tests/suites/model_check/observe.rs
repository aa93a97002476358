//! What a step was, told from the states before and after it; what the backend thinks of it is not asked.

use tiermeter_service::{Activation, BillingMode, Status};

use super::model::{Action, BackendModel, News, Slot};
use super::money::seconds;
use super::state::{Ended, Mark, Marks, Moment, State, instant, moment};

/// The marks of a step.
pub(crate) fn observe(model: &BackendModel, before: &State, action: Action, after: &State) -> Marks {
    let mut marks = Marks::default();
    let mut mark = |mark: Mark, holds: bool| {
        if holds {
            marks.add(mark);
        }
    };
    if before.money.overdue && !after.money.overdue {
        let back = Back::of(model, before, after);
        mark(Mark::RunsAgain, back.runs);
        mark(Mark::OnlyOneBack, back.going == 1 && back.held == 1);
        mark(Mark::WrongOnesBack, back.wrong);
    }
    let mut bills = before.money.bills.iter().zip(&after.money.bills);
    mark(Mark::BillChanged, bills.any(|(was, is)| was.is_some() && was != is));
    mark(Mark::RunsMeet, runs_meet(before, after));
    match action {
        Action::Enable { service } => {
            let failed = before.services[service].life.activation() == Activation::Failed;
            mark(Mark::EnabledAfterFailure, failed && after.services[service].goes());
        }
        Action::Scale { .. } => mark(Mark::ScaledIn, open_runs(after) < open_runs(before)),
        Action::Report { slot, news } => {
            let process = before.services[slot.service].instances[slot.instance].process;
            let is_stale =
                process.is_some_and(|process| !before.services[slot.service].calls(slot.instance, process));
            mark(Mark::StaleReportTook, is_stale && has_changed(before, after, slot));
            mark(Mark::ReadyWhileDisabled, news == News::Ready && is_off_uncreated(before, slot));
            mark(Mark::ReadyLate, is_created_late(before, after, slot));
        }
        Action::LateReport { slot, news, .. } => {
            mark(Mark::StaleReportTook, has_changed(before, after, slot));
            mark(Mark::ReadyWhileDisabled, news == News::Ready && is_off_uncreated(before, slot));
        }
        Action::Restart => {
            mark(Mark::PaidWhileDead, is_paid_while_dead(before, after));
            mark(Mark::ClosedBelated, after.money.first_open_month > before.money.first_open_month);
        }
        Action::Tell { .. } => {
            mark(Mark::EventAfterClose, after.money.told.started && after.money.late_month.is_some());
        }
        Action::Disable { .. }
        | Action::Follow { .. }
        | Action::Tick
        | Action::Heartbeat
        | Action::Crash
        | Action::TopUp => {}
    }
    marks
}

/// What the end of overdue payment brought back.
#[derive(Default)]
struct Back {
    going: u32,
    held: u32,
    runs: bool,
    /// Something else than what overdue payment alone had stopped.
    wrong: bool,
}

impl Back {
    fn of(model: &BackendModel, before: &State, after: &State) -> Self {
        let mut back = Self::default();
        for (was, is) in before.services.iter().zip(&after.services).take(model.bounds.services) {
            back.wrong |= was.is_asked_for() != is.goes() || was.life.activation() != is.life.activation();
            back.runs |= is.life.status() == Status::Running;
            back.going += u32::from(is.goes());
            back.held += u32::from(is.life.status() == Status::Stopped);
        }
        back
    }
}

fn open_runs(state: &State) -> usize {
    state.instances().filter(|instance| instance.run.is_some()).count()
}

/// Whether a run began where another one of the instance was (P6).
fn runs_meet(before: &State, after: &State) -> bool {
    before.instances().zip(after.instances()).any(|(was, is)| {
        let begun = is.run.filter(|_| is.run != was.run);
        begun.is_some_and(|started| {
            [was.ended, is.ended].into_iter().flatten().any(|ended| meets(ended, started))
        })
    })
}

/// Whether an open run from `started` on meets one that is over; one of no length counts as its instant.
fn meets(ended: Ended, started: Moment) -> bool {
    ended.stopped > started || (ended.started == ended.stopped && ended.stopped >= started)
}

/// Whether a report changed the service or any of its runs.
fn has_changed(before: &State, after: &State, slot: Slot) -> bool {
    let (was, is) = (&before.services[slot.service], &after.services[slot.service]);
    was.life != is.life || was.instances.iter().zip(&is.instances).any(|(was, is)| was.run != is.run)
}

/// Whether the service was switched off before it was ever ready.
fn is_off_uncreated(before: &State, slot: Slot) -> bool {
    before.services[slot.service].life.activation() == Activation::Disabled { created: false }
}

/// Whether the service became ready after more than the five seconds of L7.
fn is_created_late(before: &State, after: &State, slot: Slot) -> bool {
    let (was, is) = (before.services[slot.service].life, after.services[slot.service].life);
    is.activation() == Activation::Enabled { created: true }
        && was.activation() != is.activation()
        && was.describe(BillingMode::PayAsYouGo, Some(instant(moment(before.now)))).late
}

/// Whether runs that a crash left open were counted for longer than the server lived.
fn is_paid_while_dead(before: &State, after: &State) -> bool {
    let died_at = moment(before.down_since.unwrap_or(before.now));
    let open = before.instances().filter_map(|instance| instance.run);
    let most: i32 = open.flat_map(|started| seconds(started, died_at.max(started))).sum();
    after.money.tally.iter().sum::<i32>() - before.money.tally.iter().sum::<i32>() > most
}
