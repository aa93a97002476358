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
use crate::erased::{dynamic, effect_again, signal_of};
use crate::frames::{Row, Table, columns, paragraph};

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
        let head = columns(&[words.gpu_tier], &[words.in_the_month, words.difference]);
        let rows = move || rows.get().into_iter().map(tier).collect::<Vec<_>>();
        Table::following("compared", head, rows).called(words.every_tier).view()
    };
    disclosure(None, words.every_tier, content)
}

/// The work on one tier after another; the rows change once all of them are there.
fn tiers_in_turns(line: LineState) -> RwSignal<Vec<TierRow>> {
    let (state, words) = (line.state, line.state.words);
    let (rows, turns) = (signal_of(Vec::<TierRow>::new()), Turns::idle());
    effect_again(move |was_worked_out| {
        let Some(priced) = line.priced.get() else { return };
        let work = move |tier| tier_row(&priced, tier, state.book, words);
        let tiers = state.book.tiers().iter().collect();
        let done =
            move |worked_out: Vec<Option<TierRow>>| rows.set(worked_out.into_iter().flatten().collect());
        turns.each(when(was_worked_out), tiers, work, done);
    });
    rows
}

fn tier(row: TierRow) -> Row {
    Row::of_numbers(format!("{} {}", row.code, row.name), vec![row.amount, row.difference])
        .marked("own", row.is_own)
}

fn scale_in_delay(line: LineState) -> AnyView {
    let words = line.state.words;
    let view = delay_in_turns(line);
    let shown = move |view: DelayView| {
        let DelayView { costs, shorter } = view;
        let has_rows = !shorter.is_empty();
        let head = columns(&[words.scale_in_delay], &[words.in_the_month, words.difference]);
        let row = |[seconds, amount, difference]: [String; 3]| {
            Row::of_numbers(format!("{seconds} s"), vec![amount, difference])
        };
        let table = Table::fixed("compared", head, shorter.into_iter().map(row).collect());
        view! {
            {paragraph("finding", costs)}
            {has_rows.then(|| table.called(words.shorter_delays).view())}
        }
        .into_any()
    };
    dynamic(move || view.get().map(shown)).into_any()
}

/// The work with one delay after another; what is said changes once all of them are there.
fn delay_in_turns(line: LineState) -> RwSignal<Option<DelayView>> {
    let (state, words) = (line.state, line.state.words);
    let (view, turns) = (signal_of(None::<DelayView>), Turns::idle());
    effect_again(move |was_worked_out| {
        let Some(priced) = line.priced.get() else { return };
        let of = Arc::clone(&priced);
        let work = move |seconds| amount_with_delay(&of, seconds, state.book).map(|amount| (seconds, amount));
        let delays = compared_delays(&priced);
        let done = move |costs: Vec<Option<(u64, Decimal)>>| {
            let costs: Vec<(u64, Decimal)> = costs.into_iter().flatten().collect();
            view.set(DelayView::of(&priced, &costs, state.book, words));
        };
        turns.each(when(was_worked_out), delays, work, done);
    });
    view
}
