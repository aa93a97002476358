//! The printed sheet: every line with its formula, the total, and what it assumes. It is there while the browser
//! prints, whether or not the calculator is: who prints may not have come near it.

use leptos::html;
use leptos::prelude::*;

use super::answer::{Answer, LineAnswer};
use super::line::formula_row;
use super::scenarios::Scenarios;
use super::share::assumptions;
use super::state::CalculatorState;
use super::view_model::{FormulaView, LineRates, TotalView, rules};
use crate::clock::device_offset_minutes;
use crate::frames::{Table, items, paragraph, rows};
use crate::printed::while_printed;
use crate::words::Words;

/// The sheet of the scenario that is shown, from before the browser prints until after it.
pub fn print_sheet(scenarios: Scenarios, words: &'static Words) -> AnyView {
    let place = NodeRef::<html::Div>::new();
    while_printed(
        move || place.get_untracked().map(Into::into),
        move || sheet(scenarios.state_untracked(words)),
    );
    view! { <div class="print-sheet" node_ref=place></div> }.into_any()
}

fn sheet(state: CalculatorState) -> AnyView {
    let words = state.words;
    // What is known of some lines only is not what the sheet comes to.
    if untrack(|| state.opening.is_on()) {
        return paragraph("note", words.ways.opening);
    }
    state.answer.with_untracked(|answer| {
        if answer.is_priced() { amounts(answer, state) } else { paragraph("note", words.no_amount) }
    })
}

fn amounts(answer: &Answer, state: CalculatorState) -> AnyView {
    let (book, words) = (state.book, state.words);
    let code = book.currency().code();
    let total = TotalView::of(answer, code, words);
    let lines = answer.lines.iter().map(|answer| line(answer, code, words)).collect_view();
    let exact = (words.payable_exact)(code, &total.exact, &total.rounding);
    let of_before = answer.is_stale().then(|| paragraph("note", words.of_last_valid));
    view! {
        <h2>{(words.month_and_days)(&total.month, &total.days)}</h2>
        {of_before}
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
