//! Making a service from an estimate: a link of the calculator or a document is read, a line of it chosen, and the form
//! filled in from that.
//!
//! | module | what it holds |
//! |---|---|
//! | `filled` | the form filled in from a line, and what it has no place for: pure |
//! | `words` | what is said |

mod filled;
mod words;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tiermeter_estimate::EstimateLine;
use tiermeter_pricing::Refusal;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, Event, File};

use self::filled::{Filled, Left, filled};
use self::words::Words;
use super::state::Form;
use crate::console::format::use_format;
use crate::console::words::use_words;
use crate::erased::{memo, signal_of};
use crate::handover::link::{self, BadLink, Form as LinkForm};
use crate::handover::{Unopened, document_of, read};

/// The largest file that is read as an estimate.
const LARGEST_FILE_BYTES: f64 = 4_194_304.0;

/// What a link holds, or why it holds nothing.
type Link = Result<(LinkForm, Vec<u8>), BadLink>;

/// Why nothing was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Trouble {
    NoLink,
    Link(Unopened),
    Refused(Refusal),
    NoLines,
    File,
}

/// What was read, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Reading {
    lines: Vec<EstimateLine>,
    chosen: Option<usize>,
    left: Vec<Left>,
    trouble: Option<Trouble>,
}

/// Where estimates are read.
#[derive(Clone, Copy)]
struct Reader {
    form: Form,
    reading: RwSignal<Reading>,
}

impl Reader {
    /// Reads what was pasted or typed.
    fn take_text(self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            self.reading.set(Reading::default());
        } else if text.starts_with('{') {
            self.take_document(text.as_bytes());
        } else if let Some(link) = link::read_in(text) {
            self.take_link(link);
        } else {
            self.fail(Trouble::NoLink);
        }
    }

    fn take_link(self, link: Link) {
        spawn_local(async move {
            match document_of(link).await {
                Ok(json) => self.take_document(&json),
                Err(why) => self.fail(Trouble::Link(why)),
            }
        });
    }

    fn take_file(self, file: File) {
        if file.size() > LARGEST_FILE_BYTES {
            self.fail(Trouble::File);
            return;
        }
        spawn_local(async move {
            match JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()) {
                Some(text) => self.take_text(&text),
                None => self.fail(Trouble::File),
            }
        });
    }

    fn take_document(self, json: &[u8]) {
        match read(json) {
            Err(refusal) => self.fail(Trouble::Refused(refusal)),
            Ok(opened) if opened.estimate.lines.is_empty() => self.fail(Trouble::NoLines),
            Ok(opened) => {
                let lines = opened.estimate.lines;
                let only = lines.len() == 1;
                // The view may be gone by the time that a link is decompressed.
                self.reading.try_set(Reading { lines, ..Reading::default() });
                if only {
                    self.choose(0);
                }
            }
        }
    }

    /// Fills the form in from a line.
    fn choose(self, index: usize) {
        let line = self.reading.try_with_untracked(|reading| reading.lines.get(index).cloned()).flatten();
        let (Some(line), Some(book)) = (line, self.form.live.book.get_untracked()) else { return };
        let Filled { draft, left } = self.form.draft.with_untracked(|before| filled(&line, before, &book));
        self.form.change(|own| *own = draft);
        self.reading.update(|reading| {
            reading.chosen = Some(index);
            reading.left = left;
        });
    }

    fn fail(self, trouble: Trouble) {
        self.reading.try_set(Reading { trouble: Some(trouble), ..Reading::default() });
    }
}

/// The link with which the view was come to. It is taken out of the address, so that a reload keeps what was typed
/// since.
fn link_in_address() -> Option<Link> {
    let location = window().location();
    let link = link::read(&location.hash().unwrap_or_default())?;
    let (path, search) = (location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
    if let Ok(history) = window().history() {
        // Refused only for addresses of other sites.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&format!("{path}{search}")));
    }
    Some(link)
}

/// Where a link or a document is pasted or dropped.
#[component]
pub fn FromEstimate(
    /// The form that is filled in.
    form: Form,
) -> impl IntoView {
    let words = use_words::<Words>();
    let reader = Reader { form, reading: signal_of(Reading::default()) };
    let link = link_in_address();
    let is_open = link.is_some();
    if let Some(link) = link {
        reader.take_link(link);
    }
    let take_dropped = move |event: DragEvent| {
        // Without this the browser would open the file in place of the console.
        event.prevent_default();
        let Some(dropped) = event.data_transfer() else { return };
        if let Some(file) = dropped.files().and_then(|files| files.get(0)) {
            reader.take_file(file);
        } else if let Ok(text) = dropped.get_data("text/plain") {
            reader.take_text(&text);
        }
    };
    view! {
        <details
            class="panel new-service-estimate"
            open=is_open
            on:dragover=move |event| event.prevent_default()
            on:drop=take_dropped
        >
            <summary>{words.title}</summary>
            <div class="form-row">
                <label for="new-service-estimate">{words.field}</label>
                <textarea
                    class="field-area"
                    id="new-service-estimate"
                    rows="2"
                    spellcheck="false"
                    autocomplete="off"
                    aria-describedby="new-service-estimate-hint"
                    on:input=move |event| reader.take_text(&event_target_value(&event))
                ></textarea>
                <span class="hint" id="new-service-estimate-hint">{words.text}</span>
            </div>
            <LineChoice reader=reader />
            <Outcome reader=reader />
        </details>
    }
}

/// The choice of a line, where there are several.
#[component]
fn LineChoice(
    /// Where estimates are read.
    reader: Reader,
) -> impl IntoView {
    let words = use_words::<Words>();
    let names = memo(move || {
        reader.reading.with(|reading| reading.lines.iter().map(|line| line.name.clone()).collect::<Vec<_>>())
    });
    let choose = move |event: Event| {
        if let Ok(index) = event_target_value(&event).parse() {
            reader.choose(index);
        }
    };
    move || {
        let names = names.get();
        (names.len() > 1).then(|| {
            let option = |(index, name): (usize, String)| {
                view! { <option value=index.to_string()>{format!("{}. {name}", index + 1)}</option> }
            };
            view! {
                <div class="form-row">
                    <label for="new-service-estimate-line">{words.line}</label>
                    <select class="field" id="new-service-estimate-line" on:change=choose>
                        <option value="">{words.choose_line}</option>
                        {names.into_iter().enumerate().map(option).collect_view()}
                    </select>
                </div>
            }
        })
    }
}

/// What became of it.
#[component]
fn Outcome(
    /// Where estimates are read.
    reader: Reader,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let trouble = move || {
        let trouble = reader.reading.with(|reading| reading.trouble.clone())?;
        let why = match &trouble {
            Trouble::Refused(refusal) => {
                let place = if refusal.path.is_empty() { words.whole } else { refusal.path.as_str() };
                let (why, next) = (refusal.message.clone(), (words.refused_at)(place));
                Some(view! { " " <span lang="en">{why}</span> " " {next} })
            }
            _ => None,
        };
        Some(view! { <p class="refused">{words.of_trouble(&trouble)} {why}</p> })
    };
    let filled = move || {
        let (name, left) = reader.reading.with(|reading| {
            let line = reading.lines.get(reading.chosen?)?;
            Some((line.name.clone(), reading.left.clone()))
        })?;
        let items = left.iter().map(|left| view! { <li>{words.of_left(left, format)}</li> }).collect_view();
        let list = (!left.is_empty()).then(|| view! { <p>{words.left}</p> <ul>{items}</ul> });
        Some(view! { <p>{(words.filled)(&name)}</p> {list} })
    };
    view! { <div class="new-service-taken" role="status">{trouble} {filled}</div> }
}

impl Words {
    /// Why nothing was filled in, as a sentence.
    const fn of_trouble(&self, trouble: &Trouble) -> &'static str {
        match trouble {
            Trouble::NoLink => self.no_link,
            Trouble::Link(Unopened::Mangled) => self.mangled,
            Trouble::Link(Unopened::Newer) => self.newer,
            Trouble::Link(Unopened::NoCompression) => self.no_compression,
            Trouble::Refused(_) => self.refused,
            Trouble::NoLines => self.no_lines,
            Trouble::File => self.unread,
        }
    }
}
