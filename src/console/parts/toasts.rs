//! What was done, said for a moment, with the way back.

use std::time::Duration;

use leptos::prelude::*;

use super::super::words::{Common, use_words};

/// How long it is said; longer where there is a way back.
const SAID: Duration = Duration::from_secs(5);
const SAID_WITH_UNDO: Duration = Duration::from_secs(12);

#[derive(Debug, Clone)]
struct Toast {
    number: u64,
    text: String,
    undo: Option<Callback<()>>,
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
        Self { said: RwSignal::new(Vec::new()), number: StoredValue::new(0) }
    }

    /// Says something.
    pub fn say(self, text: String) {
        self.push(text, None);
    }

    /// Says something, and offers to take it back.
    pub fn say_with_undo(self, text: String, undo: Callback<()>) {
        self.push(text, Some(undo));
    }

    fn push(self, text: String, undo: Option<Callback<()>>) {
        let number = self.number.get_value().wrapping_add(1);
        self.number.set_value(number);
        let lasts = if undo.is_some() { SAID_WITH_UNDO } else { SAID };
        self.said.update(|said| said.push(Toast { number, text, undo }));
        set_timeout(move || self.end(number), lasts);
    }

    fn end(self, number: u64) {
        self.said.try_update(|said| said.retain(|toast| toast.number != number));
    }
}

/// Where toasts are shown.
#[component]
pub fn ToastsView() -> impl IntoView {
    let (toasts, words) = (use_toasts(), use_words::<Common>());
    let show = move |toast: Toast| {
        let Toast { number, text, undo } = toast;
        let undo = undo.map(|undo| {
            let take_back = move |_| {
                toasts.end(number);
                // Who offered it may be gone.
                undo.try_run(());
            };
            view! { <button type="button" class="button" on:click=take_back>{words.undo}</button> }
        });
        view! {
            <div class="toast">
                <p>{text}</p>
                {undo}
                <button type="button" class="quiet" on:click=move |_| toasts.end(number)>{words.close}</button>
            </div>
        }
    };
    view! {
        <div class="toasts" role="status">
            <For each=move || toasts.said.get() key=|toast| toast.number children=show />
        </div>
    }
}
