//! Which columns the table has.

use leptos::ev::Event;
use leptos::prelude::*;

use super::columns::{Column, Columns};
use super::pop::Pop;
use super::state::List;
use super::words::Words;
use crate::console::words::use_words;
use crate::erased::{shown_while, signal_of};

/// Chooses columns.
#[component]
pub fn ColumnsMenu(
    /// The list.
    list: List,
) -> impl IntoView {
    let words = use_words::<Words>();
    let open = signal_of(false);
    let hidden = move || {
        let chosen = list.columns.get().count();
        chosen.saturating_sub(list.shown_columns.get().count())
    };
    let no_room = move || {
        let hidden = hidden();
        (hidden > 0).then(|| view! { <p class="hint">{(words.no_room)(hidden)}</p> })
    };
    let boxes = move || {
        let columns = Column::ALL.into_iter().filter(|column| column.is_optional());
        columns.map(|column| view! { <ColumnBox list=list column=column /> }).collect_view()
    };
    view! {
        {shown_while(move || !list.is_cards.get(), move || view! { <Pop label=words.columns.to_owned() open=open>
                <fieldset class="services-set">
                    <legend class="visually-hidden">{words.columns}</legend>
                    {boxes()}
                </fieldset>
                {no_room}
                <button
                    type="button"
                    class="quiet"
                    on:click=move |_| list.columns.set(Columns::default())
                >
                    {words.columns_as_before}
                </button>
            </Pop> }.into_any())}
    }
}

/// Whether the table has a column.
#[component]
fn ColumnBox(
    /// The list.
    list: List,
    /// The column.
    column: Column,
) -> impl IntoView {
    let words = use_words::<Words>();
    let change = move |event: Event| {
        let shown = event_target_checked(&event);
        list.columns.update(|columns| *columns = columns.with(column, shown));
    };
    view! {
        <label class="services-check">
            <input type="checkbox" prop:checked=move || list.columns.get().has(column) on:change=change />
            {words.column(column)}
        </label>
    }
}
