//! Where everything is kept: one trait for a store, and one for a transaction in it. Operations are written against
//! these alone, so that another engine needs no other rules.

mod asked;
mod queue;

use std::fmt;
use std::sync::Arc;

use tiermeter_pricing::{Instant, Month, Tally};
use tokio::sync::watch;

use crate::records::{
    Account, Change, Credential, CredentialKind, Due, DueKind, IssuedBill, NamedService, QuotaRecord,
    RefusedEvent, Reporter, ReservationRecord, RunPoint, RunRecord, ServiceRecord, TimelineRow, TokenRecord,
    Transfer,
};

pub use asked::{Page, RunsBetween, ServiceFilter, TokensOf};
pub use queue::{Room, read, report, write};

/// Why the store did not do what it was asked; nothing was changed.
#[derive(Debug, Clone)]
pub struct StoreError(pub String);

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the store failed: {}", self.0)
    }
}

impl std::error::Error for StoreError {}

/// What the store answers.
pub type Stored<T> = Result<T, StoreError>;

/// What is done in one transaction. It says whether its changes are kept, and is told later whether they were.
pub type Job = Box<dyn FnOnce(&mut dyn Transaction) -> (Keep, Finish) + Send>;

/// Called when the transaction is durable, or has failed.
pub type Finish = Box<dyn FnOnce(Stored<()>) + Send>;

/// What is read from one consistent state.
pub type ReadJob = Box<dyn FnOnce(Stored<&mut dyn Transaction>) + Send>;

/// Whether a job's changes are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// They are.
    Changes,
    /// They are undone.
    Nothing,
}

/// A store: writes one after another, reads beside them.
pub trait Store: Send + Sync {
    /// Queues a job that writes. It is done even if nobody waits for it any more.
    fn submit(&self, job: Job);

    /// Queues a job that reads.
    fn read(&self, job: ReadJob);

    /// Queues a job that reads much. Such jobs have threads of their own, so that no other read waits for them.
    fn report(&self, job: ReadJob);

    /// The places that [`write()`], [`read()`] and [`report()`] wait for.
    fn room(&self) -> &Room;

    /// The number of the newest change that is durable, as it grows.
    fn newest_change(&self) -> watch::Receiver<i64>;
}

/// A store that is shared.
pub type SharedStore = Arc<dyn Store>;

/// Everything that a transaction can do.
pub trait Transaction: Accounts + Services + Runs + Tokens + Ledger + Access + Changes {}

impl<T: Accounts + Services + Runs + Tokens + Ledger + Access + Changes> Transaction for T {}

/// Accounts and facts about the store itself.
pub trait Accounts {
    /// A fact by its key.
    fn fact(&mut self, key: &str) -> Stored<Option<String>>;
    /// Sets a fact.
    fn set_fact(&mut self, key: &str, value: &str) -> Stored<()>;
    /// Lets the store grow by so many pages and no more, as on a full disk; `None` lifts that. For tests.
    fn limit_pages(&mut self, pages: Option<u32>) -> Stored<()>;
    /// Every account's id.
    fn account_ids(&mut self) -> Stored<Vec<String>>;
    /// An account.
    fn account(&mut self, id: &str) -> Stored<Option<Account>>;
    /// Adds an account.
    fn insert_account(&mut self, account: &Account) -> Stored<()>;
    /// Writes back an account; its balance is the ledger's alone.
    fn update_account(&mut self, account: &Account) -> Stored<()>;
}

/// Services, their timeline, their load.
pub trait Services {
    /// A service that was not removed.
    fn service(&mut self, account: &str, id: &str) -> Stored<Option<ServiceRecord>>;
    /// A page of an account's services, by id.
    fn services(
        &mut self,
        account: &str,
        filter: &ServiceFilter,
        page: Page<'_>,
    ) -> Stored<Vec<ServiceRecord>>;
    /// Every service of an account that was not removed, by id.
    fn all_services(&mut self, account: &str) -> Stored<Vec<ServiceRecord>>;
    /// How many services of an account there are that were not removed.
    fn service_count(&mut self, account: &str) -> Stored<u64>;
    /// How many instances an account's enabled services may want at once, but for one of them.
    fn most_instances_beside(&mut self, account: &str, service: &str) -> Stored<u64>;
    /// Name and labels of some services of an account as they are now, also of those that were removed.
    fn named_services(&mut self, account: &str, ids: &[String]) -> Stored<Vec<NamedService>>;
    /// Every service of every account whose instances may have to run.
    fn services_to_run(&mut self) -> Stored<Vec<ServiceRecord>>;
    /// Adds a service.
    fn insert_service(&mut self, service: &ServiceRecord) -> Stored<()>;
    /// Writes back a service, with a version that was raised. Until it is noted, nobody asked for the change.
    fn update_service(&mut self, service: &ServiceRecord) -> Stored<()>;
    /// Notes who asked for the last change of a service.
    fn note_changer(&mut self, service: &str, actor: &str) -> Stored<()>;
    /// Who asked for the last change of a service; `None` where that was nobody, or not kept yet.
    fn changer(&mut self, service: &str) -> Stored<Option<String>>;
    /// Adds a row to a timeline; its number is given.
    fn insert_timeline(&mut self, service: &str, row: &TimelineRow) -> Stored<()>;
    /// A page of a timeline.
    fn timeline(&mut self, service: &str, after: i64, limit: u32) -> Stored<Vec<TimelineRow>>;
    /// Notes a load, replacing one of the same instant; `managed` where this server's own instances told it.
    fn insert_load(
        &mut self,
        service: &str,
        at: Instant,
        requests_in_flight: u64,
        managed: bool,
    ) -> Stored<()>;
    /// Whether the load in force at an instant was told by this server's own instances, and is not none.
    fn has_managed_load(&mut self, service: &str, at: Instant) -> Stored<bool>;
    /// Every service of which that is so, each with the instant from which on the load is in force.
    fn managed_loads(&mut self, at: Instant) -> Stored<Vec<(ServiceRecord, Instant)>>;
    /// The loads from the last one at or before `from` on.
    fn loads_since(&mut self, service: &str, from: Instant) -> Stored<Vec<tiermeter_service::LoadReport>>;
    /// Forgets loads that no longer matter: all before the last one at or before `before`.
    fn forget_loads(&mut self, service: &str, before: Instant) -> Stored<()>;
}

/// Runs, and the points that events told.
pub trait Runs {
    /// Adds a run; `None` if it overlaps another one of the instance.
    fn insert_run(&mut self, run: &RunRecord) -> Stored<Option<i64>>;
    /// The run of an instance that starts last.
    fn last_run(&mut self, service: &str, instance: &str) -> Stored<Option<RunRecord>>;
    /// Ends an open run.
    fn stop_run(&mut self, sequence: i64, stopped_at: Instant) -> Stored<()>;
    /// Removes runs that follow from points, of an instance, that start in `[from, to)`; gives what they were.
    fn remove_told_runs(
        &mut self,
        service: &str,
        instance: &str,
        from: Instant,
        to: Option<Instant>,
    ) -> Stored<Vec<RunRecord>>;
    /// The open runs of an account, of one service where that is given.
    fn open_runs(&mut self, account: &str, service: Option<&str>) -> Stored<Vec<RunRecord>>;
    /// Every open run of an instance that this server started.
    fn open_managed_runs(&mut self) -> Stored<Vec<RunRecord>>;
    /// A page of a service's runs, the newest first, before a number.
    fn runs_of_service(&mut self, service: &str, before: i64, limit: u32) -> Stored<Vec<RunRecord>>;
    /// The runs of an account in a stretch of time, of one service where that is given, in the order of their numbers.
    fn runs_between(
        &mut self,
        account: &str,
        service: Option<&str>,
        stretch: RunsBetween,
    ) -> Stored<Vec<RunRecord>>;
    /// Adds a point.
    fn insert_run_point(
        &mut self,
        account: &str,
        service: &str,
        instance: &str,
        point: &RunPoint,
    ) -> Stored<()>;
    /// The last start of an instance before `at`, and the first one after it.
    fn starts_around(
        &mut self,
        service: &str,
        instance: &str,
        at: Instant,
    ) -> Stored<(Option<Instant>, Option<Instant>)>;
    /// The points of an instance in `[from, to]` in the order of time, stops first where they are at one instant.
    fn run_points(
        &mut self,
        service: &str,
        instance: &str,
        from: Instant,
        to: Option<Instant>,
    ) -> Stored<Vec<RunPoint>>;
    /// Every point of an account up to a number, for those instances that have one that came later.
    fn points_known_by(&mut self, account: &str, last: i64) -> Stored<Vec<(String, String, RunPoint)>>;
    /// Every instance of an account that has a point after a number.
    fn instances_told_after(&mut self, account: &str, last: i64) -> Stored<Vec<(String, String)>>;
    /// The number of the newest point.
    fn last_run_point(&mut self) -> Stored<i64>;
}

/// Tokens, reservations, quotas, tallies, and the events that told them.
pub trait Tokens {
    /// The content of an event that is known.
    fn event(&mut self, account: &str, source: &str, id: &str) -> Stored<Option<Vec<u8>>>;
    /// Makes an event known.
    fn insert_event(&mut self, account: &str, source: &str, id: &str, content: &[u8]) -> Stored<()>;
    /// Keeps a refused event, unless the very same one is kept already.
    fn insert_refused(&mut self, account: &str, event: &RefusedEvent, content: &[u8]) -> Stored<()>;
    /// A page of refused events, the oldest first.
    fn refused(&mut self, account: &str, after: i64, limit: u32) -> Stored<Vec<RefusedEvent>>;
    /// One of them.
    fn refused_event(&mut self, account: &str, sequence: i64) -> Stored<Option<RefusedEvent>>;
    /// Removes a refused event, which was taken since.
    fn remove_refused(&mut self, account: &str, sequence: i64) -> Stored<()>;
    /// Removes an account's oldest refused events, as long as there are more of them or of their bytes.
    fn forget_refused(&mut self, account: &str, most_events: i64, most_bytes: i64) -> Stored<()>;
    /// The number by which records name who reported them; it is made at the first time.
    fn reporter(&mut self, account: &str, actor: &str) -> Stored<i64>;
    /// Everybody who reported tokens to an account.
    fn reporters(&mut self, account: &str) -> Stored<Vec<Reporter>>;
    /// Adds tokens.
    fn insert_tokens(&mut self, account: &str, record: &TokenRecord) -> Stored<()>;
    /// Calls `take` with each token record that is asked for in `[from, to)` up to a number, in the order of their
    /// instants.
    fn tokens_between(
        &mut self,
        account: &str,
        of: TokensOf<'_>,
        stretch: RunsBetween,
        last: i64,
        take: &mut dyn FnMut(TokenRecord),
    ) -> Stored<()>;
    /// The number of the newest token record.
    fn last_token_record(&mut self) -> Stored<i64>;
    /// Adds a reservation.
    fn insert_reservation(&mut self, account: &str, reservation: &ReservationRecord) -> Stored<()>;
    /// Removes a reservation that has not begun.
    fn remove_reservation(&mut self, id: &str) -> Stored<()>;
    /// Sets the end of a reservation.
    fn end_reservation(&mut self, id: &str, ends_at: Instant) -> Stored<()>;
    /// An account's reservations, of one service where that is given, by their start.
    fn reservations(&mut self, account: &str, service: Option<&str>) -> Stored<Vec<ReservationRecord>>;
    /// Grants a quota; false if the account has one of the model already.
    fn grant_quota(&mut self, account: &str, quota: &QuotaRecord) -> Stored<bool>;
    /// An account's quotas.
    fn quotas(&mut self, account: &str) -> Stored<Vec<QuotaRecord>>;
    /// Adds to the tally of what is known for ever.
    fn add_tally(&mut self, account: &str, tally: &Tally) -> Stored<()>;
    /// The tally from a month on.
    fn tally_since(&mut self, account: &str, from: Month) -> Stored<Tally>;
    /// The tally of some services in one month.
    fn tally_in(&mut self, account: &str, month: Month, services: &[String]) -> Stored<Tally>;
    /// Forgets what the tally has of tokens of a model: from now on their order matters.
    fn clear_token_tally(&mut self, account: &str, model: &str) -> Stored<()>;
    /// Forgets an account's tally.
    fn clear_tally(&mut self, account: &str) -> Stored<()>;
    /// Marks a closed month that usage came late for.
    fn mark_late(&mut self, account: &str, month: Month) -> Stored<()>;
    /// The earliest closed month that usage came late for.
    fn earliest_late(&mut self, account: &str) -> Stored<Option<Month>>;
    /// Every month with late usage was billed.
    fn clear_late(&mut self, account: &str) -> Stored<()>;
}

/// The ledger and the bills.
pub trait Ledger {
    /// Adds a transfer, sets the account's balance to that after it, and gives the transfer's number.
    fn insert_transfer(&mut self, account: &str, transfer: &Transfer) -> Stored<i64>;
    /// The newest transfer's chain.
    fn newest_chain(&mut self) -> Stored<Vec<u8>>;
    /// A page of an account's transfers, the newest first, before a number, of one kind where that is given.
    fn transfers(
        &mut self,
        account: &str,
        kind: Option<&str>,
        before: i64,
        limit: u32,
    ) -> Stored<Vec<Transfer>>;
    /// Every transfer in order, with its account.
    fn all_transfers(&mut self, take: &mut dyn FnMut(String, Transfer)) -> Stored<()>;
    /// What an account's transfers of a kind come to.
    fn sum_of_transfers(&mut self, account: &str, kind: &str) -> Stored<i64>;
    /// Adds a bill, with what it billed, and with name and labels of its services as they are.
    fn insert_bill(&mut self, account: &str, bill: &IssuedBill, hash: &[u8], billed: &Tally) -> Stored<()>;
    /// Notes what a bill billed for an earlier month.
    fn insert_billed(&mut self, account: &str, bill: Month, billed: &Tally) -> Stored<()>;
    /// What was billed for months from `from` on, in all bills.
    fn billed_since(&mut self, account: &str, from: Month) -> Stored<Tally>;
    /// How many tokens of a model were billed as free for months before `before`, by bills up to `billed_by`.
    fn free_tokens_before(
        &mut self,
        account: &str,
        model: &str,
        before: Month,
        billed_by: Option<Month>,
    ) -> Stored<i128>;
    /// An issued bill.
    fn bill(&mut self, account: &str, month: Month) -> Stored<Option<IssuedBill>>;
    /// Every issued bill without its document, in the order of months.
    fn bills(&mut self, account: &str) -> Stored<Vec<IssuedBill>>;
    /// Name and labels of the services on an issued bill, as they were when it was issued.
    fn services_on_bill(&mut self, account: &str, month: Month) -> Stored<Vec<NamedService>>;
    /// The hash that a bill was issued with.
    fn bill_hash(&mut self, account: &str, month: Month) -> Stored<Option<Vec<u8>>>;
}

/// Credentials, and answers that are given again.
pub trait Access {
    /// Adds a credential by the hash of its secret.
    fn insert_credential(&mut self, credential: &Credential, hash: &[u8]) -> Stored<()>;
    /// The credential of that hash.
    fn credential_by_hash(&mut self, hash: &[u8]) -> Stored<Option<Credential>>;
    /// A page of an account's credentials of a kind, that were not ended.
    fn credentials(&mut self, account: &str, kind: CredentialKind, page: Page<'_>)
    -> Stored<Vec<Credential>>;
    /// Ends a credential; false if there is none that lives.
    fn end_credential(&mut self, account: &str, id: &str, at: Instant) -> Stored<bool>;
    /// The answer that was given to an Idempotency-Key: the request's hash, status and body.
    fn idempotent_answer(&mut self, account: &str, key: &str) -> Stored<Option<(Vec<u8>, u16, String)>>;
    /// Keeps the answer that is given to an Idempotency-Key.
    fn keep_answer(
        &mut self,
        account: &str,
        key: &str,
        request: &[u8],
        status: u16,
        answer: &str,
    ) -> Stored<()>;
}

/// Changes for those who watch, and what is due.
pub trait Changes {
    /// Does a part of the work that can be undone by itself.
    fn nested(&mut self, work: &mut dyn FnMut(&mut dyn Transaction) -> Keep) -> Stored<()>;
    /// Adds a change.
    fn insert_change(&mut self, account: &str, at: Instant, kind: &str, data: &str) -> Stored<()>;
    /// An account's changes after a number.
    fn changes_after(&mut self, account: &str, after: i64, limit: u32) -> Stored<Vec<Change>>;
    /// Every account's changes after a number.
    fn all_changes_after(&mut self, after: i64, limit: u32) -> Stored<Vec<Change>>;
    /// The number of the newest change of all, and of the oldest one that is kept.
    fn change_range(&mut self) -> Stored<(i64, i64)>;
    /// Forgets changes from before an instant.
    fn forget_changes(&mut self, before: Instant) -> Stored<()>;
    /// Sets when something is due, or that it is not.
    fn set_due(&mut self, account: &str, kind: DueKind, subject: &str, at: Option<Instant>) -> Stored<()>;
    /// When the next thing is due.
    fn next_due(&mut self) -> Stored<Option<Instant>>;
    /// When the next thing is due for an account.
    fn next_due_of(&mut self, account: &str) -> Stored<Option<Instant>>;
    /// The accounts that something is due for at or before an instant, the one that has waited longest first.
    fn accounts_due(&mut self, at: Instant, limit: u32) -> Stored<Vec<String>>;
    /// What is due for an account at or before an instant, the earliest first.
    fn due_of(&mut self, account: &str, at: Instant, limit: u32) -> Stored<Vec<Due>>;
}
