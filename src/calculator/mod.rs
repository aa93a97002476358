//! The calculator: an estimate of several lines is edited, and what it costs follows.

mod answer;
mod budget;
mod compare;
mod fields;
mod line;
mod notice;
mod print;
mod share;
mod sheet;
mod state;
mod total;
mod turns;
mod view_model;
mod ways;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use tiermeter_pricing::{Instant, PriceBook};

pub use self::share::keep_and_open;
pub use self::state::CalculatorState;

use self::budget::budget;
use self::fields::{Input, fault_text, field};
use self::line::line_card;
use self::notice::notice;
use self::print::print_sheet;
use self::sheet::{Field, History, Kind, Sheet};
use self::total::total;
use self::ways::ways;
use crate::browser;
use crate::words::Words;

/// The state of a visit: what was kept from the last one, or the worked example.
pub fn begin(book: &'static PriceBook, words: &'static Words) -> CalculatorState {
    let sheet = share::kept(book).unwrap_or_else(Sheet::worked_example);
    CalculatorState::new(sheet, book, words)
}

/// The calculator with its total beside it (above it on a phone).
#[component]
pub fn Calculator(
    /// The calculator's state.
    state: CalculatorState,
    /// The page's clock.
    now: ReadSignal<Option<Instant>>,
) -> impl IntoView {
    undo_by_keys(state);
    let ids = Memo::new(move |_| {
        state.history.with(|history| history.sheet().lines().iter().map(|line| line.id()).collect::<Vec<_>>())
    });
    let words = state.words;
    let is_empty = move || ids.with(Vec::is_empty);
    view! {
        {notice(state)}
        <section class="calculator" id="calculator" aria-labelledby="calculator-title">
            <div class="card">
                {toolbar(state)}
                {stale_note(state)}
                <ol class="sheet">
                    <For each=move || ids.get() key=|id| *id children=move |id| line_card(state, now, id) />
                </ol>
                <Show when=is_empty>
                    <p class="body hint">{words.no_lines}</p>
                </Show>
                {add_line(state)}
            </div>
            {total(state, now)}
        </section>
        {ways(state)}
        {budget(state, now)}
        {print_sheet(state)}
    }
}

/// The title, the month, and the way back.
fn toolbar(state: CalculatorState) -> AnyView {
    let words = state.words;
    let cannot_undo = move || !state.history.with(History::can_undo);
    let cannot_redo = move || !state.history.with(History::can_redo);
    let month = field(state, Field::Month, Input::Month, Signal::stored(words.month.to_owned()), "");
    view! {
        <div class="row">
            <h2 id="calculator-title">{words.calculator}</h2>
            <div class="month">
                <span class="word" aria-hidden="true">{words.month}</span>
                {month}
            </div>
            <div class="history">
                <button
                    type="button"
                    class="button"
                    title="Ctrl Z"
                    disabled=cannot_undo
                    on:click=move |_| state.history.update(History::undo)
                >
                    {words.undo}
                </button>
                <button
                    type="button"
                    class="button"
                    title="Ctrl Shift Z"
                    disabled=cannot_redo
                    on:click=move |_| state.history.update(History::redo)
                >
                    {words.redo}
                </button>
            </div>
            {fault_text(state, Field::Month)}
        </div>
    }
    .into_any()
}

/// Says that the amounts are not those of the fields.
fn stale_note(state: CalculatorState) -> AnyView {
    let words = state.words;
    view! {
        <div role="status" class="stale-note">
            <Show when=move || state.is_stale()>
                <p class="note">{words.fix_marked}</p>
            </Show>
            {fault_text(state, Field::Whole)}
        </div>
    }
    .into_any()
}

/// A button for each kind of line.
fn add_line(state: CalculatorState) -> AnyView {
    let words = state.words;
    let full = move || !state.history.with(|history| history.sheet().can_add());
    let buttons = Kind::ALL.map(|kind| {
        view! {
            <button type="button" class="button" disabled=full on:click=move |_| state.add_line(kind)>
                {words.kind(kind.as_str())}
            </button>
        }
    });
    view! {
        <div class="add-line" role="group" aria-label=words.add_line>
            <span class="word" aria-hidden="true">{words.add_line}</span>
            {buttons.into_iter().collect_view()}
        </div>
    }
    .into_any()
}

/// Ctrl Z and Ctrl Shift Z, wherever the focus is but in fields of other parts of the page.
fn undo_by_keys(state: CalculatorState) {
    let listener = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let is_elsewhere = browser::is_within(&event, "input, textarea, select")
            && !browser::is_within(&event, "#calculator");
        let is_shortcut = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        if !is_shortcut || !event.key().eq_ignore_ascii_case("z") || is_elsewhere {
            return;
        }
        event.prevent_default();
        state.history.update(if event.shift_key() { History::redo } else { History::undo });
    });
    on_cleanup(move || listener.remove());
}
