//! The section's state: the pasted text, and what became of the last thing that was given.

use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tiermeter_pricing::PriceBook;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File};

use super::pricing::{EXAMPLE, LONGEST_LIVE_BYTES};
use super::view_model::Outcome;
use crate::erased::signal_of;
use crate::words::Words;

/// Handles to the state, to be copied to every component.
#[derive(Clone, Copy)]
pub struct OwnUsageState {
    /// The prices.
    pub book: &'static PriceBook,
    /// What was pasted. Nothing but the reader changes it.
    pub text: RwSignal<String>,
    /// What became of what was given last.
    pub outcome: RwSignal<Outcome>,
    /// Counts what was given, so that a slow file does not overwrite the answer to a later one.
    turn: StoredValue<u32>,
    /// The file that was given last, where what was given last was a file.
    file: StoredValue<Option<File>, LocalStorage>,
}

impl OwnUsageState {
    /// Nothing was given yet.
    pub fn new(book: &'static PriceBook) -> Self {
        Self {
            book,
            text: signal_of(String::new()),
            outcome: signal_of(Outcome::Nothing),
            turn: StoredValue::new(0),
            file: StoredValue::new_local(None),
        }
    }

    /// The same state with other prices.
    #[must_use]
    pub fn priced_by(self, book: &'static PriceBook) -> Self {
        Self { book, ..self }
    }

    /// Prices again what was given last, with the prices that are in use now.
    pub fn price_again(self, words: &'static Words) {
        match self.file.get_value() {
            Some(file) => self.take_file(file, words),
            None => self.edit(self.text.get_untracked(), words),
        }
    }

    /// Takes the text as it is typed or pasted, and prices it unless it is long.
    pub fn edit(self, text: String, words: &'static Words) {
        if let Some(refused) = Outcome::too_large(words.pasted_text, size_of(&text), words) {
            self.next_turn();
            self.outcome.set(refused);
            return;
        }
        self.file.set_value(None);
        let is_long = text.len() > LONGEST_LIVE_BYTES;
        self.text.set(text);
        if is_long {
            self.next_turn();
            self.outcome.set(Outcome::Waiting);
        } else {
            self.price_text(words);
        }
    }

    /// Prices the text.
    pub fn price_text(self, words: &'static Words) {
        self.next_turn();
        self.file.set_value(None);
        let outcome = self.text.with_untracked(|text| {
            if text.trim().is_empty() {
                Outcome::Nothing
            } else {
                Outcome::of(words.pasted_text, text.as_bytes(), self.book, words)
            }
        });
        self.outcome.set(outcome);
    }

    /// Puts the example into the text and prices it.
    pub fn try_example(self, words: &'static Words) {
        self.edit(EXAMPLE.to_owned(), words);
    }

    /// Takes what was dropped: the first file, or else the text.
    pub fn take_drop(self, dropped: &DataTransfer, words: &'static Words) {
        if let Some(file) = dropped.files().and_then(|files| files.get(0)) {
            self.take_file(file, words);
        } else if let Ok(text) = dropped.get_data("text/plain")
            && !text.is_empty()
        {
            self.edit(text, words);
        }
    }

    /// Reads and prices a file. The pasted text stays.
    pub fn take_file(self, file: File, words: &'static Words) {
        let turn = self.next_turn();
        let name = file.name();
        if let Some(refused) = Outcome::too_large(&name, size_bytes(&file), words) {
            self.outcome.set(refused);
            return;
        }
        self.file.set_value(Some(file.clone()));
        self.outcome.set(Outcome::Reading(name.clone()));
        spawn_local(async move {
            let read = JsFuture::from(file.array_buffer()).await;
            if self.turn.get_value() == turn {
                self.outcome.set(match read {
                    Ok(buffer) => Outcome::of(&name, &Uint8Array::new(&buffer).to_vec(), self.book, words),
                    Err(_) => Outcome::Unread((words.file_unread)(&name)),
                });
            }
        });
    }

    fn next_turn(self) -> u32 {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        turn
    }
}

fn size_of(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the browser gives a whole number of bytes, from 0 to below 2^53"
)]
fn size_bytes(file: &File) -> u64 {
    file.size() as u64
}
