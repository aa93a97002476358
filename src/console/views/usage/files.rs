//! The files of what is shown.

use leptos::prelude::*;

use super::asked::Asked;
use super::csv::csv;
use super::json::{KIND as JSON_KIND, document};
use super::view_model::{GroupBy, Table};
use super::words::Words;
use crate::console::csv::KIND as CSV_KIND;
use crate::console::frame::address;
use crate::console::parts::{save_text, use_toasts};
use crate::console::words::use_words;
use crate::erased::stored;

/// In which form the rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    Json,
}

/// Downloads every row that fits the filter, also those that are not drawn.
#[component]
pub fn DownloadButtons(
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
    let of = stored((by, currency));
    let download = move |form: Form| {
        let days = asked.days.get_untracked();
        let (by, currency) = of.get_value();
        let word: String =
            by.word().chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
        let (ending, kind) = match form {
            Form::Csv => ("csv", CSV_KIND),
            Form::Json => ("json", JSON_KIND),
        };
        let name = format!("tiermeter-usage-{word}-{}-{}.{ending}", days.first, days.last);
        let text = shown.with_untracked(|shown| match form {
            Form::Csv => csv(shown, &by, &currency),
            Form::Json => document(shown, &by, &currency, days),
        });
        let saved = save_text(&name, kind, &text);
        toasts.say(if saved { (words.downloaded)(&name) } else { words.not_downloaded.to_owned() });
    };
    view! {
        <p class="usage-files">
            <button type="button" class="button" on:click=move |_| download(Form::Csv)>{words.download}</button>
            <button type="button" class="button" on:click=move |_| download(Form::Json)>
                {words.download_json}
            </button>
            <span class="hint">{words.focus} " " <a href=address::bills()>{words.to_bills}</a></span>
        </p>
    }
}
