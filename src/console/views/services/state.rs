//! What the list of services is made of, as signals that every part of it shares.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use tiermeter_pricing::NANOSECONDS_PER_SECOND;

use super::choice::Choice;
use super::columns::{Column, Columns};
use super::in_address::use_choice;
use super::picked::Picked;
use super::saved::{keep_columns, kept_columns};
use super::view_model::{Found, Index, Surroundings};
use super::window::{Measured, show, use_measured};
use crate::console::documents::Model;
use crate::console::frame::address;
use crate::console::live::{Live, Row, use_live};
use crate::console::shortcuts::Step;
use crate::console::views::throttle::use_throttled;
use crate::erased::{effect, effect_of_last, follow, memo, signal_of, stored};

/// Services are looked for again after a rest.
const REST: Duration = Duration::from_millis(250);
/// Sums of the month move by themselves; so often, in seconds, they put the rows into another order.
const MONTH_ORDER_SECONDS: i64 = 5;

/// What was found, with the list that it was found in.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    rows: Arc<Vec<Row>>,
    /// What was found.
    pub found: Found,
}

impl PartialEq for Listing {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.rows, &other.rows) && self.found == other.found
    }
}

impl Listing {
    /// How many rows are shown.
    #[must_use]
    pub fn count(&self) -> usize {
        self.found.order.len()
    }

    /// How many services there are.
    #[must_use]
    pub fn services(&self) -> usize {
        self.rows.len()
    }

    /// The rows that are shown, in their order.
    pub fn shown(&self) -> impl Iterator<Item = &Row> {
        self.found.order.iter().filter_map(|place| self.rows.get(*place))
    }

    /// The ids of the rows that are shown, in their order.
    #[must_use]
    pub fn ids(&self) -> Vec<Arc<str>> {
        self.shown().map(|row| Arc::clone(&row.id)).collect()
    }

    /// The rows of a part of what is shown.
    #[must_use]
    pub fn within(&self, range: &Range<usize>) -> Vec<Row> {
        let places = self.found.order.get(range.clone()).unwrap_or_default();
        places.iter().filter_map(|place| self.rows.get(*place)).cloned().collect()
    }
}

/// The list of services.
#[derive(Clone, Copy)]
pub struct List {
    /// The store.
    pub live: Live,
    /// What is asked for; the address says the same.
    pub choice: RwSignal<Choice>,
    /// The columns that are chosen.
    pub columns: RwSignal<Columns>,
    /// What was found.
    pub listing: Memo<Listing>,
    /// The services that are selected.
    pub picked: RwSignal<Picked>,
    /// The service that the keys are at.
    pub cursor: RwSignal<Option<Arc<str>>>,
    /// The service whose link is to take the focus when it is in the page.
    pub wanted_focus: RwSignal<Option<Arc<str>>>,
    /// Where the table is on the screen.
    pub measured: RwSignal<Measured>,
    /// Whether rows are cards.
    pub is_cards: Memo<bool>,
    /// The columns that there is room for.
    pub shown_columns: Memo<Columns>,
    /// Which of the rows are in the page.
    pub range: Memo<Range<usize>>,
    /// The row that is to be brought into sight.
    pub target: RwSignal<usize>,
    /// The rows.
    pub body: NodeRef<html::Div>,
    /// Is ten rem wide.
    pub ruler: NodeRef<html::Div>,
    /// Lies where the row is that is to be brought into sight.
    pub anchor: NodeRef<html::Div>,
}

/// The list of services, for the view that calls it.
#[must_use]
pub fn use_list() -> List {
    let (live, choice) = (use_live(), use_choice());
    let listing = use_listing(live, choice);
    let columns = signal_of(kept_columns().map_or_else(Columns::default, |words| Columns::of_words(&words)));
    effect_of_last(move |before: Option<Columns>| {
        let columns = columns.get();
        if before.is_some_and(|before| before != columns) {
            keep_columns(&columns.words());
        }
        columns
    });
    let picked = signal_of(Picked::default());
    effect(move || {
        live.rows.track();
        picked.maybe_update(|picked| picked.keep(|id| live.row(id).is_some()));
    });
    let (body, ruler) = (NodeRef::new(), NodeRef::new());
    let measured = use_measured(body, ruler);
    let is_cards = memo(move || measured.get().is_cards());
    let shown_columns = memo(move || {
        let measured = measured.get();
        if measured.is_cards() { Columns::of_card() } else { columns.get().fitting(measured.width_tenths()) }
    });
    let range = memo(move || measured.get().rows(listing.with(Listing::count)));
    List {
        live,
        choice,
        columns,
        listing,
        picked,
        cursor: signal_of(None),
        wanted_focus: signal_of(None),
        measured,
        is_cards,
        shown_columns,
        range,
        target: signal_of(0),
        body,
        ruler,
        anchor: NodeRef::new(),
    }
}

/// Finds what is asked for, again when that changes, and at most a few times a second when services do.
fn use_listing(live: Live, choice: RwSignal<Choice>) -> Memo<Listing> {
    let turn = use_throttled(REST, move || {
        live.pulse.track();
        live.rows.track();
    });
    let quota_left = memo(move || live.models.with(|models| quotas_left(models)));
    let slowly =
        memo(move || live.now.get().unix_nanoseconds() / (MONTH_ORDER_SECONDS * NANOSECONDS_PER_SECOND));
    let index = stored(Index::default());
    memo(move || {
        turn.track();
        if choice.with(|choice| choice.order.by == Column::Month) {
            follow(slowly);
        }
        // What is creating becomes late by the clock alone.
        if live.any_creating.get() {
            live.now.track();
        }
        let (rows, now) = (live.rows.get_untracked(), live.now.get_untracked());
        let found = quota_left.with(|quota_left| {
            let surroundings = Surroundings { now, quota_left };
            choice.with(|choice| {
                index.try_update_value(|index| {
                    index.take_up(rows.as_slice(), now);
                    index.find(choice, rows.as_slice(), &surroundings)
                })
            })
        });
        Listing { rows, found: found.unwrap_or_default() }
    })
}

/// What is left of the free quota of each model that grants one.
fn quotas_left(models: &[Model]) -> HashMap<String, u64> {
    let left = |model: &Model| {
        let quota = model.free_quota.as_ref()?;
        Some((model.id.clone(), quota.remaining))
    };
    models.iter().filter_map(left).collect()
}

impl List {
    /// What a key does: moves to another row, or opens the one that the keys are at.
    pub fn step(self, step: Step, go: Callback<String>) {
        let cursor = self.cursor.get_untracked();
        if step == Step::Open {
            if let Some(id) = cursor {
                go.run(address::service(&id));
            }
            return;
        }
        let ids = self.listing.with_untracked(Listing::ids);
        let at = cursor.and_then(|cursor| ids.iter().position(|id| *id == cursor));
        let next = match (at, step) {
            (Some(at), Step::Next) => at + 1,
            (Some(at), _) => at.saturating_sub(1),
            // The first time, the keys begin with what is on the screen.
            (None, _) => self.measured.get_untracked().first_on_screen(),
        };
        let next = next.min(ids.len().saturating_sub(1));
        let Some(id) = ids.get(next) else { return };
        self.cursor.set(Some(Arc::clone(id)));
        self.wanted_focus.set(Some(Arc::clone(id)));
        self.target.set(next);
        let anchor = self.anchor;
        // By the next frame the anchor lies where the row is.
        request_animation_frame(move || {
            if let Some(anchor) = anchor.try_get_untracked().flatten() {
                show(&anchor);
            }
        });
    }

    /// What a press on a row's checkbox does.
    pub fn press(self, id: &str, on: bool, range: bool) {
        let ids = self.listing.with_untracked(Listing::ids);
        if let Some(place) = ids.iter().position(|known| **known == *id) {
            self.picked.update(|picked| picked.press(&ids, place, on, range));
        }
    }

    /// Shows every service.
    pub fn clear_filter(self) {
        self.choice.update(|choice| *choice = choice.cleared());
    }
}
