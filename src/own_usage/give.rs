//! Where usage is given: dropped, chosen as a file, or pasted.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::state::OwnUsageState;
use crate::words::Words;

/// The drop zone with its file button and its text.
#[component]
pub fn Give(
    /// The section's state.
    state: OwnUsageState,
    /// What the page says.
    words: &'static Words,
) -> impl IntoView {
    let hovered = RwSignal::new(false);
    let is_empty = move || state.text.with(|text| text.trim().is_empty());
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
                if let Some(dropped) = event.data_transfer() {
                    state.take_drop(&dropped, words);
                }
            }
        >
            <p class="drop">
                {words.own_usage.drop}
                <input
                    class="visually-hidden"
                    type="file"
                    id="usage-file"
                    accept=".csv,.json,text/csv,application/json"
                    on:change=move |event| take_chosen(state, &event_target::<HtmlInputElement>(&event), words)
                />
                <label class="button" for="usage-file">{words.own_usage.choose}</label>
                {words.own_usage.limit}
            </p>
            <label class="paste" for="usage-text">{words.own_usage.paste}</label>
            <textarea
                id="usage-text"
                rows="6"
                autocomplete="off"
                spellcheck="false"
                wrap="off"
                prop:value=move || state.text.get()
                on:input=move |event| state.edit(event_target_value(&event), words)
            ></textarea>
            <div class="buttons">
                <button type="button" class="button main" disabled=is_empty on:click=move |_| state.price_text(words)>
                    {words.own_usage.price}
                </button>
                <button type="button" class="button" disabled=is_empty on:click=move |_| state.edit(String::new(), words)>
                    {words.own_usage.clear}
                </button>
            </div>
        </div>
    }
}

fn take_chosen(state: OwnUsageState, input: &HtmlInputElement, words: &'static Words) {
    if let Some(file) = input.files().and_then(|files| files.get(0)) {
        state.take_file(file, words);
    }
    // The same file can be chosen again after it was mended.
    input.set_value("");
}
