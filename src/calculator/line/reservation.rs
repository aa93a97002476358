//! Pay as you go against a TPM reservation. Sizes are priced one after another, each in a moment of its own, so that
//! the page never stops answering.

use std::time::Duration;

use leptos::prelude::*;
use tiermeter_estimate::Work;
use tiermeter_pricing::Instant;

use super::LineState;
use super::break_even::break_even_curve;
use super::compare::is_shown;
use crate::calculator::compare::{
    ReservationView, SizeCost, break_even, candidates, covered, with_reservation,
};
use crate::calculator::turns::Turns;
use crate::calculator::view_model::bounds;

/// The break-even in plain words, how the line's tokens are paid, the costs by size, and the costs by traffic.
pub fn reservation(line: LineState) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let is_open = RwSignal::new(false);
    let (costs, is_done) = (RwSignal::new(Vec::<SizeCost>::new()), RwSignal::new(false));
    let turns = Turns::idle();
    Effect::new(move |_| {
        let priced = line.priced.get();
        turns.end();
        costs.set(Vec::new());
        is_done.set(false);
        let Some(priced) = priced.filter(|_| is_open.get()) else { return };
        let Work::Tokens(work) = &priced.key.work else { return };
        let mut left = candidates(work, state.book);
        left.reverse();
        turns.begin(Duration::ZERO, move || {
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
    let paid = Memo::new(move |_| line.of_priced(|priced| covered(priced, words)));
    let even = Memo::new(move |_| {
        line.of_priced(|priced| {
            let Work::Tokens(work) = &priced.key.work else { return None };
            let start = bounds(priced.key.month, state.book.utc_offset()).start;
            break_even(work, state.book, Instant::from_unix_nanoseconds(start)?, words)
        })
    });
    let currency = state.book.currency().code();
    let view =
        Memo::new(move |_| costs.with(|costs| ReservationView::of(costs, is_done.get(), currency, words)));
    let row = move |(size, amount, difference, is_best): (String, String, String, bool)| {
        view! {
            <tr class:own=is_best>
                <th scope="row">{size}</th>
                <td class="number">{amount}</td>
                <td class="number">{difference}</td>
            </tr>
        }
    };
    view! {
        {move || even.get().map(|words| view! { <p class="finding">{words}</p> })}
        {move || paid.get().map(|words| view! { <p class="finding">{words}</p> })}
        <details on:toggle=move |event| is_open.set(is_shown(&event))>
            <summary>{words.reservation_sizes}</summary>
            <p class="finding" role="status">{move || view.get().verdict}</p>
            <svg class="curve" viewBox="0 0 300 72" preserveAspectRatio="none" aria-hidden="true">
                <path d=move || view.get().curve></path>
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
                <tbody>{move || view.get().rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </details>
        {break_even_curve(line)}
    }
    .into_any()
}
