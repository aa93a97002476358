//! The reader's own prices: a price book that was negotiated takes the place of the list prices, everywhere on the
//! page. It stays on the device.

mod prices;
mod state;

use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use self::prices::BookFault;
pub use self::prices::Prices;
pub use self::state::OwnPricesState;
use crate::browser;
use crate::nearby::fetched;
use crate::parts::Part;
use crate::words::Words;

/// What the file of the price book is called when it is taken along.
pub const PRICE_BOOK_FILE: &str = "price-book.json";

/// Which prices are in use, and where others are given.
#[component]
pub fn OwnPrices(
    /// The prices of the visit.
    state: OwnPricesState,
    /// What the page says.
    words: &'static Words,
    /// Called with other prices, to make the page follow.
    on_change: Callback<Prices>,
) -> impl IntoView {
    let prices = state.prices.get_untracked();
    let which = NodeRef::<html::P>::new();
    Effect::new(move |_| {
        // Where the prices were changed, the page is made anew, and this is what should be read first.
        let is_of_these = std::ptr::eq(state.prices.get_untracked().book, prices.book);
        if let Some(which) = which.get().filter(|_| is_of_these && state.is_changed.get()) {
            // An element that refuses the focus is one that the reader cannot use either.
            let _ = which.focus();
            state.is_changed.set(false);
        }
    });
    let own = prices.own_json.map(|json| own_line(state, json, words, on_change));
    view! {
        <section class="own-prices" aria-label=words.prices>
            <p class="which" tabindex="-1" node_ref=which>{prices.say(words)}</p>
            {own}
            <details open=move || state.fault.with(Option::is_some)>
                <summary>{words.prices_use_own}</summary>
                <div class="card">{fetched(&Part::GivePrices(state, words, on_change))}</div>
            </details>
        </section>
    }
}

/// What can be done with prices of one's own.
fn own_line(
    state: OwnPricesState,
    json: &'static str,
    words: &'static Words,
    on_change: Callback<Prices>,
) -> AnyView {
    let is_refused = RwSignal::new(false);
    let download = move |_| is_refused.set(!browser::download(PRICE_BOOK_FILE, "application/json", json));
    view! {
        <div class="buttons">
            <button type="button" class="button" on:click=move |_| state.back_to_list(on_change)>
                {words.prices_back}
            </button>
            <button type="button" class="button" on:click=download>{words.prices_download}</button>
        </div>
        <p class="hint" role="status">
            {move || (!state.is_kept.get()).then_some(words.prices_not_kept)} " "
            {move || is_refused.get().then_some(words.not_downloaded)}
        </p>
    }
    .into_any()
}

/// Where a price book is dropped, chosen or pasted, and why it is refused.
pub fn give(state: OwnPricesState, words: &'static Words, on_change: Callback<Prices>) -> AnyView {
    let hovered = RwSignal::new(false);
    let is_empty = move || state.text.with(|text| text.trim().is_empty());
    let choose = move |event: leptos::ev::Event| {
        let input = event_target::<HtmlInputElement>(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            state.take_file(file, words, on_change);
        }
        // The same file can be chosen again after it was mended.
        input.set_value("");
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
                let files = event.data_transfer().and_then(|dropped| dropped.files());
                if let Some(file) = files.and_then(|files| files.get(0)) {
                    state.take_file(file, words, on_change);
                }
            }
        >
            <p class="hint">{words.prices_lead}</p>
            <p class="drop">
                {words.prices_drop}
                <input
                    class="visually-hidden"
                    type="file"
                    id="price-book-file"
                    accept=".json,application/json"
                    on:change=choose
                />
                <label class="button" for="price-book-file">{words.prices_choose}</label>
            </p>
            <label class="paste" for="price-book-text">{words.prices_paste}</label>
            <textarea
                id="price-book-text"
                rows="4"
                autocomplete="off"
                spellcheck="false"
                wrap="off"
                aria-describedby="price-book-fault"
                prop:value=move || state.text.get()
                on:input=move |event| state.text.set(event_target_value(&event))
            ></textarea>
            <div role="status" id="price-book-fault">
                {move || state.fault.get().map(|fault| refusal(&fault, words))}
            </div>
            <div class="buttons">
                <button
                    type="button"
                    class="button main"
                    disabled=is_empty
                    on:click=move |_| state.take_text(words, on_change)
                >
                    {words.prices_take}
                </button>
                <button type="button" class="button" disabled=is_empty on:click=move |_| state.put_away()>
                    {words.prices_put_away}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// Why the prices stay as they are, and where the fault is.
fn refusal(fault: &BookFault, words: &'static Words) -> AnyView {
    let (title, why) = fault.say(words);
    let why = why.map(|(message, place)| {
        view! {
            <p class="why">{message}</p>
            <dl>
                <dt>{words.own_usage.place}</dt>
                <dd><code>{place}</code></dd>
            </dl>
        }
    });
    view! {
        <div class="refused">
            <p>{title}</p>
            {why}
        </div>
    }
    .into_any()
}
