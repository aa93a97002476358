//! A thousand clients of the stream while services change: whether each gets every change, and how late.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::BodyExt;
use hyper::Method;
use hyper::body::{Bytes, Incoming};
use tiermeter_backend::records::Metering;
use tokio::task::JoinSet;
use tokio::time::{sleep_until, timeout_at};

use crate::Measured;
use crate::client::Client;
use crate::figures::{Row, grouped, milliseconds, percentile};
use crate::seed::service;
use crate::server::{Database, Workplace};

const CLIENTS: usize = 1_000;
/// Each has a connection and a service of its own, so that a service's version numbers its changes.
const CHANGERS: u32 = 10;
const CHANGES_OF_A_CHANGER: u32 = 100;
const CHANGES: u32 = CHANGERS * CHANGES_OF_A_CHANGER;
const CHANGES_PER_SECOND: u32 = 100;
/// A service is made with version 1; its first change gives 2.
const FIRST_CHANGED_VERSION: u32 = 2;
/// Until the first change, so that every task runs by then.
const LEAD: Duration = Duration::from_millis(500);
/// What has not come so long after the last change was due does not come.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// Measures it once.
pub(crate) async fn measure(workplace: &Workplace) -> Measured<Vec<Row>> {
    let database = Database::new(workplace)?;
    let ids = fill(&database)?;
    let server = database.serve()?;
    let mut streams = Vec::with_capacity(CLIENTS);
    for _ in 0..CLIENTS {
        streams.push(Stream::open(Client::connect(server.address()).await?).await?);
    }
    let mut changers = Vec::with_capacity(ids.len());
    for id in &ids {
        changers.push((Client::connect(server.address()).await?, id.clone()));
    }
    let schedule = Arc::new(Schedule::new(Instant::now() + LEAD, ids));
    let mut watching = JoinSet::new();
    for stream in streams {
        watching.spawn(watch(stream, Arc::clone(&schedule)));
    }
    let mut changing = JoinSet::new();
    for (changer, (client, id)) in (0..CHANGERS).zip(changers) {
        changing.spawn(change(client, id, changer, Arc::clone(&schedule)));
    }
    while let Some(ended) = changing.join_next().await {
        ended??;
    }
    let changed_within = schedule.started.elapsed();
    eprintln!("stream: {} changes in {changed_within:.2?}", grouped(CHANGES));
    let mut delays = Vec::new();
    let mut complete = 0_u64;
    while let Some(ended) = watching.join_next().await {
        let of_client = ended?;
        complete += u64::from(of_client.len() == usize::try_from(CHANGES)?);
        delays.extend(of_client);
    }
    let (delivered, expected) = (u64::try_from(delays.len())?, u64::try_from(CLIENTS)? * u64::from(CHANGES));
    eprintln!("stream: {} of {CLIENTS} clients got every change", grouped(complete));
    let what = format!(
        "{} stream clients, {CHANGES_PER_SECOND} changes a second, {} of them in {changed_within:.1?}",
        grouped(u64::try_from(CLIENTS)?),
        grouped(CHANGES),
    );
    let late = |percent: usize, delays: &mut [Duration]| {
        let what = format!("{what}: p{percent} from when the change was due to be sent");
        Row::plain(what, milliseconds(percentile(delays, percent)))
    };
    Ok(vec![
        Row::with_target(
            format!("{what}: delivered"),
            format!("{} of {}", grouped(delivered), grouped(expected)),
            "all",
            delivered == expected,
        ),
        late(50, &mut delays),
        late(99, &mut delays),
    ])
}

fn fill(database: &Database) -> Measured<Vec<String>> {
    database.transact(|transaction| {
        (0..CHANGERS)
            .map(|number| {
                let service = service(database.account(), u64::from(number), Metering::Tokens);
                transaction.insert_service(&service)?;
                Ok(service.id)
            })
            .collect()
    })
}

/// When each change is due, and how it is known again.
struct Schedule {
    started: Instant,
    changers_by_service: HashMap<String, u32>,
}

impl Schedule {
    fn new(started: Instant, services: Vec<String>) -> Self {
        Self { started, changers_by_service: services.into_iter().zip(0..CHANGERS).collect() }
    }

    /// The changers take turns.
    const fn position(changer: u32, change: u32) -> u32 {
        change * CHANGERS + changer
    }

    fn due(&self, position: u32) -> Instant {
        self.started + Duration::from_secs(1) * position / CHANGES_PER_SECOND
    }

    /// The position of the change that a message tells, if it is one of ours.
    fn position_of(&self, message: &str) -> Option<u32> {
        let (_, service) = message.split_once(r#""service":""#)?;
        let changer = self.changers_by_service.get(service.split('"').next()?)?;
        let (_, version) = message.split_once(r#""version":"#)?;
        let version: u32 = version.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()?;
        let change = version.checked_sub(FIRST_CHANGED_VERSION)?;
        (change < CHANGES_OF_A_CHANGER).then_some(Self::position(*changer, change))
    }
}

/// Changes the labels of one service, again and again, each time when it is due.
async fn change(mut client: Client, service: String, changer: u32, schedule: Arc<Schedule>) -> Measured<()> {
    let path = format!("/api/v1/services/{service}");
    for change in 0..CHANGES_OF_A_CHANGER {
        sleep_until(schedule.due(Schedule::position(changer, change)).into()).await;
        let body = format!(r#"{{"labels":{{"change":"{change}"}}}}"#);
        client.ask(Method::PATCH, &path, Bytes::from(body)).await?;
    }
    Ok(())
}

/// A stream that is open; its connection is kept as long.
struct Stream {
    _client: Client,
    body: Incoming,
}

impl Stream {
    /// Opens it, and waits for the first words of the server: every change from then on is sent.
    async fn open(mut client: Client) -> Measured<Self> {
        let mut body = client.open("/api/v1/stream").await?;
        body.frame().await.ok_or("a stream ended at once")??;
        Ok(Self { _client: client, body })
    }
}

/// Reads a stream until every change has come, or none comes any more; gives how late each was.
async fn watch(mut stream: Stream, schedule: Arc<Schedule>) -> Vec<Duration> {
    let count = usize::try_from(CHANGES).unwrap_or_default();
    let mut seen = vec![false; count];
    let mut delays = Vec::with_capacity(count);
    let mut pending: Vec<u8> = Vec::new();
    let last = schedule.due(CHANGES) + LONGEST_WAIT;
    while delays.len() < count {
        let Ok(Some(Ok(frame))) = timeout_at(last.into(), stream.body.frame()).await else {
            break;
        };
        let received = Instant::now();
        let Ok(data) = frame.into_data() else {
            continue;
        };
        pending.extend_from_slice(&data);
        let Some(end) = pending.windows(2).rposition(|pair| pair == b"\n\n") else {
            continue;
        };
        let rest = pending.split_off(end + 2);
        let messages = std::mem::replace(&mut pending, rest);
        for message in String::from_utf8_lossy(&messages).split("\n\n") {
            let Some(position) = schedule.position_of(message) else {
                continue;
            };
            let place = usize::try_from(position).ok().and_then(|index| seen.get_mut(index));
            if let Some(seen) = place.filter(|seen| !**seen) {
                *seen = true;
                delays.push(received.saturating_duration_since(schedule.due(position)));
            }
        }
    }
    delays
}
