//! What was done, said for a moment, with the way back.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::super::failure::{Failure, Quoted};
use super::super::words::{Common, Language, use_words};
use super::focus::{VIEW, keep_focus};
use super::quotation::quotation;

use crate::erased::{effect_of_last, memo, signal_of, stored};

/// How long it is said; longer where there is a way back.
const SAID: Duration = Duration::from_secs(5);
const SAID_WITH_UNDO: Duration = Duration::from_secs(12);

/// The way back from something that was done. It belongs to no part of the page: what it was done with may be gone.
#[derive(Clone)]
pub struct WayBack {
    take: Arc<dyn Fn() + Send + Sync>,
    is_open: Arc<dyn Fn() -> bool + Send + Sync>,
}

impl WayBack {
    /// A way back that `take` goes, for as long as `is_open` says so by the signals that it reads. When it does not any
    /// more, that is said in its place.
    pub fn new(
        take: impl Fn() + Send + Sync + 'static,
        is_open: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Self {
        Self { take: Arc::new(take), is_open: Arc::new(is_open) }
    }
}

#[derive(Clone)]
struct Toast {
    number: u64,
    text: String,
    quoted: Option<Quoted>,
    way_back: Option<WayBack>,
}

/// Says what was done.
#[derive(Clone, Copy)]
pub struct Toasts {
    said: RwSignal<Vec<Toast>>,
    number: StoredValue<u64>,
}

/// Says what was done.
#[expect(clippy::expect_used, reason = "the frame provides it above every view")]
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().expect("toasts are provided above every view")
}

impl Default for Toasts {
    fn default() -> Self {
        Self::new()
    }
}

impl Toasts {
    /// Nothing was said yet.
    pub fn new() -> Self {
        Self { said: signal_of(Vec::new()), number: stored(0) }
    }

    /// Says something.
    pub fn say(self, text: String) {
        self.push(text, None, None);
    }

    /// Says why something was not done, and what to do next.
    pub fn say_failure(self, failure: &Failure, language: Language) {
        let text = format!("{} {}", failure.sentence(language), failure.next_step(language));
        self.push(text, failure.quoted(language), None);
    }

    /// Says something, and offers to take it back. The number is for who wants to end it before its time.
    pub fn say_with_undo(self, text: String, way_back: WayBack) -> u64 {
        self.push(text, None, Some(way_back))
    }

    /// Says it no longer.
    pub fn end(self, number: u64) {
        self.said.try_update(|said| said.retain(|toast| toast.number != number));
    }

    fn push(self, text: String, quoted: Option<Quoted>, way_back: Option<WayBack>) -> u64 {
        let number = self.number.get_value().wrapping_add(1);
        self.number.set_value(number);
        let lasts = if way_back.is_some() { SAID_WITH_UNDO } else { SAID };
        self.said.update(|said| said.push(Toast { number, text, quoted, way_back }));
        self.end_after(number, lasts);
        number
    }

    /// Ends it when its time is over. While somebody is at it, it stays.
    fn end_after(self, number: u64, lasts: Duration) {
        set_timeout(
            move || if is_held(number) { self.end_after(number, SAID) } else { self.end(number) },
            lasts,
        );
    }
}

fn id_of(number: u64) -> String {
    format!("toast-{number}")
}

/// Whether the pointer or the focus is in a toast.
fn is_held(number: u64) -> bool {
    let id = id_of(number);
    let held = document().query_selector(&format!("#{id}:hover, #{id}:focus-within"));
    held.is_ok_and(|held| held.is_some())
}

/// Where toasts are shown.
#[component]
pub fn ToastsView() -> impl IntoView {
    let (toasts, words) = (use_toasts(), use_words::<Common>());
    let show = move |toast: Toast| {
        let Toast { number, text, quoted, way_back } = toast;
        let way_back = way_back.map(|way_back| view! { <Undo number=number way_back=way_back /> });
        let close = move |_| {
            toasts.end(number);
            keep_focus(VIEW);
        };
        view! {
            <div class="toast" id=id_of(number)>
                <p>{text} {quotation(quoted)}</p>
                {way_back}
                <button type="button" class="quiet" on:click=close>{words.close}</button>
            </div>
        }
    };
    view! {
        <div class="toasts" role="status">
            <For each=move || toasts.said.get() key=|toast| toast.number children=show />
        </div>
    }
}

/// Takes it back, or says that this is not possible any more.
#[component]
fn Undo(
    /// The toast that it stands in.
    number: u64,
    /// The way back.
    way_back: WayBack,
) -> impl IntoView {
    let (toasts, words) = (use_toasts(), use_words::<Common>());
    let WayBack { take, is_open } = way_back;
    let (take, is_open) = (stored(take), memo(move || is_open()));
    let take_back = move |_| {
        let take = take.get_value();
        take();
        toasts.end(number);
        keep_focus(VIEW);
    };
    effect_of_last(move |was_open: Option<bool>| {
        let is_open = is_open.get();
        if was_open == Some(true) && !is_open {
            keep_focus(VIEW);
        }
        is_open
    });
    move || {
        if is_open.get() {
            view! { <button type="button" class="button" on:click=take_back>{words.undo}</button> }.into_any()
        } else {
            view! { <p class="hint">{words.undo_over}</p> }.into_any()
        }
    }
}
