//! Where the two files are given: dropped, or chosen.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::use_state;
use crate::check::fault::Given;
use crate::check::words::{GiveWords, Words};
use crate::site::use_words;
use crate::text;

/// The id of a section's title.
pub const fn title_id(given: Given) -> &'static str {
    match given {
        Given::Log => "give-log",
        Given::Invoice | Given::PriceBook => "give-invoice",
    }
}

const fn file_id(given: Given) -> &'static str {
    match given {
        Given::Log => "log-file",
        Given::Invoice | Given::PriceBook => "invoice-file",
    }
}

/// A drop zone with its button, and what was given.
#[component]
pub fn Give(
    /// What is given here.
    given: Given,
) -> impl IntoView {
    let (words, state) = (use_words::<Words>(), use_state());
    let [of_log, of_invoice] = &words.give;
    let GiveWords { title, hint } = if given == Given::Log { of_log } else { of_invoice };
    let hovered = RwSignal::new(false);
    let source = state.source(given);
    let name = move || source.with(|source| source.as_ref().map(|source| source.name.clone()));
    let chosen = move |event| {
        let input: HtmlInputElement = event_target(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            state.take(given, file);
        }
        // The same file can be chosen again after it was mended.
        input.set_value("");
    };
    let more = match given {
        Given::Log => view! {
            <button type="button" class="quiet" on:click=move |_| state.try_example()>{words.try_example}</button>
        }
        .into_any(),
        Given::Invoice | Given::PriceBook => (move || {
            state.invoice.with(Option::is_some).then(|| {
                view! {
                    <button type="button" class="quiet" on:click=move |_| state.forget_invoice()>{words.remove}</button>
                }
            })
        })
        .into_any(),
    };
    view! {
        <div
            class="give"
            class:hovered=move || hovered.get()
            on:dragover=move |event| {
                // Without this the browser would open the file in place of the page.
                event.prevent_default();
                hovered.set(true);
            }
            on:dragleave=move |_| hovered.set(false)
            on:drop=move |event| {
                event.prevent_default();
                hovered.set(false);
                let dropped = event.data_transfer().and_then(|dropped| dropped.files());
                if let Some(file) = dropped.and_then(|files| files.get(0)) {
                    state.take(given, file);
                }
            }
        >
            <h2 id=title_id(given)>{*title}</h2>
            <p class="hint">{*hint}</p>
            <p class="drop">
                {words.drop_here}
                <input
                    class="visually-hidden"
                    type="file"
                    id=file_id(given)
                    accept=".csv,.json,.txt,text/csv,application/json"
                    aria-describedby=title_id(given)
                    on:change=chosen
                />
                <label class="button" for=file_id(given)>{words.choose_file}</label>
                " "
                {more}
            </p>
            <p class="given">{name}</p>
        </div>
    }
}

/// The first rows of a file, as a table.
pub fn first_rows(names: &[String], sample: &[Vec<String>], label: String) -> impl IntoView + use<> {
    let head = names.iter().map(|name| view! { <th scope="col">{name.clone()}</th> }).collect_view();
    let rows = sample.iter().map(|row| {
        let cells = row.iter().map(|cell| view! { <td>{shortened(cell)}</td> }).collect_view();
        view! { <tr>{cells}</tr> }
    });
    let name = label.clone();
    view! {
        <div class="scroller" tabindex="0" role="region" aria-label=name>
            <table class="sample-rows">
                <caption class="hint">{label}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

/// A cell is shown as far as there is room.
fn shortened(cell: &str) -> String {
    const SHOWN_CHARACTERS: usize = 40;
    let mut shown: String = cell.chars().take(SHOWN_CHARACTERS).collect();
    if shown.len() < cell.len() {
        shown.push('…');
    }
    shown
}

/// A count with separators.
pub fn count(number: usize) -> String {
    text::grouped(&number.to_string())
}
