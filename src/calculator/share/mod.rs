//! What can be taken along, and brought back: links, files, the printed sheet, and snippets. All of it is of the
//! scenario that is shown.

mod bring;
mod envelope;
mod service_link;
mod snippets;
mod table;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{ClipboardEvent, DataTransfer};

pub use self::bring::{Brought, open_brought};
pub use self::envelope::assumptions;
pub use self::service_link::service_link;
use self::snippets::USAGE_FILE;
use super::disclosure::disclosure;
use super::scenarios::Scenarios;
use super::state::CalculatorState;
use crate::browser;
use crate::erased::{dynamic, effect, fixed, follow, memo, shown_while, signal_of};
use crate::frames::{Button, button, drop_zone, file_button, first_file, paragraph_while};
use crate::handover::link::{self, Form};
use crate::nearby::fetched;
use crate::parts::{Arrival, Part, Programs};
use crate::words::Words;

/// Opens what comes from elsewhere, in place of the scenario that is shown: the link by which the page was come to,
/// later ones, and documents that are pasted where nothing is typed.
pub fn open_what_comes(scenarios: Scenarios, words: RwSignal<&'static Words>) {
    let in_words = move || scenarios.state_untracked(words.get_untracked());
    let programs = use_context::<Programs>();
    let open = move || {
        let hash = window().location().hash().unwrap_or_default();
        if link::is_one(&hash) {
            hand_on(programs, Box::new(in_words), Brought::Link(hash));
        }
    };
    open();
    let paste = move |event: ClipboardEvent| {
        let text = event.clipboard_data().and_then(|pasted| pasted.get_data("text/plain").ok());
        let text = text.filter(|text| text.trim_start().starts_with('{'));
        if let Some(text) = text.filter(|_| !browser::is_within(&event, "input, textarea")) {
            hand_on(programs, Box::new(in_words), Brought::Text(text));
        }
    };
    // The page lives as long as its window, and so do these.
    let _ = window_event_listener(leptos::ev::hashchange, move |_| open());
    let _ = window_event_listener(leptos::ev::paste, paste);
}

/// Hands on what comes from elsewhere; where the program that opens it cannot be fetched, says so and leaves everything
/// as it was.
fn hand_on(programs: Option<Programs>, state: Box<dyn FnOnce() -> CalculatorState>, brought: Brought) {
    // The page provides it above every part.
    let Some(programs) = programs else { return };
    spawn_local(async move {
        let is_fetched = (programs.fetch)().await.is_ok();
        // Another scenario may be shown by now.
        let state = state();
        if !is_fetched || (programs.open)(Arrival { state, brought }).await.is_err() {
            state.say(state.words.part_not_fetched.to_owned(), true);
        }
    });
}

/// The buttons, the link, and the snippets.
pub fn share(scenarios: Scenarios, state: CalculatorState) -> AnyView {
    let words = state.words;
    let programs = use_context::<Programs>();
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
            hand_on(programs, Box::new(move || state), Brought::File(file));
        }
    };
    let content = view! {
        <div class="buttons">
            {copy.disabled(is_stale).view()}
            {Button::new("button", "JSON", json).disabled(is_stale).view()}
            {Button::new("button", "CSV", csv).disabled(is_stale).view()}
            {Button::new("button", words.print, print).disabled(is_stale).view()}
            {open_file(state, programs)}
        </div>
        {shown_while(move || link.with(|link| !link.is_empty()), shown_link)}
        <p class="hint" role="status">{move || said.get()}</p>
        {of_shown(scenarios, words)}
        {disclosure(Some("code"), words.as_code, move || fetched(&Part::Code(state)))}
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
fn open_file(state: CalculatorState, programs: Option<Programs>) -> AnyView {
    let label = state.words.open_estimate;
    let choose = file_button("estimate-file", ".json,application/json", label, None, move |file| {
        hand_on(programs, Box::new(move || state), Brought::File(file));
    });
    view! { <span class="open-file">{choose}</span> }.into_any()
}

/// The snippets, while they are looked at.
pub fn code(state: CalculatorState) -> AnyView {
    let words = state.words;
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
