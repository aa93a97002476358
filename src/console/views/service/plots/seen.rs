//! What plots are alike in, however the service is metered: how far they have come, and what their parts look at.

use leptos::prelude::*;
use tiermeter_pricing::Currency;

use super::picture::Picture;
use super::range::Range;
use crate::console::failure::Failure;
use crate::console::live::{ServiceRow, use_live};
use crate::console::parts::{Busy, Empty, Trouble};
use crate::erased::{derived, memo};

/// What stands in a table where nothing is known.
pub const UNKNOWN: &str = "–";

/// How far they have come.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// Something is asked for.
    Waiting,
    /// It could not be had.
    Failed(Failure),
    /// There is nothing to plot.
    Empty,
    /// There is something to plot.
    There,
}

/// The plots, or how far they have come.
#[component]
pub fn Staged(
    /// How far.
    stage: Memo<Stage>,
    /// What is said where there is nothing: a title, and a text.
    none: [&'static str; 2],
    /// Asks again for what could not be had.
    on_again: Callback<()>,
    /// The plots.
    children: ChildrenFn,
) -> impl IntoView {
    move || match stage.get() {
        Stage::Waiting => view! { <Busy /> }.into_any(),
        Stage::Failed(failure) => view! { <Trouble failure=failure on_again=on_again /> }.into_any(),
        Stage::Empty => {
            let [title, text] = none.map(str::to_owned);
            view! { <Empty title=title text=text /> }.into_any()
        }
        Stage::There => children(),
    }
}

/// What the parts of the plots look at.
pub struct Seen<V: Send + Sync + 'static> {
    row: RwSignal<ServiceRow>,
    shown: Memo<Option<V>>,
    /// How far back.
    pub range: Memo<Range>,
    /// The currency's code.
    pub currency: &'static str,
}

impl<V: Send + Sync + 'static> Clone for Seen<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V: Send + Sync + 'static> Copy for Seen<V> {}

impl<V: Send + Sync + 'static> Seen<V> {
    /// What is shown of a service, in the currency of the price book as it is now.
    pub fn of(row: RwSignal<ServiceRow>, shown: Memo<Option<V>>, range: Memo<Range>) -> Self {
        let live = use_live();
        let currency = untrack(move || live.known_currency());
        Self { row, shown, range, currency: currency.map(Currency::code).unwrap_or_default() }
    }

    /// Looks at what is shown, and is told when it changes.
    pub fn look<U: Default>(self, look: impl FnOnce(&V) -> U) -> U {
        self.shown.with(|shown| shown.as_ref().map(look)).unwrap_or_default()
    }

    /// Looks at what is shown now.
    pub fn look_now<U: Default>(self, look: impl FnOnce(&V) -> U) -> U {
        self.shown.with_untracked(|shown| shown.as_ref().map(look)).unwrap_or_default()
    }

    /// The picture of a plot.
    pub fn picture(self, look: fn(&V) -> Picture) -> Memo<Picture> {
        memo(move || self.look(look))
    }

    /// The name of a plot's file.
    pub fn file(self, what: &'static str) -> Signal<String> {
        let id = self.row.with_untracked(|row| row.service.id.clone());
        derived(move || format!("{id}-{what}-{}.csv", self.range.get().key()))
    }
}
