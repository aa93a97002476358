//! The reader's own usage: a file or a text becomes a settlement, or a refusal with its place.

mod give;
pub mod pricing;
mod settlement;
mod state;
mod view_model;

use leptos::prelude::*;

use self::give::Give;
use self::pricing::EXAMPLE;
use self::settlement::settlement;
pub use self::state::OwnUsageState;
use self::view_model::{Outcome, RefusalView};
use crate::words::Words;

/// The section. What was given before is priced again: by now the prices or the words may be others.
pub fn own_usage(state: OwnUsageState, words: &'static Words) -> AnyView {
    state.price_again(words);
    view! {
        <section class="own-usage" id="own-usage" aria-labelledby="own-usage-title">
            <h2 id="own-usage-title">{words.own_usage.title}</h2>
            <p class="lead">{(words.own_usage.lead)(state.book.name())}</p>
            <div class="card">
                <Give state=state words=words />
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
        Outcome::Waiting => view! { <p class="hint">{words.own_usage.long}</p> }.into_any(),
        Outcome::Reading(name) => view! { <p class="hint">{(words.own_usage.reading)(&name)}</p> }.into_any(),
        Outcome::Settled(view) => settlement(view, words),
        Outcome::Refused(view) => refusal(view, words),
        Outcome::Unread(sentence) => view! { <p class="refused">{sentence}</p> }.into_any(),
    }
}

/// What can be given, with a small example.
fn empty(state: OwnUsageState, words: &'static Words) -> AnyView {
    view! {
        <div class="empty">
            <p>{words.own_usage.empty}</p>
            <pre tabindex="0" role="region" aria-label=words.own_usage.example>{EXAMPLE}</pre>
            <button type="button" class="button" on:click=move |_| state.try_example(words)>
                {words.own_usage.try_example}
            </button>
        </div>
    }
    .into_any()
}

/// Why nothing was priced, and where the fault is.
fn refusal(view: RefusalView, words: &'static Words) -> AnyView {
    let row = view.row.map(|(number, text)| {
        view! {
            <dt>{number}</dt>
            <dd><code>{text}</code></dd>
        }
    });
    view! {
        <div class="refused" role="group" aria-label=words.own_usage.refusal>
            <p>{view.title}</p>
            <p class="why">{view.message}</p>
            <dl>
                {row}
                <dt>{words.own_usage.place}</dt>
                <dd><code>{view.path}</code></dd>
                <dt>{words.own_usage.code}</dt>
                <dd><code>{view.code}</code></dd>
            </dl>
        </div>
    }
    .into_any()
}
