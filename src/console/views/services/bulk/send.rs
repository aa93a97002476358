//! Sends what was asked about, a few at once, each only on what was looked at; and what follows from that.

use std::collections::VecDeque;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::state::List;
use super::ask::Asked;
use super::job::{Job, Looked};
use super::outcome::{Kind, Outcome, Tally, brought_to};
use super::plan::Change;
use crate::console::act::{Left, Stand, is_way_back_open};
use crate::console::client::{all_pages, fresh_key, send};
use crate::console::documents::{Service, TimelineEntry};
use crate::console::failure::Failure;
use crate::console::live::Live;
use crate::console::parts::{Toasts, WayBack, use_toasts};
use crate::console::request::Request;
use crate::erased::{signal_of, stored};

/// So many requests are under way at the same time.
const AT_ONCE: usize = 6;

/// Whether what was done last can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undo {
    /// There is nothing to take back, or not yet.
    Nothing,
    /// Some of it can be.
    Possible,
    /// All of it was changed again since.
    Over,
}

/// One thing done to many services.
#[derive(Clone, Copy)]
pub struct Bulk {
    live: Live,
    pub(super) list: List,
    toasts: Toasts,
    /// Whether its dialog is open.
    pub open: RwSignal<bool>,
    /// What is asked about; the results are shown where nothing is.
    pub question: RwSignal<Option<Arc<Asked>>>,
    /// What was begun last.
    pub begun: RwSignal<Option<Arc<Asked>>>,
    /// How far that is.
    pub tally: RwSignal<Tally>,
    queue: StoredValue<VecDeque<Job>>,
    /// How many are at work.
    workers: StoredValue<usize>,
    /// What says that it is done, with the way back, once the results are closed.
    toast: StoredValue<Option<u64>>,
    /// Whether it was said since the results were looked at.
    pub(super) is_said: StoredValue<bool>,
}

impl Bulk {
    /// Nothing is done to the services of a list yet. To be called by the view of the list: what says that something was
    /// done goes with it.
    #[must_use]
    pub fn new(list: List) -> Self {
        let bulk = Self {
            live: list.live,
            list,
            toasts: use_toasts(),
            open: signal_of(false),
            question: signal_of(None),
            begun: signal_of(None),
            tally: signal_of(Tally::default()),
            queue: stored(VecDeque::new()),
            workers: stored(0),
            toast: stored(None),
            is_said: stored(false),
        };
        on_cleanup(move || bulk.end_toast());
        bulk
    }

    /// The store.
    #[must_use]
    pub const fn live(self) -> Live {
        self.live
    }

    /// The services of what was begun last.
    #[must_use]
    pub fn jobs(self) -> Arc<Vec<Job>> {
        self.begun.with(|begun| begun.as_ref().map(|begun| Arc::clone(&begun.jobs))).unwrap_or_default()
    }

    /// Whether something is under way.
    #[must_use]
    pub fn is_going(self) -> bool {
        self.tally.with(|tally| tally.of(Kind::Open) > 0)
    }

    /// Whether what was done can be taken back: it has come to an end, something was changed by it, and not all of that
    /// was changed again since.
    #[must_use]
    pub fn undo(self) -> Undo {
        let is_change = self.begun.with(|begun| begun.as_ref().is_some_and(|begun| !begun.plan.is_undo()));
        let is_done = |job: &Job| job.left.with_untracked(Option::is_some);
        if !is_change || self.is_going() || !self.jobs().iter().any(is_done) {
            return Undo::Nothing;
        }
        if self.is_way_back_open() { Undo::Possible } else { Undo::Over }
    }

    /// Whether any service still is as what was begun last left it. Once its view is gone, none is.
    fn is_way_back_open(self) -> bool {
        let is_open =
            |left: &Option<Left>| left.as_ref().is_some_and(|left| is_way_back_open(left, self.live));
        let begun = self.begun.try_get().flatten();
        begun.is_some_and(|begun| begun.jobs.iter().any(|job| job.left.with_untracked(is_open)))
    }

    /// How many services this changed. One that somebody else had brought there before is not among them, though it
    /// is done.
    #[must_use]
    pub fn undoable(self) -> usize {
        // How a service was left is known before the tally moves.
        self.tally.track();
        self.jobs().iter().filter(|job| job.left.with_untracked(Option::is_some)).count()
    }

    /// Shows how far it is.
    pub fn show_progress(self) {
        self.question.set(None);
        self.open.set(true);
    }

    /// Does it.
    pub fn begin(self) {
        let Some(asked) = self.question.get_untracked() else { return };
        self.end_toast();
        self.is_said.set_value(false);
        self.tally.set(Tally::waiting(asked.jobs.len()));
        self.queue.set_value(asked.jobs.iter().cloned().collect());
        let change = asked.plan.change;
        self.begun.set(Some(asked));
        self.question.set(None);
        self.work(change);
    }

    /// Says with the way back what was done, once after the results were looked at.
    pub fn say(self, said: String, undo: Callback<()>) {
        if self.is_said.get_value() {
            return;
        }
        self.is_said.set_value(true);
        // Who offered it may be gone.
        let take = move || {
            undo.try_run(());
        };
        let way_back = WayBack::new(take, move || self.is_way_back_open());
        self.toast.set_value(Some(self.toasts.say_with_undo(said, way_back)));
    }

    fn end_toast(self) {
        if let Some(number) = self.toast.try_get_value().flatten() {
            self.toasts.end(number);
        }
    }

    /// Tries again what was not done. Who tries again has seen how the services stand now.
    pub fn retry(self) {
        let Some(begun) = self.begun.get_untracked() else { return };
        for job in begun.jobs.iter() {
            let kind = job.outcome.with_untracked(Outcome::kind);
            if matches!(kind, Kind::Open | Kind::Done) {
                continue;
            }
            if let Outcome::Conflict { stand: Some(stand), .. } = job.outcome.get_untracked() {
                job.stand.set(stand);
                job.taken_back.set(None);
                job.key.set(fresh_key());
            }
            self.tell(job, Outcome::Waiting);
            self.queue.update_value(|queue| queue.push_back(job.clone()));
        }
        self.work(begun.plan.change);
    }

    /// Leaves those alone whose turn has not come.
    pub fn call_off(self) {
        let waiting = self.queue.try_update_value(std::mem::take).unwrap_or_default();
        for job in &waiting {
            self.tell(job, Outcome::CalledOff);
        }
    }

    fn work(self, change: Change) {
        let waiting = self.queue.with_value(VecDeque::len);
        let workers = self.workers.get_value();
        let more = AT_ONCE.saturating_sub(workers).min(waiting);
        self.workers.set_value(workers + more);
        for _ in 0..more {
            spawn_local(async move {
                // Where the view is gone, so is the queue.
                while let Some(job) = self.queue.try_update_value(VecDeque::pop_front).flatten() {
                    self.tell(&job, Outcome::Sending);
                    let outcome = self.send(change, &job).await;
                    self.tell(&job, outcome);
                }
                let left = self.workers.try_update_value(|workers| {
                    *workers = workers.saturating_sub(1);
                    *workers
                });
                if left == Some(0) {
                    self.unselect_done();
                }
            });
        }
    }

    /// What was done is not selected any more; what was not can be looked at.
    fn unselect_done(self) {
        let Some(begun) = self.begun.try_get_untracked().flatten() else { return };
        let done = begun.jobs.iter().filter(|job| job.outcome.with_untracked(Outcome::kind) == Kind::Done);
        let ids: Vec<Arc<str>> = done.map(|job| Arc::clone(&job.id)).collect();
        self.list.picked.try_update(|picked| picked.set(ids, false));
    }

    async fn send(self, change: Change, job: &Job) -> Outcome {
        match self.try_to_send(change, job).await {
            Ok(outcome) => outcome,
            Err(failure) => {
                if failure == Failure::SignedOut {
                    self.call_off();
                }
                self.live.failed(&failure);
                Outcome::of_failure(failure)
            }
        }
    }

    async fn try_to_send(self, change: Change, job: &Job) -> Result<Outcome, Failure> {
        let (before, version, is_other) = match job.look(self.live).await? {
            Looked::AsBefore { stand, version, is_other } => (stand, version, is_other),
            Looked::Otherwise(stand) => {
                // Where the timeline cannot be read, only the name is missing.
                let timeline = all_pages::<TimelineEntry>(&Request::timeline(&job.id), None).await;
                let by = timeline.ok().and_then(|timeline| brought_to(&stand, &timeline));
                return Ok(Outcome::Conflict { by, stand: Some(stand) });
            }
        };
        match send::<Service>(&job.request(change, version.as_deref())).await {
            Ok(answer) => {
                let was_so = before == Stand::of(&answer.value);
                job.left.set(Left::of(&answer).filter(|_| !was_so));
                self.live.put(answer.value);
                Ok(Outcome::Done)
            }
            Err(Failure::Changed(by)) if is_other => Ok(Outcome::Conflict { by, stand: Some(before) }),
            Err(failure) => Err(failure),
        }
    }

    fn tell(self, job: &Job, outcome: Outcome) {
        let (from, to) = (job.outcome.with_untracked(Outcome::kind), outcome.kind());
        job.outcome.set(outcome);
        if from != to {
            self.tally.try_update(|tally| tally.moved(from, to));
        }
    }
}
