//! The transitions: persons, instances, the clock, payments, events and `kill -9`, in any order.

use stateright::{Model, Property};
use tiermeter_service::Command;

use super::lifecycle::Transaction;
use super::observe::observe;
use super::properties::{always, sometimes};
use super::state::{Bounds, INSTANCES, Marks, Process, ServiceState, State, moment};

/// A run that begins after so many runs of the same instance at one instant is not looked at.
const MOST_RUNS_AT_ONCE: u16 = 2;

/// The backend with one account.
#[derive(Debug, Clone)]
pub(crate) struct BackendModel {
    pub(crate) bounds: Bounds,
    /// What it does wrong on purpose.
    pub(crate) mistake: Option<Mistake>,
    /// Which of the `sometimes` properties have to be reached within the bounds.
    pub(crate) reaches: &'static [&'static str],
}

/// What a backend could do wrong; the properties have to find each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// The runner keeps a process whose run ended by scaling, if the instance is wanted again when it looks.
    ScalingForgotten,
    /// An instance is known by its attempt only.
    ReportsByAttempt,
    /// Nobody asks which attempt a report is of.
    ReportsOfAnyAttempt,
    /// A report of an end closes the run of whoever has the instance's number now.
    EndOfAnyRun,
    /// A run begins now or with the clock's next step, or not at all.
    TwoTries,
    /// A run may begin where another one of the instance is.
    RunsMayMeet,
    /// A run that is told late, and is open, does not mark the closed months that it reaches into.
    OpenRunNotLate,
    /// Usage for a closed month is counted and never billed.
    LateUsageForgotten,
    /// Late usage changes the bill that was issued.
    BillRewritten,
    /// What a later bill gives back does not pay for an earlier one.
    CreditsPayNothing,
    /// A bill is taken from the customer and given to nobody.
    OneSidedPosting,
    /// Overdue payment stops services, but not their runs.
    OverdueLeavesRunsOpen,
    /// Replenishment starts what was disabled by hand.
    ReplenishedEnables,
    /// What a crash left open ends with the next start.
    PaidWhileDead,
}

/// An instance of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) service: usize,
    pub(crate) instance: usize,
}

/// What a process tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum News {
    /// It passed its health check.
    Ready,
    /// It ended by itself.
    Ended,
    /// The service could not be made ready.
    Failed,
}

impl News {
    const ALL: [Self; 3] = [Self::Ready, Self::Ended, Self::Failed];
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Enable {
        service: usize,
    },
    Disable {
        service: usize,
    },
    Scale {
        service: usize,
        wanted: usize,
    },
    /// The runner looks what is wanted.
    Follow {
        service: usize,
    },
    Report {
        slot: Slot,
        news: News,
    },
    /// A report of a process that was called off, whenever that was.
    LateReport {
        slot: Slot,
        process: Process,
        news: News,
    },
    Tick,
    Heartbeat,
    Crash,
    Restart,
    TopUp,
    Tell {
        starts: bool,
    },
}

impl Model for BackendModel {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State::first()]
    }

    fn actions(&self, state: &State, actions: &mut Vec<Action>) {
        if state.down_since.is_some() {
            actions.extend([Action::Tick, Action::Restart]);
            return;
        }
        for service in 0..self.bounds.services {
            self.actions_of(&state.services[service], service, actions);
        }
        actions.extend([Action::Tick, Action::Heartbeat, Action::Crash, Action::TopUp]);
        if self.bounds.tells {
            actions.extend([Action::Tell { starts: true }, Action::Tell { starts: false }]);
        }
    }

    fn next_state(&self, last: &State, action: Action) -> Option<State> {
        let mut next = last.clone();
        next.marks = Marks::default();
        if !self.act(&mut next, action) {
            return None;
        }
        next.marks = observe(self, last, action, &next);
        (next != *last).then_some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let reached = sometimes().into_iter().filter(|property| self.reaches.contains(&property.name));
        always().into_iter().chain(reached).collect()
    }

    fn within_boundary(&self, state: &State) -> bool {
        let latest = moment(state.now) + MOST_RUNS_AT_ONCE;
        state.services.iter().all(|service| service.attempt <= self.bounds.enables + 1)
            && state.instances().all(|instance| {
                instance.epoch <= self.bounds.scale_ins
                    && instance.run.is_none_or(|started| started <= latest)
            })
    }
}

impl BackendModel {
    /// What can happen to one service.
    fn actions_of(&self, known: &ServiceState, service: usize, actions: &mut Vec<Action>) {
        let most = self.bounds.instances[service];
        actions.extend([Action::Enable { service }, Action::Disable { service }, Action::Follow { service }]);
        actions.extend((0..=most).map(|wanted| Action::Scale { service, wanted }));
        for instance in 0..most {
            let slot = Slot { service, instance };
            actions.extend(News::ALL.map(|news| Action::Report { slot, news }));
            if self.bounds.late_reports {
                for process in called_off(known, instance, self.bounds.scale_ins) {
                    actions.extend(News::ALL.map(|news| Action::LateReport { slot, process, news }));
                }
            }
        }
    }

    /// Does what happens; false if it can't.
    fn act(&self, state: &mut State, action: Action) -> bool {
        let mut transaction = Transaction::new(self, state);
        match action {
            Action::Enable { service } => transaction.enable(service),
            Action::Disable { service } => transaction.command(service, Command::Disable),
            Action::Scale { service, wanted } => {
                transaction.scale(service, wanted);
                true
            }
            Action::Follow { service } => {
                transaction.follow(service);
                true
            }
            Action::Report { slot, news } => transaction.report(slot, news),
            Action::LateReport { slot, process, news } => {
                transaction.late_report(slot, process, news);
                true
            }
            Action::Tick => transaction.tick(),
            Action::Heartbeat => transaction.heartbeat(),
            Action::Crash => transaction.crash(),
            Action::Restart => transaction.restart(),
            Action::TopUp => transaction.top_up(),
            Action::Tell { starts } => transaction.tell(starts),
        }
    }

    /// Whether the runner keeps a process of an instance that is wanted.
    pub(crate) fn keeps(&self, known: &ServiceState, instance: usize, process: Process) -> bool {
        let forgets = self.mistake == Some(Mistake::ScalingForgotten);
        known.calls(instance, process) || (forgets && known.attempt == process.attempt)
    }

    /// Whether the runner has followed all that services want.
    pub(crate) fn has_followed(&self, state: &State) -> bool {
        state.services.iter().all(|known| self.is_settled(known))
    }

    /// Whether the processes of a service are those that it wants.
    pub(crate) fn is_settled(&self, known: &ServiceState) -> bool {
        let wanted = known.to_start();
        (0..INSTANCES).all(|number| match known.instances[number].process {
            Some(process) => number < wanted && self.keeps(known, number, process),
            None => number >= wanted,
        })
    }
}

/// The processes of an instance that were called off, as far as there can have been any.
fn called_off(known: &ServiceState, instance: usize, scale_ins: u8) -> impl Iterator<Item = Process> {
    let (attempt, epoch) = (known.attempt, known.instances[instance].epoch);
    // The newest one too, once the service is off and its process gone.
    let is_gone = known.instances[instance].process.is_none() && !known.goes();
    (1..=attempt)
        .flat_map(move |attempt| (0..=scale_ins).map(move |epoch| Process { attempt, epoch, serves: false }))
        .filter(move |process| {
            process.attempt < attempt || process.epoch < epoch || (process.epoch == epoch && is_gone)
        })
}
