//! What else the line's work could cost. It is worked out in turns after an edit, and the tiers only while they are
//! looked at.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use rust_decimal::Decimal;

use super::LineState;
use super::reservation::reservation;
use crate::calculator::compare::{DelayView, TierRow, amount_with_delay, compared_delays, tier_row};
use crate::calculator::disclosure::disclosure;
use crate::calculator::sheet::Kind;
use crate::calculator::turns::{AFTER_EDITS, Turns};

/// The tiers side by side, the scale-in delay; or the TPM reservation.
pub fn comparison(line: LineState, kind: Kind) -> AnyView {
    match kind {
        Kind::Tokens => reservation(line),
        Kind::Steps | Kind::Weekly => tiers(line),
        Kind::Automatic => view! { {scale_in_delay(line)} {tiers(line)} }.into_any(),
    }
}

/// The first time at once, and after an edit when the next one did not come for a while.
pub fn when(was_worked_out: bool) -> Duration {
    if was_worked_out { AFTER_EDITS } else { Duration::ZERO }
}

fn tiers(line: LineState) -> AnyView {
    let words = line.state.words;
    let content = move || {
        let rows = tiers_in_turns(line);
        view! {
            <table class="compared">
                <caption class="visually-hidden">{words.every_tier}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.gpu_tier}</th>
                        <th scope="col" class="number">{words.in_the_month}</th>
                        <th scope="col" class="number">{words.difference}</th>
                    </tr>
                </thead>
                <tbody>{move || rows.get().into_iter().map(tier).collect_view()}</tbody>
            </table>
        }
        .into_any()
    };
    disclosure(None, words.every_tier, content)
}

/// The work on one tier after another; the rows change once all of them are there.
fn tiers_in_turns(line: LineState) -> RwSignal<Vec<TierRow>> {
    let (state, words) = (line.state, line.state.words);
    let (rows, turns) = (RwSignal::new(Vec::<TierRow>::new()), Turns::idle());
    Effect::new(move |was_worked_out: Option<()>| {
        let Some(priced) = line.priced.get() else { return };
        let work = move |tier| tier_row(&priced, tier, state.book, words);
        let tiers = state.book.tiers().iter().collect();
        let done =
            move |worked_out: Vec<Option<TierRow>>| rows.set(worked_out.into_iter().flatten().collect());
        turns.each(when(was_worked_out.is_some()), tiers, work, done);
    });
    rows
}

fn tier(row: TierRow) -> AnyView {
    view! {
        <tr class:own=row.is_own>
            <th scope="row">{row.code} " " {row.name}</th>
            <td class="number">{row.amount}</td>
            <td class="number">{row.difference}</td>
        </tr>
    }
    .into_any()
}

fn scale_in_delay(line: LineState) -> AnyView {
    let words = line.state.words;
    let view = delay_in_turns(line);
    let shown = move |view: DelayView| {
        let DelayView { costs, shorter } = view;
        let rows = shorter.into_iter().map(|[seconds, amount, difference]| {
            view! {
                <tr>
                    <th scope="row">{seconds} " s"</th>
                    <td class="number">{amount}</td>
                    <td class="number">{difference}</td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let has_rows = !rows.is_empty();
        view! {
            <p class="finding">{costs}</p>
            <table class="compared" hidden=!has_rows>
                <caption class="visually-hidden">{words.shorter_delays}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.scale_in_delay}</th>
                        <th scope="col" class="number">{words.in_the_month}</th>
                        <th scope="col" class="number">{words.difference}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
    };
    (move || view.get().map(shown)).into_any()
}

/// The work with one delay after another; what is said changes once all of them are there.
fn delay_in_turns(line: LineState) -> RwSignal<Option<DelayView>> {
    let (state, words) = (line.state, line.state.words);
    let (view, turns) = (RwSignal::new(None::<DelayView>), Turns::idle());
    Effect::new(move |was_worked_out: Option<()>| {
        let Some(priced) = line.priced.get() else { return };
        let of = Arc::clone(&priced);
        let work = move |seconds| amount_with_delay(&of, seconds, state.book).map(|amount| (seconds, amount));
        let delays = compared_delays(&priced);
        let done = move |costs: Vec<Option<(u64, Decimal)>>| {
            let costs: Vec<(u64, Decimal)> = costs.into_iter().flatten().collect();
            view.set(DelayView::of(&priced, &costs, state.book, words));
        };
        turns.each(when(was_worked_out.is_some()), delays, work, done);
    });
    view
}
