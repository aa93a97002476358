//! The store in one file: what it keeps, what it refuses, and that the order of events does not matter.
#![expect(clippy::unwrap_used, reason = "what a test cannot do ends it")]

mod support {
    use std::collections::BTreeMap;
    use std::path::{Path, PathBuf};
    use std::sync::atomic::{AtomicU64, Ordering};

    use serde_json::value::RawValue;
    use tiermeter_backend::operation::{Actor, Operation, Settings};
    use tiermeter_backend::records::{Account, Metering, Plan};
    use tiermeter_backend::services::{KnownModels, NewService, create};
    use tiermeter_backend::store::Transaction;
    use tiermeter_backend::{Fault, accounts, events, sqlite};
    use tiermeter_pricing::{Instant, PriceBook};
    use tiermeter_service::{BillingMode, ServiceScaling};

    /// A database file of its own, removed at the end.
    pub(crate) struct Database(pub(crate) PathBuf);

    impl Database {
        pub(crate) fn new() -> Self {
            static COUNT: AtomicU64 = AtomicU64::new(0);
            let name =
                format!("tiermeter-store-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
            let folder = std::env::temp_dir().join(name);
            std::fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }

        pub(crate) fn path(&self) -> PathBuf {
            self.0.join("tiermeter.db")
        }
    }

    impl Drop for Database {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    /// An instant so many seconds after the tests' beginning.
    pub(crate) fn second(count: i64) -> Instant {
        Instant::from_unix_seconds(1_772_532_000 + count).unwrap()
    }

    /// Does an operation as of `now`.
    pub(crate) fn operate<T>(
        path: &Path,
        now: Instant,
        work: impl FnOnce(&mut dyn Transaction, &mut Operation<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        static COUNT: AtomicU64 = AtomicU64::new(1);
        let settings = Settings::default();
        let mut fresh = || u128::from(COUNT.fetch_add(1, Ordering::Relaxed)).to_be_bytes();
        sqlite::transact(path, |transaction| {
            let mut operation = Operation {
                now,
                book: PriceBook::bundled(),
                settings: &settings,
                fresh: &mut fresh,
                actor: Actor::Owner,
            };
            work(transaction, &mut operation)
        })
    }

    struct NoModels;
    impl KnownModels for NoModels {
        fn is_configured(&self, _: &str) -> bool {
            false
        }
    }

    /// An account that may use everything, and a service of it that is metered by seconds.
    pub(crate) fn account_with_service(path: &Path) -> (Account, String) {
        operate(path, second(0), |transaction, operation| {
            let mut account = accounts::create(transaction, operation, "tests")?;
            account.plan = Plan::Enterprise;
            account.allowlisted = true;
            transaction.update_account(&account)?;
            let new = NewService {
                name: "chat".to_owned(),
                model: PriceBook::bundled().models()[0].id.clone(),
                metering: Metering::GpuSeconds {
                    tier: "A".to_owned(),
                    scaling: ServiceScaling::Manual { instances: 1 },
                },
                billing_mode: BillingMode::PayAsYouGo,
                labels: BTreeMap::new(),
            };
            let service = create(transaction, operation, &account, &NoModels, new)?;
            Ok((account, service.id))
        })
        .unwrap()
    }

    /// An event that says that an instance started or stopped.
    pub(crate) fn run_event(id: usize, service: &str, starts: bool, at: Instant) -> Box<RawValue> {
        let kind = if starts { "started" } else { "stopped" };
        let event = serde_json::json!({
            "specversion": "1.0", "id": id.to_string(), "source": "tests", "time": at,
            "type": format!("tiermeter.run.{kind}.v1"),
            "data": { "service": service, "instance": "i-1", "tier": "A" },
        });
        RawValue::from_string(event.to_string()).unwrap()
    }

    pub(crate) fn take(path: &Path, account: &Account, now: Instant, events: &[Box<RawValue>]) {
        let events: Vec<events::ReadEvent> = events.iter().cloned().map(events::ReadEvent::of).collect();
        let results = operate(path, now, |transaction, operation| {
            events::take(transaction, operation, account, &events)
        })
        .unwrap();
        assert_eq!(results.len(), events.len());
    }
}

#[path = "store/accounts.rs"]
mod accounts;
#[path = "store/instances.rs"]
mod instances;

use std::sync::mpsc;

use proptest::prelude::*;
use support::{Database, account_with_service, operate, run_event, second, take};
use tiermeter_backend::operation::Actor;
use tiermeter_backend::records::RunRecord;
use tiermeter_backend::sqlite::SqliteStore;
use tiermeter_backend::store::{Finish, Keep, Store, Stored};
use tiermeter_backend::{ledger, verify};

fn run(account: &str, service: &str, from: i64, to: Option<i64>) -> RunRecord {
    RunRecord {
        sequence: 0,
        account: account.to_owned(),
        service: service.to_owned(),
        instance: "managed-1".to_owned(),
        tier: "A".to_owned(),
        started_at: second(from),
        stopped_at: to.map(second),
        managed: true,
    }
}

#[test]
fn runs_of_an_instance_never_overlap() {
    let database = Database::new();
    let (account, service) = account_with_service(&database.path());
    operate(&database.path(), second(1_000), |transaction, _| {
        let mut insert =
            |from, to| transaction.insert_run(&run(&account.id, &service, from, to)).unwrap().is_some();
        for (from, to, fits) in [
            (10, Some(20), true),
            (20, Some(30), true),
            (5, Some(10), true),
            (15, Some(16), false),
            (10, Some(11), false),
            (0, Some(6), false),
            (0, None, false),
            (29, Some(40), false),
            (50, Some(50), true),
            (50, Some(60), false),
            (51, None, true),
            (60, Some(61), false),
            (40, Some(51), false),
            (40, Some(50), true),
        ] {
            assert_eq!(insert(from, to), fits, "{from} to {to:?}");
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn what_is_written_for_ever_cannot_be_changed() {
    let database = Database::new();
    let (account, service) = account_with_service(&database.path());
    operate(&database.path(), second(1), |transaction, operation| {
        ledger::post_top_up(transaction, operation, &account, "top_1", 500)?;
        transaction.insert_event(&account.id, "tests", "e-1", b"content")?;
        transaction.insert_run(&run(&account.id, &service, 0, Some(1)))?;
        Ok(())
    })
    .unwrap();
    let connection = rusqlite::Connection::open(database.path()).unwrap();
    for statement in [
        "DELETE FROM transfers",
        "UPDATE transfers SET amount_minor = 1",
        "DELETE FROM events",
        "DELETE FROM runs",
        "UPDATE runs SET stopped_at = stopped_at + 1",
        "UPDATE runs SET tier = 'B'",
        "INSERT INTO events SELECT * FROM events",
        "INSERT INTO transfers SELECT NULL, account, at, kind, cause, debit, credit, amount_minor, currency, balance_minor, chain FROM transfers",
        "UPDATE accounts SET plan = 'free'",
    ] {
        assert!(connection.execute(statement, []).is_err(), "{statement}");
    }
}

#[test]
fn verify_finds_what_was_tampered_with() {
    let database = Database::new();
    let (account, service) = account_with_service(&database.path());
    operate(&database.path(), second(1), |transaction, operation| {
        ledger::post_top_up(transaction, operation, &account, "top_1", 500)?;
        ledger::post_top_up(transaction, operation, &account, "top_2", 700)
    })
    .unwrap();
    take(
        &database.path(),
        &account,
        second(100),
        &[run_event(1, &service, true, second(10)), run_event(2, &service, false, second(20))],
    );
    let faults = || {
        operate(&database.path(), second(200), |transaction, operation| {
            verify::verify(transaction, operation)
        })
        .unwrap()
        .faults
    };
    assert_eq!(faults(), Vec::<String>::new());
    let connection = rusqlite::Connection::open(database.path()).unwrap();
    for (spoil, mend) in [
        (
            "UPDATE accounts SET balance_minor = balance_minor + 1",
            "UPDATE accounts SET balance_minor = balance_minor - 1",
        ),
        ("UPDATE tallies SET units = '11'", "UPDATE tallies SET units = '10'"),
        (
            "UPDATE services SET life = replace(life, 'never', 'enabled')",
            "UPDATE services SET life = replace(life, 'enabled', 'never')",
        ),
    ] {
        connection.execute(spoil, []).unwrap();
        let found = std::panic::catch_unwind(faults);
        assert!(found.is_err() || found.is_ok_and(|faults| !faults.is_empty()), "{spoil}");
        connection.execute(mend, []).unwrap();
        assert_eq!(faults(), Vec::<String>::new(), "{mend}");
    }
    connection
        .execute_batch(
            "DROP TRIGGER transfers_are_fixed; UPDATE transfers SET amount_minor = 600 WHERE cause = 'top_1'",
        )
        .unwrap();
    assert!(faults().iter().any(|fault| fault.contains("chain")), "{:?}", faults());
}

#[test]
fn jobs_of_one_commit_stand_each_for_itself() {
    let database = Database::new();
    let (account, _) = account_with_service(&database.path());
    let store = SqliteStore::open(&database.path()).unwrap();
    let (sender, told) = mpsc::channel::<(usize, Stored<()>)>();
    for number in 0..100_usize {
        let (sender, account) = (sender.clone(), account.id.clone());
        store.submit(Box::new(move |transaction| {
            transaction.set_fact(&format!("fact {number}"), "there").unwrap();
            assert!(number % 10 != 7, "a job that panics");
            let keep = if number % 10 == 3 { Keep::Nothing } else { Keep::Changes };
            let _ = account;
            let finish: Finish = Box::new(move |stored| sender.send((number, stored)).unwrap());
            (keep, finish)
        }));
    }
    drop(sender);
    let finished: Vec<usize> = told.iter().map(|(number, stored)| stored.map(|()| number).unwrap()).collect();
    assert_eq!(finished.len(), 90, "all but those that panic are told");
    drop(store);
    operate(&database.path(), second(1), |transaction, operation| {
        assert_eq!(operation.actor, Actor::Owner);
        for number in 0..100_usize {
            let kept = transaction.fact(&format!("fact {number}"))?.is_some();
            assert_eq!(kept, !matches!(number % 10, 3 | 7), "{number}");
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_full_disk_refuses_whole_jobs_and_the_store_goes_on() {
    let database = Database::new();
    let (account, _) = account_with_service(&database.path());
    let store = SqliteStore::open(&database.path()).unwrap();
    let write = |limit_pages: Option<u32>, key: &'static str| {
        let (sender, told) = mpsc::channel::<Stored<()>>();
        let account = account.id.clone();
        store.submit(Box::new(move |transaction| {
            let full = transaction.limit_pages(limit_pages);
            let done = full.and_then(|()| transaction.set_fact(key, "first half")).and_then(|()| {
                let text = "x".repeat(1 << 20);
                transaction.insert_change(&account, second(1), "status", &text)
            });
            let keep = if done.is_ok() { Keep::Changes } else { Keep::Nothing };
            let finish: Finish = Box::new(move |stored| {
                let _ = sender.send(done.and(stored));
            });
            (keep, finish)
        }));
        told.recv().unwrap()
    };
    assert!(write(Some(1), "while full").is_err(), "no room is an error");
    assert!(write(None, "after").is_ok(), "there is room again");
    drop(store);
    operate(&database.path(), second(2), |transaction, operation| {
        assert_eq!(transaction.fact("while full")?, None);
        assert_eq!(transaction.fact("after")?.as_deref(), Some("first half"));
        assert_eq!(verify::verify(transaction, operation)?.faults, Vec::<String>::new());
        Ok(())
    })
    .unwrap();
}

/// The runs that a set of points means, told by a person: of each instance the points in the order of time, stops
/// before a start at the same instant.
fn expected_runs(points: &[(bool, i64)]) -> Vec<(i64, Option<i64>)> {
    let mut sorted = points.to_vec();
    sorted.sort_by_key(|(starts, at)| (*at, *starts));
    let mut runs: Vec<(i64, Option<i64>)> = Vec::new();
    let mut spare_stop = None;
    for (starts, at) in sorted {
        let open = runs.last().is_some_and(|(_, stop)| stop.is_none());
        match (starts, open) {
            (true, _) => {
                if let (true, Some(last)) = (open, runs.last_mut()) {
                    last.1 = Some(at);
                }
                runs.push((at, spare_stop.take().filter(|stop| *stop == at)));
            }
            (false, true) => {
                if let Some(last) = runs.last_mut() {
                    last.1 = Some(at);
                }
            }
            (false, false) => spare_stop = Some(at),
        }
    }
    runs
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn runs_follow_from_the_set_of_events_in_whatever_order(
        mut points in prop::collection::vec((any::<bool>(), 0_i64..12), 1..14),
        size in 1_usize..5,
    ) {
        // Two starts at one instant are refused; the first one counts.
        let mut starts = std::collections::BTreeSet::new();
        points.retain(|(is_start, at)| !is_start || starts.insert(*at));
        let database = Database::new();
        let (account, service) = account_with_service(&database.path());
        let events: Vec<_> = points
            .iter()
            .enumerate()
            .map(|(id, (starts, at))| run_event(id, &service, *starts, second(*at)))
            .collect();
        for batch in events.chunks(size) {
            take(&database.path(), &account, second(100), batch);
        }
        let report = operate(&database.path(), second(100), |transaction, operation| {
            let mut runs: Vec<_> = transaction
                .runs_of_service(&service, i64::MAX, 100)?
                .into_iter()
                .map(|run| (run.started_at, run.stopped_at))
                .collect();
            runs.sort();
            let expected: Vec<_> = expected_runs(&points)
                .into_iter()
                .map(|(start, stop)| (second(start), stop.map(second)))
                .collect();
            assert_eq!(runs, expected, "{points:?}");
            verify::verify(transaction, operation)
        })
        .unwrap();
        prop_assert_eq!(report.faults, Vec::<String>::new());
    }
}
