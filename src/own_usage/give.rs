//! Where usage is given: dropped, chosen as a file, or pasted.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::state::OwnUsageState;

/// The drop zone with its file button and its text.
#[component]
pub fn Give(
    /// The section's state.
    state: OwnUsageState,
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
                    state.take_drop(&dropped);
                }
            }
        >
            <p class="drop">
                "Drop a file here, or "
                <input
                    class="visually-hidden"
                    type="file"
                    id="usage-file"
                    accept=".csv,.json,text/csv,application/json"
                    on:change=move |event| take_chosen(state, &event_target::<HtmlInputElement>(&event))
                />
                <label class="button" for="usage-file">"Choose a file"</label>
                " of up to 64 MiB."
            </p>
            <label class="paste" for="usage-text">"Or paste JSON or CSV"</label>
            <textarea
                id="usage-text"
                rows="6"
                autocomplete="off"
                spellcheck="false"
                wrap="off"
                prop:value=move || state.text.get()
                on:input=move |event| state.edit(event_target_value(&event))
            ></textarea>
            <div class="buttons">
                <button type="button" class="button main" disabled=is_empty on:click=move |_| state.price_text()>
                    "Price this text"
                </button>
                <button type="button" class="button" disabled=is_empty on:click=move |_| state.edit(String::new())>
                    "Clear"
                </button>
            </div>
        </div>
    }
}

fn take_chosen(state: OwnUsageState, input: &HtmlInputElement) {
    if let Some(file) = input.files().and_then(|files| files.get(0)) {
        state.take_file(file);
    }
    // The same file can be chosen again after it was mended.
    input.set_value("");
}
