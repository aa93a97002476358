//! The backend as the server holds it: store, clock, prices, and the one way in which operations are done.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tiermeter_backend::operation::{Actor, Operation, Settings};
use tiermeter_backend::records::{Change, Credential};
use tiermeter_backend::sqlite::SqliteStore;
use tiermeter_backend::store::{self, SharedStore, StoreError, Transaction};
use tiermeter_backend::{Fault, due};
use tiermeter_pricing::{Instant, PriceBook};
use tokio::sync::{broadcast, watch};

use crate::clock::Clock;
use crate::models::Models;

/// Who watches may be so many changes behind before reading them from the store.
const CHANGES_WAITING: usize = 4_096;
const CHANGES_AT_ONCE: u32 = 1_000;
/// How often the clock's work is looked for; what is due is done as of its own instant.
const CLOCK_PERIOD: Duration = Duration::from_millis(100);

/// The backend.
pub(crate) struct Backend {
    store: SharedStore,
    parts: Arc<Parts>,
    /// Every change as it becomes durable, read once for all who watch.
    changes: broadcast::Sender<Arc<Change>>,
    /// Credentials by the hash of their secret, so that a request need not ask the store.
    pub(crate) credentials: Mutex<HashMap<Vec<u8>, Credential>>,
}

/// What operations need, on whatever thread.
pub(crate) struct Parts {
    pub(crate) clock: Clock,
    pub(crate) book: PriceBook,
    /// The same as it was read.
    pub(crate) book_json: String,
    pub(crate) settings: Settings,
    pub(crate) models: Models,
    /// When the next work of the clock is due, in nanoseconds, as it was known last.
    next_due: AtomicI64,
}

impl Parts {
    fn operation<'a>(&'a self, fresh: &'a mut dyn FnMut() -> [u8; 16], actor: Actor) -> Operation<'a> {
        Operation { now: self.clock.now(), book: &self.book, settings: &self.settings, fresh, actor }
    }
}

/// Sixteen bytes of the system's randomness. Without them no id may be given.
pub(crate) fn fresh() -> [u8; 16] {
    let mut bytes = [0; 16];
    if let Err(error) = getrandom::fill(&mut bytes) {
        tracing::error!(%error, "the system gives no randomness");
        std::process::abort();
    }
    bytes
}

impl Backend {
    /// Opens the store and says what everything else is.
    pub(crate) fn open(
        database: &Path,
        clock: Clock,
        (book, book_json): (PriceBook, String),
        settings: Settings,
        models: Models,
    ) -> Result<Self, StoreError> {
        let store: SharedStore = Arc::new(SqliteStore::open(database)?);
        let parts = Parts { clock, book, book_json, settings, models, next_due: AtomicI64::new(i64::MAX) };
        Ok(Self {
            store,
            parts: Arc::new(parts),
            changes: broadcast::channel(CHANGES_WAITING).0,
            credentials: Mutex::default(),
        })
    }

    /// Clock, prices, settings.
    pub(crate) fn parts(&self) -> &Arc<Parts> {
        &self.parts
    }

    /// The present instant.
    pub(crate) fn now(&self) -> Instant {
        self.parts.clock.now()
    }

    /// The number of the newest change, as it grows.
    pub(crate) fn newest_change(&self) -> watch::Receiver<i64> {
        self.store.newest_change()
    }

    /// Does an operation in one transaction, after whatever was due by then, and answers when it is durable. It is
    /// done whole even if nobody waits any more.
    pub(crate) async fn operate<T: Send + 'static>(
        &self,
        actor: Actor,
        work: impl FnOnce(&mut dyn Transaction, &mut Operation<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let parts = Arc::clone(&self.parts);
        store::write(&*self.store, move |transaction| {
            let mut fresh = fresh;
            let mut operation = parts.operation(&mut fresh, Actor::Platform);
            due::catch_up(transaction, &mut operation)?;
            operation.actor = actor;
            let value = work(transaction, &mut operation)?;
            let next = transaction.next_due()?.map_or(i64::MAX, Instant::unix_nanoseconds);
            parts.next_due.store(next, Ordering::Release);
            Ok(value)
        })
        .await
    }

    /// Does an operation before anything that is due: what the start of the server has to put right.
    pub(crate) async fn prepare<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Transaction, &mut Operation<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let parts = Arc::clone(&self.parts);
        store::write(&*self.store, move |transaction| {
            let mut fresh = fresh;
            work(transaction, &mut parts.operation(&mut fresh, Actor::Platform))
        })
        .await
    }

    /// Reads from one consistent state, at the present instant.
    pub(crate) async fn look<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Transaction, &Operation<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let parts = Arc::clone(&self.parts);
        if self.parts.next_due.load(Ordering::Acquire) <= self.now().unix_nanoseconds() {
            self.operate(Actor::Platform, |_, _| Ok(())).await?;
        }
        store::read(&*self.store, move |transaction| {
            let mut fresh = fresh;
            let operation = parts.operation(&mut fresh, Actor::Platform);
            work(transaction, &operation)
        })
        .await
    }

    /// Every change from now on.
    pub(crate) fn changes(&self) -> broadcast::Receiver<Arc<Change>> {
        self.changes.subscribe()
    }

    /// Tells changes to those who watch, for as long as the server runs.
    pub(crate) async fn relay_changes(&self) {
        let mut newest = self.store.newest_change();
        let mut last = *newest.borrow_and_update();
        while newest.changed().await.is_ok() {
            newest.borrow_and_update();
            loop {
                let read = store::read(&*self.store, move |transaction| {
                    Ok(transaction.all_changes_after(last, CHANGES_AT_ONCE)?)
                });
                let changes = read.await.unwrap_or_else(|fault| {
                    tracing::error!(?fault, "changes can't be read");
                    Vec::new()
                });
                let Some(newest) = changes.last() else {
                    break;
                };
                last = newest.sequence;
                for change in changes {
                    // With nobody watching there is nobody to tell.
                    let _ = self.changes.send(Arc::new(change));
                }
            }
        }
    }

    /// Does the clock's work as its time comes, for as long as the server runs.
    pub(crate) async fn keep_time(&self) {
        let mut period = tokio::time::interval(CLOCK_PERIOD);
        loop {
            period.tick().await;
            // From the store itself: the operator's commands work beside the server.
            let next = self.next_due().await.ok().flatten();
            let due = next.is_some_and(|next| next <= self.now());
            if due && let Err(fault) = self.operate(Actor::Platform, |_, _| Ok(())).await {
                tracing::error!(?fault, "the clock's work failed");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }

    /// When the next work of the clock is due.
    pub(crate) async fn next_due(&self) -> Result<Option<Instant>, Fault> {
        store::read(&*self.store, |transaction| Ok(transaction.next_due()?)).await
    }
}
