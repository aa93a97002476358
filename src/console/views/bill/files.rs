//! The bill as files, and on paper.

use leptos::prelude::*;

use super::which::Which;
use super::words::Words;
use crate::console::parts::CurlButton;
use crate::console::words::use_words;

/// The ways to take the bill along.
#[component]
pub fn Files(
    /// Which bill.
    which: Which,
) -> impl IntoView {
    let words = use_words::<Words>();
    let print = move |_| {
        // A browser that does not print does nothing.
        let _ = window().print();
    };
    let usage = which.usage_request().address();
    view! {
        <div class="bill-files" role="group" aria-label=words.files>
            <button type="button" class="button" on:click=print>{words.print}</button>
            <a class="button" href=which.file("json") download=which.file_name("bill")>"JSON"</a>
            <a class="button" href=which.file("csv") download>"CSV"</a>
            <a class="button" href=which.file("focus") download>"FOCUS"</a>
            <a class="button" href=usage download=which.file_name("usage")>{words.usage_file}</a>
            <CurlButton request=which.request() />
        </div>
    }
}
