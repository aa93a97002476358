//! The current bill of an account with a million runs in the month, some of them open.

use std::time::Duration;

use serde_json::Value;
use tiermeter_backend::metering::{month_of, month_start};
use tiermeter_backend::operation::earlier;
use tiermeter_backend::records::{RunRecord, ServiceRecord};
use tiermeter_pricing::{Instant, PriceBook, Usage};

use crate::Measured;
use crate::client::Client;
use crate::figures::{Row, grouped, median, milliseconds};
use crate::seed::{add_closed_run, add_run, add_tally, by_seconds, milliseconds_later, mixed, run, service};
use crate::server::{Database, Workplace};

const SERVICES: u64 = 200;
const INSTANCES_OF_A_SERVICE: u64 = 50;
const RUNS_OF_AN_INSTANCE: u64 = 100;
/// Two services with all their runs.
const SERVICES_IN_A_TRANSACTION: usize = 2;
const OPEN_RUNS: usize = 100;
const REQUESTS: usize = 20;
const WARM_UP_REQUESTS: usize = 2;
const LONGEST_MEDIAN: Duration = Duration::from_millis(100);
const HOUR_SECONDS: u64 = 3_600;
const NANOSECONDS_PER_MILLISECOND: i64 = 1_000_000;

/// Measures the median of a few requests.
pub(crate) async fn measure(workplace: &Workplace) -> Measured<Vec<Row>> {
    let database = Database::new(workplace)?;
    let started = std::time::Instant::now();
    fill(&database)?;
    eprintln!("bill: filled in {:.1?}", started.elapsed());
    let server = database.serve()?;
    let mut client = Client::connect(server.address()).await?;
    let mut durations = Vec::with_capacity(REQUESTS);
    for number in 0..WARM_UP_REQUESTS + REQUESTS {
        let started = std::time::Instant::now();
        let body = client.get("/api/v1/bills/current").await?;
        let taken = started.elapsed();
        let bill: Value = serde_json::from_slice(&body)?;
        let lines = bill.get("lines").and_then(Value::as_array).map_or(0, Vec::len);
        if u64::try_from(lines)? < SERVICES {
            return Err(format!("the bill has {lines} lines, fewer than services").into());
        }
        if number >= WARM_UP_REQUESTS {
            durations.push(taken);
        }
    }
    eprintln!("bill: {durations:.2?}");
    let median = median(durations);
    let runs = SERVICES * INSTANCES_OF_A_SERVICE * RUNS_OF_AN_INSTANCE;
    Ok(vec![Row::with_target(
        format!(
            "GET /bills/current, {} closed runs and {OPEN_RUNS} open ones: median of {REQUESTS} requests",
            grouped(runs)
        ),
        milliseconds(median),
        format!("< {} ms", LONGEST_MEDIAN.as_millis()),
        median < LONGEST_MEDIAN,
    )])
}

/// Adds services and runs, a part in each transaction.
fn fill(database: &Database) -> Measured<()> {
    let account = database.account();
    let book = PriceBook::bundled();
    let month_start = month_start(month_of(account.created_at, book), book);
    let numbers: Vec<u64> = (0..SERVICES).collect();
    for part in numbers.chunks(SERVICES_IN_A_TRANSACTION) {
        database.transact(|transaction| {
            let mut usage = Usage::new();
            for number in part {
                let service = service(account, *number, by_seconds(*number));
                transaction.insert_service(&service)?;
                for instance in 0..INSTANCES_OF_A_SERVICE {
                    let seed = number * INSTANCES_OF_A_SERVICE + instance;
                    for run in runs_of_instance(&service, instance, seed, month_start, account.created_at) {
                        add_closed_run(transaction, &mut usage, &run)?;
                    }
                }
            }
            add_tally(transaction, account, &usage)
        })?;
    }
    database.transact(|transaction| {
        let started_at = earlier(account.created_at, HOUR_SECONDS);
        for number in numbers.iter().take(OPEN_RUNS) {
            let service = service(account, *number, by_seconds(*number));
            add_run(transaction, &run(&service, "told-open".to_owned(), started_at, None))?;
        }
        Ok(())
    })
}

/// Runs that follow one another from the beginning of the month until now. Each has an equal share of that
/// time, begins in the first half of it, and takes up to half of it.
fn runs_of_instance(
    service: &ServiceRecord,
    instance: u64,
    seed: u64,
    from: Instant,
    to: Instant,
) -> impl Iterator<Item = RunRecord> {
    let length = (to.unix_nanoseconds() - from.unix_nanoseconds()) / NANOSECONDS_PER_MILLISECOND;
    let share_milliseconds = u64::try_from(length).unwrap_or_default() / RUNS_OF_AN_INSTANCE;
    let half_milliseconds = (share_milliseconds / 2).max(1);
    (0..RUNS_OF_AN_INSTANCE).map(move |number| {
        let random = mixed(seed * RUNS_OF_AN_INSTANCE + number);
        let (late, long) = ((random >> 32) % half_milliseconds, random % half_milliseconds);
        let started_at = milliseconds_later(from, number * share_milliseconds + late);
        let stopped_at = milliseconds_later(started_at, long);
        run(service, format!("told-{instance}"), started_at, Some(stopped_at))
    })
}
