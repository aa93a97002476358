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
use tiermeter_backend::{Fault, due, instances};
use tiermeter_pricing::{Instant, PriceBook};
use tokio::sync::{broadcast, watch};
use tokio::task::JoinSet;

use crate::clock::Clock;
use crate::models::Models;

/// Who watches may be so many changes behind before reading them from the store.
const CHANGES_WAITING: usize = 4_096;
const CHANGES_AT_ONCE: u32 = 1_000;
/// How often the clock's work is looked for; what is due is done as of its own instant.
const CLOCK_PERIOD: Duration = Duration::from_millis(100);
/// So many accounts are caught up with at the same time, and for each about so many things in one transaction:
/// whoever comes meanwhile waits for no more than that.
const ACCOUNTS_AT_ONCE: u32 = 8;
const DUE_IN_A_TRANSACTION: usize = 16;

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

    /// After a time in which the server did not run, ends the runs that were open before it, and does so again until
    /// that is known to be kept. It comes before what became due meanwhile, which counts what was used.
    fn end_unseen_runs(
        &self,
        transaction: &mut dyn Transaction,
        operation: &Operation<'_>,
    ) -> Result<(), Fault> {
        let Some(since) = self.clock.silent_since() else {
            return Ok(());
        };
        let runs = instances::lost_sight(transaction, operation, since)?;
        tracing::warn!(%since, runs, "the server did not run for a while; what was open ended when that began");
        Ok(())
    }

    /// Remembers when the next thing is due, as this transaction leaves it.
    fn note_next_due(&self, transaction: &mut dyn Transaction) -> Result<(), Fault> {
        let next = transaction.next_due()?.map_or(i64::MAX, Instant::unix_nanoseconds);
        self.next_due.store(next, Ordering::Release);
        Ok(())
    }
}

/// Does a part of what is due for an account.
async fn do_some_due(store: SharedStore, parts: Arc<Parts>, account: String) -> Result<(), Fault> {
    let work = move |transaction: &mut dyn Transaction| {
        let mut fresh = fresh;
        let mut operation = parts.operation(&mut fresh, Actor::Platform);
        parts.end_unseen_runs(transaction, &operation)?;
        due::catch_up(transaction, &mut operation, &account, DUE_IN_A_TRANSACTION)?;
        parts.note_next_due(transaction)
    };
    store::write(&*store, work).await
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

    /// Does an operation of an account in one transaction, after whatever was due for it by then, and answers when it
    /// is durable. It is done whole even if nobody waits any more.
    pub(crate) async fn operate_for<T: Send + 'static>(
        &self,
        account: &str,
        actor: Actor,
        work: impl FnOnce(&mut dyn Transaction, &mut Operation<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        self.catch_up_with(account).await?;
        let (parts, account) = (Arc::clone(&self.parts), account.to_owned());
        store::write(&*self.store, move |transaction| {
            let mut fresh = fresh;
            let mut operation = parts.operation(&mut fresh, Actor::Platform);
            parts.end_unseen_runs(transaction, &operation)?;
            due::catch_up(transaction, &mut operation, &account, usize::MAX)?;
            operation.actor = actor;
            let value = work(transaction, &mut operation)?;
            parts.note_next_due(transaction)?;
            Ok(value)
        })
        .await
    }

    /// The same for what concerns all accounts, after whatever was due for any of them.
    pub(crate) async fn operate<T: Send + 'static>(
        &self,
        actor: Actor,
        work: impl FnOnce(&mut dyn Transaction, &mut Operation<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        self.catch_up().await?;
        let parts = Arc::clone(&self.parts);
        store::write(&*self.store, move |transaction| {
            let mut fresh = fresh;
            let mut operation = parts.operation(&mut fresh, Actor::Platform);
            parts.end_unseen_runs(transaction, &operation)?;
            due::catch_up_with_all(transaction, &mut operation)?;
            operation.actor = actor;
            let value = work(transaction, &mut operation)?;
            parts.note_next_due(transaction)?;
            Ok(value)
        })
        .await
    }

    /// Does an operation whatever is due: what the start of the server has to put right, and what has nothing to do
    /// with what is due.
    pub(crate) async fn prepare<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Transaction, &mut Operation<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let parts = Arc::clone(&self.parts);
        store::write(&*self.store, move |transaction| {
            let mut fresh = fresh;
            let value = work(transaction, &mut parts.operation(&mut fresh, Actor::Platform))?;
            parts.note_next_due(transaction)?;
            Ok(value)
        })
        .await
    }

    /// Reads what is an account's own from one consistent state, after whatever was due for it by now.
    pub(crate) async fn look_for<T: Send + 'static>(
        &self,
        account: &str,
        work: impl FnOnce(&mut dyn Transaction, &Operation<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        self.catch_up_with(account).await?;
        self.look(work).await
    }

    /// The same for what reads much: nobody who reads little waits for it.
    pub(crate) async fn report_for<T: Send + 'static>(
        &self,
        account: &str,
        work: impl FnOnce(&mut dyn Transaction, &Operation<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        self.catch_up_with(account).await?;
        let parts = Arc::clone(&self.parts);
        store::report(&*self.store, move |transaction| {
            let mut fresh = fresh;
            work(transaction, &parts.operation(&mut fresh, Actor::Platform))
        })
        .await
    }

    /// Reads from one consistent state, at the present instant, whatever is due.
    pub(crate) async fn look<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut dyn Transaction, &Operation<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let parts = Arc::clone(&self.parts);
        store::read(&*self.store, move |transaction| {
            let mut fresh = fresh;
            work(transaction, &parts.operation(&mut fresh, Actor::Platform))
        })
        .await
    }

    /// Does everything that is due by now, for each account in transactions of its own: one that takes long or fails
    /// holds up no other.
    pub(crate) async fn catch_up(&self) -> Result<(), Fault> {
        self.regain_sight().await?;
        loop {
            let now = self.now();
            let accounts = store::read(&*self.store, move |transaction| {
                Ok(transaction.accounts_due(now, ACCOUNTS_AT_ONCE)?)
            });
            let accounts = accounts.await?;
            if accounts.is_empty() {
                return Ok(());
            }
            let mut working = JoinSet::new();
            for account in accounts {
                working.spawn(do_some_due(Arc::clone(&self.store), Arc::clone(&self.parts), account));
            }
            let mut failed = None;
            while let Some(done) = working.join_next().await {
                let done = done.unwrap_or_else(|error| Err(StoreError(error.to_string()).into()));
                failed = done.err().or(failed);
            }
            if let Some(fault) = failed {
                return Err(fault);
            }
        }
    }

    /// Does what is due for an account by now, in parts: what others want comes in between.
    async fn catch_up_with(&self, account: &str) -> Result<(), Fault> {
        self.regain_sight().await?;
        while self.is_behind_with(account).await? {
            do_some_due(Arc::clone(&self.store), Arc::clone(&self.parts), account.to_owned()).await?;
        }
        Ok(())
    }

    /// After a time in which the server did not run, ends the runs that were open before it.
    pub(crate) async fn regain_sight(&self) -> Result<(), Fault> {
        // The clock notices when it is read.
        let _ = self.now();
        let Some(since) = self.parts.clock.silent_since() else {
            return Ok(());
        };
        let parts = Arc::clone(&self.parts);
        let ended = store::write(&*self.store, move |transaction| {
            let mut fresh = fresh;
            parts.end_unseen_runs(transaction, &parts.operation(&mut fresh, Actor::Platform))
        });
        ended.await?;
        self.parts.clock.silence_is_dealt_with(since);
        Ok(())
    }

    /// Whether something is due for an account by now. As long as nothing is due for any of them, nobody is asked.
    async fn is_behind_with(&self, account: &str) -> Result<bool, Fault> {
        let now = self.now();
        if self.parts.next_due.load(Ordering::Acquire) > now.unix_nanoseconds() {
            return Ok(false);
        }
        let account = account.to_owned();
        let next = store::read(&*self.store, move |transaction| Ok(transaction.next_due_of(&account)?));
        Ok(next.await?.is_some_and(|next| next <= now))
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
            let next = self.next_due().await.ok().flatten().map_or(i64::MAX, Instant::unix_nanoseconds);
            self.parts.next_due.fetch_min(next, Ordering::AcqRel);
            if next <= self.now().unix_nanoseconds()
                && let Err(fault) = self.catch_up().await
            {
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

#[cfg(test)]
mod tests;
