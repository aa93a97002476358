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
use crate::erased::{effect_again, memo, signal_of};
use crate::frames::{Row, Table, columns, paragraph_while};

/// The break-even in plain words, how the line's tokens are paid, the costs by size, and the costs by traffic.
pub fn reservation(line: LineState) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let paid = memo(move || line.of_priced(|priced| covered(priced, words)));
    let even = memo(move || {
        line.of_priced(|priced| {
            let Work::Tokens(work) = &priced.key.work else { return None };
            let start = bounds(priced.key.month, state.book.utc_offset()).start;
            break_even(work, state.book, Instant::from_unix_nanoseconds(start)?, words)
        })
    });
    view! {
        {paragraph_while("finding", move || even.get())}
        {paragraph_while("finding", move || paid.get())}
        {disclosure(None, words.reservation_sizes, move || sizes(line))}
        {break_even_curve(line)}
    }
    .into_any()
}

/// What the sizes that are tried cost, one after another.
fn costs_in_turns(line: LineState) -> (RwSignal<Vec<SizeCost>>, RwSignal<bool>) {
    let state = line.state;
    let (costs, is_done) = (signal_of(Vec::<SizeCost>::new()), signal_of(false));
    let turns = Turns::idle();
    effect_again(move |was_worked_out| {
        let priced = line.priced.get();
        turns.end();
        costs.set(Vec::new());
        is_done.set(false);
        let Some(priced) = priced else { return };
        let Work::Tokens(work) = &priced.key.work else { return };
        let mut left = candidates(work, state.book);
        left.reverse();
        turns.begin(when(was_worked_out), move || {
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
    let view = memo(move || costs.with(|costs| ReservationView::of(costs, is_done.get(), currency, words)));
    let rows = move || view.with(|view| view.rows.clone()).into_iter().map(row).collect::<Vec<_>>();
    let head = columns(&[words.reserved_tpm], &[words.in_the_month, words.difference]);
    view! {
        <p class="finding" role="status">{move || view.with(|view| view.verdict.clone())}</p>
        <svg class="curve" viewBox="0 0 300 72" preserveAspectRatio="none" aria-hidden="true">
            <path d=move || view.with(|view| view.curve.clone())></path>
        </svg>
        {Table::following("compared", head, rows).called(words.reservation_sizes).view()}
    }
    .into_any()
}

fn row((size, amount, difference, is_best): (String, String, String, bool)) -> Row {
    Row::of_numbers(size, vec![amount, difference]).marked("own", is_best)
}
