//! What the backend does around the core: commands, reports of instances, runs. The core itself is the real one.
//!
//! An instance is known by its attempt and by how often it was called off within it: only an instance that answers
//! the newest call is kept by the runner, and only its reports count.

use tiermeter_service::{Activation, Command, Status};

use super::model::{BackendModel, Mistake, News, Slot};
use super::state::{Ended, INSTANCES, Instance, Moment, Process, State, goes, instant, moment};

/// One transaction: what it changes, and the instant of everything that it does.
pub(crate) struct Transaction<'a> {
    pub(crate) model: &'a BackendModel,
    pub(crate) at: Moment,
    pub(crate) state: &'a mut State,
}

impl<'a> Transaction<'a> {
    /// A transaction at the present instant.
    pub(crate) fn new(model: &'a BackendModel, state: &'a mut State) -> Self {
        Self { model, at: moment(state.now), state }
    }

    pub(crate) fn makes(&self, mistake: Mistake) -> bool {
        self.model.mistake == Some(mistake)
    }

    pub(crate) fn instance(&mut self, slot: Slot) -> &mut Instance {
        &mut self.state.services[slot.service].instances[slot.instance]
    }

    /// A person switches a service on.
    pub(crate) fn enable(&mut self, service: usize) -> bool {
        let known = &self.state.services[service];
        let within = known.is_asked_for() || known.attempt < self.model.bounds.enables;
        within && self.command(service, Command::Enable)
    }

    /// Applies a command; false if the core refuses it.
    pub(crate) fn command(&mut self, service: usize, command: Command) -> bool {
        let known = &mut self.state.services[service];
        let before = known.life;
        let Ok(next) = before.apply(command, instant(self.at)) else {
            return false;
        };
        known.life = next;
        let starts = !goes(before.status()) && goes(next.status());
        let creates = command == Command::Enable
            && next.activation() == Activation::Enabled { created: false }
            && before.status() != next.status();
        if starts || creates {
            known.attempt += 1;
            for instance in &mut known.instances {
                instance.epoch = 0;
            }
        }
        let stops = before.status() == Status::Running && next.status() != Status::Running;
        let leaves_open = self.makes(Mistake::OverdueLeavesRunsOpen) && command == Command::AccountOverdue;
        if stops && !leaves_open {
            for instance in 0..INSTANCES {
                self.close_run(Slot { service, instance }, self.at);
            }
        }
        self.rescale(service);
        true
    }

    /// Ends the runs of instances that are not wanted, the newest first (S1).
    fn rescale(&mut self, service: usize) {
        let known = &self.state.services[service];
        if known.goes() {
            for instance in (known.wanted..INSTANCES).rev() {
                self.close_run(Slot { service, instance }, self.at);
            }
        }
    }

    /// A person sets how many instances a service has.
    pub(crate) fn scale(&mut self, service: usize, wanted: usize) {
        let known = &mut self.state.services[service];
        let before = known.to_start();
        known.wanted = wanted;
        self.rescale(service);
        let known = &mut self.state.services[service];
        let after = known.to_start();
        for instance in known.instances.iter_mut().take(before).skip(after) {
            instance.epoch += 1;
        }
    }

    /// The instance's process tells something.
    pub(crate) fn report(&mut self, slot: Slot, news: News) -> bool {
        let Some(process) = self.instance(slot).process else {
            return false;
        };
        match news {
            News::Ready if !process.serves => {
                let serves = self.ready(slot, process);
                // One that nobody wants any more ends.
                self.instance(slot).process = serves.then_some(Process { serves: true, ..process });
            }
            News::Ended if process.serves && self.state.exits < self.model.bounds.exits => {
                self.state.exits += 1;
                self.ended(slot, process);
                self.instance(slot).process = Some(Process { serves: false, ..process });
            }
            News::Failed if !process.serves => self.creation_failed(slot, process),
            News::Ready | News::Ended | News::Failed => return false,
        }
        true
    }

    /// A process that was called off tells something.
    pub(crate) fn late_report(&mut self, slot: Slot, process: Process, news: News) {
        match news {
            News::Ready => {
                self.ready(slot, process);
            }
            News::Ended => self.ended(slot, process),
            News::Failed => self.creation_failed(slot, process),
        }
    }

    /// An instance passed its health check; whether it serves.
    fn ready(&mut self, slot: Slot, process: Process) -> bool {
        let known = &self.state.services[slot.service];
        let counts = match self.model.mistake {
            Some(Mistake::ReportsOfAnyAttempt) => true,
            Some(Mistake::ReportsByAttempt) => known.attempt == process.attempt,
            _ => known.calls(slot.instance, process),
        };
        if !counts {
            return false;
        }
        if known.life.status() == Status::Creating {
            self.command(slot.service, Command::Created);
        }
        let known = &self.state.services[slot.service];
        if known.life.status() != Status::Running || slot.instance >= known.wanted {
            return false;
        }
        self.open_run(slot);
        true
    }

    /// An instance ended by itself.
    fn ended(&mut self, slot: Slot, process: Process) {
        let counts = self.state.services[slot.service].calls(slot.instance, process);
        if counts || self.makes(Mistake::EndOfAnyRun) {
            self.close_run(slot, self.at);
        }
    }

    /// The service could not be made ready.
    fn creation_failed(&mut self, slot: Slot, process: Process) {
        let known = &self.state.services[slot.service];
        if known.calls(slot.instance, process) && known.life.status() == Status::Creating {
            self.command(slot.service, Command::CreationFailed);
        }
    }

    /// Opens a run at the first instant from now on that no other run of the instance takes (P6).
    fn open_run(&mut self, slot: Slot) {
        let at = self.at;
        let tries = if self.makes(Mistake::TwoTries) { 2 } else { Moment::MAX - at };
        let any = self.makes(Mistake::RunsMayMeet);
        let instance = self.instance(slot);
        if instance.run.is_none() {
            let is_free = |start: &Moment| {
                any || instance.ended.is_none_or(|ended| ended.stopped <= *start && ended.started < *start)
            };
            instance.run = (at..at + tries).find(is_free);
        }
    }

    /// Closes the run of an instance, if it has one, and counts it.
    pub(crate) fn close_run(&mut self, slot: Slot, at: Moment) {
        let now = moment(self.state.now);
        let instance = self.instance(slot);
        let Some(started) = instance.run.take() else {
            return;
        };
        let stopped = at.max(started);
        // No later run begins before now.
        instance.ended = (stopped >= now).then_some(Ended { started, stopped });
        self.add_known(started, stopped);
    }

    /// The runner looks what is wanted: it ends processes that nobody wants, and starts those that are missing.
    pub(crate) fn follow(&mut self, service: usize) {
        let model = self.model;
        let known = &mut self.state.services[service];
        let wanted = known.to_start();
        for number in 0..INSTANCES {
            let kept = known.instances[number]
                .process
                .filter(|process| number < wanted && model.keeps(known, number, *process));
            let attempt = known.attempt;
            let instance = &mut known.instances[number];
            let started = Process { attempt, epoch: instance.epoch, serves: false };
            instance.process = kept.or_else(|| (number < wanted).then_some(started));
        }
    }
}
