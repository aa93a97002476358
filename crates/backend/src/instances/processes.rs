//! Which process stands for each of this server's instances, so that what an older one tells is told apart from what
//! its successor does.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::records::ServiceRecord;
use crate::scaling::instance_name;

/// So many failed starts of every instance, and a service that was never ready has failed.
const MOST_FAILED_STARTS: u32 = 3;

/// A process that stands for an instance until nobody wants it or another one takes its place. One that ended by
/// itself and was started again is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// The account that pays.
    pub account: String,
    /// The service.
    pub service: String,
    /// The attempt of the service that it was started for (L5).
    pub attempt: u64,
    /// The number of the instance, from 1 on.
    pub instance: u32,
    /// Rises from process to process: of two for one instance the later one counts.
    pub sequence: u64,
}

impl Process {
    /// The name of its instance.
    #[must_use]
    pub fn instance_name(&self) -> String {
        instance_name(self.instance)
    }
}

/// The processes of this server. None of them outlives it, so nothing of this is stored.
#[derive(Debug, Default)]
pub struct Processes {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    newest: u64,
    /// By service and instance.
    standing: HashMap<(String, u32), Standing>,
    stopping: bool,
}

/// The process that stands for an instance.
#[derive(Debug)]
struct Standing {
    sequence: u64,
    failed_starts: u32,
}

impl Processes {
    /// A process is to be started for an instance; one that stood for it before does so no more.
    #[must_use]
    pub fn appoint(&self, service: &ServiceRecord, instance: u32) -> Process {
        let mut known = self.lock();
        known.newest += 1;
        let sequence = known.newest;
        let standing = Standing { sequence, failed_starts: 0 };
        known.standing.insert((service.id.clone(), instance), standing);
        Process {
            account: service.account.clone(),
            service: service.id.clone(),
            attempt: service.attempt,
            instance,
            sequence,
        }
    }

    /// It is told to end, or has ended for good: from now on it opens nothing.
    pub fn call_off(&self, process: &Process) {
        let mut known = self.lock();
        let key = (process.service.clone(), process.instance);
        if known.standing.get(&key).is_some_and(|standing| standing.sequence == process.sequence) {
            known.standing.remove(&key);
        }
    }

    /// The server is told to stop: from now on nothing becomes ready any more.
    pub fn stop(&self) {
        self.lock().stopping = true;
    }

    /// Whether it is the one that stands for its instance.
    #[must_use]
    pub fn stands(&self, process: &Process) -> bool {
        let known = self.lock();
        let standing = known.standing.get(&(process.service.clone(), process.instance));
        !known.stopping && standing.is_some_and(|standing| standing.sequence == process.sequence)
    }

    /// Notes that a start of it failed; whether that was one too many.
    #[must_use]
    pub fn start_failed(&self, process: &Process) -> bool {
        let mut known = self.lock();
        match known.standing.get_mut(&(process.service.clone(), process.instance)) {
            Some(standing) if standing.sequence == process.sequence => {
                standing.failed_starts = standing.failed_starts.saturating_add(1);
                standing.failed_starts >= MOST_FAILED_STARTS
            }
            _ => false,
        }
    }

    /// Whether each instance of a service up to a number had too many failed starts.
    pub(super) fn have_failed(&self, service: &str, instances: u32) -> bool {
        let known = self.lock();
        (1..=instances).all(|instance| {
            let standing = known.standing.get(&(service.to_owned(), instance));
            standing.is_some_and(|standing| standing.failed_starts >= MOST_FAILED_STARTS)
        })
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
