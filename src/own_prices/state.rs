//! The prices of a visit: the list's, or a price book of the reader's own, which the browser keeps.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::prices::{BookFault, Given, LARGEST_BOOK_BYTES, Prices};
use crate::browser;
use crate::erased::signal_of;
use crate::words::Words;

/// Where the reader's own price book is kept in the browser.
const STORAGE_KEY: &str = "tiermeter.price-book";

/// Handles to the prices, to be copied to every component.
#[derive(Clone, Copy)]
pub struct OwnPricesState {
    /// The prices in use.
    pub prices: RwSignal<Prices>,
    /// What is pasted.
    pub text: RwSignal<String>,
    /// Why the last text was not taken.
    pub fault: RwSignal<Option<BookFault>>,
    /// Whether the browser keeps the price book in use.
    pub is_kept: RwSignal<bool>,
    /// Whether the prices were changed just now, and the words about them should get the focus.
    pub is_changed: RwSignal<bool>,
}

impl OwnPricesState {
    /// Begins with what was kept. It is checked as if it were new; where it is refused, the list prices are used, and
    /// the text stands in the field, so that nothing is lost.
    pub fn begin(words: &Words) -> Self {
        let (mut prices, mut text, mut fault) = (Prices::list(), String::new(), None);
        if let Some(kept) = browser::kept(STORAGE_KEY) {
            match BookFault::or_prices(Given::Kept, &kept, words) {
                Ok(own) => prices = own,
                Err(refused) => {
                    fault = Some(refused);
                    text = kept;
                }
            }
        }
        Self {
            prices: signal_of(prices),
            text: signal_of(text),
            fault: signal_of(fault),
            is_kept: signal_of(true),
            is_changed: signal_of(false),
        }
    }

    /// Takes the prices of a text, or says why they stay as they are; `on_change` makes the page follow.
    pub fn take(self, given: Given, json: &str, words: &Words, on_change: Callback<Prices>) {
        match BookFault::or_prices(given, json, words) {
            Err(fault) => self.fault.set(Some(fault)),
            Ok(prices) => {
                self.is_kept.set(browser::keep(STORAGE_KEY, json));
                self.change(prices, on_change);
            }
        }
    }

    /// Takes the prices of the field.
    pub fn take_text(self, words: &Words, on_change: Callback<Prices>) {
        let text = self.text.get_untracked();
        self.take(Given::Pasted, &text, words, on_change);
        if self.fault.with_untracked(Option::is_none) {
            self.text.set(String::new());
        }
    }

    /// Takes the prices of a file.
    pub fn take_file(self, file: File, words: &'static Words, on_change: Callback<Prices>) {
        let name = file.name();
        if file.size() > f64::from(LARGEST_BOOK_BYTES) {
            self.fault.set(Some(BookFault::TooLarge(name)));
            return;
        }
        spawn_local(async move {
            match JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()) {
                Some(json) => self.take(Given::File(name), &json, words, on_change),
                None => self.fault.set(Some(BookFault::Unread(name))),
            }
        });
    }

    /// Goes back to the list prices. The text of the others stands in the field, to be taken again.
    pub fn back_to_list(self, on_change: Callback<Prices>) {
        browser::forget(STORAGE_KEY);
        if let Some(json) = self.prices.get_untracked().own_json {
            self.text.set(json.to_owned());
        }
        self.change(Prices::list(), on_change);
    }

    /// Empties the field; a text that was kept and refused is forgotten.
    pub fn put_away(self) {
        if self.fault.with_untracked(|fault| matches!(fault, Some(BookFault::Refused(Given::Kept, _)))) {
            browser::forget(STORAGE_KEY);
        }
        self.text.set(String::new());
        self.fault.set(None);
    }

    fn change(self, prices: Prices, on_change: Callback<Prices>) {
        self.fault.set(None);
        on_change.run(prices);
        self.is_changed.set(true);
    }
}
