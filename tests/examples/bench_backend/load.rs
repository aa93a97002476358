//! When requests are sent: one after another, or at a fixed rate whatever the answers take.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use hyper::Method;
use tokio::task::JoinSet;
use tokio::time::sleep_until;

use crate::client::Client;
use crate::feed::Feed;
use crate::{Failure, Measured};

const NANOSECONDS_PER_SECOND: u64 = 1_000_000_000;

/// Sends for so long, on every connection the next request as soon as the last one is answered.
pub(crate) async fn one_after_another(
    clients: Vec<Client>,
    feed: &Arc<Feed>,
    length: Duration,
) -> Measured<Vec<Client>> {
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for mut client in clients {
        let feed = Arc::clone(feed);
        tasks.spawn(async move {
            while started.elapsed() < length {
                send(&mut client, &feed).await?;
            }
            Ok::<_, Failure>(client)
        });
    }
    let mut clients = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        clients.push(ended??);
    }
    Ok(clients)
}

/// Sends so many requests a second, each at its instant or, where no connection is free, as soon as one is.
/// Gives how long each took from the instant at which it was due: waiting for a connection counts.
pub(crate) async fn at_a_rate(
    clients: Vec<Client>,
    feed: &Arc<Feed>,
    requests_per_second: u64,
    length: Duration,
) -> Measured<(Vec<Client>, Vec<Duration>)> {
    let requests = requests_per_second * length.as_secs();
    let next = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for mut client in clients {
        let (feed, next) = (Arc::clone(feed), Arc::clone(&next));
        tasks.spawn(async move {
            let mut latencies = Vec::new();
            loop {
                let request = next.fetch_add(1, Ordering::Relaxed);
                if request >= requests {
                    return Ok::<_, Failure>((client, latencies));
                }
                let after = Duration::from_nanos(request * NANOSECONDS_PER_SECOND / requests_per_second);
                let due = started + after;
                sleep_until(due.into()).await;
                send(&mut client, &feed).await?;
                latencies.push(due.elapsed());
            }
        });
    }
    let (mut clients, mut latencies) = (Vec::new(), Vec::new());
    while let Some(ended) = tasks.join_next().await {
        let (client, of_client) = ended??;
        clients.push(client);
        latencies.extend(of_client);
    }
    Ok((clients, latencies))
}

async fn send(client: &mut Client, feed: &Feed) -> Measured<()> {
    let answer = client.ask(Method::POST, "/api/v1/events", feed.next_body()).await?;
    feed.note(&answer)
}
