//! The table: its heads, and those of its rows that are on the screen.

use leptos::ev::Event;
use leptos::prelude::*;

use super::choice::Order;
use super::columns::Column;
use super::picked::Extent;
use super::row::ServiceLine;
use super::state::{List, Listing};
use super::words::Words;
use crate::console::live::Row;
use crate::console::words::use_words;
use crate::erased::{derived, memo};

/// The table.
#[component]
pub fn Table(
    /// The list.
    list: List,
) -> impl IntoView {
    let words = use_words::<Words>();
    let count = memo(move || list.listing.with(Listing::count));
    // The listing first: the range follows from it, and stays the same where only the order changes.
    let rows = move || list.listing.with(|listing| listing.within(&list.range.get()));
    let above = move || list.measured.get().offset(list.range.with(|range| range.start));
    let below = move || {
        let missing = count.get().saturating_sub(list.range.with(|range| range.end));
        list.measured.get().offset(missing)
    };
    let line = move |place: ReadSignal<usize>, row: Row| {
        // The head is the first row.
        let number = derived(move || list.range.with(|range| range.start) + place.get() + 2);
        view! { <ServiceLine list=list row=row number=number /> }
    };
    let tracks = move || list.shown_columns.get().tracks();
    view! {
        <div
            class="services-table"
            class:cards=move || list.is_cards.get()
            role="table"
            tabindex="-1"
            aria-label=words.title
            aria-rowcount=move || (count.get() + 1).to_string()
            style=("--services-columns", tracks)
            style=("--services-row", move || list.measured.get().offset(1))
        >
            <div class="services-heads" role="rowgroup">
                <Heads list=list />
            </div>
            <div
                class="services-rows"
                role="rowgroup"
                node_ref=list.body
                style:padding-top=above
                style:padding-bottom=below
            >
                <ForEnumerate each=rows key=|row| row.id.clone() children=line />
            </div>
            <Rulers list=list />
        </div>
    }
}

/// What only measures: ten rem, and the place of the row that is to be brought into sight.
#[component]
fn Rulers(
    /// The list.
    list: List,
) -> impl IntoView {
    let at = move || list.measured.get().offset(list.target.get());
    view! {
        <div class="services-ruler" aria-hidden="true" node_ref=list.ruler></div>
        <div class="services-anchors" aria-hidden="true">
            <div class="services-anchor" node_ref=list.anchor style:top=at></div>
        </div>
    }
}

/// The heads of the columns.
#[component]
fn Heads(
    /// The list.
    list: List,
) -> impl IntoView {
    let heads = move || {
        let columns = list.shown_columns.get().iter();
        columns.map(|column| view! { <Head list=list column=column /> }).collect_view()
    };
    view! {
        <div class="services-line services-head" role="row" aria-rowindex="1">
            <span class="services-pick" role="columnheader"><PickAll list=list /></span>
            {heads}
        </div>
    }
}

/// The head of a column: pressed, it sorts by it.
#[component]
fn Head(
    /// The list.
    list: List,
    /// The column.
    column: Column,
) -> impl IntoView {
    let words = use_words::<Words>();
    let order = memo(move || list.choice.with(|choice| choice.order));
    let sorted = move || match order.get() {
        Order { by, descending: false } if by == column => Some("ascending"),
        Order { by, descending: true } if by == column => Some("descending"),
        Order { .. } => None,
    };
    let mark = move || match sorted() {
        Some("ascending") => "↑",
        Some(_) => "↓",
        None => "",
    };
    let currency = list.live.currency();
    let name = match column {
        Column::PerHour => (words.per_hour)(&currency),
        Column::Month => (words.this_month)(&currency),
        _ => words.column(column).to_owned(),
    };
    view! {
        <span role="columnheader" class="services-cell" class:number=column.is_number() aria-sort=sorted>
            <button
                type="button"
                class="services-sort"
                on:click=move |_| list.choice.update(|choice| choice.order = choice.order.pressed(column))
            >
                {name}
                <i aria-hidden="true">{mark}</i>
            </button>
        </span>
    }
}

/// Selects everything that the filter shows.
#[component]
fn PickAll(
    /// The list.
    list: List,
) -> impl IntoView {
    let words = use_words::<Words>();
    let extent = memo(move || {
        list.picked
            .with(|picked| list.listing.with(|listing| picked.extent(listing.shown().map(|row| &row.id))))
    });
    let change = move |event: Event| {
        let on = event_target_checked(&event);
        let ids = list.listing.with_untracked(Listing::ids);
        list.picked.update(|picked| picked.set(ids, on));
    };
    view! {
        <label>
            <input
                type="checkbox"
                aria-label=words.select_all
                prop:checked=move || extent.get() == Extent::All
                prop:indeterminate=move || extent.get() == Extent::Some
                on:change=change
            />
            <span class="services-pick-all" aria-hidden="true">{words.select_shown}</span>
        </label>
    }
}
