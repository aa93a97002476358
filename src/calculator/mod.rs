//! The calculator: steps are edited, and the bars, the formula and the total follow.

mod bars;
mod draft;
mod editor;
mod fields;
mod formula;
mod state;
mod total;
mod view_model;

use leptos::prelude::*;
use tiermeter_pricing::{Instant, PriceBook};

use self::bars::Bars;
use self::draft::Field;
use self::editor::Editor;
use self::fields::{FaultText, MonthField};
use self::formula::Formula;
use self::state::CalculatorState;
use self::total::Total;
use crate::segmented::{Segment, Segmented};

/// The calculator with its total beside it (above it on a phone).
#[component]
pub fn Calculator(
    /// The prices.
    book: &'static PriceBook,
    /// The page's clock.
    now: ReadSignal<Option<Instant>>,
) -> impl IntoView {
    let state = CalculatorState::new(book);
    view! {
        <section class="calculator" id="calculator" aria-labelledby="calculator-title">
            <div class="card">
                <Head state=state />
                <div class="body">
                    <StaleNote state=state />
                    <div class:stale=move || state.is_stale()>
                        <Bars state=state now=now />
                    </div>
                    <Editor state=state />
                    <Notes state=state />
                    <div class:stale=move || state.is_stale()>
                        <Formula state=state />
                    </div>
                </div>
            </div>
            <Total state=state now=now />
        </section>
    }
}

/// What is calculated: the tier and the month, and what it comes to.
#[component]
fn Head(
    /// The calculator's state.
    state: CalculatorState,
) -> impl IntoView {
    let segments = state
        .book
        .tiers()
        .iter()
        .map(|tier| Segment {
            value: tier.code.clone(),
            label: tier.code.clone(),
            more: Some(tier.name.clone()),
        })
        .collect::<Vec<_>>();
    let chosen = Signal::derive(move || state.text(Field::Tier));
    let on_choose = Callback::new(move |code: String| state.set(Field::Tier, code));
    let exact = move || state.checked.with(|checked| checked.view.total.exact.clone());
    view! {
        <div class="row">
            <h2 id="calculator-title">"Calculator"</h2>
            <Segmented legend="GPU tier" name="tier" segments=segments chosen=chosen on_choose=on_choose />
            <MonthField state=state />
            <p class="amount" class:stale=move || state.is_stale()>
                {exact} " " <small>{state.book.currency().code()}</small>
            </p>
            <FaultText state=state field=Field::Tier />
        </div>
    }
}

/// Says that the amounts are not those of the fields.
#[component]
fn StaleNote(
    /// The calculator's state.
    state: CalculatorState,
) -> impl IntoView {
    view! {
        <div role="status">
            <Show when=move || state.is_stale()>
                <p class="note">"Fix the marked field; the amounts below are of the last valid entry."</p>
            </Show>
            <FaultText state=state field=Field::Whole />
        </div>
    }
}

/// What should be known about steps outside of the month, or without an end.
#[component]
fn Notes(
    /// The calculator's state.
    state: CalculatorState,
) -> impl IntoView {
    let notes = Memo::new(move |_| state.checked.with(|checked| checked.view.notes.clone()));
    move || notes.get().into_iter().map(|note| view! { <p class="hint">{note}</p> }).collect_view()
}
