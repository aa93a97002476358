//! What a check needs beside the files, how far it is, and what was not taken.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::use_state;
use crate::check::fault::Given;
use crate::check::job::Progress;
use crate::check::state::{Refused, Stage};
use crate::check::words::Words;
use crate::site::use_words;

/// Up to when open runs count, and the prices.
#[component]
pub fn Options() -> impl IntoView {
    let (words, state) = (use_words::<Words>(), use_state());
    let is_faulty = move || state.refused.with(|refused| matches!(refused, Some(Refused::AsOf(_))));
    let chosen = move |event| {
        let input: HtmlInputElement = event_target(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            state.take(Given::PriceBook, file);
        }
        input.set_value("");
    };
    let prices = move || {
        let own = state.book.with(|book| book.as_ref().map(|book| book.name.clone()));
        own.unwrap_or_else(|| words.bundled_prices.to_owned())
    };
    let back = move || {
        state.book.with(Option::is_some).then(|| {
            view! {
                <button type="button" class="quiet" on:click=move |_| state.forget_book()>{words.forget_book}</button>
            }
        })
    };
    view! {
        <div class="options">
            <p class="entry">
                <label for="as-of">{words.as_of}</label>
                <input
                    id="as-of"
                    class="field"
                    type="text"
                    spellcheck="false"
                    autocomplete="off"
                    aria-describedby="as-of-hint"
                    aria-invalid=move || is_faulty().then_some("true")
                    prop:value=move || state.as_of.get()
                    on:input=move |event| state.as_of.set(event_target_value(&event))
                />
                <span id="as-of-hint" class="hint">{words.as_of_hint}</span>
            </p>
            <p class="entry">
                <span>{words.prices} ": " <strong>{prices}</strong></span>
                <input
                    class="visually-hidden"
                    type="file"
                    id="book-file"
                    accept=".json,application/json"
                    on:change=chosen
                />
                <label class="button" for="book-file">{words.choose_book}</label>
                {back}
            </p>
        </div>
    }
}

/// The button, or how far it is with the button that ends it.
#[component]
pub fn Run() -> impl IntoView {
    let (words, state) = (use_words::<Words>(), use_state());
    let at_work = Memo::new(move |_| state.stage.with(|stage| *stage != Stage::Idle));
    let sentence = move || match state.stage.get() {
        Stage::Idle => String::new(),
        Stage::Looking => words.looking.to_owned(),
        Stage::Checking(Progress::Pricing) => words.pricing.to_owned(),
        Stage::Checking(Progress::Comparing) => words.comparing.to_owned(),
        Stage::Checking(Progress::Reading(done, total)) => (words.reading)(share(done, total, 100)),
    };
    let done = move || match state.stage.get() {
        Stage::Idle | Stage::Looking => "0".to_owned(),
        Stage::Checking(progress) => percent(progress).to_string(),
    };
    let control = move || {
        if at_work.get() {
            view! {
                <progress max="100" prop:value=done aria-label=words.progress></progress>
                <button type="button" class="button" on:click=move |_| state.cancel()>{words.cancel}</button>
                <span class="hint">{sentence}</span>
            }
            .into_any()
        } else {
            let is_not_ready = move || !state.is_ready();
            view! {
                <button type="button" class="button main" disabled=is_not_ready on:click=move |_| state.check()>
                    {words.check}
                </button>
            }
            .into_any()
        }
    };
    view! { <div class="run">{control}</div> }
}

/// How far a check is, in percent; what comes behind the reading is the last part.
fn percent(progress: Progress) -> u64 {
    match progress {
        Progress::Reading(done, total) => share(done, total, 80),
        Progress::Pricing => 85,
        Progress::Comparing => 95,
    }
}

/// So much of the whole as is done of the total.
fn share(done: u64, total: u64, whole: u64) -> u64 {
    done.saturating_mul(whole).checked_div(total).unwrap_or_default().min(whole)
}

/// What was not taken, with its place.
#[component]
pub fn RefusedView() -> impl IntoView {
    let (words, state) = (use_words::<Words>(), use_state());
    let refused = move || {
        state.refused.get().map(|refused| {
            let stays = state.answer.with(Option::is_some).then_some(words.stays);
            let place = match &refused {
                Refused::File(_, _, trouble) => {
                    let row = trouble.row.map(|row| {
                        let shown = trouble.shown.clone().unwrap_or_default();
                        view! {
                            <dt>{(words.row)(row)}</dt>
                            <dd><code>{shown}</code></dd>
                        }
                    });
                    let column = trouble.column.clone().filter(|column| !column.is_empty());
                    let column = column.map(|column| {
                        view! {
                            <dt>{words.column}</dt>
                            <dd><code>{column}</code></dd>
                        }
                    });
                    Some(view! { <dl>{row} {column}</dl> })
                }
                Refused::AsOf(_) | Refused::Stopped(_) => None,
            };
            view! {
                <div class="refused" role="group" aria-label=words.refusal>
                    <p>{words.refused_title(&refused)}</p>
                    <p class="why">{words.refused_reason(&refused)}</p>
                    {place}
                    <p>{stays}</p>
                </div>
            }
        })
    };
    view! { <div role="alert">{refused}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_only_grows() {
        let stages = [
            Progress::Reading(0, 0),
            Progress::Reading(0, 10),
            Progress::Reading(5, 10),
            Progress::Reading(10, 10),
            Progress::Pricing,
            Progress::Comparing,
        ];
        assert_eq!(stages.map(percent), [0, 0, 40, 80, 85, 95]);
    }
}
