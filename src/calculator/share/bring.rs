//! What comes from elsewhere, opened in place of the scenario that is shown: a link, a text that was pasted, a file.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tiermeter_pricing::PriceBook;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::calculator::answer::Answer;
use crate::calculator::compare::difference;
use crate::calculator::opening::open;
use crate::calculator::state::CalculatorState;
use crate::handover::link::{self, BadLink, Form};
use crate::handover::{self, Before, Unopened};
use crate::words::Words;

/// The largest file that is opened as an estimate.
const LARGEST_FILE_BYTES: f64 = 4_194_304.0;

/// What comes from elsewhere.
#[derive(Debug)]
pub enum Brought {
    /// The part of an address behind the page's.
    Link(String),
    /// A text that was pasted.
    Text(String),
    /// A file.
    File(File),
}

/// Opens it, or says why it cannot be opened.
pub fn open_brought(state: CalculatorState, brought: Brought) {
    match brought {
        Brought::Link(hash) => {
            if let Some(link) = link::read(&hash) {
                spawn_local(open_link(state, link));
            }
        }
        Brought::Text(text) => take(state, text.as_bytes(), state.words.pasted_text, || {}),
        Brought::File(file) => read_file(state, file),
    }
}

async fn open_link(state: CalculatorState, link: Result<(Form, Vec<u8>), BadLink>) {
    let words = state.words;
    let why = match handover::document_of(link).await {
        Err(Unopened::Mangled) => words.link_mangled,
        Err(Unopened::Newer) => words.link_newer,
        Err(Unopened::NoCompression) => words.link_no_compression,
        Ok(json) => {
            take(state, &json, words.link, forget_link);
            return;
        }
    };
    state.say(why.to_owned(), true);
}

/// Opens a document, and does what is to be `done` once it is open; where it is none, says why and leaves everything
/// as it was.
fn take(state: CalculatorState, json: &[u8], name: &str, done: impl Fn() + 'static) {
    let words = state.words;
    match handover::read(json) {
        Err(refusal) => {
            let place = if refusal.path.is_empty() { words.whole_document } else { refusal.path.as_str() };
            state.say((words.not_opened)(name, &refusal.message, place), true);
        }
        Ok(opened) => {
            let before = opened.before;
            open(state, opened.estimate, move || {
                let note = state.answer.with_untracked(|answer| {
                    let before = before.as_ref();
                    before.and_then(|before| changed_price(before, answer, state.book, words))
                });
                match note {
                    Some(note) => state.say(note, false),
                    None => state.notice.set(None),
                }
                done();
            });
        }
    }
}

/// What to say where an estimate comes to something else than when it was written.
fn changed_price(before: &Before, answer: &Answer, book: &PriceBook, words: &Words) -> Option<String> {
    let code = book.currency().code();
    if answer.is_stale() {
        return Some((words.opened_with_faults)(book.name()));
    }
    let (old, new) = (&before.payable, &answer.bill.payable);
    if old == new && before.currency == code {
        return None;
    }
    let (old_text, new_text) = (format!("{old} {}", before.currency), format!("{new} {code}"));
    let change = match (old.parse(), new.parse()) {
        (Ok(old), Ok(new)) if before.currency == code => difference(new, old, words),
        _ => words.not_comparable.to_owned(),
    };
    Some((words.price_changed)(&before.price_book, &old_text, book.id(), &new_text, &change))
}

/// The address without the link, so that what is edited from now on is not lost to it on reload.
fn forget_link() {
    let path = window().location().pathname().unwrap_or_default();
    if let Ok(history) = window().history() {
        // Refused only for addresses of other sites.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&path));
    }
}

fn read_file(state: CalculatorState, file: File) {
    let (name, words) = (file.name(), state.words);
    if file.size() > LARGEST_FILE_BYTES {
        state.say((words.file_too_large)(&name), true);
        return;
    }
    spawn_local(async move {
        match JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()) {
            Some(text) => {
                take(state, text.as_bytes(), &name, || {});
            }
            None => state.say((words.file_unread)(&name), true),
        }
    });
}
