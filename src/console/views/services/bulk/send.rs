//! Sends what was planned, a few at once, each only on what was looked at.

use std::collections::VecDeque;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::state::List;
use super::outcome::{Kind, Outcome, Tally, brought_to};
use super::plan::{Change, Plan, Stand};
use super::undo::Left;
use crate::console::client::{Answer, all_pages, fresh_key, send};
use crate::console::documents::{Service, TimelineEntry};
use crate::console::failure::Failure;
use crate::console::live::{Live, ServiceRow};
use crate::console::request::Request;

/// So many requests are under way at the same time.
const AT_ONCE: usize = 6;

/// One of the services that something is done to.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: String,
    /// What became of it.
    pub outcome: ArcRwSignal<Outcome>,
    /// How it stood when it was looked at.
    stand: ArcRwSignal<Stand>,
    /// How the change left it that is taken back; nothing where none is.
    taken_back: ArcRwSignal<Option<Left>>,
    /// How this left it, once it is done; nothing where it was so already.
    left: ArcRwSignal<Option<Left>>,
    /// However often it is tried, it is done once.
    key: String,
}

/// One thing done to many services.
#[derive(Clone, Copy)]
pub struct Bulk {
    live: Live,
    list: List,
    /// Whether its dialog is open.
    pub open: RwSignal<bool>,
    /// What it would do.
    pub plan: RwSignal<Option<Arc<Plan>>>,
    /// What was begun; empty before.
    pub jobs: RwSignal<Arc<Vec<Job>>>,
    /// How far it is.
    pub tally: RwSignal<Tally>,
    queue: StoredValue<VecDeque<Job>>,
    /// How many are at work.
    workers: StoredValue<usize>,
    /// What was done last and can be taken back.
    last: StoredValue<Option<(Change, Arc<Vec<Job>>)>>,
}

impl Bulk {
    /// Nothing is done to the services of a list yet.
    #[must_use]
    pub fn new(list: List) -> Self {
        Self {
            live: list.live,
            list,
            open: RwSignal::new(false),
            plan: RwSignal::new(None),
            jobs: RwSignal::new(Arc::new(Vec::new())),
            tally: RwSignal::new(Tally::default()),
            queue: StoredValue::new(VecDeque::new()),
            workers: StoredValue::new(0),
            last: StoredValue::new(None),
        }
    }

    /// The store.
    #[must_use]
    pub const fn live(self) -> Live {
        self.live
    }

    /// Whether something is under way.
    #[must_use]
    pub fn is_going(self) -> bool {
        self.tally.with(|tally| tally.of(Kind::Open) > 0)
    }

    /// Whether what was done can be taken back: it has come to an end, and something was changed by it.
    #[must_use]
    pub fn can_undo(self) -> bool {
        let is_change = self.plan.with(|plan| plan.as_ref().is_some_and(|plan| !plan.is_undo()));
        is_change && !self.is_going() && self.undoable() > 0
    }

    /// How many services this changed. One that somebody else had brought there before is not among them, though it
    /// is done.
    #[must_use]
    pub fn undoable(self) -> usize {
        // How a service was left is known before the tally moves.
        self.tally.track();
        self.jobs.with(|jobs| jobs.iter().filter(|job| job.left.with_untracked(Option::is_some)).count())
    }

    /// Shows what a change would do to the services that are selected; what is under way, if something is.
    pub fn ask(self, change: Change) {
        if untrack(move || self.is_going()) {
            self.open.set(true);
            return;
        }
        let (Some(account), Some(book)) = (self.live.account.get_untracked(), self.live.book.get_untracked())
        else {
            return;
        };
        let rows: Vec<ServiceRow> = self.list.picked.with_untracked(|picked| {
            let rows = picked.ids().filter_map(|id| self.live.row(id));
            rows.map(|row| row.with_untracked(ServiceRow::clone)).collect()
        });
        self.show(Plan::of(change, rows.into_iter(), &account, &book, self.live.instant()));
    }

    /// Shows what taking the last change back would do to the services that it changed; what is under way, if
    /// something is.
    pub fn ask_undo(self) {
        if untrack(move || self.is_going()) {
            self.open.set(true);
            return;
        }
        let (Some(account), Some(book)) = (self.live.account.get_untracked(), self.live.book.get_untracked())
        else {
            return;
        };
        let Some((change, jobs)) = self.last.get_value() else { return };
        let done: Vec<(Left, Option<ServiceRow>)> = jobs
            .iter()
            .filter_map(|job| {
                let left = job.left.get_untracked()?;
                Some((left, self.live.row(&job.id).map(|row| row.with_untracked(ServiceRow::clone))))
            })
            .collect();
        self.show(Plan::of_undo(change, done.into_iter(), &account, &book, self.live.instant()));
    }

    fn show(self, plan: Plan) {
        self.jobs.set(Arc::new(Vec::new()));
        self.tally.set(Tally::default());
        self.plan.set(Some(Arc::new(plan)));
        self.open.set(true);
    }

    /// Does it.
    pub fn begin(self) {
        let Some(plan) = self.plan.get_untracked() else { return };
        if !self.jobs.with_untracked(|jobs| jobs.is_empty()) {
            return;
        }
        let jobs: Vec<Job> = plan
            .asked()
            .map(|planned| Job {
                id: Arc::clone(&planned.id),
                name: planned.name.clone(),
                outcome: ArcRwSignal::new(Outcome::Waiting),
                stand: ArcRwSignal::new(planned.stand.clone()),
                taken_back: ArcRwSignal::new(planned.left.clone()),
                left: ArcRwSignal::new(None),
                key: fresh_key(),
            })
            .collect();
        self.tally.set(Tally::waiting(jobs.len()));
        self.queue.set_value(jobs.iter().cloned().collect());
        let jobs = Arc::new(jobs);
        self.last.set_value((!plan.is_undo()).then(|| (plan.change, Arc::clone(&jobs))));
        self.jobs.set(jobs);
        self.work(plan.change);
    }

    /// Tries again what was not done. Who tries again has seen how the services stand now.
    pub fn retry(self) {
        let Some(plan) = self.plan.get_untracked() else { return };
        let jobs = self.jobs.get_untracked();
        for job in jobs.iter() {
            let kind = job.outcome.with_untracked(Outcome::kind);
            if matches!(kind, Kind::Open | Kind::Done) {
                continue;
            }
            if let Outcome::Conflict { stand: Some(stand), .. } = job.outcome.get_untracked() {
                job.stand.set(stand);
                job.taken_back.set(None);
            }
            self.tell(job, Outcome::Waiting);
            self.queue.update_value(|queue| queue.push_back(job.clone()));
        }
        self.work(plan.change);
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
        let jobs = self.jobs.get_untracked();
        let done = jobs.iter().filter(|job| job.outcome.with_untracked(Outcome::kind) == Kind::Done);
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
        let Answer { value, etag } = send::<Service>(&Request::service(&job.id)).await?;
        let stand = Stand::of(&value);
        let taken_back = job.taken_back.get_untracked();
        let is_decided_anew = taken_back.as_ref().is_some_and(|left| left.is_decided_anew(&value));
        self.live.put(value);
        if taken_back.is_none() && stand != job.stand.get_untracked() {
            // Where the timeline cannot be read, only the name is missing.
            let timeline = all_pages::<TimelineEntry>(&Request::timeline(&job.id), None).await;
            let by = timeline.ok().and_then(|timeline| brought_to(&stand, &timeline));
            return Ok(Outcome::Conflict { by, stand: Some(stand) });
        }
        let wanted = match &taken_back {
            Some(left) if is_decided_anew => Some(left.etag().to_owned()),
            Some(left) => Some(version_to_take_back(left, etag.as_deref(), &job.id).await?),
            None => etag.clone(),
        };
        let is_known_to_differ = wanted != etag;
        let mut request = change.request(&job.id).once(job.key.clone());
        if let Some(wanted) = wanted {
            request = request.if_match(&wanted);
        }
        match send::<Service>(&request).await {
            Ok(answer) => {
                job.left.set(Left::of(&answer).filter(|_| Stand::of(&answer.value) != stand));
                self.live.put(answer.value);
                Ok(Outcome::Done)
            }
            Err(Failure::Changed(by)) if is_known_to_differ => {
                Ok(Outcome::Conflict { by, stand: Some(stand) })
            }
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

/// The version that a change is taken back on: the one that it left, or the present one where only the platform moved
/// the service on since. Any other is refused by the server, which says who changed it.
async fn version_to_take_back(left: &Left, etag: Option<&str>, id: &str) -> Result<String, Failure> {
    let Some(etag) = etag.filter(|etag| *etag != left.etag()) else {
        return Ok(left.etag().to_owned());
    };
    let timeline = all_pages::<TimelineEntry>(&Request::timeline(id), None).await?;
    let wanted = if left.is_only_moved_by_platform(&timeline) { etag } else { left.etag() };
    Ok(wanted.to_owned())
}
