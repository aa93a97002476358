//! Pay as you go against a TPM reservation. Sizes are priced one after another, each in a moment of its own, so that
//! the page never stops answering.

use leptos::prelude::*;
use tiermeter_estimate::Work;
use tiermeter_pricing::Instant;

use super::LineState;
use super::break_even::break_even_curve;
use super::compare::when;
use crate::calculator::compare::{
    ReservationView, SizeCost, break_even, candidates, covered, with_reservation,
};
use crate::calculator::disclosure::disclosure;
use crate::calculator::turns::Turns;
use crate::calculator::view_model::bounds;

/// The break-even in plain words, how the line's tokens are paid, the costs by size, and the costs by traffic.
pub fn reservation(line: LineState) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let paid = Memo::new(move |_| line.of_priced(|priced| covered(priced, words)));
    let even = Memo::new(move |_| {
        line.of_priced(|priced| {
            let Work::Tokens(work) = &priced.key.work else { return None };
            let start = bounds(priced.key.month, state.book.utc_offset()).start;
            break_even(work, state.book, Instant::from_unix_nanoseconds(start)?, words)
        })
    });
    view! {
        {move || even.get().map(|words| view! { <p class="finding">{words}</p> })}
        {move || paid.get().map(|words| view! { <p class="finding">{words}</p> })}
        {disclosure(None, words.reservation_sizes, move || sizes(line))}
        {break_even_curve(line)}
    }
    .into_any()
}

/// What the sizes that are tried cost, one after another.
fn costs_in_turns(line: LineState) -> (RwSignal<Vec<SizeCost>>, RwSignal<bool>) {
    let state = line.state;
    let (costs, is_done) = (RwSignal::new(Vec::<SizeCost>::new()), RwSignal::new(false));
    let turns = Turns::idle();
    Effect::new(move |was_worked_out: Option<()>| {
        let priced = line.priced.get();
        turns.end();
        costs.set(Vec::new());
        is_done.set(false);
        let Some(priced) = priced else { return };
        let Work::Tokens(work) = &priced.key.work else { return };
        let mut left = candidates(work, state.book);
        left.reverse();
        turns.begin(when(was_worked_out.is_some()), move || {
            let Some(size) = left.pop() else {
                is_done.set(true);
                return false;
            };
            if let Work::Tokens(work) = &priced.key.work
                && let Ok(amount) = with_reservation(priced.key.month, work, size, state.book)
            {
                costs.update(|costs| costs.push((size, amount)));
            }
            true
        });
    });
    (costs, is_done)
}

/// The costs by size, while they are looked at.
fn sizes(line: LineState) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let (costs, is_done) = costs_in_turns(line);
    let currency = state.book.currency().code();
    let view =
        Memo::new(move |_| costs.with(|costs| ReservationView::of(costs, is_done.get(), currency, words)));
    let rows = move || view.with(|view| view.rows.clone()).into_iter().map(row).collect_view();
    view! {
        <p class="finding" role="status">{move || view.with(|view| view.verdict.clone())}</p>
        <svg class="curve" viewBox="0 0 300 72" preserveAspectRatio="none" aria-hidden="true">
            <path d=move || view.with(|view| view.curve.clone())></path>
        </svg>
        <table class="compared">
            <caption class="visually-hidden">{words.reservation_sizes}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.reserved_tpm}</th>
                    <th scope="col" class="number">{words.in_the_month}</th>
                    <th scope="col" class="number">{words.difference}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row((size, amount, difference, is_best): (String, String, String, bool)) -> AnyView {
    view! {
        <tr class:own=is_best>
            <th scope="row">{size}</th>
            <td class="number">{amount}</td>
            <td class="number">{difference}</td>
        </tr>
    }
    .into_any()
}
