//! What can be taken along, and brought back: links, files, the printed sheet, and snippets. All of it is of the
//! scenario that is shown.

mod envelope;
mod service_link;
mod snippets;
mod table;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tiermeter_pricing::PriceBook;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ClipboardEvent, DataTransfer, File};

pub use self::envelope::assumptions;
pub use self::service_link::service_link;
use self::snippets::USAGE_FILE;
use super::answer::Answer;
use super::compare::difference;
use super::disclosure::disclosure;
use super::opening::open;
use super::scenarios::Scenarios;
use super::sheet::Sheet;
use super::state::CalculatorState;
use crate::browser;
use crate::erased::{dynamic, effect, fixed, follow, memo, shown_while, signal_of};
use crate::frames::{Button, button, drop_zone, file_button, first_file, paragraph_while};
use crate::handover::link::{self, BadLink, Form};
use crate::handover::{self, Before, Unopened};
use crate::words::{Language, Words};

/// Where the last estimate without a fault was kept in the browser before there were scenarios.
const STORAGE_KEY: &str = "tiermeter.estimate";
/// The largest file that is opened as an estimate.
const LARGEST_FILE_BYTES: f64 = 4_194_304.0;

/// What was kept from a visit before there were scenarios.
pub fn kept(book: &PriceBook) -> Option<Sheet> {
    let opened = handover::read(browser::kept(STORAGE_KEY)?.as_bytes()).ok()?;
    Some(Sheet::of(&opened.estimate, book))
}

/// Opens what comes from elsewhere, in place of the scenario that is shown: the link by which the page was come to,
/// later ones, and documents that are pasted where nothing is typed.
pub fn open_what_comes(scenarios: Scenarios, language: RwSignal<Language>) {
    let in_words = move || scenarios.state_untracked(language.get_untracked().words());
    let open = move || {
        let hash = window().location().hash().unwrap_or_default();
        if let Some(link) = link::read(&hash) {
            spawn_local(open_link(in_words(), link));
        }
    };
    open();
    let paste = move |event: ClipboardEvent| {
        let text = event.clipboard_data().and_then(|pasted| pasted.get_data("text/plain").ok());
        let text = text.filter(|text| text.trim_start().starts_with('{'));
        if let Some(text) = text.filter(|_| !browser::is_within(&event, "input, textarea")) {
            let state = in_words();
            take(state, text.as_bytes(), state.words.pasted_text, || {});
        }
    };
    // The page lives as long as its window, and so do these.
    let _ = window_event_listener(leptos::ev::hashchange, move |_| open());
    let _ = window_event_listener(leptos::ev::paste, paste);
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

/// The buttons, the link, and the snippets.
pub fn share(scenarios: Scenarios, state: CalculatorState) -> AnyView {
    let words = state.words;
    let link = signal_of(String::new());
    let said = signal_of("");
    let json = move || {
        let text = state.answer.with_untracked(|answer| envelope::long(answer, state.book, words));
        offer(state, "json", "application/json", &text);
    };
    let csv = move || {
        let text = state.answer.with_untracked(|answer| table::csv(answer, state.book, words));
        offer(state, "csv", "text/csv", &text);
    };
    let print = move || {
        // A browser that does not print does nothing.
        let _ = window().print();
    };
    // A link of what stood there before would be taken for one of what stands there now.
    effect(move || {
        follow(state.answer);
        if link.with_untracked(|link| !link.is_empty()) {
            link.set(String::new());
        }
        if said.with_untracked(|said| !said.is_empty()) {
            said.set("");
        }
    });
    let is_stale = move || state.is_stale();
    let shown_link = move || {
        let attributes = fixed(&[("type", "text"), ("readonly", ""), ("aria-label", words.link)]);
        view! { <input class="field link" {..attributes} prop:value=move || link.get() /> }.into_any()
    };
    let copy = Button::new("button main", words.copy_link, move || make_link(state, link, said));
    let take_dropped = move |dropped: &DataTransfer| {
        if let Some(file) = first_file(dropped) {
            read_file(state, file);
        }
    };
    let content = view! {
        <div class="buttons">
            {copy.disabled(is_stale).view()}
            {Button::new("button", "JSON", json).disabled(is_stale).view()}
            {Button::new("button", "CSV", csv).disabled(is_stale).view()}
            {Button::new("button", words.print, print).disabled(is_stale).view()}
            {open_file(state)}
        </div>
        {shown_while(move || link.with(|link| !link.is_empty()), shown_link)}
        <p class="hint" role="status">{move || said.get()}</p>
        {of_shown(scenarios, words)}
        {code(state)}
    };
    drop_zone("share", take_dropped, content.into_any())
}

fn make_link(state: CalculatorState, link: RwSignal<String>, said: RwSignal<&'static str>) {
    let json = state.answer.with_untracked(|answer| envelope::short(answer, state.book));
    spawn_local(async move {
        let hash = match browser::deflate(json.as_bytes()).await {
            Some(data) => link::write(Form::Deflated, &data),
            None => link::write(Form::Plain, json.as_bytes()),
        };
        let location = window().location();
        let (origin, path) = (location.origin().unwrap_or_default(), location.pathname().unwrap_or_default());
        let address = format!("{origin}{path}{hash}");
        let is_copied = browser::copy(&address).await;
        // Nothing is left to be shown where the panel is gone.
        let _ = link.try_set(address);
        let _ = said.try_set(if is_copied { state.words.link_copied } else { state.words.link_to_copy });
    });
}

fn offer(state: CalculatorState, ending: &str, media_type: &str, text: &str) {
    let month = state.answer.with_untracked(|answer| answer.estimate.month);
    if !browser::download(&format!("tiermeter-{month}.{ending}"), media_type, text) {
        state.say(state.words.not_downloaded.to_owned(), true);
    }
}

/// Says of which scenario everything here is, where there are several.
fn of_shown(scenarios: Scenarios, words: &'static Words) -> AnyView {
    let name = memo(move || {
        let names = scenarios.names(words);
        names.get(scenarios.place_of_shown()).filter(|_| names.len() > 1).cloned()
    });
    paragraph_while("hint", move || name.get().map(|name| (words.share_of_shown)(&name)))
}

/// Where a file is chosen.
fn open_file(state: CalculatorState) -> AnyView {
    let label = state.words.open_estimate;
    let choose = file_button("estimate-file", ".json,application/json", label, None, move |file| {
        read_file(state, file);
    });
    view! { <span class="open-file">{choose}</span> }.into_any()
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

/// The snippets, while they are looked at.
fn code(state: CalculatorState) -> AnyView {
    let words = state.words;
    let content = move || {
        let snippets = move || {
            let origin = window().location().origin().unwrap_or_default();
            let snippets =
                state.answer.with(|answer| snippets::snippets(answer, state.book, state.own_json, &origin));
            snippets.into_iter().map(|snippet| block(snippet.name, snippet.code)).collect_view()
        };
        view! {
            {dynamic(snippets)}
            {button("quiet", words.download_usage, move || download_usage(state))}
        }
        .into_any()
    };
    disclosure(Some("code"), words.as_code, content)
}

fn block(name: &'static str, code: String) -> AnyView {
    view! {
        <h4>{name}</h4>
        <pre tabindex="0" role="region" aria-label=name>{code}</pre>
    }
    .into_any()
}

/// The usage that the last snippet prices, as a file.
fn download_usage(state: CalculatorState) {
    let words = state.words;
    match state.answer.with_untracked(|answer| snippets::usage(answer, state.book)) {
        Ok(usage) if browser::download(USAGE_FILE, "application/json", &usage) => {}
        Ok(_) => state.say(words.not_downloaded.to_owned(), true),
        Err(refusal) => state.say(refusal.into_parts().message, true),
    }
}
