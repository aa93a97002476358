//! Backwards: what a budget buys.

use leptos::prelude::*;
use tiermeter_pricing::{Instant, Price};

use super::compare::{BudgetRow, budget_rows};
use super::fields::number_field;
use super::sheet::read_whole;
use super::state::CalculatorState;

const MOST_INSTANCES: u64 = 1_000;

/// A budget and a number of instances, and how long they run on each tier.
pub fn budget(state: CalculatorState, now: ReadSignal<Option<Instant>>) -> AnyView {
    let words = state.words;
    let (amount, instances) = (RwSignal::new("100".to_owned()), RwSignal::new("1".to_owned()));
    let read_amount = move || amount.with(|text| Price::parse(text.trim()));
    let read_instances = move || {
        let count = instances.with(|text| read_whole(text, 1..=MOST_INSTANCES));
        count.map_err(|problem| problem.say(words))
    };
    let amount_fault = move || read_amount().is_none().then_some(words.budget_fault);
    let rows = Memo::new(move |_| {
        let count = read_instances().ok().and_then(|count| u32::try_from(count).ok());
        match (read_amount(), count) {
            (Some(amount), Some(count)) => budget_rows(amount, count, state.book, now.get(), words),
            _ => Vec::new(),
        }
    });
    let set = |text: RwSignal<String>| Callback::new(move |typed: String| text.set(typed));
    let code = state.book.currency().code();
    view! {
        <section class="card budget" aria-labelledby="budget-title">
            <div class="body">
                <h2 id="budget-title">{words.budget_title}</h2>
                <p class="hint">{words.budget_lead}</p>
                <div class="numbers">
                    <div class="labelled">
                        <span class="word" aria-hidden="true">{words.budget}</span>
                        {number_field(amount.into(), set(amount), words.budget, "fault-budget")}
                        <span class="unit" aria-hidden="true">{code}</span>
                        <p class="fault" id="fault-budget">{amount_fault}</p>
                    </div>
                    <div class="labelled">
                        <span class="word" aria-hidden="true">{words.at_a_time}</span>
                        {number_field(instances.into(), set(instances), words.at_a_time, "fault-budget-instances")}
                        <span class="unit" aria-hidden="true">{words.instances_unit}</span>
                        <p class="fault" id="fault-budget-instances">{move || read_instances().err()}</p>
                    </div>
                </div>
                <div class="scroller" tabindex="0" role="region" aria-label=words.runs_for>
                    <table class="compared">
                        <thead>
                            <tr>
                                <th scope="col">{words.gpu_tier}</th>
                                <th scope="col" class="number">{words.runs_for}</th>
                                <th scope="col" class="number">{words.billed_seconds_column}</th>
                                <th scope="col" class="number">{words.costs_exactly}</th>
                            </tr>
                        </thead>
                        <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn row(row: BudgetRow) -> AnyView {
    view! {
        <tr>
            <th scope="row">{row.code} " " {row.name}</th>
            <td class="number">{row.hours}</td>
            <td class="number">{row.seconds}</td>
            <td class="number">{row.amount}</td>
        </tr>
    }
    .into_any()
}
