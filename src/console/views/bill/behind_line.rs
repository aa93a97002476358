//! What stands behind a line, as it is seen when the line is opened.

use std::sync::Arc;

use leptos::prelude::*;
use rust_decimal::Decimal;

use super::behind::{Behind, ReservationPart, RunPart, Tokens, behind};
use super::behind_words::Words;
use super::pages::Pages;
use super::usage_behind::UsageBehind;
use crate::console::documents::Bill;
use crate::console::format::{Format, use_format};
use crate::console::frame::address;
use crate::console::live::use_live;
use crate::console::parts::{Busy, Load, Trouble};
use crate::console::words::use_words;
use crate::erased::{callback, effect};

/// What stands behind a line.
#[component]
pub fn BehindLine(
    /// The bill.
    bill: Arc<Bill>,
    /// The line's place on it.
    index: usize,
    /// The usage behind it.
    usage: UsageBehind,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    // Also again, after it was forgotten because the bill was counted anew.
    effect(move || {
        if usage.state.with(Option::is_none) {
            usage.ask();
        }
    });
    move || {
        let (Some(load), Some(book)) = (usage.state.get(), live.book.get()) else {
            return view! { <Busy /> }.into_any();
        };
        match load {
            Load::Waiting => view! { <Busy /> }.into_any(),
            Load::Failed(failure) => {
                let again = callback(move |()| usage.forget());
                view! { <Trouble failure=failure on_again=again /> }.into_any()
            }
            Load::Ready(document) => bill.lines.get(index).map_or_else(
                || view! { <p class="hint">{words.nothing}</p> }.into_any(),
                |line| {
                    let found = behind(line, &bill, &document, &book);
                    let note = found.quantity().map(|here| sum_note(here, line.quantity, words, format));
                    view! {
                        {shown(found, words, format)}
                        {note.map(|note| view! { <p class="hint">{note}</p> })}
                    }
                    .into_any()
                },
            ),
        }
    }
}

fn sum_note(here: Decimal, line: Decimal, words: &Words, format: Format) -> String {
    if here == line {
        (words.adds_up)(&format.amount(line))
    } else {
        (words.adds_up_to_other)(&format.amount(here), &format.amount(line))
    }
}

fn shown(found: Behind, words: &'static Words, format: Format) -> AnyView {
    match found {
        Behind::Runs(runs) => view! { <Runs runs=runs /> }.into_any(),
        Behind::Reservations(parts) => view! { <Reservations parts=parts /> }.into_any(),
        Behind::Tokens(tokens) => view! { <TokenRecords tokens=tokens /> }.into_any(),
        Behind::OfMonth(month) => view! {
            <p>
                <a href=address::bill(month)>{(words.corrects)(&format.month(month))}</a> " "
                {words.of_month}
            </p>
        }
        .into_any(),
    }
}

/// Runs with their seconds.
#[component]
fn Runs(
    /// The runs.
    runs: Vec<RunPart>,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let count = runs.len();
    let draw = move |range: std::ops::Range<usize>| {
        let rows = runs
            .get(range)
            .unwrap_or_default()
            .iter()
            .map(|run| {
                let stopped =
                    run.stopped_at.map_or_else(|| words.still_open.to_owned(), |at| format.instant(at));
                let all = (run.all_seconds != run.seconds)
                    .then(|| (words.of_seconds)(&format.count(run.all_seconds)));
                view! {
                    <tr>
                        <th scope="row">{run.instance.clone()}</th>
                        <td>{format.instant(run.started_at)}</td>
                        <td>{stopped}</td>
                        <td class="number">{format.count(run.seconds)} <small>{all}</small></td>
                    </tr>
                }
            })
            .collect_view();
        table([words.instance, words.started, words.stopped, words.seconds], 1, rows.into_any())
    };
    view! { <Pages count=count draw=draw /> }
}

/// Reservations with their hours.
#[component]
fn Reservations(
    /// The reservations.
    parts: Vec<ReservationPart>,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let count = parts.len();
    let draw = move |range: std::ops::Range<usize>| {
        let rows = parts
            .get(range)
            .unwrap_or_default()
            .iter()
            .map(|part| {
                let until = part.until.map_or_else(|| words.no_end.to_owned(), |at| format.instant(at));
                view! {
                    <tr>
                        <th scope="row">{format.instant(part.from)}</th>
                        <td>{until}</td>
                        <td class="number">{format.count(part.tpm)}</td>
                        <td class="number">{format.count(part.hours)}</td>
                        <td class="number">{format.amount(part.quantity)}</td>
                    </tr>
                }
            })
            .collect_view();
        table([words.from, words.until, words.tpm, words.hours, words.ktpm_hours], 3, rows.into_any())
    };
    view! { <Pages count=count draw=draw /> }
}

/// Token records with their counts.
#[component]
fn TokenRecords(
    /// The records, and what became of their tokens.
    tokens: Tokens,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let Tokens { records, used, reserved, free, paid } = tokens;
    let [used, reserved, free, paid] =
        [Decimal::from(used), reserved, free, paid].map(|tokens| format.amount(tokens));
    let sums = (words.tokens)(&used, &reserved, &free, &paid);
    let count = records.len();
    let draw = move |range: std::ops::Range<usize>| {
        let rows = records
            .get(range)
            .unwrap_or_default()
            .iter()
            .map(|record| {
                view! {
                    <tr>
                        <th scope="row">{format.instant(record.at)}</th>
                        <td class="bill-record">{record.id.clone()}</td>
                        <td class="number">{format.count(record.input)}</td>
                        <td class="number">{format.count(record.cached_input)}</td>
                        <td class="number">{format.count(record.output)}</td>
                    </tr>
                }
            })
            .collect_view();
        table([words.at, words.record, words.input, words.cached_input, words.output], 3, rows.into_any())
    };
    view! {
        <p class="hint">{sums}</p>
        <Pages count=count draw=draw />
    }
}

/// A small table, of which the last `numbers` columns hold numbers.
fn table<const COLUMNS: usize>(names: [&'static str; COLUMNS], numbers: usize, rows: AnyView) -> AnyView {
    let is_number = |column: usize| column >= COLUMNS.saturating_sub(numbers);
    let label = names.join(", ");
    let heads = names
        .into_iter()
        .enumerate()
        .map(|(column, name)| view! { <th scope="col" class:number=is_number(column)>{name}</th> })
        .collect_view();
    view! {
        <div class="table-wrap" tabindex="0" role="group" aria-label=label>
            <table class="table bill-records">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
