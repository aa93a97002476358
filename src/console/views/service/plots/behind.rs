//! The table behind a plot, and the same as a file.

use leptos::prelude::*;
use web_sys::{Element, Event};

use super::words::Words;
use crate::console::csv::KIND;
use crate::console::parts::save_text;
use crate::console::words::use_words;
use crate::erased::signal_of;

/// What stands in a table, and in its file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The names of the columns; the first one names the rows.
    pub head: Vec<String>,
    /// The rows, as texts for people. Of every column but the first `texts` ones the cells are numbers.
    pub rows: Vec<Vec<String>>,
    /// So many columns at the left hold texts.
    pub texts: usize,
}

/// The table behind a plot, made only while it is open, and the way to take it along.
#[component]
pub fn Behind(
    /// What the table is called.
    #[prop(into)]
    name: String,
    /// What stands in it.
    table: Signal<Table>,
    /// The file's text.
    csv: Callback<(), String>,
    /// The file's name.
    file: Signal<String>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let open = signal_of(false);
    let on_toggle = move |event: Event| open.set(event_target::<Element>(&event).has_attribute("open"));
    let save = move |_| {
        // A refusal is not said: the table beside the button holds the same.
        let _ = save_text(&file.get_untracked(), KIND, &csv.run(()));
    };
    let label = name.clone();
    let content = move || {
        open.get().then(|| {
            let Table { head, rows, texts } = table.get();
            let number = move |column: usize| if column < texts { "" } else { "number" };
            let head = head.into_iter().enumerate();
            let head = head.map(|(column, name)| view! { <th scope="col" class=number(column)>{name}</th> });
            let rows = rows.into_iter().map(|cells| {
                let cells = cells.into_iter().enumerate().map(|(column, cell)| match column {
                    0 => view! { <th scope="row">{cell}</th> }.into_any(),
                    _ => view! { <td class=number(column)>{cell}</td> }.into_any(),
                });
                view! { <tr>{cells.collect_view()}</tr> }
            });
            view! {
                <div class="table-wrap service-plot-table" tabindex="0" role="group" aria-label=label.clone()>
                    <table class="table">
                        <thead><tr>{head.collect_view()}</tr></thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            }
        })
    };
    view! {
        <div class="service-plot-behind">
            <details on:toggle=on_toggle>
                <summary>{words.table} <span class="visually-hidden">" · " {name}</span></summary>
                {content}
            </details>
            <button type="button" class="quiet" on:click=save>
                {words.download}
            </button>
        </div>
    }
}
