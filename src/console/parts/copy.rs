//! Copying texts, and requests as curl lines.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::client::{fresh_key, origin};
use super::super::failure::Failure;
use super::super::live::{Live, use_live};
use super::super::request::Request;
use super::super::words::{Common, use_language, use_words};
use super::quotation::quotation;
use crate::browser;
use crate::erased::signal_of;

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
    copy_when_had(label, move || {
        let text = text.get_untracked();
        async move { Ok(text) }
    })
}

/// Copies a request as a curl line, as it would be sent now. What changes a service is sent on the version that this
/// has, so that is asked for when the line is wanted.
#[component]
pub fn CurlButton(
    /// The request.
    #[prop(into)]
    request: Signal<Request>,
) -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Common>());
    copy_when_had(words.copy_curl.to_owned(), move || line_of(request.get_untracked(), live))
}

async fn line_of(request: Request, live: Live) -> Result<String, Failure> {
    let reading = request.reading_of_changed().filter(|_| !request.has_header("if-match"));
    let etag = match reading {
        Some(reading) => live.look_at(&reading).await.inspect_err(|failure| live.failed(failure))?,
        None => None,
    };
    Ok(request.sent_on(etag.as_deref(), &fresh_key()).curl(&origin()))
}

/// What became of copying.
#[derive(Debug, Clone, PartialEq)]
enum Outcome {
    /// Nothing is to be said of it.
    Quiet,
    /// It is on the clipboard.
    Copied,
    /// The browser did not allow it: the text is shown, so that it can be copied by hand.
    ByHand(String),
    /// The text could not be had.
    Failed(Failure),
}

/// A button that copies a text which may have to be asked for first.
pub fn copy_when_had<F, A>(label: String, text: F) -> impl IntoView
where
    F: Fn() -> A + 'static,
    A: Future<Output = Result<String, Failure>> + 'static,
{
    let (words, language) = (use_words::<Common>(), use_language());
    let outcome = signal_of(Outcome::Quiet);
    let copy = move |_| {
        let text = text();
        spawn_local(async move {
            let became = match text.await {
                Err(failure) => Outcome::Failed(failure),
                Ok(text) => {
                    if browser::copy(&text).await {
                        Outcome::Copied
                    } else {
                        Outcome::ByHand(text)
                    }
                }
            };
            outcome.try_set(became);
            let unsay = move || {
                outcome.try_update(|outcome| {
                    if *outcome == Outcome::Copied {
                        *outcome = Outcome::Quiet;
                    }
                });
            };
            set_timeout(unsay, SAID);
        });
    };
    let said = move || if outcome.get() == Outcome::Copied { words.copied.to_owned() } else { label.clone() };
    let heard = move || (outcome.get() == Outcome::Copied).then_some(words.copied);
    let shown = move || match outcome.get() {
        Outcome::Quiet | Outcome::Copied => None,
        Outcome::ByHand(text) => Some(view! { <code class="copy-text">{text}</code> }.into_any()),
        Outcome::Failed(failure) => {
            let (sentence, next) = (failure.sentence(language), failure.next_step(language));
            let quoted = quotation(failure.quoted(language));
            Some(view! { <span class="fault" role="alert">{sentence} " " {next} {quoted}</span> }.into_any())
        }
    };
    view! {
        <button type="button" class="quiet copy" on:click=copy>
            {said}
        </button>
        // Beside the button: what has a role of its own within is not part of its name everywhere.
        <span class="visually-hidden" role="status">{heard}</span>
        {shown}
    }
}
