//! The machine: its clock, its heartbeat, its end by `kill -9`, its next start.

use super::lifecycle::Transaction;
use super::model::{Mistake, Slot};
use super::state::{INSTANCES, moment};

impl Transaction<'_> {
    /// Time passes, and the clock's work is done. A tick is longer than the runner takes to follow what is wanted.
    pub(crate) fn tick(&mut self) -> bool {
        let is_up = self.state.down_since.is_none();
        if self.state.now >= self.model.bounds.last_tick || (is_up && !self.model.has_followed(self.state)) {
            return false;
        }
        let before = self.state.now;
        if is_up && self.beats() {
            self.state.alive_at = self.state.alive_at.max(before);
        }
        self.state.now += 1;
        self.at = moment(self.state.now);
        let now = self.at;
        for instance in self.state.services.iter_mut().flat_map(|service| &mut service.instances) {
            instance.ended = instance.ended.filter(|ended| ended.stopped >= now);
        }
        if is_up {
            self.catch_up(before);
        }
        true
    }

    /// Whether heartbeats matter: runs are open, and the server may be killed yet.
    fn beats(&self) -> bool {
        self.state.crashes < self.model.bounds.crashes && self.state.has_open_run()
    }

    /// The server notes that it is alive.
    pub(crate) fn heartbeat(&mut self) -> bool {
        let beats = self.beats();
        if beats {
            self.state.alive_at = self.state.now;
        }
        beats
    }

    /// The server is killed, and its instances with it.
    pub(crate) fn crash(&mut self) -> bool {
        if self.state.crashes >= self.model.bounds.crashes {
            return false;
        }
        self.state.crashes += 1;
        self.state.down_since = Some(self.state.now);
        for instance in self.state.services.iter_mut().flat_map(|service| &mut service.instances) {
            instance.process = None;
        }
        true
    }

    /// The server starts again: open runs end at the last heartbeat, before anything that became due is done.
    pub(crate) fn restart(&mut self) -> bool {
        let Some(down_since) = self.state.down_since.take() else {
            return false;
        };
        let alive_at = if self.makes(Mistake::PaidWhileDead) {
            self.at
        } else {
            moment(self.state.alive_at).min(self.at)
        };
        for service in 0..self.model.bounds.services {
            for instance in 0..INSTANCES {
                self.close_run(Slot { service, instance }, alive_at);
            }
        }
        self.catch_up(down_since);
        if self.state.crashes >= self.model.bounds.crashes {
            // Nobody asks for it any more.
            self.state.alive_at = 0;
        }
        true
    }
}
