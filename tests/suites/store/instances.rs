//! The server's own instances: whose reports count, when a creation has failed, what their load is.

use serde_json::value::RawValue;
use tiermeter_backend::instances::{self, Process, Processes, Readiness};
use tiermeter_backend::operation::Operation;
use tiermeter_backend::records::{Account, ServiceRecord};
use tiermeter_backend::scaling::{InFlight, tell_load};
use tiermeter_backend::store::Transaction;
use tiermeter_backend::{Fault, events, services};
use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND};
use tiermeter_service::{AutomaticScaling, ServiceScaling, Status};

use crate::support::{Database, account_with_service, operate, second};

/// A database with a service that was switched on.
struct Enabled {
    database: Database,
    account: Account,
    service: ServiceRecord,
    processes: Processes,
}

impl Enabled {
    fn with(scaling: ServiceScaling) -> Self {
        let database = Database::new();
        let (account, id) = account_with_service(&database.path());
        let service = operate(&database.path(), second(1), |transaction, operation| {
            let mut service = services::find(transaction, &account.id, &id, None)?;
            services::set_scaling(transaction, operation, &mut service, scaling)?;
            services::enable(transaction, operation, &account, &mut service)?;
            Ok(service)
        });
        Self { database, account, service: service.unwrap(), processes: Processes::default() }
    }

    /// Does something at a second; the service after it.
    fn after(
        &self,
        at: i64,
        work: impl FnOnce(&mut dyn Transaction, &mut Operation<'_>) -> Result<(), Fault>,
    ) -> ServiceRecord {
        let done = operate(&self.database.path(), second(at), |transaction, operation| {
            work(transaction, operation)?;
            services::find(transaction, &self.account.id, &self.service.id, None)
        });
        done.unwrap()
    }

    /// A process becomes ready at a second; the number of its run, if it serves.
    fn ready(&self, at: i64, process: &Process) -> Option<i64> {
        let readiness = operate(&self.database.path(), second(at), |transaction, operation| {
            instances::ready(transaction, operation, &self.processes, process)
        });
        match readiness.unwrap() {
            Readiness::Serves { run } => run,
            Readiness::CalledOff => None,
        }
    }

    /// The process of a run ended at a second, and that is told at another one.
    fn exited(&self, process: &Process, run: i64, (at, told_at): (i64, i64)) {
        self.after(told_at, |transaction, operation| {
            instances::exited(transaction, operation, process, run, second(at))
        });
    }

    /// Every run in seconds, the oldest first.
    fn runs(&self) -> Vec<(i64, Option<i64>)> {
        let seconds =
            |at: Instant| (at.unix_nanoseconds() - second(0).unix_nanoseconds()) / NANOSECONDS_PER_SECOND;
        let runs = operate(&self.database.path(), second(1), |transaction, _| {
            Ok(transaction.runs_of_service(&self.service.id, i64::MAX, 100)?)
        });
        let runs = runs.unwrap();
        runs.iter().rev().map(|run| (seconds(run.started_at), run.stopped_at.map(seconds))).collect()
    }

    /// How many events and how many loads are kept.
    fn kept(&self) -> (i64, i64) {
        let connection = rusqlite::Connection::open(self.database.path()).unwrap();
        let sql = "SELECT (SELECT COUNT(*) FROM events), (SELECT COUNT(*) FROM load_reports)";
        connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
    }
}

fn manual(instances: u32) -> ServiceScaling {
    ServiceScaling::Manual { instances }
}

fn automatic() -> ServiceScaling {
    ServiceScaling::Automatic(AutomaticScaling {
        minimum: 1,
        maximum: 8,
        concurrency: 1,
        scale_in_after_seconds: 0,
        policies: Vec::new(),
    })
}

#[test]
fn what_an_older_process_tells_late_opens_nothing_and_closes_nothing() {
    let enabled = Enabled::with(manual(1));
    let old = enabled.processes.appoint(&enabled.service, 1);
    let new = enabled.processes.appoint(&enabled.service, 1);
    assert_eq!(enabled.ready(10, &old), None, "another one has taken its place");
    let run = enabled.ready(11, &new).unwrap();
    assert_eq!(enabled.ready(12, &old), None);
    enabled.exited(&old, run + 1, (13, 13));
    assert_eq!(enabled.runs(), [(11, None)]);
    // The end of one that served can't be told in time, and the next one is ready already.
    let newest = enabled.processes.appoint(&enabled.service, 1);
    let newest_run = enabled.ready(20, &newest).unwrap();
    assert_eq!(enabled.runs(), [(11, Some(20)), (20, None)]);
    enabled.exited(&new, run, (19, 21));
    assert_eq!(enabled.runs(), [(11, Some(20)), (20, None)]);
    // One that ended is paid for until then, not until it could be told.
    enabled.exited(&newest, newest_run, (25, 40));
    assert_eq!(enabled.runs(), [(11, Some(20)), (20, Some(25))]);
}

#[test]
fn a_process_that_was_called_off_opens_nothing() {
    let enabled = Enabled::with(manual(2));
    let [one, two] = [1, 2].map(|instance| enabled.processes.appoint(&enabled.service, instance));
    enabled.processes.call_off(&two);
    assert_eq!(enabled.ready(10, &two), None);
    assert!(enabled.ready(11, &one).is_some());
    let again = enabled.processes.appoint(&enabled.service, 2);
    // What comes late for the first one does not concern the second.
    enabled.processes.call_off(&two);
    assert!(enabled.ready(12, &again).is_some());
    enabled.after(20, |transaction, operation| {
        let mut service = services::find(transaction, &enabled.account.id, &enabled.service.id, None)?;
        services::disable(transaction, operation, &mut service)?;
        services::enable(transaction, operation, &enabled.account, &mut service)
    });
    assert_eq!(enabled.ready(21, &one), None, "it was started for an earlier attempt");
    assert_eq!(enabled.runs(), [(11, Some(20)), (12, Some(20))]);
}

#[test]
fn nothing_becomes_ready_once_the_server_is_told_to_stop() {
    let enabled = Enabled::with(manual(2));
    let [one, two] = [1, 2].map(|instance| enabled.processes.appoint(&enabled.service, instance));
    assert!(enabled.ready(10, &one).is_some());
    enabled.processes.stop();
    enabled.after(20, |transaction, operation| instances::stop_all(transaction, operation));
    assert_eq!(enabled.ready(21, &two), None);
    assert_eq!(enabled.runs(), [(10, Some(20))], "nobody would end another one");
}

#[test]
fn a_creation_has_failed_when_no_instance_can_become_ready() {
    let enabled = Enabled::with(manual(2));
    let [one, two] = [1, 2].map(|instance| enabled.processes.appoint(&enabled.service, instance));
    let fails = |at: i64, process: &Process| {
        let too_often = enabled.processes.start_failed(process);
        let service = enabled.after(at, |transaction, operation| {
            instances::creation_failed(transaction, operation, &enabled.processes, process, "it broke")
        });
        (too_often, service.life.status())
    };
    for (at, process, expected) in [
        (10, &one, (false, Status::Creating)),
        (11, &one, (false, Status::Creating)),
        (12, &one, (true, Status::Creating)),
        (13, &one, (true, Status::Creating)),
        (14, &two, (false, Status::Creating)),
        (15, &two, (false, Status::Creating)),
        (16, &two, (true, Status::Stopped)),
    ] {
        assert_eq!(fails(at, process), expected, "{at}");
    }
    let enabled = Enabled::with(manual(2));
    let [one, two] = [1, 2].map(|instance| enabled.processes.appoint(&enabled.service, instance));
    assert!(enabled.ready(10, &two).is_some());
    for at in 11..15 {
        let _ = enabled.processes.start_failed(&one);
        let service = enabled.after(at, |transaction, operation| {
            instances::creation_failed(transaction, operation, &enabled.processes, &one, "it broke")
        });
        assert_eq!(service.life.status(), Status::Running, "{at}");
    }
}

#[test]
fn a_time_out_of_sight_ends_just_the_runs_from_before_it() {
    let enabled = Enabled::with(manual(2));
    let [one, two] = [1, 2].map(|instance| enabled.processes.appoint(&enabled.service, instance));
    assert!(enabled.ready(10, &one).is_some());
    assert!(enabled.ready(500, &two).is_some());
    for _ in 0..2 {
        enabled.after(600, |transaction, operation| {
            instances::lost_sight(transaction, operation, second(20)).map(|_| ())
        });
        assert_eq!(enabled.runs(), [(10, Some(20)), (500, None)]);
    }
}

#[test]
fn loads_of_our_own_are_kept_for_as_long_as_scaling_remembers_them() {
    let enabled = Enabled::with(automatic());
    let service = enabled.after(10, |transaction, operation| {
        for told in 0..1_000 {
            operation.now = second(10 + told);
            let load = InFlight::Changed(u64::try_from(told % 8).unwrap());
            tell_load(transaction, operation, &enabled.account.id, &enabled.service.id, load)?;
        }
        Ok(())
    });
    assert_eq!((service.wanted, enabled.kept()), (7, (0, 1)));
    let enabled = Enabled::with(manual(3));
    let service = enabled.after(10, |transaction, operation| {
        tell_load(transaction, operation, &enabled.account.id, &enabled.service.id, InFlight::Changed(5))
    });
    assert_eq!((service.wanted, enabled.kept()), (3, (0, 0)), "nobody scales by it");
}

#[test]
fn loads_of_instances_that_ended_do_not_count() {
    let enabled = Enabled::with(automatic());
    let own = |at: i64, load: InFlight| {
        let service = enabled.after(at, |transaction, operation| {
            tell_load(transaction, operation, &enabled.account.id, &enabled.service.id, load)
        });
        service.wanted
    };
    let elsewhere = |at: i64, requests: u64| {
        let event = serde_json::json!({
            "specversion": "1.0", "id": at.to_string(), "source": "tests", "time": second(at),
            "type": "tiermeter.service.load.v1",
            "data": { "service": enabled.service.id, "requests_in_flight": requests },
        });
        let event = RawValue::from_string(event.to_string()).unwrap();
        let service = enabled.after(at, |transaction, operation| {
            let results =
                events::take(transaction, operation, &enabled.account, &[events::ReadEvent::of(event)])?;
            assert_eq!(results[0].outcome, events::Outcome::Accepted);
            Ok(())
        });
        service.wanted
    };
    let restarted = |at: i64| {
        let service = enabled
            .after(at, |transaction, operation| instances::recover(transaction, operation).map(|_| ()));
        service.wanted
    };
    assert_eq!(own(10, InFlight::Changed(5)), 5);
    assert_eq!(own(20, InFlight::Left(2)), 2);
    assert_eq!(own(25, InFlight::Left(0)), 1);
    assert_eq!(own(26, InFlight::Changed(4)), 4);
    assert_eq!(elsewhere(30, 6), 6, "who tells last counts");
    assert_eq!(own(40, InFlight::Left(0)), 6, "that was not the instance's");
    assert_eq!(restarted(50), 6, "who told that may live on");
    assert_eq!(own(60, InFlight::Changed(3)), 3);
    assert_eq!(restarted(70), 1, "the server's instances ended with it");
}
