//! Requests in flight of each service's instances, as their processes told them last.

use std::collections::BTreeMap;

/// What every process told last, for as long as it lives.
#[derive(Debug, Default)]
pub(super) struct Loads {
    newest: u64,
    /// By service and process.
    told: BTreeMap<(String, u64), u64>,
}

impl Loads {
    /// The number by which a process tells from its start to its end.
    pub(super) fn begin(&mut self) -> u64 {
        self.newest += 1;
        self.newest
    }

    /// A process has so many requests in flight.
    pub(super) fn tell(&mut self, service: &str, process: u64, requests: u64) {
        self.told.insert((service.to_owned(), process), requests);
    }

    /// A process ended; whether it had told of requests in flight, which are gone with it.
    pub(super) fn end(&mut self, service: &str, process: u64) -> bool {
        self.told.remove(&(service.to_owned(), process)).is_some_and(|requests| requests > 0)
    }

    /// What the processes of a service have in flight together.
    pub(super) fn of(&self, service: &str) -> u64 {
        let own = self.told.range((service.to_owned(), 0)..=(service.to_owned(), u64::MAX));
        own.fold(0, |sum, (_, requests)| sum.saturating_add(*requests))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_process_had_in_flight_ends_with_it() {
        let mut loads = Loads::default();
        let (first, second) = (loads.begin(), loads.begin());
        assert_eq!(loads.of("a"), 0);
        loads.tell("a", first, 5);
        loads.tell("a", second, 3);
        loads.tell("b", second, 100);
        assert_eq!(loads.of("a"), 8);
        loads.tell("a", first, 4);
        assert_eq!(loads.of("a"), 7);
        // The instance is started again, and tells nothing yet.
        assert!(loads.end("a", first));
        let third = loads.begin();
        assert_eq!(loads.of("a"), 3);
        loads.tell("a", third, 0);
        assert!(!loads.end("a", third), "nothing was in flight");
        assert!(!loads.end("a", first), "it ended before");
        assert_eq!((loads.of("a"), loads.of("b")), (3, 100));
    }
}
