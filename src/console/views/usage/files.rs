//! The file of what is shown.

use leptos::prelude::*;

use super::asked::Asked;
use super::csv::csv;
use super::view_model::{GroupBy, Table};
use super::words::Words;
use crate::console::csv::KIND;
use crate::console::parts::{save_text, use_toasts};
use crate::console::words::use_words;

/// Downloads every row that fits the filter, also those that are not drawn.
#[component]
pub fn DownloadButton(
    /// What is shown.
    shown: Memo<Table>,
    /// By what it is added up.
    by: GroupBy,
    /// The currency's code.
    currency: String,
    /// What is asked for.
    asked: Asked,
) -> impl IntoView {
    let (words, toasts) = (use_words::<Words>(), use_toasts());
    let download = move |_| {
        let days = asked.days.get_untracked();
        let word: String =
            by.word().chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
        let name = format!("tiermeter-usage-{word}-{}-{}.csv", days.first, days.last);
        let text = shown.with_untracked(|shown| csv(shown, &by, &currency));
        let saved = save_text(&name, KIND, &text);
        toasts.say(if saved { (words.downloaded)(&name) } else { words.not_downloaded.to_owned() });
    };
    view! {
        <p class="usage-files">
            <button type="button" class="button" on:click=download>{words.download}</button>
        </p>
    }
}
