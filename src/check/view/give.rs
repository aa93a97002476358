//! Where the two files are given: dropped, or chosen.

use leptos::prelude::*;
use web_sys::DataTransfer;

use super::use_state;
use crate::check::fault::Given;
use crate::check::words::{GiveWords, Words};
use crate::erased::{dynamic, shown_while};
use crate::frames::{Cell, Column, Row, Table, button, drop_zone, file_button, first_file};
use crate::site::use_words;
use crate::text;

const FILES: &str = ".csv,.json,.txt,text/csv,application/json";

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
pub fn give(given: Given) -> AnyView {
    let (words, state) = (use_words::<Words>(), use_state());
    let [of_log, of_invoice] = &words.give;
    let GiveWords { title, hint } = if given == Given::Log { of_log } else { of_invoice };
    let source = state.source(given);
    let name = dynamic(move || source.with(|source| source.as_ref().map(|source| source.name.clone())));
    let take_dropped = move |dropped: &DataTransfer| {
        if let Some(file) = first_file(dropped) {
            state.take(given, file);
        }
    };
    let choose = file_button(file_id(given), FILES, words.choose_file, Some(title_id(given)), move |file| {
        state.take(given, file);
    });
    let more = match given {
        Given::Log => button("quiet", words.try_example, move || state.try_example()),
        Given::Invoice | Given::PriceBook => shown_while(
            move || state.invoice.with(Option::is_some),
            move || button("quiet", words.remove, move || state.forget_invoice()),
        ),
    };
    let content = view! {
        <h2 id=title_id(given)>{*title}</h2>
        <p class="hint">{*hint}</p>
        <p class="drop">{words.drop_here} {choose} " " {more}</p>
        <p class="given">{name}</p>
    };
    drop_zone("give", take_dropped, content.into_any())
}

/// The first rows of a file, as a table.
pub fn first_rows(names: &[String], sample: &[Vec<String>], label: String) -> AnyView {
    let head = names.iter().map(|name| Column::text(name.clone())).collect();
    let rows = sample.iter().map(|row| Row::of(row.iter().map(|cell| Cell::text(shortened(cell))).collect()));
    let table = Table::fixed("sample-rows", head, rows.collect()).captioned("hint", label.clone());
    table.in_scroller("scroller", "region", label)
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
