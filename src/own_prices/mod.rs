//! The reader's own prices: a price book that was negotiated takes the place of the list prices, everywhere on the
//! page. It stays on the device.

mod prices;
mod state;

use leptos::html;
use leptos::prelude::*;
use web_sys::DataTransfer;

use self::prices::BookFault;
pub use self::prices::Prices;
pub use self::state::OwnPricesState;
use crate::browser;
use crate::erased::{effect, fixed, signal_of, typed};
use crate::frames::{Button, button, drop_zone, file_button, first_file, paragraph, places};
use crate::nearby::fetched;
use crate::parts::Part;
use crate::words::Words;

/// What the file of the price book is called when it is taken along.
pub const PRICE_BOOK_FILE: &str = "price-book.json";

/// Which prices are in use, and where others are given. `on_change` is called with other prices, to make the page
/// follow.
pub fn own_prices(state: OwnPricesState, words: &'static Words, on_change: Callback<Prices>) -> AnyView {
    let prices = state.prices.get_untracked();
    let which = NodeRef::<html::P>::new();
    effect(move || {
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
    .into_any()
}

/// What can be done with prices of one's own.
fn own_line(
    state: OwnPricesState,
    json: &'static str,
    words: &'static Words,
    on_change: Callback<Prices>,
) -> AnyView {
    let is_refused = signal_of(false);
    let download = move || is_refused.set(!browser::download(PRICE_BOOK_FILE, "application/json", json));
    view! {
        <div class="buttons">
            {button("button", words.prices_back, move || state.back_to_list(on_change))}
            {button("button", words.prices_download, download)}
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
    let is_empty = move || state.text.with(|text| text.trim().is_empty());
    let take_dropped = move |dropped: &DataTransfer| {
        if let Some(file) = first_file(dropped) {
            state.take_file(file, words, on_change);
        }
    };
    let choose = move |file| state.take_file(file, words, on_change);
    let text = fixed(&[
        ("id", "price-book-text"),
        ("rows", "4"),
        ("autocomplete", "off"),
        ("spellcheck", "false"),
        ("wrap", "off"),
        ("aria-describedby", "price-book-fault"),
    ]);
    let take = Button::new("button main", words.prices_take, move || state.take_text(words, on_change));
    let put_away = Button::new("button", words.prices_put_away, move || state.put_away());
    let content = view! {
        <p class="hint">{words.prices_lead}</p>
        <p class="drop">
            {words.prices_drop}
            {file_button("price-book-file", ".json,application/json", words.prices_choose, None, choose)}
        </p>
        <label class="paste" for="price-book-text">{words.prices_paste}</label>
        <textarea
            {..text}
            prop:value=move || state.text.get()
            on:input=typed(move |text| state.text.set(text))
        ></textarea>
        <div role="status" id="price-book-fault">
            {move || state.fault.get().map(|fault| refusal(&fault, words))}
        </div>
        <div class="buttons">
            {take.disabled(is_empty).view()}
            {put_away.disabled(is_empty).view()}
        </div>
    };
    drop_zone("give", take_dropped, content.into_any())
}

/// Why the prices stay as they are, and where the fault is.
fn refusal(fault: &BookFault, words: &'static Words) -> AnyView {
    let (title, why) = fault.say(words);
    let why = why.map(|(message, place)| {
        view! {
            {paragraph("why", message)}
            {places(vec![(words.own_usage.place.to_owned(), place)])}
        }
        .into_any()
    });
    view! {
        <div class="refused">
            <p>{title}</p>
            {why}
        </div>
    }
    .into_any()
}
