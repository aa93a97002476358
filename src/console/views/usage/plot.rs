//! The plot of days, and the same in numbers.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::asked::Asked;
use super::plot_model::{DayBar, DayPlot};
use super::range::midnight;
use super::reading::{Reading, once_there};
use super::view_model::Kind;
use super::words::Words;
use crate::console::documents::UsageReport;
use crate::console::format::{Format, use_format};
use crate::console::live::use_live;
use crate::console::parts::{Load, Loaded, Sample, use_loaded};
use crate::console::words::use_words;
use crate::console::zone::Zone;
use crate::erased::{memo_of_last, signal_of, stored};

/// How wide a day is in the picture, of which its bar has all but one on each side.
const DAY_WIDTH: usize = 10;
/// How high the picture is.
const HEIGHT: u32 = 1_000;
/// What costs anything is seen.
const LEAST_HEIGHT: u32 = 4;

/// The plot, once its days are there.
#[component]
pub fn Plot(
    /// What is asked for.
    asked: Asked,
    /// What reads it again.
    reading: Reading,
) -> impl IntoView {
    let report = use_loaded::<UsageReport>(move || asked.request_by_day());
    reading.keep_days(report);
    once_there(report, Box::new(move || view! { <Days report=report asked=asked /> }.into_any()))
}

/// The plot.
#[component]
fn Days(
    /// The usage by day, which is there.
    report: Loaded<UsageReport>,
    /// What is asked for.
    asked: Asked,
) -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    // Days are the price book's, whatever the zone of the reader.
    let format = Format { zone: Zone::Utc, ..use_format() };
    let currency = stored(untrack(move || live.currency()));
    let plot = memo_of_last(move |last: Option<&DayPlot>| {
        let (today, days, kind) = (asked.today.get(), asked.days.get(), asked.kind.get());
        report.state.with(|state| match (state, last) {
            (Load::Ready(report), _) => DayPlot::of(report, days, today, kind),
            (_, Some(last)) => last.clone(),
            (_, None) => DayPlot::of(&UsageReport { data: Vec::new() }, days, today, kind),
        })
    });
    let pointed = signal_of(None::<usize>);
    let on_key = move |event: KeyboardEvent| {
        let count = plot.with_untracked(|plot| plot.bars.len());
        let last = count.saturating_sub(1);
        let at = pointed.get_untracked();
        let to = match event.key().as_str() {
            "ArrowRight" => at.map_or(0, |at| at.saturating_add(1).min(last)),
            "ArrowLeft" => at.map_or(last, |at| at.saturating_sub(1)),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        pointed.set(Some(to));
    };
    let readout = move || {
        let bar = pointed.get().and_then(|at| plot.with(|plot| plot.bars.get(at).cloned()));
        currency.with_value(|currency| {
            bar.map_or_else(|| words.plot_hint.to_owned(), |bar| said(&bar, currency, format, words))
        })
    };
    let sample = move || plot.with(|plot| plot.illustrative).then(|| view! { <Sample /> });
    let label = move || {
        plot.with(|plot| {
            let day = |bar: Option<&DayBar>| bar.map(|bar| format.day(midnight(bar.day))).unwrap_or_default();
            let highest = currency.with_value(|currency| format.money(plot.highest, currency));
            (words.plot_spoken)(&day(plot.bars.first()), &day(plot.bars.last()), &highest)
        })
    };
    view! {
        <figure class="panel usage-plot">
            <figcaption class="panel-head">
                <h2>{words.plot}</h2>
                {sample}
                {move || plot.with(|plot| legend(plot, words))}
            </figcaption>
            <div
                class="usage-picture"
                role="group"
                tabindex="0"
                aria-label=label
                on:keydown=on_key
                on:pointerleave=move |_| pointed.set(None)
            >
                {move || picture(&plot.get(), pointed, format)}
            </div>
            <p class="hint" role="status">{readout}</p>
            <details>
                <summary>{words.plot_table}</summary>
                <div class="table-wrap" tabindex="0" role="group" aria-label=words.plot_table>{move || numbers(&plot.get(), format, words)}</div>
            </details>
        </figure>
    }
}

fn class_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Seconds => "usage-seconds",
        Kind::Reservations => "usage-reservations",
        Kind::Tokens => "usage-tokens",
    }
}

fn legend(plot: &DayPlot, words: &'static Words) -> AnyView {
    let kinds = plot.kinds.clone();
    kinds
        .into_iter()
        .map(|kind| {
            view! { <span class="usage-legend"><i class=class_of(kind) aria-hidden="true"></i>{words.kind(kind)}</span> }
        })
        .collect_view()
        .into_any()
}

/// The bars over their axis.
fn picture(plot: &DayPlot, pointed: RwSignal<Option<usize>>, format: Format) -> AnyView {
    let width = plot.bars.len().max(1).saturating_mul(DAY_WIDTH);
    let bars = plot
        .bars
        .iter()
        .enumerate()
        .map(|(index, bar)| {
            let left = index * DAY_WIDTH;
            let parts = bar
                .parts
                .iter()
                .map(|part| {
                    let height = part.top.saturating_sub(part.bottom).max(LEAST_HEIGHT);
                    let top = HEIGHT.saturating_sub(part.bottom).saturating_sub(height);
                    view! {
                        <rect
                            class=class_of(part.kind)
                            x=(left + 1).to_string()
                            y=top.to_string()
                            width=(DAY_WIDTH - 2).to_string()
                            height=height.to_string()
                        ></rect>
                    }
                })
                .collect_view();
            view! {
                <g class:pointed=move || pointed.get() == Some(index) on:pointerenter=move |_| pointed.set(Some(index))>
                    <rect
                        class="usage-day"
                        x=left.to_string()
                        y="0"
                        width=DAY_WIDTH.to_string()
                        height=HEIGHT.to_string()
                    ></rect>
                    {parts}
                </g>
            }
        })
        .collect_view();
    let tick = |bar: Option<&DayBar>| bar.map(|bar| format.short_day(midnight(bar.day)));
    let ticks = match plot.bars.len() {
        0..=2 => plot.bars.iter().map(|bar| tick(Some(bar))).collect::<Vec<_>>(),
        days => vec![tick(plot.bars.first()), tick(plot.bars.get(days / 2)), tick(plot.bars.last())],
    };
    let ticks = ticks.into_iter().map(|tick| view! { <span>{tick}</span> }).collect_view();
    view! {
        <p class="usage-highest" aria-hidden="true">{format.amount(plot.highest)}</p>
        <svg
            viewBox=format!("0 0 {width} {HEIGHT}")
            preserveAspectRatio="none"
            aria-hidden="true"
            focusable="false"
        >
            {bars}
        </svg>
        <p class="usage-ticks" aria-hidden="true">{ticks}</p>
    }
    .into_any()
}

/// A day in words.
fn said(bar: &DayBar, currency: &str, format: Format, words: &Words) -> String {
    let day = format.day(midnight(bar.day));
    let Some(amount) = bar.amount else {
        return format!("{day}: {}", words.not_yet);
    };
    let whole = format!("{day}: {}", format.money(amount, currency));
    if bar.parts.len() < 2 {
        return whole;
    }
    let parts: Vec<String> = bar
        .parts
        .iter()
        .map(|part| format!("{} {}", words.kind(part.kind), format.amount(part.amount)))
        .collect();
    format!("{whole} ({})", parts.join(" · "))
}

/// Every day in numbers.
fn numbers(plot: &DayPlot, format: Format, words: &'static Words) -> AnyView {
    let kinds = plot.kinds.clone();
    let heads = kinds
        .iter()
        .map(|kind| view! { <th scope="col" class="number">{words.kind(*kind)}</th> })
        .collect_view();
    let rows = plot
        .bars
        .iter()
        .map(|bar| {
            let of_kinds = kinds
                .iter()
                .map(|kind| {
                    let part = bar.parts.iter().find(|part| part.kind == *kind);
                    let text = part.map_or_else(|| "0".to_owned(), |part| format.amount(part.amount));
                    view! { <td class="number">{bar.amount.map(|_| text)}</td> }
                })
                .collect_view();
            let total = bar.amount.map_or_else(|| words.not_yet.to_owned(), |amount| format.amount(amount));
            view! {
                <tr>
                    <th scope="row">{bar.day.to_string()}</th>
                    {of_kinds}
                    <td class="number">{total}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{words.group(&super::view_model::GroupBy::Day)}</th>
                    {heads}
                    <th scope="col" class="number">{words.total}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
