//! A page of services among 10,000.

use std::time::{Duration, Instant};

use serde_json::Value;
use tiermeter_backend::Fault;
use tiermeter_backend::operation::earlier;
use tiermeter_backend::records::{Account, Metering, ServiceRecord, TokenRecord};
use tiermeter_backend::store::Transaction;
use tiermeter_pricing::{TokenCount, Usage};

use crate::client::Client;
use crate::feed::SOURCE;
use crate::figures::{Row, grouped, median, milliseconds, percentile};
use crate::seed::{add_closed_run, add_tally, by_seconds, milliseconds_later, run, service};
use crate::server::{Database, Workplace};
use crate::{Measured, ROUNDS};

const SERVICES: u64 = 10_000;
const REQUESTS: usize = 500;
const WARM_UP_REQUESTS: usize = 20;
const LONGEST_P99: Duration = Duration::from_millis(20);
const FIRST_PAGE: &str = "/api/v1/services?limit=100";
const HOUR_SECONDS: u64 = 3_600;

/// Measures services that were never used, and services that each have usage, whose cost stands in the list.
pub(crate) async fn measure(workplace: &Workplace) -> Measured<Vec<Row>> {
    let mut rows = Vec::new();
    for used in [false, true] {
        let database = Database::new(workplace)?;
        fill(&database, used)?;
        let server = database.serve()?;
        let mut client = Client::connect(server.address()).await?;
        walk(&mut client, WARM_UP_REQUESTS).await?;
        let (mut p50s, mut p99s) = (Vec::new(), Vec::new());
        for number in 1..=ROUNDS {
            let mut durations = walk(&mut client, REQUESTS).await?;
            p50s.push(percentile(&mut durations, 50));
            p99s.push(percentile(&mut durations, 99));
            eprintln!("list, used {used}, {number} of {ROUNDS}: p50 {p50s:.2?}, p99 {p99s:.2?}");
        }
        let (p50, p99) = (median(p50s), median(p99s));
        let usage = if used { "each with usage" } else { "none used yet" };
        let what = format!("GET /services?limit=100 among {} services, {usage}", grouped(SERVICES));
        let target = format!("< {} ms", LONGEST_P99.as_millis());
        rows.push(Row::plain(format!("{what}: p50 of {REQUESTS} requests"), milliseconds(p50)));
        let what = format!("{what}: p99 of {REQUESTS} requests");
        rows.push(Row::with_target(what, milliseconds(p99), target, p99 < LONGEST_P99));
    }
    Ok(rows)
}

/// Every other service is metered by seconds, the others by tokens.
fn fill(database: &Database, used: bool) -> Measured<()> {
    let account = database.account();
    database.transact(|transaction| {
        let mut usage = Usage::new();
        for number in 0..SERVICES {
            let metering = if number.is_multiple_of(2) { Metering::Tokens } else { by_seconds(number) };
            let service = service(account, number, metering);
            transaction.insert_service(&service)?;
            if used {
                use_once(transaction, account, &mut usage, &service)?;
            }
        }
        add_tally(transaction, account, &usage)
    })
}

fn use_once(
    transaction: &mut dyn Transaction,
    account: &Account,
    usage: &mut Usage,
    service: &ServiceRecord,
) -> Result<(), Fault> {
    let at = earlier(account.created_at, HOUR_SECONDS);
    if matches!(service.metering, Metering::GpuSeconds { .. }) {
        let stopped_at = Some(milliseconds_later(at, 90_500));
        return add_closed_run(transaction, usage, &run(service, "told-1".to_owned(), at, stopped_at));
    }
    let record = TokenRecord {
        source: SOURCE.to_owned(),
        id: service.id.clone(),
        service: service.id.clone(),
        model: service.model.clone(),
        at,
        tokens: [1_000, 200, 300],
        reporter: None,
    };
    transaction.insert_tokens(&account.id, &record)?;
    let tokens = record.tokens.map(TokenCount);
    usage.push_tokens(&record.id, &record.service, &record.model, at, tokens)?;
    Ok(())
}

/// Reads page after page, from the first one again after the last; gives how long each took.
async fn walk(client: &mut Client, requests: usize) -> Measured<Vec<Duration>> {
    let mut durations = Vec::with_capacity(requests);
    let mut path = FIRST_PAGE.to_owned();
    for _ in 0..requests {
        let started = Instant::now();
        let body = client.get(&path).await?;
        durations.push(started.elapsed());
        let page: Value = serde_json::from_slice(&body)?;
        if page.get("data").and_then(Value::as_array).is_none_or(Vec::is_empty) {
            return Err(format!("{path} has no services").into());
        }
        path = match page.get("next_cursor").and_then(Value::as_str) {
            Some(cursor) => format!("{FIRST_PAGE}&cursor={cursor}"),
            None => FIRST_PAGE.to_owned(),
        };
    }
    Ok(durations)
}
