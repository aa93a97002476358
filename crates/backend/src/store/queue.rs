//! How jobs come to a store: who has one waits for a place, then for its answer, and never holds up a thread.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::{Finish, Keep, ReadJob, Store, StoreError, Transaction};
use crate::fault::Fault;

/// How many jobs of each kind may wait at the same time. Who has one to queue waits for a place without holding up
/// a thread.
#[derive(Debug, Clone)]
pub struct Room {
    writes: Arc<Semaphore>,
    reads: Arc<Semaphore>,
    reports: Arc<Semaphore>,
}

impl Room {
    /// Room for so many of each kind.
    #[must_use]
    pub fn new(writes: usize, reads: usize, reports: usize) -> Self {
        let of = |places| Arc::new(Semaphore::new(places));
        Self { writes: of(writes), reads: of(reads), reports: of(reports) }
    }
}

/// Writes in one transaction, and answers when it is durable.
pub async fn write<T: Send + 'static>(
    store: &dyn Store,
    work: impl FnOnce(&mut dyn Transaction) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let place = place(&store.room().writes).await?;
    let (answer, answered) = oneshot::channel();
    store.submit(Box::new(move |transaction| {
        let result = work(transaction);
        let keep = if result.is_ok() { Keep::Changes } else { Keep::Nothing };
        let finish: Finish = Box::new(move |stored| {
            drop(place);
            // With nobody waiting any more the work is done all the same.
            let _ = answer.send(result.and_then(|value| stored.map(|()| value).map_err(Fault::from)));
        });
        (keep, finish)
    }));
    answered.await.unwrap_or_else(|_| Err(Fault::Store(StoreError("the writer ended".to_owned()))))
}

/// Reads from one consistent state.
pub async fn read<T: Send + 'static>(
    store: &dyn Store,
    work: impl FnOnce(&mut dyn Transaction) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let (job, answered) = reading(place(&store.room().reads).await?, work);
    store.read(job);
    answered.await.unwrap_or_else(|_| Err(reader_ended()))
}

/// Reads much from one consistent state, beside those who read little.
pub async fn report<T: Send + 'static>(
    store: &dyn Store,
    work: impl FnOnce(&mut dyn Transaction) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let (job, answered) = reading(place(&store.room().reports).await?, work);
    store.report(job);
    answered.await.unwrap_or_else(|_| Err(reader_ended()))
}

async fn place(places: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Fault> {
    let place = Arc::clone(places).acquire_owned().await;
    place.map_err(|_| Fault::Store(StoreError("the store takes nothing any more".to_owned())))
}

/// A job that reads, and where its answer comes. A place is given back when the job is over.
fn reading<T: Send + 'static>(
    place: OwnedSemaphorePermit,
    work: impl FnOnce(&mut dyn Transaction) -> Result<T, Fault> + Send + 'static,
) -> (ReadJob, oneshot::Receiver<Result<T, Fault>>) {
    let (answer, answered) = oneshot::channel();
    let job: ReadJob = Box::new(move |transaction| {
        let _place = place;
        // Nobody waits any more: then there is nothing to read.
        if answer.is_closed() {
            return;
        }
        let result = match transaction {
            Ok(transaction) => work(transaction),
            Err(error) => Err(Fault::Store(error)),
        };
        let _ = answer.send(result);
    });
    (job, answered)
}

fn reader_ended() -> Fault {
    Fault::Store(StoreError("the reader ended".to_owned()))
}
