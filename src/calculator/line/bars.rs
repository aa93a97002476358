//! The picture: every instance as a bar of its own, or, where they are many, how many run; and the same as tables.
//! The edges of steps can be dragged, which is the same as typing the instant beside them.

use leptos::ev::PointerEvent;
use leptos::html;
use leptos::prelude::*;
use tiermeter_pricing::Instant;
use web_sys::Element;

use super::LineState;
use crate::calculator::sheet::{History, Line, LineField};
use crate::calculator::view_model::{Axis, BarRow, BarsView, InstanceRow, RunRow, Tick, bounds};
use crate::text;
use crate::words::Words;

const PARTS: i64 = 1_000_000;

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
                explanation.map(|line| BarsView::of(line, &month, held.as_ref(), words)).unwrap_or_default()
            })
        })
    });
    let now_mark = Memo::new(move |_| now.get().and_then(|now| view.with(|view| view.axis.mark(now))));
    let any = Memo::new(move |_| view.with(|view| !view.runs.is_empty()));
    let drag = can_drag.then(|| handles(line, view, held));
    view! {
        <figure class="bars" class:stale=move || state.is_stale() class:with-sums=move || view.with(|view| view.with_sums)>
            <Show when=move || any.get() fallback=move || view! { <p class="hint">{words.nothing_runs}</p> }>
                <p class="caption">{move || view.with(|view| view.axis.caption.clone())}</p>
            </Show>
            <div class="drawing" hidden=move || !any.get()>
                {move || picture(view.get(), now_mark, words)}
                {drag}
            </div>
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

fn tick_label(tick: Tick) -> AnyView {
    view! { <span class=tick.edge.class() style:left=tick.left>{tick.label}</span> }.into_any()
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

/// A handle at the edge of each step that the axis shows. They are for the pointer; keys have the fields.
fn handles(line: LineState, view: Memo<BarsView>, held: RwSignal<Option<Axis>>) -> AnyView {
    let area = NodeRef::<html::Div>::new();
    let edges = Memo::new(move |_| {
        let edges = line.of_line(Line::edges);
        view.with(|view| {
            let marks = edges.into_iter().filter_map(|(edge, at)| Some((edge, view.axis.mark(at)?)));
            marks.collect::<Vec<(LineField, String)>>()
        })
    });
    let fields = move || edges.with(|edges| edges.iter().map(|(edge, _)| *edge).collect::<Vec<_>>());
    let left = move |edge: LineField| {
        edges.with(|edges| edges.iter().find(|(known, _)| *known == edge).map(|(_, left)| left.clone()))
    };
    let handle = move |edge: LineField| {
        let release = move |_: PointerEvent| {
            held.set(None);
            line.state.history.update(History::pause);
        };
        view! {
            <i
                class="handle"
                style:left=move || left(edge).unwrap_or_default()
                on:pointerdown=move |event| {
                    if event.button() == 0 {
                        event.prevent_default();
                        let handle = event_target::<Element>(&event);
                        // Without the capture the drag ends where the handle does, which is no harm.
                        let _ = handle.set_pointer_capture(event.pointer_id());
                        line.state.history.update(History::pause);
                        held.set(Some(view.with_untracked(|view| view.axis.clone())));
                    }
                }
                on:pointermove=move |event| {
                    if let Some(at) = instant_under(&event, area, held) {
                        drag_to(line, edge, at);
                    }
                }
                on:pointerup=release
                on:pointercancel=release
            ></i>
        }
    };
    view! {
        <div class="handles" aria-hidden="true" node_ref=area>
            <For each=fields key=|edge| *edge children=handle />
        </div>
    }
    .into_any()
}

/// The instant under the pointer, while an edge is held.
fn instant_under(
    event: &PointerEvent,
    area: NodeRef<html::Div>,
    held: RwSignal<Option<Axis>>,
) -> Option<Instant> {
    let bounds = area.get_untracked()?.get_bounding_client_rect();
    let (left, width) = (whole(bounds.left()), whole(bounds.width()).max(1));
    let parts = ((i64::from(event.client_x()) - left) * PARTS / width).clamp(0, PARTS);
    let parts = u32::try_from(parts).ok()?;
    held.with_untracked(|held| held.as_ref().and_then(|axis| axis.instant_at(parts)))
}

/// Sets the edge's instant, at most up to its neighbours.
fn drag_to(line: LineState, edge: LineField, at: Instant) {
    let room = line.line.with_untracked(|line| line.as_ref().map(|line| line.room_of_edge(edge)));
    let Some((first, last)) = room else { return };
    let at = first.map_or(at, |first| at.max(first));
    let at = last.map_or(at, |last| at.min(last));
    line.state.set(line.field(edge), &text::instant(at));
}

/// The instances and the runs, in numbers.
fn tables(view: Memo<BarsView>, words: &'static Words) -> AnyView {
    let more = move |of: fn(&BarsView) -> Option<String>| {
        move || view.with(of).map(|more| view! { <p class="hint">{more}</p> })
    };
    view! {
        <details>
            <summary>{words.bars_as_table}</summary>
            <div class="scroller" tabindex="0" role="region" aria-label=words.instances_table>
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
            <div class="scroller" tabindex="0" role="region" aria-label=words.runs_column>
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
    view! {
        <tr>
            <th scope="row">{run.instance}</th>
            <td>{run.started_at}</td>
            <td>{run.stopped_at}</td>
            <td class="number">{run.billed_seconds}</td>
        </tr>
    }
    .into_any()
}

#[expect(clippy::cast_possible_truncation, reason = "places on a screen, in whole pixels")]
fn whole(pixels: f64) -> i64 {
    pixels as i64
}
