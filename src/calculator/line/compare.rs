//! What else the line's work could cost. It is worked out while it is looked at.

use leptos::prelude::*;

use super::LineState;
use super::reservation::reservation;
use crate::calculator::compare::{DelayView, TierRow, delay, tier_rows};
use crate::calculator::sheet::Kind;

/// The tiers side by side, the scale-in delay; or the TPM reservation.
pub fn comparison(line: LineState, kind: Kind) -> AnyView {
    match kind {
        Kind::Tokens => reservation(line),
        Kind::Steps | Kind::Weekly => tiers(line),
        Kind::Automatic => view! { {scale_in_delay(line)} {tiers(line)} }.into_any(),
    }
}

fn tiers(line: LineState) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let is_open = RwSignal::new(false);
    let rows = Memo::new(move |_| {
        if is_open.get() { line.of_priced(|priced| tier_rows(priced, state.book, words)) } else { Vec::new() }
    });
    view! {
        <details on:toggle=move |event| is_open.set(is_shown(&event))>
            <summary>{words.every_tier}</summary>
            <table class="compared">
                <caption class="visually-hidden">{words.every_tier}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.gpu_tier}</th>
                        <th scope="col" class="number">{words.in_the_month}</th>
                        <th scope="col" class="number">{words.difference}</th>
                    </tr>
                </thead>
                <tbody>{move || rows.get().into_iter().map(tier_row).collect_view()}</tbody>
            </table>
        </details>
    }
    .into_any()
}

fn tier_row(row: TierRow) -> AnyView {
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
    let (state, words) = (line.state, line.state.words);
    let view = Memo::new(move |_| line.of_priced(|priced| delay(priced, state.book, words)));
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

/// Whether a `details` element that was toggled is open now.
pub fn is_shown(event: &web_sys::Event) -> bool {
    event_target::<web_sys::Element>(event).has_attribute("open")
}
