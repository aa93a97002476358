//! The calculator: an estimate of several lines is edited, and what it costs follows; up to four of them stand beside
//! each other as scenarios.

mod answer;
mod budget;
mod compare;
mod disclosure;
mod fields;
mod line;
mod notice;
mod opening;
mod print;
mod scenarios;
mod share;
mod sheet;
mod state;
mod total;
mod turns;
mod view_model;
mod ways;

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use tiermeter_pricing::Instant;

pub use self::line::LineState;
pub use self::print::print_sheet;
pub use self::scenarios::{KeptTexts, Recalled, Scenarios};
pub use self::share::{Brought, open_brought};
pub use self::sheet::Kind;
pub use self::state::CalculatorState;
pub use self::view_model::{BarsView, ChartView, TotalView};

/// What is not seen at first.
pub mod parts {
    pub use super::budget::budget;
    pub use super::line::{all_lanes, bar_tables, comparison, of_kind as line};
    pub use super::scenarios::scenario_table;
    pub use super::share::code;
    pub use super::total::{days_table, lines_table};
    pub use super::ways::ways;
}

use self::answer::Answer;
use self::fields::{Input, fault_text, field};
use self::line::line_card;
use self::notice::notice;
use self::scenarios::scenario_bar;
use self::sheet::{Field, History};
use self::total::total;
use self::turns::Turns;
use crate::browser;
use crate::erased::{dynamic, effect_again, keyed, memo, memo_of_last, shown_while, signal_of};
use crate::frames::{Button, beside, paragraph};
use crate::nearby::{Reader, fetched, in_turn, is_being_made};
use crate::own_prices::Prices;
use crate::parts::Part;
use crate::words::Words;

/// So many lines are put into the page in a turn: more of them would keep it busy for too long.
const LINES_IN_A_TURN: usize = 1;
/// Between those while the page is being made: what a line makes in turns of its own comes before the line below it.
const BETWEEN_FIRST_TURNS: Duration = Duration::from_millis(100);

/// The scenarios of a visit: what was kept from the last one, or the worked example. They are kept as they change, and
/// what comes from elsewhere is opened in place of the one that is shown.
pub fn begin(prices: RwSignal<Prices>, words: RwSignal<&'static Words>, recalled: Recalled) -> Scenarios {
    let kept = recalled.begin(prices.get_untracked().book, words.get_untracked());
    let scenarios = Scenarios::begin(prices, kept);
    scenarios::keep(scenarios);
    share::open_what_comes(scenarios, words);
    scenarios
}

/// The calculator with its total beside it (above it on a phone).
pub fn calculator(scenarios: Scenarios, words: &'static Words, now: ReadSignal<Option<Instant>>) -> AnyView {
    let state = scenarios.state_untracked(words);
    view! {
        {notice(state)}
        {scenario_bar(scenarios, words)}
        {move || shown(scenarios, scenarios.state(words), now)}
        {fetched(&Part::ScenarioTable(scenarios, words))}
        {move || fetched(&Part::Ways(scenarios.state(words)))}
        {fetched(&Part::Budget(state, now))}
    }
    .into_any()
}

/// The scenario that is shown: its sheet and its total. For another one all of it is made anew.
fn shown(scenarios: Scenarios, state: CalculatorState, now: ReadSignal<Option<Instant>>) -> AnyView {
    undo_by_keys(state);
    let is_busy = dynamic(move || if state.opening.is_on() { "true" } else { "false" });
    // The total comes first: on a phone it stands above, and would push what is there already.
    let total = in_turn(move || total(scenarios, state, now));
    view! {
        <section class="calculator" id="calculator" aria-labelledby="calculator-title" aria-busy=is_busy>
            <div class="card">
                {in_turn(move || sheet_of(state, now))}
            </div>
            {total}
        </section>
    }
    .into_any()
}

/// The sheet: its title and its month, its lines, and the way to more of them.
fn sheet_of(state: CalculatorState, now: ReadSignal<Option<Instant>>) -> AnyView {
    let words = state.words;
    let ids = memo(move || {
        state.history.with(|history| history.sheet().lines().iter().map(|line| line.id()).collect::<Vec<_>>())
    });
    let made = made_in_turns(ids);
    // Once all lines were there it stays: lines that come later would push it while it is seen.
    let is_whole =
        memo_of_last(move |was| was == Some(&true) || made.with(|made| ids.with(|ids| made == ids)));
    view! {
        {toolbar(state)}
        {stale_note(state)}
        <ol class="sheet">{keyed(move || made.get(), move |id| line_card(state, now, id))}</ol>
        {shown_while(move || ids.with(Vec::is_empty), move || paragraph("body hint", words.no_lines))}
        {shown_while(move || is_whole.get(), move || add_line(state))}
    }
    .into_any()
}

/// The lines that are in the page. Where many come at once only some are made in a turn, so that no turn takes long.
fn made_in_turns(ids: Memo<Vec<u32>>) -> RwSignal<Vec<u32>> {
    let first = if is_being_made() {
        Vec::new()
    } else {
        ids.with_untracked(|ids| next_made(ids, &[], LINES_IN_A_TURN))
    };
    let made = signal_of(first);
    let turns = Turns::idle();
    let reader = use_context::<Reader>();
    effect_again(move |is_again| {
        let ids = ids.get();
        turns.end();
        let is_first = !is_again && made.with_untracked(Vec::is_empty);
        let between = move || {
            // A reader who comes meanwhile waits no longer than he has to.
            let is_being_made = is_first && reader.is_some_and(Reader::is_awaited);
            if is_being_made { BETWEEN_FIRST_TURNS } else { Duration::ZERO }
        };
        let make_more = move || {
            let next = made.with_untracked(|made| next_made(&ids, made, LINES_IN_A_TURN));
            let is_left = next.len() < ids.len();
            if made.with_untracked(|made| *made != next) {
                made.set(next);
            }
            is_left
        };
        if is_first || make_more() {
            turns.begin_apart(Duration::ZERO, between, make_more);
        }
    });
    made
}

/// The lines that are to be in the page next: those that are there already, and the first ones of the others.
fn next_made(ids: &[u32], made: &[u32], mut room: usize) -> Vec<u32> {
    let is_next = |id: &&u32| {
        let is_made = made.contains(*id);
        if !is_made && room > 0 {
            room -= 1;
            return true;
        }
        is_made
    };
    ids.iter().filter(is_next).copied().collect()
}

/// The title, the month, and the way back.
fn toolbar(state: CalculatorState) -> AnyView {
    let words = state.words;
    let cannot_undo = move || !state.history.with(History::can_undo);
    let cannot_redo = move || !state.history.with(History::can_redo);
    let undo = Button::new("button", words.undo, move || state.history.update(History::undo));
    let redo = Button::new("button", words.redo, move || state.history.update(History::redo));
    let month = field(state, Field::Month, Input::Month, Signal::stored(words.month.to_owned()), "");
    view! {
        <div class="row">
            <h2 id="calculator-title">{words.calculator}</h2>
            <div class="month">
                {beside("word", words.month)}
                {month}
            </div>
            <div class="history">
                {undo.titled("Ctrl Z").disabled(cannot_undo).view()}
                {redo.titled("Ctrl Shift Z").disabled(cannot_redo).view()}
            </div>
            {fault_text(state, Field::Month)}
        </div>
    }
    .into_any()
}

/// Says that the amounts are not those of the fields.
fn stale_note(state: CalculatorState) -> AnyView {
    let words = state.words;
    let is_priced = memo(move || state.answer.with(Answer::is_priced));
    let note = move || {
        let note = move || if is_priced.get() { words.fix_marked } else { words.no_amount };
        view! { <p class="note">{dynamic(note)}</p> }.into_any()
    };
    view! {
        <div role="status" class="stale-note">
            {shown_while(move || state.is_stale(), note)}
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
        let add = move || state.add_line(kind);
        Button::new("button", words.kind(kind.as_str()), add).disabled(full).view()
    });
    view! {
        <div class="add-line" role="group" aria-label=words.add_line>
            {beside("word", words.add_line)}
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_lines_come_in_turns_and_in_order() {
        for (ids, made, expected) in [
            (vec![1, 2, 3, 4, 5], vec![], vec![1]),
            (vec![1, 2, 3, 4, 5], vec![1, 2], vec![1, 2, 3]),
            (vec![1, 2, 3, 4, 5], vec![1, 2, 3, 4], vec![1, 2, 3, 4, 5]),
            (vec![2, 1, 3], vec![1, 2, 3], vec![2, 1, 3]),
            (vec![3], vec![1, 2, 3], vec![3]),
            (vec![7, 8, 9], vec![1, 2, 3], vec![7]),
            (vec![], vec![1], vec![]),
        ] {
            assert_eq!(next_made(&ids, &made, LINES_IN_A_TURN), expected, "{ids:?} {made:?}");
        }
    }
}
