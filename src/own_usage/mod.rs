//! The reader's own usage: a file or a text becomes a settlement, or a refusal with its place.

mod give;
mod pricing;
mod settlement;
mod state;
mod view_model;

use leptos::prelude::*;
use tiermeter_pricing::PriceBook;

use self::give::Give;
use self::pricing::EXAMPLE;
use self::settlement::settlement;
use self::state::OwnUsageState;
use self::view_model::{Outcome, RefusalView};

/// The section.
#[component]
pub fn OwnUsage(
    /// The prices.
    book: &'static PriceBook,
) -> impl IntoView {
    let state = OwnUsageState::new(book);
    view! {
        <section class="own-usage" id="own-usage" aria-labelledby="own-usage-title">
            <h2 id="own-usage-title">"Price your own usage"</h2>
            <p class="lead">
                "A usage file, or a CSV of runs, becomes its settlement: bill by bill, line by line, priced by "
                {book.name()} ". It is read and priced in this page; nothing leaves it."
            </p>
            <div class="card">
                <Give state=state />
                <div class="answer">{move || answer(state, state.outcome.get())}</div>
                <p class="visually-hidden" role="status">{move || state.outcome.with(Outcome::spoken)}</p>
            </div>
        </section>
    }
}

fn answer(state: OwnUsageState, outcome: Outcome) -> AnyView {
    match outcome {
        Outcome::Nothing => empty(state).into_any(),
        Outcome::Waiting => {
            view! { <p class="hint">"A long text. “Price this text” prices it as it stands."</p> }.into_any()
        }
        Outcome::Reading(name) => view! { <p class="hint">"Reading " {name} " …"</p> }.into_any(),
        Outcome::Settled(view) => settlement(view).into_any(),
        Outcome::Refused(view) => refusal(view).into_any(),
        Outcome::Unread(sentence) => view! { <p class="refused">{sentence}</p> }.into_any(),
    }
}

/// What can be given, with a small example.
fn empty(state: OwnUsageState) -> impl IntoView {
    view! {
        <div class="empty">
            <p>
                "Nothing here yet. A CSV has a row for each run of an instance, under a header row; an empty "
                <code>"stopped_at"</code> " is refused, for then nothing says up to when it counts. JSON is a usage document with "
                <code>"runs"</code> ", " <code>"tokens"</code> ", " <code>"reservations"</code> " and "
                <code>"free_quotas"</code> "."
            </p>
            <pre tabindex="0" aria-label="Example of a CSV">{EXAMPLE}</pre>
            <button type="button" class="button" on:click=move |_| state.try_example()>"Try an example"</button>
        </div>
    }
}

/// Why nothing was priced, and where the fault is.
fn refusal(view: RefusalView) -> impl IntoView {
    let row = view.row.map(|(number, text)| {
        view! {
            <dt>{number}</dt>
            <dd><code>{text}</code></dd>
        }
    });
    view! {
        <div class="refused" role="group" aria-label="Refusal">
            <p>{view.title}</p>
            <p class="why">{view.message}</p>
            <dl>
                {row}
                <dt>"Place"</dt>
                <dd><code>{view.path}</code></dd>
                <dt>"Code"</dt>
                <dd><code>{view.code}</code></dd>
            </dl>
        </div>
    }
}
