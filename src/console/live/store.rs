//! How answers and changes come into the rows.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use tiermeter_pricing::{Instant, PriceBook};

use super::apply::{Applied, apply};
use super::clock::counter_milliseconds;
use super::moved::Moved;
use super::{Live, Row, ServiceRow};
use crate::console::documents::{Event, Service};

/// A page that nobody sees gets no frames; changes come in all the same.
const UNSEEN: Duration = Duration::from_millis(250);

impl Live {
    /// Puts a service of an answer into the store. One that is older than what is known is asked for anew.
    pub fn put(self, service: Service) {
        self.put_all(vec![service]);
    }

    /// Puts services into the store.
    pub(super) fn put_all(self, services: Vec<Service>) {
        let Some(book) = self.book.get_untracked() else { return };
        let mut new = Vec::new();
        let mut newest = None;
        for service in services {
            newest = newest.max(Some(service.as_of));
            let id: Arc<str> = Arc::from(service.id.as_str());
            if self.known.with_value(|known| known.is_gone(&id)) {
                continue;
            }
            match self.row(&id) {
                Some(row) if row.with_untracked(|known| known.service.position > service.position) => {
                    self.refresh_later(&id);
                }
                Some(row) => self.replace(&row, ServiceRow::of(service, &book)),
                None => new.push(Row { id, signal: ArcRwSignal::new(ServiceRow::of(service, &book)) }),
            }
        }
        if let Some(newest) = newest {
            self.hear(newest);
        }
        if !new.is_empty() {
            self.insert(new);
        }
        self.tell();
    }

    /// Takes services out that are not among these, which were read at a position. What came since stays.
    pub(super) fn keep_only(self, ids: &BTreeSet<Arc<str>>, position: u64) {
        let is_gone = |row: &&Row| {
            !ids.contains(&row.id) && row.with_untracked(|known| known.service.position <= position)
        };
        let gone: Vec<Arc<str>> = self
            .rows
            .with_untracked(|rows| rows.iter().filter(is_gone).map(|row| Arc::clone(&row.id)).collect());
        for id in gone {
            self.forget(&id);
        }
    }

    /// Takes a service out of the store.
    pub fn forget(self, id: &str) {
        self.known.update_value(|known| {
            known.gone.insert(Arc::from(id));
        });
        if self.known.try_update_value(|known| known.index.remove(id)).flatten().is_none() {
            return;
        }
        self.known.update_value(|known| known.contributions.remove(id));
        self.note(Moved::ALL);
        self.rows.update(|rows| {
            *rows = Arc::new(rows.iter().filter(|row| *row.id != *id).cloned().collect());
        });
        self.tell();
    }

    /// Answers that were on their way when services were deleted are here by the second time that this is called;
    /// until then it is known which those were. To be called every half minute.
    pub(super) fn forget_the_gone(self) {
        if !self.progress.with_value(|progress| progress.reading) {
            self.known.update_value(|known| known.gone_before = std::mem::take(&mut known.gone));
        }
    }

    fn insert(self, new: Vec<Row>) {
        self.note(Moved::ALL);
        self.known.update_value(|known| {
            for row in &new {
                known.index.insert(Arc::clone(&row.id), row.clone());
                row.with_untracked(|service| known.contributions.put(&row.id, service));
            }
        });
        self.rows.update(|rows| {
            let mut all: Vec<Row> = rows.iter().cloned().chain(new).collect();
            all.sort_by(|one, other| one.id.cmp(&other.id));
            *rows = Arc::new(all);
        });
    }

    fn replace(self, row: &Row, next: ServiceRow) {
        self.known.update_value(|known| known.contributions.put(&row.id, &next));
        let mut moved = Moved::default();
        row.signal.maybe_update(|known| {
            let changed = *known != next;
            moved = Moved::between(known, &next);
            *known = next;
            changed
        });
        self.note(moved);
    }

    /// Notes a change, to be applied with the next frame.
    pub(super) fn receive(self, position: u64, event: Event) {
        self.progress.update_value(|progress| progress.position = progress.position.max(Some(position)));
        self.known.update_value(|known| known.waiting.push((position, event)));
        if self.progress.with_value(|progress| progress.scheduled) {
            return;
        }
        self.progress.update_value(|progress| progress.scheduled = true);
        if document().hidden() {
            set_timeout(move || self.flush(), UNSEEN);
        } else {
            request_animation_frame(move || self.flush());
        }
    }

    /// Applies every change that waits, in one go.
    pub(super) fn flush(self) {
        self.progress.update_value(|progress| progress.scheduled = false);
        let Some(book) = self.book.get_untracked() else {
            // They wait until there is something to apply them to.
            return;
        };
        let Some(events) = self.known.try_update_value(|known| std::mem::take(&mut known.waiting)) else {
            return;
        };
        if events.is_empty() {
            return;
        }
        for (position, event) in events {
            self.take(position, &event, &book);
        }
        self.updated_at.set(Some(self.now.get_untracked()));
        self.tell();
    }

    fn take(self, position: u64, event: &Event, book: &Arc<PriceBook>) {
        if let Some(at) = event.at() {
            self.hear(at);
        }
        match event {
            Event::Reset => self.reload(),
            Event::Account(account) => {
                self.account.update(|known| {
                    if let Some(known) = known {
                        known.overdue = account.overdue;
                        known.balance = account.balance;
                    }
                });
                self.refresh_account();
            }
            Event::BillIssued => self.refresh_account(),
            Event::Status(_) | Event::Deleted { .. } | Event::Run(_) | Event::Rate(_) => {
                if let Some(id) = event.service() {
                    self.take_of_service(id, position, event, book);
                }
            }
        }
    }

    fn take_of_service(self, id: &str, position: u64, event: &Event, book: &Arc<PriceBook>) {
        let Some(row) = self.row(id) else {
            if !matches!(event, Event::Deleted { .. }) {
                self.refresh_later(id);
            }
            return;
        };
        let applied = row.signal.try_maybe_update(|known| {
            let applied = apply(&mut known.service, event, position, book);
            let changed = matches!(applied, Applied::Changed | Applied::Stale);
            if changed {
                known.clock = super::CostClock::of(&known.service, book);
            }
            (changed, applied)
        });
        match applied {
            Some(Applied::Gone) => self.forget(id),
            Some(Applied::Stale) => self.refresh_later(id),
            Some(Applied::Changed | Applied::Nothing) | None => {}
        }
        if matches!(applied, Some(Applied::Changed | Applied::Stale)) {
            self.note(Moved::by(event));
            self.known.update_value(|known| {
                row.with_untracked(|service| known.contributions.put(&row.id, service));
            });
        }
    }

    /// Notes what moved, to be told with the rest.
    fn note(self, moved: Moved) {
        self.progress.update_value(|progress| progress.moved = progress.moved.and(moved));
    }

    /// Tells those who look at all services that some changed.
    fn tell(self) {
        /// Summing up looks at every service that moves, which in each frame would be too much for thousands of
        /// them. What comes sooner is told with the sums of the next second.
        const PAUSE_MILLISECONDS: i64 = 250;
        let further = |turn: &mut u64| *turn = turn.wrapping_add(1);
        self.pulse.update(further);
        let moved = self.progress.try_update_value(|progress| std::mem::take(&mut progress.moved));
        let moved = moved.unwrap_or_default();
        if moved.stands {
            self.stands.update(further);
        }
        if moved.costs {
            self.costs.update(further);
        }
        let (now, last) =
            (counter_milliseconds(), self.progress.with_value(|progress| progress.summed_up_at));
        if last.is_none_or(|last| now - last >= PAUSE_MILLISECONDS) {
            self.progress.update_value(|progress| progress.summed_up_at = Some(now));
            self.sum_up();
        }
    }

    /// Lets those who look at it work out what all services come to now.
    pub(super) fn sum_up(self) {
        self.summed_up.update(|turn| *turn = turn.wrapping_add(1));
        let (creating, moving) = self
            .known
            .with_value(|known| (known.contributions.any_creating(), known.contributions.any_moving()));
        for (signal, is_so) in [(self.any_creating, creating), (self.any_moving, moving)] {
            signal.maybe_update(|known| {
                let changed = *known != is_so;
                *known = is_so;
                changed
            });
        }
    }

    /// The server's clock had reached an instant.
    pub(super) fn hear(self, at: Instant) {
        let milliseconds = counter_milliseconds();
        self.progress.update_value(|progress| progress.clock = progress.clock.at_least(at, milliseconds));
        let now = self.progress.with_value(|progress| progress.clock.now(milliseconds));
        if now > self.now.get_untracked() {
            self.now.set(now);
        }
    }
}
