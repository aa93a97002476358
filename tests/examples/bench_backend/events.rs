//! Accepted, de-duplicated, durable events in a second, and how long an answer takes at half of that.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tiermeter_backend::operation::{earlier, later};
use tiermeter_backend::records::QuotaRecord;
use tiermeter_pricing::{Model, PriceBook};

use crate::client::Client;
use crate::feed::Feed;
use crate::figures::{Row, grouped, median, milliseconds, per_second, percentile};
use crate::server::{Database, Workplace};
use crate::{Measured, ROUNDS, bare_sqlite, load};

const WARM_UP: Duration = Duration::from_secs(1);
const MEASURED_TIME: Duration = Duration::from_secs(5);
/// What p99 stays below at half of the rate.
const LONGEST_P99: Duration = Duration::from_millis(50);
const SECONDS_PER_DAY: u64 = 24 * 3_600;

/// How events come.
struct Way {
    name: &'static str,
    events_in_a_request: u64,
    connections: usize,
    target_per_second: u64,
}

const WAYS: [Way; 2] = [
    Way { name: "in batches of 100", events_in_a_request: 100, connections: 4, target_per_second: 30_000 },
    Way { name: "one by one", events_in_a_request: 1, connections: 128, target_per_second: 5_000 },
];

/// What one round reached, on a database of its own.
struct Round {
    accepted_per_second: u64,
    p99_at_half_of_target: Duration,
    p99_at_half_of_reached: Duration,
}

/// Measures the bare SQLite, then both ways, of tokens whose order does not matter and of those whose does.
pub(crate) async fn measure(workplace: &Workplace) -> Measured<Vec<Row>> {
    let mut rows = bare_sqlite::measure(workplace)?;
    for way in &WAYS {
        for has_quota in [false, true] {
            let mut models = PriceBook::bundled().models().iter();
            let model = models.find(|model| model.free_quota.is_some() == has_quota);
            let model = model.ok_or("the price book has no model for every row")?;
            rows.extend(rows_of(workplace, way, model).await?);
        }
    }
    Ok(rows)
}

async fn rows_of(workplace: &Workplace, way: &Way, model: &Model) -> Measured<[Row; 3]> {
    let Way { name, connections, target_per_second, .. } = way;
    let quota = if model.free_quota.is_some() { "with free quota" } else { "without free quota" };
    let mut rounds = Vec::with_capacity(ROUNDS);
    for number in 1..=ROUNDS {
        let round = round(workplace, way, model).await?;
        let Round { accepted_per_second, p99_at_half_of_target, p99_at_half_of_reached } = &round;
        eprintln!(
            "events {name}, {quota}, {number} of {ROUNDS}: {}/s, p99 {} and {}",
            grouped(*accepted_per_second),
            milliseconds(*p99_at_half_of_target),
            milliseconds(*p99_at_half_of_reached),
        );
        rounds.push(round);
    }
    let reached = median(rounds.iter().map(|round| round.accepted_per_second).collect());
    let at_half_of_target = median(rounds.iter().map(|round| round.p99_at_half_of_target).collect());
    let at_half_of_reached = median(rounds.iter().map(|round| round.p99_at_half_of_reached).collect());
    let latency = |rate: String, p99: Duration| {
        let target = format!("< {} ms", LONGEST_P99.as_millis());
        let what = format!("events {name}, {quota}: p99 at {rate}");
        Row::with_target(what, milliseconds(p99), target, p99 < LONGEST_P99)
    };
    Ok([
        Row::with_target(
            format!("events {name} over {connections} connections, {quota}: accepted"),
            format!("{}/s", grouped(reached)),
            format!("{}/s", grouped(*target_per_second)),
            reached >= *target_per_second,
        ),
        latency(format!("{}/s, half of the target", grouped(target_per_second / 2)), at_half_of_target),
        latency(format!("{}/s, half of the reached", grouped(reached / 2)), at_half_of_reached),
    ])
}

async fn round(workplace: &Workplace, way: &Way, model: &Model) -> Measured<Round> {
    let database = Database::new(workplace)?;
    // Events of a day ago: within the window, and none is ahead of the clock.
    let first_at = earlier(database.account().created_at, SECONDS_PER_DAY);
    if let Some(offer) = &model.free_quota {
        let quota = QuotaRecord {
            model: model.id.clone(),
            tokens: offer.tokens,
            granted_at: first_at,
            expires_at: later(first_at, offer.valid_days * SECONDS_PER_DAY),
        };
        database.transact(|transaction| Ok(transaction.grant_quota(&database.account().id, &quota)?))?;
    }
    let service = database.default_service(&model.id)?;
    let feed = Arc::new(Feed::new(service, &model.id, first_at, way.events_in_a_request));
    let server = database.serve()?;
    let mut clients = Vec::with_capacity(way.connections);
    for _ in 0..way.connections {
        clients.push(Client::connect(server.address()).await?);
    }
    let clients = load::one_after_another(clients, &feed, WARM_UP).await?;
    let (before, started) = (feed.accepted(), Instant::now());
    let clients = load::one_after_another(clients, &feed, MEASURED_TIME).await?;
    let accepted_per_second = per_second(feed.accepted() - before, started.elapsed());
    let requests_at_half = |events_per_second: u64| (events_per_second / 2 / way.events_in_a_request).max(1);
    let rate = requests_at_half(way.target_per_second);
    let (clients, mut at_half_of_target) = load::at_a_rate(clients, &feed, rate, MEASURED_TIME).await?;
    let rate = requests_at_half(accepted_per_second);
    let (clients, mut at_half_of_reached) = load::at_a_rate(clients, &feed, rate, MEASURED_TIME).await?;
    drop(clients);
    // As `kill -9` does.
    drop(server);
    check(&database, &feed, model)?;
    Ok(Round {
        accepted_per_second,
        p99_at_half_of_target: percentile(&mut at_half_of_target, 99),
        p99_at_half_of_reached: percentile(&mut at_half_of_reached, 99),
    })
}

/// What was acknowledged is there once.
fn check(database: &Database, feed: &Feed, model: &Model) -> Measured<()> {
    let kept = database.count_token_records(&model.id)?;
    let (accepted, repeated) = (feed.accepted(), feed.repeated());
    if kept == accepted && repeated > 0 {
        return Ok(());
    }
    Err(format!("{accepted} events were accepted and {repeated} repeated, but {kept} are kept").into())
}
