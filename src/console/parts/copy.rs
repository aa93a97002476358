//! Copying texts, and requests as curl lines.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::super::request::Request;
use super::super::words::{Common, use_words};

/// How long the button says that it copied.
const SAID: Duration = Duration::from_secs(2);

/// Copies a text.
#[component]
pub fn CopyButton(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// What the button is called.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let words = use_words::<Common>();
    let label = label.unwrap_or_else(|| words.copy.to_owned());
    let copied = RwSignal::new(None::<bool>);
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            let written = JsFuture::from(window().navigator().clipboard().write_text(&text)).await;
            copied.try_set(Some(written.is_ok()));
            let unsay = move || {
                copied.try_set(None);
            };
            set_timeout(unsay, SAID);
        });
    };
    // Without permission the text is shown, so that it can be copied by hand.
    let shown =
        move || (copied.get() == Some(false)).then(|| view! { <code class="copy-text">{text.get()}</code> });
    let said = move || if copied.get() == Some(true) { words.copied.to_owned() } else { label.clone() };
    view! {
        <button type="button" class="quiet copy" on:click=copy>
            <span role="status">{said}</span>
        </button>
        {shown}
    }
}

/// Copies a request as a curl line.
#[component]
pub fn CurlButton(
    /// The request.
    #[prop(into)]
    request: Signal<Request>,
) -> impl IntoView {
    let words = use_words::<Common>();
    let line = Signal::derive(move || {
        let origin = window().location().origin().unwrap_or_default();
        request.with(|request| request.curl(&origin))
    });
    view! { <CopyButton text=line label=words.copy_curl.to_owned() /> }
}
