//! Where usage is given: dropped, chosen as a file, or pasted.

use leptos::prelude::*;
use web_sys::DataTransfer;

use super::state::OwnUsageState;
use crate::erased::{fixed, typed};
use crate::frames::{Button, drop_zone, file_button};
use crate::words::Words;

const FILES: &str = ".csv,.json,text/csv,application/json";

/// The drop zone with its file button and its text.
pub fn give(state: OwnUsageState, words: &'static Words) -> AnyView {
    let is_empty = move || state.text.with(|text| text.trim().is_empty());
    let take_dropped = move |dropped: &DataTransfer| state.take_drop(dropped, words);
    let choose = move |file| state.take_file(file, words);
    let text = fixed(&[
        ("id", "usage-text"),
        ("rows", "6"),
        ("autocomplete", "off"),
        ("spellcheck", "false"),
        ("wrap", "off"),
    ]);
    let price = Button::new("button main", words.own_usage.price, move || state.price_text(words));
    let clear = Button::new("button", words.own_usage.clear, move || state.edit(String::new(), words));
    let content = view! {
        <p class="drop">
            {words.own_usage.drop} {file_button("usage-file", FILES, words.own_usage.choose, None, choose)}
            {words.own_usage.limit}
        </p>
        <label class="paste" for="usage-text">{words.own_usage.paste}</label>
        <textarea
            {..text}
            prop:value=move || state.text.get()
            on:input=typed(move |text| state.edit(text, words))
        ></textarea>
        <div class="buttons">
            {price.disabled(is_empty).view()}
            {clear.disabled(is_empty).view()}
        </div>
    };
    drop_zone("give", take_dropped, content.into_any())
}
