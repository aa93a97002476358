//! Pay as you go against a TPM reservation. Sizes are priced one after another, each in a moment of its own, so that
//! the page never stops answering.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use tiermeter_estimate::Work;
use tiermeter_pricing::Instant;

use super::LineState;
use super::compare::is_shown;
use crate::calculator::answer::Priced;
use crate::calculator::compare::{ReservationView, SizeCost, break_even, candidates, with_reservation};
use crate::calculator::view_model::bounds;

/// What is being worked out.
#[derive(Clone, Copy)]
struct Sizes {
    line: LineState,
    costs: RwSignal<Vec<SizeCost>>,
    is_done: RwSignal<bool>,
    /// Counts what was asked for, so that what is out of date ends.
    turn: StoredValue<u32>,
}

/// The break-even in plain words, and the costs by size.
pub fn reservation(line: LineState) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let is_open = RwSignal::new(false);
    let (costs, is_done, turn) = (RwSignal::new(Vec::new()), RwSignal::new(false), StoredValue::new(0));
    let sizes = Sizes { line, costs, is_done, turn };
    Effect::new(move |_| {
        let priced = line.priced.get();
        turn.update_value(|turn| *turn = turn.wrapping_add(1));
        costs.set(Vec::new());
        is_done.set(false);
        if let Some(priced) = priced.filter(|_| is_open.get()) {
            begin(sizes, priced);
        }
    });
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
    }
    .into_any()
}

fn begin(sizes: Sizes, priced: Arc<Priced>) {
    let Work::Tokens(work) = &priced.key.work else { return };
    let mut left = candidates(work, sizes.line.state.book);
    left.reverse();
    let turn = sizes.turn.get_value();
    go_on(sizes, priced, left, turn);
}

/// Prices the next size, and then those after it.
fn go_on(sizes: Sizes, priced: Arc<Priced>, mut left: Vec<Option<u64>>, turn: u32) {
    let next = move || {
        // `None` once the line is closed.
        if sizes.turn.try_get_value() != Some(turn) {
            return;
        }
        let Some(size) = left.pop() else {
            sizes.is_done.set(true);
            return;
        };
        if let Work::Tokens(work) = &priced.key.work
            && let Ok(amount) = with_reservation(&priced, work, size, sizes.line.state.book)
        {
            sizes.costs.update(|costs| costs.push((size, amount)));
        }
        go_on(sizes, priced, left, turn);
    };
    set_timeout(next, Duration::ZERO);
}
