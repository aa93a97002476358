//! What became of a service: its changes and its runs, read when the view opens and again whenever the service tells
//! of a change. What is there stays in sight while it is read anew.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use tiermeter_pricing::Instant;
use tiermeter_service::{Reason, Status};
use web_sys::AbortSignal;

use crate::console::client::{aborted_on_cleanup, send_until};
use crate::console::documents::{Metering, OpenRun, Page, Run, Service, TimelineEntry};
use crate::console::failure::Failure;
use crate::console::live::{Live, ServiceRow, use_live};
use crate::console::request::Request;
use crate::erased::{effect_of_last, follow, memo, signal_of, stored};

/// How many runs are read at first, and more each time that older ones are wanted.
const RUNS_AT_ONCE: usize = 500;
/// How long it is waited after a change, so that several are one question.
const GATHERING: Duration = Duration::from_millis(300);

/// A list, as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Known<T> {
    /// Its entries.
    pub entries: Vec<T>,
    /// Whether it was read at least once.
    pub is_read: bool,
    /// Whether there are more than were read.
    pub has_more: bool,
    /// Why it could not be read the last time.
    pub failure: Option<Failure>,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { entries: Vec::new(), is_read: false, has_more: false, failure: None }
    }
}

/// What became of a service.
#[derive(Clone, Copy)]
pub struct History {
    /// Its changes, the oldest first; all of them.
    pub changes: RwSignal<Known<TimelineEntry>>,
    /// Its runs, the newest first.
    pub runs: RwSignal<Known<Run>>,
    /// Whether something is being read.
    pub is_reading: RwSignal<bool>,
    live: Live,
    id: StoredValue<String>,
    /// Where the last page of the changes begins: the older ones stay as they are.
    newest_changes: StoredValue<Option<String>>,
    wanted_runs: StoredValue<usize>,
    is_waiting: StoredValue<bool>,
    is_stale: StoredValue<bool>,
    signal: StoredValue<Option<AbortSignal>, LocalStorage>,
}

/// What of a service has to change for its history to be longer.
#[derive(Debug, Clone, PartialEq)]
struct Trace {
    status: Status,
    reasons: Vec<Reason>,
    since: Option<Instant>,
    open_runs: Vec<OpenRun>,
    /// Runs that are told later change what was; then the service is read anew. Tokens have no runs, and are asked for
    /// all the time.
    as_of: Option<Instant>,
}

impl Trace {
    fn of(service: &Service) -> Self {
        Self {
            status: service.status,
            reasons: service.reasons.clone(),
            since: service.since,
            open_runs: service.open_runs.clone(),
            as_of: (service.metering == Metering::GpuSeconds).then_some(service.as_of),
        }
    }
}

/// Reads the history of a service, and keeps it up.
pub fn use_history(row: RwSignal<ServiceRow>) -> History {
    let history = History {
        changes: signal_of(Known::default()),
        runs: signal_of(Known::default()),
        is_reading: signal_of(false),
        live: use_live(),
        id: stored(row.with_untracked(|row| row.service.id.clone())),
        newest_changes: stored(None),
        wanted_runs: stored(RUNS_AT_ONCE),
        is_waiting: stored(false),
        is_stale: stored(false),
        signal: StoredValue::new_local(aborted_on_cleanup()),
    };
    let trace = memo(move || row.with(|row| Trace::of(&row.service)));
    effect_of_last(move |before: Option<()>| {
        follow(trace);
        if before.is_none() {
            history.again();
        } else {
            history.again_soon();
        }
    });
    history
}

impl History {
    /// Reads everything anew.
    pub fn again(self) {
        spawn_local(self.read());
    }

    /// Reads older runs too.
    pub fn older_runs(self) {
        self.wanted_runs.update_value(|wanted| *wanted = wanted.saturating_add(RUNS_AT_ONCE));
        self.again();
    }

    fn again_soon(self) {
        if self.is_waiting.try_get_value() != Some(false) {
            return;
        }
        self.is_waiting.set_value(true);
        set_timeout(
            move || {
                self.is_waiting.set_value(false);
                self.again();
            },
            GATHERING,
        );
    }

    async fn read(self) {
        // Signals are gone with the view; then there is nothing more to read.
        match self.is_reading.try_get_untracked() {
            None => return,
            Some(true) => {
                self.is_stale.set_value(true);
                return;
            }
            Some(false) => {}
        }
        self.is_reading.try_set(true);
        loop {
            self.is_stale.set_value(false);
            self.read_changes().await;
            self.read_runs().await;
            if self.is_stale.try_get_value() != Some(true) {
                break;
            }
        }
        self.is_reading.try_set(false);
    }

    async fn read_changes(self) {
        let (Some(id), Some(from)) = (self.id.try_get_value(), self.newest_changes.try_get_value()) else {
            return;
        };
        let signal = self.signal.try_get_value().flatten();
        match read_pages(&Request::timeline(&id), from, usize::MAX, signal.as_ref()).await {
            Ok(pages) => {
                self.newest_changes.set_value(pages.newest);
                self.changes.try_update(|known| known.extend_by(pages.entries));
            }
            Err(failure) => {
                self.live_failed(&failure);
                self.changes.try_update(|known| known.failure = Some(failure));
            }
        }
    }

    async fn read_runs(self) {
        let (Some(id), Some(wanted)) = (self.id.try_get_value(), self.wanted_runs.try_get_value()) else {
            return;
        };
        let signal = self.signal.try_get_value().flatten();
        match read_pages(&Request::runs(&id), None, wanted, signal.as_ref()).await {
            Ok(pages) => {
                self.runs.try_set(Known {
                    entries: pages.entries,
                    is_read: true,
                    has_more: pages.has_more,
                    failure: None,
                });
            }
            Err(failure) => {
                self.live_failed(&failure);
                self.runs.try_update(|known| known.failure = Some(failure));
            }
        }
    }

    fn live_failed(self, failure: &Failure) {
        // What is given up with the view is nobody's trouble.
        if self.is_reading.try_get_untracked().is_some() {
            self.live.failed(failure);
        }
    }
}

impl Known<TimelineEntry> {
    /// Puts the newest changes in the place of those that are known of that time.
    fn extend_by(&mut self, newest: Vec<TimelineEntry>) {
        if let Some(first) = newest.first().map(|change| change.sequence) {
            self.entries.retain(|change| change.sequence < first);
            self.entries.extend(newest);
        }
        self.is_read = true;
        self.failure = None;
    }
}

struct Pages<T> {
    entries: Vec<T>,
    /// The cursor with which the last page was asked for.
    newest: Option<String>,
    has_more: bool,
}

/// Reads pages from a cursor on, until there are so many entries.
async fn read_pages<T: DeserializeOwned>(
    request: &Request,
    from: Option<String>,
    wanted: usize,
    signal: Option<&AbortSignal>,
) -> Result<Pages<T>, Failure> {
    let (mut entries, mut cursor) = (Vec::new(), from);
    loop {
        let asked = match &cursor {
            Some(cursor) => request.clone().with_query("cursor", cursor),
            None => request.clone(),
        };
        let page: Page<T> = send_until(&asked, signal).await?.value;
        entries.extend(page.data);
        match page.next_cursor {
            Some(next) if entries.len() < wanted => cursor = Some(next),
            next => return Ok(Pages { entries, newest: cursor, has_more: next.is_some() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use tiermeter_service::Command;

    use super::*;
    use crate::console::live::examples::at;

    fn change(sequence: u64) -> TimelineEntry {
        TimelineEntry {
            sequence,
            at: at("2026-03-03T10:00:00Z"),
            status: Status::Running,
            reasons: Vec::new(),
            command: Command::Enable,
            cause: "enabled".to_owned(),
            actor: "owner".to_owned(),
        }
    }

    #[test]
    fn the_newest_page_takes_the_place_of_what_was_known_of_it() {
        for (known, newest, expected) in [
            (vec![], vec![1, 2], vec![1, 2]),
            (vec![1, 2, 3], vec![2, 3, 4], vec![1, 2, 3, 4]),
            (vec![1, 2], vec![], vec![1, 2]),
            (vec![1, 5], vec![3, 5], vec![1, 3, 5]),
        ] {
            let entries = known.iter().map(|sequence| change(*sequence)).collect();
            let mut list = Known { entries, failure: Some(Failure::Offline), ..Known::default() };
            list.extend_by(newest.iter().map(|sequence| change(*sequence)).collect());
            let sequences: Vec<u64> = list.entries.iter().map(|change| change.sequence).collect();
            assert_eq!(sequences, expected);
            assert!(list.is_read && list.failure.is_none());
        }
    }
}
