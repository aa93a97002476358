//! Backwards: what a budget buys.

use leptos::prelude::*;
use tiermeter_pricing::{Instant, Price};

use super::compare::{BudgetRow, budget_rows};
use super::fields::labelled_number;
use super::sheet::read_whole;
use super::state::CalculatorState;
use crate::erased::{callback, memo, signal_of};
use crate::frames::{Row, Table, columns};

const MOST_INSTANCES: u64 = 1_000;

/// A budget and a number of instances, and how long they run on each tier.
pub fn budget(state: CalculatorState, now: ReadSignal<Option<Instant>>) -> AnyView {
    let words = state.words;
    let (amount, instances) = (signal_of("100".to_owned()), signal_of("1".to_owned()));
    let read_amount = move || amount.with(|text| Price::parse(text.trim()));
    let read_instances = move || {
        let count = instances.with(|text| read_whole(text, 1..=MOST_INSTANCES));
        count.map_err(|problem| problem.say(words))
    };
    let amount_fault = move || read_amount().is_none().then(|| words.budget_fault.to_owned());
    let rows = memo(move || {
        let count = read_instances().ok().and_then(|count| u32::try_from(count).ok());
        match (read_amount(), count) {
            (Some(amount), Some(count)) => budget_rows(amount, count, state.book, now.get(), words),
            _ => Vec::new(),
        }
    });
    let code = state.book.currency().code();
    let head =
        columns(&[words.gpu_tier], &[words.runs_for, words.billed_seconds_column, words.costs_exactly]);
    let table = Table::following("compared", head, move || rows.get().into_iter().map(row).collect());
    view! {
        <section class="card budget" aria-labelledby="budget-title">
            <div class="body">
                <h2 id="budget-title">{words.budget_title}</h2>
                <p class="hint">{words.budget_lead}</p>
                <div class="numbers">
                    {number(amount, [words.budget, code, "fault-budget"], amount_fault)}
                    {number(
                        instances,
                        [words.at_a_time, words.instances_unit, "fault-budget-instances"],
                        move || read_instances().err(),
                    )}
                </div>
                {table.in_scroller("scroller", "region", words.runs_for)}
            </div>
        </section>
    }
    .into_any()
}

/// A field of a number, with its name, its unit and what is wrong in it.
fn number(
    text: RwSignal<String>,
    words: [&'static str; 3],
    fault: impl FnMut() -> Option<String> + Send + 'static,
) -> AnyView {
    labelled_number(text.into(), callback(move |typed: String| text.set(typed)), words, fault)
}

fn row(row: BudgetRow) -> Row {
    Row::of_numbers(format!("{} {}", row.code, row.name), vec![row.hours, row.seconds, row.amount])
}
