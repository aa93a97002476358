//! The reader's own usage: a file or a text becomes a settlement, or a refusal with its place.

mod give;
pub mod pricing;
mod settlement;
mod state;
mod view_model;

use leptos::prelude::*;

use self::give::give;
use self::pricing::EXAMPLE;
use self::settlement::settlement;
pub use self::state::OwnUsageState;
use self::view_model::{Outcome, RefusalView};
use crate::frames::{button, paragraph, places};
use crate::words::Words;

/// The section. What was given before is priced again: by now the prices or the words may be others.
pub fn own_usage(state: OwnUsageState, words: &'static Words) -> AnyView {
    state.price_again(words);
    view! {
        <section class="own-usage" id="own-usage" aria-labelledby="own-usage-title">
            <h2 id="own-usage-title">{words.own_usage.title}</h2>
            <p class="lead">{(words.own_usage.lead)(state.book.name())}</p>
            <div class="card">
                {give(state, words)}
                <div class="answer">{move || answer(state, state.outcome.get(), words)}</div>
                <p class="visually-hidden" role="status">{move || state.outcome.with(|outcome| outcome.spoken(words))}</p>
            </div>
        </section>
    }
    .into_any()
}

fn answer(state: OwnUsageState, outcome: Outcome, words: &'static Words) -> AnyView {
    match outcome {
        Outcome::Nothing => empty(state, words),
        Outcome::Waiting => paragraph("hint", words.own_usage.long),
        Outcome::Reading(name) => paragraph("hint", (words.own_usage.reading)(&name)),
        Outcome::Settled(view) => settlement(view, words),
        Outcome::Refused(view) => refusal(view, words),
        Outcome::Unread(sentence) => paragraph("refused", sentence),
    }
}

/// What can be given, with a small example.
fn empty(state: OwnUsageState, words: &'static Words) -> AnyView {
    view! {
        <div class="empty">
            <p>{words.own_usage.empty}</p>
            <pre tabindex="0" role="region" aria-label=words.own_usage.example>{EXAMPLE}</pre>
            {button("button", words.own_usage.try_example, move || state.try_example(words))}
        </div>
    }
    .into_any()
}

/// Why nothing was priced, and where the fault is.
fn refusal(view: RefusalView, words: &'static Words) -> AnyView {
    let place = (words.own_usage.place.to_owned(), view.path);
    let code = (words.own_usage.code.to_owned(), view.code.to_owned());
    view! {
        <div class="refused" role="group" aria-label=words.own_usage.refusal>
            <p>{view.title}</p>
            {paragraph("why", view.message)}
            {places(view.row.into_iter().chain([place, code]).collect())}
        </div>
    }
    .into_any()
}
