//! What is asked about: what it would do, and the requests that it would send, as curl lines too.

use std::sync::Arc;

use futures_util::future::join3;
use leptos::prelude::*;
use tiermeter_pricing::PriceBook;

use super::job::Job;
use super::plan::{Change, Plan};
use super::send::Bulk;
use crate::console::act::Left;
use crate::console::client::{fresh_key, origin};
use crate::console::documents::Account;
use crate::console::failure::Failure;
use crate::console::live::ServiceRow;

/// What is asked about, or was begun.
#[derive(Debug)]
pub struct Asked {
    /// What it does.
    pub plan: Plan,
    /// The services that something is asked for.
    pub jobs: Arc<Vec<Job>>,
    /// It was asked about where the results stood, to which cancelling leads back.
    is_from_results: bool,
}

impl Bulk {
    /// What a question needs, where both are known. What is under way is shown in place of a question.
    fn may_ask(self) -> Option<(Account, Arc<PriceBook>)> {
        if untrack(move || self.is_going()) {
            self.show_progress();
            return None;
        }
        Some((self.live().account.get_untracked()?, self.live().book.get_untracked()?))
    }

    /// Shows what a change would do to the services that are selected; what is under way, if something is.
    pub fn ask(self, change: Change) {
        let Some((account, book)) = self.may_ask() else { return };
        let rows: Vec<ServiceRow> = self.list.picked.with_untracked(|picked| {
            let rows = picked.ids().filter_map(|id| self.live().row(id));
            rows.map(|row| row.with_untracked(ServiceRow::clone)).collect()
        });
        self.show(Plan::of(change, rows.into_iter(), &account, &book, self.live().instant()), false);
    }

    /// Shows what taking the last change back would do to the services that it changed; what is under way, if
    /// something is.
    pub fn ask_undo(self) {
        let Some((account, book)) = self.may_ask() else { return };
        let Some(begun) = self.begun.get_untracked().filter(|begun| !begun.plan.is_undo()) else { return };
        let done: Vec<(Left, Option<ServiceRow>)> = begun
            .jobs
            .iter()
            .filter_map(|job| {
                let left = job.left.get_untracked()?;
                Some((left, self.live().row(&job.id).map(|row| row.with_untracked(ServiceRow::clone))))
            })
            .collect();
        // The way back is looked at again, and said again when that is closed.
        self.is_said.set_value(false);
        let (change, now) = (begun.plan.change, self.live().instant());
        let plan = Plan::of_undo(change, done.into_iter(), &account, &book, now);
        self.show(plan, self.open.get_untracked());
    }

    fn show(self, plan: Plan, is_from_results: bool) {
        let jobs = plan.asked().map(|planned| Job::of(planned, fresh_key())).collect();
        let jobs = Arc::new(jobs);
        self.question.set(Some(Arc::new(Asked { plan, jobs, is_from_results })));
        self.open.set(true);
    }

    /// What is asked about is not wanted: goes back to where it was asked.
    pub fn cancel(self) {
        let asked = self.question.get_untracked();
        if asked.is_some_and(|asked| asked.is_from_results) {
            self.question.set(None);
        } else {
            self.open.set(false);
        }
    }

    /// What is asked about as curl lines, one for each service that something would be sent for now.
    pub async fn lines(self, asked: Arc<Asked>) -> Result<String, Failure> {
        let change = asked.plan.change;
        let mut parts = asked.jobs.chunks(asked.jobs.len().div_ceil(3).max(1));
        let one = self.lines_of(change, parts.next().unwrap_or_default());
        let two = self.lines_of(change, parts.next().unwrap_or_default());
        let three = self.lines_of(change, parts.next().unwrap_or_default());
        let (one, two, three) = join3(one, two, three).await;
        let lines = [one?, two?, three?].concat();
        if lines.is_empty() { Err(Failure::Changed(None)) } else { Ok(lines.join("\n")) }
    }

    async fn lines_of(self, change: Change, jobs: &[Job]) -> Result<Vec<String>, Failure> {
        let origin = origin();
        let mut lines = Vec::new();
        for job in jobs {
            let line = job.line(change, self.live(), &origin).await;
            lines.extend(line.inspect_err(|failure| self.live().failed(failure))?);
        }
        Ok(lines)
    }
}
