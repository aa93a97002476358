//! A machine that sleeps, and wakes up hours later.

use std::collections::BTreeMap;

use tiermeter_backend::accounts;
use tiermeter_backend::instances::{Processes, Readiness, ready};
use tiermeter_backend::records::{Metering, Plan};
use tiermeter_backend::services::{NewService, create, enable};
use tiermeter_pricing::NANOSECONDS_PER_SECOND;
use tiermeter_service::{BillingMode, ServiceScaling};

use super::*;
use crate::clock::Reading;

/// A machine whose clocks have counted so many seconds.
fn machine(seconds: &Arc<AtomicI64>) -> Clock {
    const BEGINNING_NANOSECONDS: i64 = 1_772_532_000 * NANOSECONDS_PER_SECOND;
    let seconds = Arc::clone(seconds);
    Clock::reading(move || {
        let counted_nanoseconds = seconds.load(Ordering::Relaxed) * NANOSECONDS_PER_SECOND;
        Reading { wall_nanoseconds: BEGINNING_NANOSECONDS + counted_nanoseconds, counted_nanoseconds }
    })
}

/// An account that may owe one dollar, and its service with an instance that has just become ready.
fn serve(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
) -> Result<(String, String), Fault> {
    let mut account = accounts::create(transaction, operation, "tests")?;
    account.plan = Plan::Enterprise;
    account.allowlisted = true;
    account.credit_limit_minor = Some(100);
    transaction.update_account(&account)?;
    let scaling = ServiceScaling::Manual { instances: 1 };
    let new = NewService {
        name: "chat".to_owned(),
        model: operation.book.models()[0].id.clone(),
        metering: Metering::GpuSeconds { tier: "A".to_owned(), scaling },
        billing_mode: BillingMode::PayAsYouGo,
        labels: BTreeMap::new(),
    };
    let mut service = create(transaction, operation, &account, &Models::default(), new)?;
    enable(transaction, operation, &account, &mut service)?;
    let processes = Processes::default();
    let process = processes.appoint(&service, 1);
    let readiness = ready(transaction, operation, &processes, &process)?;
    assert!(matches!(readiness, Readiness::Serves { run: Some(_) }), "{readiness:?}");
    Ok((account.id, service.id))
}

#[tokio::test]
async fn what_a_machine_did_while_it_slept_costs_nothing() {
    let folder = std::env::temp_dir().join(format!("tiermeter-sleep-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let seconds = Arc::new(AtomicI64::new(0));
    let book = (PriceBook::bundled().clone(), PriceBook::bundled_json().to_owned());
    let (clock, database) = (machine(&seconds), folder.join("tiermeter.db"));
    let backend = Backend::open(&database, clock, book, Settings::default(), Models::default()).unwrap();
    let started_at = backend.now();
    let (account, service) = backend.operate(Actor::Owner, serve).await.unwrap();
    seconds.store(10, Ordering::Relaxed);
    let last_seen_at = backend.now();
    seconds.store(8 * 3_600, Ordering::Relaxed);
    let owner = account.clone();
    let looked = backend.look_for(&owner, move |transaction, operation| {
        let runs = transaction.runs_of_service(&service, i64::MAX, 10)?;
        let ends: Vec<_> = runs.iter().map(|run| (run.started_at, run.stopped_at)).collect();
        let account = transaction.account(&account)?.ok_or(Fault::NotFound)?;
        Ok((operation.now, ends, account.overdue_since))
    });
    let (now, runs, overdue_since) = looked.await.unwrap();
    let passed = now.unix_nanoseconds() - started_at.unix_nanoseconds();
    assert_eq!(passed, 8 * 3_600 * NANOSECONDS_PER_SECOND, "the server is on time");
    assert_eq!(runs, [(started_at, Some(last_seen_at))]);
    assert_eq!(overdue_since, None, "what was due meanwhile counts no more than that");
    drop(backend);
    std::fs::remove_dir_all(folder).unwrap();
}
