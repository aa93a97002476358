//! The printed sheet: every line with its formula, the total, and what it assumes. It is there while the browser
//! prints.

use leptos::prelude::*;

use super::answer::{Answer, LineAnswer};
use super::line::formula_row;
use super::share::assumptions;
use super::state::CalculatorState;
use super::view_model::{FormulaView, LineRates, TotalView, rules};
use crate::clock::device_offset_minutes;
use crate::erased::{dynamic, signal_of};
use crate::frames::{Table, items, paragraph, rows};
use crate::words::Words;

/// The sheet, from before the browser prints until after it.
pub fn print_sheet(state: CalculatorState) -> AnyView {
    let words = state.words;
    let printed = signal_of(None::<Answer>);
    let before = window_event_listener_untyped("beforeprint", move |_| {
        printed.set(Some(state.answer.get_untracked()));
    });
    let after = window_event_listener_untyped("afterprint", move |_| printed.set(None));
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
    let sheet = move || printed.get().map(|answer| sheet(&answer, state, words));
    view! { <div class="print-sheet">{dynamic(sheet)}</div> }.into_any()
}

fn sheet(answer: &Answer, state: CalculatorState, words: &'static Words) -> AnyView {
    let book = state.book;
    let code = book.currency().code();
    let total = TotalView::of(answer, code, words);
    let lines = answer.lines.iter().map(|answer| line(answer, code, words)).collect_view();
    let exact = (words.payable_exact)(code, &total.exact, &total.rounding);
    view! {
        <h2>{(words.month_and_days)(&total.month, &total.days)}</h2>
        <p class="payable">{total.payable} " " {code}</p>
        <p>{exact}</p>
        <p>{(words.printed_seconds)(&total.billed_seconds, &total.true_seconds, &total.rounding_adds)}</p>
        {lines}
        <h3>{words.assumptions}</h3>
        <ul>{items(assumptions(answer, book, words))}</ul>
    }
    .into_any()
}

fn line(answer: &LineAnswer, code: &str, words: &'static Words) -> AnyView {
    let formula = FormulaView::of(&answer.priced, device_offset_minutes, words);
    let rates = LineRates::of(&answer.priced, words);
    let per_hour = rates.per_hour_in_words(words).unwrap_or_default();
    let table = Table::fixed("formula", Vec::new(), formula.rows.into_iter().map(formula_row).collect());
    let sample = answer.priced.is_sample().then_some(words.sample_price);
    view! {
        <h3>{answer.name.clone()} ": " {rates.per_month} " " {code.to_owned()} " " {sample}</h3>
        <p>{per_hour} " " {(words.a_day)(&rates.per_day)}</p>
        {table.summed(rows(vec![formula_row(formula.sum)]).into_any()).view()}
        {paragraph("hint", rules(&answer.priced, words))}
    }
    .into_any()
}
