//! The picture: every instance as a bar of its own, or, where they are many, how many run; each of them in a lane of
//! its own below; and the same as tables.

use leptos::prelude::*;
use tiermeter_pricing::Instant;

use super::LineState;
use super::edges::edges;
use super::lanes::lanes;
use crate::calculator::view_model::{Axis, BarRow, BarsView, InstanceRow, RunRow, Tick, bounds};
use crate::clock::device_offset_minutes;
use crate::words::Words;

/// The picture and its tables.
pub fn bars(line: LineState, now: ReadSignal<Option<Instant>>, can_drag: bool) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    // While an edge is dragged the axis must not move under it.
    let held = RwSignal::new(None::<Axis>);
    let view = Memo::new(move |_| {
        line.of_priced(|priced| {
            let month = bounds(priced.key.month, state.book.utc_offset());
            let explanation = priced.explanation.as_ref();
            held.with(|held| {
                let view = |line| BarsView::of(line, &month, held.as_ref(), device_offset_minutes, words);
                explanation.map(view).unwrap_or_default()
            })
        })
    });
    let now_mark = Memo::new(move |_| now.get().and_then(|now| view.with(|view| view.axis.mark(now))));
    let any = Memo::new(move |_| view.with(|view| !view.runs.is_empty()));
    let drag = can_drag.then(|| edges(line, view, held));
    view! {
        <figure
            class="bars"
            class:stale=move || state.is_stale()
            class:with-sums=move || view.with(|view| view.with_sums)
            class:with-local=move || view.with(|view| view.axis.has_local_times)
        >
            <Show when=move || any.get() fallback=move || view! { <p class="hint">{words.nothing_runs}</p> }>
                <p class="caption">{move || view.with(|view| view.axis.caption.clone())}</p>
            </Show>
            <div class="drawing" hidden=move || !any.get()>
                {move || picture(view.get(), now_mark, words)}
                {drag}
            </div>
            {lanes(line, view)}
            <Show when=move || any.get()>{tables(view, words)}</Show>
        </figure>
    }
    .into_any()
}

/// The axis, its grid, the bars, and where the instant of now lies among them.
fn picture(view: BarsView, now_mark: Memo<Option<String>>, words: &'static Words) -> AnyView {
    let BarsView { axis, rows, levels, words: in_words, .. } = view;
    let grid = axis
        .ticks
        .iter()
        .map(|tick| view! { <i class="grid" style:left=tick.left.clone()></i> })
        .collect_view();
    let labels = axis.ticks.into_iter().map(tick_label).collect_view();
    let now_line =
        move || now_mark.get().map(|left| view! { <i class="now" style:left=left><b>{words.now}</b></i> });
    let levels = levels.map(|(path, most)| {
        view! {
            <div class="track levels">
                <span class="who">{(words.up_to)(&most)}</span>
                <svg viewBox="0 0 1000000 1000" preserveAspectRatio="none" aria-hidden="true">
                    <path d=path></path>
                </svg>
            </div>
        }
    });
    view! {
        <div class="picture" role="img" aria-label=in_words>
            <div class="axis">{labels}</div>
            <div class="tracks">
                <div class="lines">{grid} {now_line}</div>
                {rows.into_iter().map(|row| track(row, words)).collect_view()}
                {levels}
            </div>
        </div>
    }
    .into_any()
}

/// The label of a tick, with its local time below.
pub fn tick_label(tick: Tick) -> AnyView {
    let local = tick.local.map(|local| view! { <small class="local">{local}</small> });
    view! { <span class=tick.edge.class() style:left=tick.left>{tick.label} {local}</span> }.into_any()
}

fn track(row: BarRow, words: &'static Words) -> AnyView {
    let bars = row.bars.into_iter().map(|bar| {
        view! {
            <span class=bar.place.class() style:left=bar.left style:width=bar.width title=bar.title>
                <b>{bar.label}</b>
            </span>
        }
    });
    view! {
        <div class="track">
            <span class="who"><span class="instance">{words.instance} " "</span>{row.instance}</span>
            <div class="lane">{bars.collect_view()}</div>
            <span class="sum">{row.seconds}</span>
        </div>
    }
    .into_any()
}

/// The instances and the runs, in numbers.
fn tables(view: Memo<BarsView>, words: &'static Words) -> AnyView {
    let more = move |of: fn(&BarsView) -> Option<String>| {
        move || view.with(of).map(|more| view! { <p class="hint">{more}</p> })
    };
    view! {
        <details>
            <summary>{words.bars_as_table}</summary>
            <div class="scroller" tabindex="0" role="group" aria-label=words.instances_table>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{words.instance_column}</th>
                            <th scope="col" class="number">{words.runs_column}</th>
                            <th scope="col" class="number">{words.true_seconds}</th>
                            <th scope="col" class="number">{words.billed_seconds_column}</th>
                        </tr>
                    </thead>
                    <tbody>{move || view.get().instances.into_iter().map(instance).collect_view()}</tbody>
                </table>
            </div>
            {more(|view| view.more_instances.clone())}
            <div class="scroller" tabindex="0" role="group" aria-label=words.runs_column>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{words.instance_column}</th>
                            <th scope="col">{words.from_utc}</th>
                            <th scope="col">{words.until_utc}</th>
                            <th scope="col" class="number">{words.billed_seconds_column}</th>
                        </tr>
                    </thead>
                    <tbody>{move || view.get().runs.into_iter().map(run).collect_view()}</tbody>
                </table>
            </div>
            {more(|view| view.more_runs.clone())}
        </details>
    }
    .into_any()
}

fn instance(row: InstanceRow) -> AnyView {
    view! {
        <tr>
            <th scope="row">{row.instance}</th>
            <td class="number">{row.runs}</td>
            <td class="number">{row.true_seconds}</td>
            <td class="number">{row.billed_seconds}</td>
        </tr>
    }
    .into_any()
}

fn run(run: RunRow) -> AnyView {
    let [started, stopped] =
        run.local.map(|local| local.map(|local| view! { <small class="local">{local}</small> }));
    view! {
        <tr>
            <th scope="row">{run.instance}</th>
            <td>{run.started_at} {started}</td>
            <td>{run.stopped_at} {stopped}</td>
            <td class="number">{run.billed_seconds}</td>
        </tr>
    }
    .into_any()
}
