//! The picture: every instance as a bar of its own, or, where they are many, how many run; each of them in a lane of
//! its own below; and the same as tables.

use leptos::ev::PointerEvent;
use leptos::html;
use leptos::prelude::*;
use tiermeter_pricing::Instant;

use super::LineState;
use super::edges::{edges, parts_under};
use super::lanes::lanes;
use crate::calculator::disclosure::disclosure;
use crate::calculator::turns::following;
use crate::calculator::view_model::{Axis, Bar, BarTables, BarsView, InstanceRow, RunRow, Tick, bounds};
use crate::clock::device_offset_minutes;

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
    let any = Memo::new(move |_| view.with(|view| !view.rows.is_empty() || view.levels.is_some()));
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
                {picture(line, view, now_mark)}
                {drag}
            </div>
            {lanes(line, view)}
            <Show when=move || any.get()>{tables(line)}</Show>
        </figure>
    }
    .into_any()
}

/// The axis, its grid, the bars, and where the instant of now lies among them. What an edit does not change stays in
/// the page as it is.
fn picture(line: LineState, view: Memo<BarsView>, now_mark: Memo<Option<String>>) -> AnyView {
    let words = line.state.words;
    let ticks = Memo::new(move |_| view.with(|view| view.axis.ticks.clone()));
    let count = Memo::new(move |_| view.with(|view| view.rows.len()));
    let places = move || 0..count.get();
    let has_levels = Memo::new(move |_| view.with(|view| view.levels.is_some()));
    let grid = move || {
        let ticks = ticks.get().into_iter();
        ticks.map(|tick| view! { <i class="grid" style:left=tick.left></i> }).collect_view()
    };
    let labels = move || ticks.get().into_iter().map(tick_label).collect_view();
    let now_line =
        move || now_mark.get().map(|left| view! { <i class="now" style:left=left><b>{words.now}</b></i> });
    view! {
        <div class="picture" role="img" aria-label=move || view.with(|view| view.words.clone())>
            <div class="axis">{labels}</div>
            <div class="tracks">
                <div class="lines">{grid} {now_line}</div>
                <For each=places key=|place| *place children=move |place| track(line, view, place) />
                <Show when=move || has_levels.get()>{levels(line, view)}</Show>
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

/// How many instances run.
fn levels(line: LineState, view: Memo<BarsView>) -> AnyView {
    let words = line.state.words;
    let path = move || view.with(|view| view.levels.as_ref().map(|(path, _)| path.clone()));
    let most = move || view.with(|view| view.levels.as_ref().map(|(_, most)| (words.up_to)(most)));
    view! {
        <div class="track levels">
            <span class="who">{most}</span>
            <svg viewBox="0 0 1000000 1000" preserveAspectRatio="none" aria-hidden="true">
                <path d=path></path>
            </svg>
        </div>
    }
    .into_any()
}

/// An instance with its bars. Those that are one shape have their titles where the pointer is.
fn track(line: LineState, view: Memo<BarsView>, place: usize) -> AnyView {
    let words = line.state.words;
    let row = Memo::new(move |_| view.with(|view| view.rows.get(place).cloned().unwrap_or_default()));
    let lane_element = NodeRef::<html::Div>::new();
    let pointed = RwSignal::new(None::<u32>);
    let follow = move |event: PointerEvent| {
        if row.with_untracked(|row| !row.path.is_empty()) {
            pointed.set(parts_under(&event, lane_element));
        }
    };
    let title = move || {
        let parts = pointed.get()?;
        line.of_priced(|priced| {
            let explanation = priced.explanation.as_ref()?;
            view.with(|view| view.title_at(explanation, place, parts, device_offset_minutes, words))
        })
    };
    view! {
        <div class="track">
            <span class="who">
                <span class="instance">{words.instance} " "</span>
                {move || row.with(|row| row.instance.clone())}
            </span>
            <div
                class="lane"
                node_ref=lane_element
                title=title
                on:pointermove=follow
                on:pointerleave=move |_| pointed.set(None)
            >
                <svg viewBox="0 0 1000000 1" preserveAspectRatio="none" aria-hidden="true">
                    <path d=move || row.with(|row| row.path.clone())></path>
                </svg>
                {move || row.with(|row| row.bars.clone()).into_iter().map(bar).collect_view()}
            </div>
            <span class="sum">{move || row.with(|row| row.seconds.clone())}</span>
        </div>
    }
    .into_any()
}

fn bar(bar: Bar) -> AnyView {
    view! {
        <span class=bar.place.class() style:left=bar.left style:width=bar.width title=bar.title>
            <b>{bar.label}</b>
        </span>
    }
    .into_any()
}

/// The instances and the runs, in numbers, while they are looked at.
fn tables(line: LineState) -> AnyView {
    let words = line.state.words;
    let content = move || {
        let tables = following(line.priced, move |priced| {
            let explanation = priced.as_ref().and_then(|priced| priced.explanation.as_ref());
            let of = |line| BarTables::of(line, device_offset_minutes, words);
            explanation.map(of).unwrap_or_default()
        });
        let more = move |of: fn(&BarTables) -> Option<String>| {
            move || tables.with(of).map(|more| view! { <p class="hint">{more}</p> })
        };
        let instances = move || tables.with(|tables| tables.instances.clone());
        let runs = move || tables.with(|tables| tables.runs.clone());
        view! {
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
                    <tbody>{move || instances().into_iter().map(instance).collect_view()}</tbody>
                </table>
            </div>
            {more(|tables| tables.more_instances.clone())}
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
                    <tbody>{move || runs().into_iter().map(run).collect_view()}</tbody>
                </table>
            </div>
            {more(|tables| tables.more_runs.clone())}
        }
        .into_any()
    };
    disclosure(None, words.bars_as_table, content)
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
