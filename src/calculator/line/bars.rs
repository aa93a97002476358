//! The picture: every instance as a bar of its own, or, where they are many, how many run; each of them in a lane of
//! its own below; and the same as tables.

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
use crate::erased::{dynamic, keyed, memo, pointed, shown_while, signal_of};
use crate::frames::{Cell, Row, Table, columns, local_time, paragraph, paragraph_while};
use crate::nearby::fetched;
use crate::parts::Part;

/// The picture and its tables.
pub fn bars(line: LineState, now: ReadSignal<Option<Instant>>, can_drag: bool) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    // While an edge is dragged the axis must not move under it.
    let held = signal_of(None::<Axis>);
    let view = memo(move || {
        line.of_priced(|priced| {
            let month = bounds(priced.key.month, state.book.utc_offset());
            let explanation = priced.explanation.as_ref();
            held.with(|held| {
                let view = |line| BarsView::of(line, &month, held.as_ref(), device_offset_minutes, words);
                explanation.map(view).unwrap_or_default()
            })
        })
    });
    let now_mark = memo(move || now.get().and_then(|now| view.with(|view| view.axis.mark(now))));
    let any = memo(move || view.with(|view| !view.rows.is_empty() || view.levels.is_some()));
    let caption = dynamic(move || {
        if any.get() {
            let caption = dynamic(move || view.with(|view| view.axis.caption.clone()));
            view! { <p class="caption">{caption}</p> }.into_any()
        } else {
            paragraph("hint", words.nothing_runs)
        }
    });
    let drag = can_drag.then(|| edges(line, view, held));
    let as_tables = move || disclosure(None, words.bars_as_table, move || fetched(&Part::BarTables(line)));
    view! {
        <figure
            class="bars"
            class:stale=move || state.is_stale()
            class:with-sums=move || view.with(|view| view.with_sums)
            class:with-local=move || view.with(|view| view.axis.has_local_times)
        >
            {caption}
            <div class="drawing" hidden=move || !any.get()>
                {picture(line, view, now_mark)}
                {drag}
            </div>
            {lanes(line, view)}
            {shown_while(move || any.get(), as_tables)}
        </figure>
    }
    .into_any()
}

/// The axis, its grid, the bars, and where the instant of now lies among them. What an edit does not change stays in
/// the page as it is.
fn picture(line: LineState, view: Memo<BarsView>, now_mark: Memo<Option<String>>) -> AnyView {
    let words = line.state.words;
    let ticks = memo(move || view.with(|view| view.axis.ticks.clone()));
    let count = memo(move || view.with(|view| view.rows.len()));
    let places = move || (0..u32::try_from(count.get()).unwrap_or(u32::MAX)).collect::<Vec<_>>();
    let grid = move || {
        let ticks = ticks.get().into_iter();
        ticks.map(|tick| view! { <i class="grid" style:left=tick.left></i> }.into_any()).collect_view()
    };
    let labels = move || ticks.get().into_iter().map(tick_label).collect_view();
    let now_line = move || {
        let line = |left: String| view! { <i class="now" style:left=left><b>{words.now}</b></i> }.into_any();
        now_mark.get().map(line)
    };
    view! {
        <div class="picture" role="img" aria-label=move || view.with(|view| view.words.clone())>
            <div class="axis">{dynamic(labels)}</div>
            <div class="tracks">
                <div class="lines">{dynamic(grid)} {dynamic(now_line)}</div>
                {keyed(places, move |place| track(line, view, place))}
                {shown_while(move || view.with(|view| view.levels.is_some()), move || levels(line, view))}
            </div>
        </div>
    }
    .into_any()
}

/// The label of a tick, with its local time below.
pub fn tick_label(tick: Tick) -> AnyView {
    let local = tick.local.map(local_time);
    view! { <span class=tick.edge.class() style:left=tick.left>{tick.label} {local}</span> }.into_any()
}

/// How many instances run.
fn levels(line: LineState, view: Memo<BarsView>) -> AnyView {
    let words = line.state.words;
    let path = dynamic(move || view.with(|view| view.levels.as_ref().map(|(path, _)| path.clone())));
    let most = dynamic(move || view.with(|view| view.levels.as_ref().map(|(_, most)| (words.up_to)(most))));
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
fn track(line: LineState, view: Memo<BarsView>, place: u32) -> AnyView {
    let words = line.state.words;
    let place = usize::try_from(place).unwrap_or_default();
    let row = memo(move || view.with(|view| view.rows.get(place).cloned().unwrap_or_default()));
    let lane_element = NodeRef::<html::Div>::new();
    let under = signal_of(None::<u32>);
    let follow = pointed(move |event| {
        if row.with_untracked(|row| !row.path.is_empty()) {
            under.set(parts_under(&event, lane_element));
        }
    });
    let title = dynamic(move || {
        let parts = under.get()?;
        // What was priced is read before the view that is made of it, so that a change of either is told here.
        line.of_priced(|priced| {
            let explanation = priced.explanation.as_ref()?;
            view.with(|view| view.title_at(explanation, place, parts, device_offset_minutes, words))
        })
    });
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
                on:pointerleave=pointed(move |_| under.set(None))
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
pub fn tables(line: LineState) -> AnyView {
    let words = line.state.words;
    let tables = following(line.priced, move |priced| {
        let explanation = priced.as_ref().and_then(|priced| priced.explanation.as_ref());
        let of = |line| BarTables::of(line, device_offset_minutes, words);
        explanation.map(of).unwrap_or_default()
    });
    let instances = move || tables.with(|tables| tables.instances.clone());
    let runs = move || tables.with(|tables| tables.runs.clone());
    let of_instances = columns(
        &[words.instance_column],
        &[words.runs_column, words.true_seconds, words.billed_seconds_column],
    );
    let of_runs =
        columns(&[words.instance_column, words.from_utc, words.until_utc], &[words.billed_seconds_column]);
    let instances =
        Table::following("", of_instances, move || instances().into_iter().map(instance).collect());
    let runs = Table::following("", of_runs, move || runs().into_iter().map(run).collect());
    view! {
        {instances.in_scroller("scroller", "group", words.instances_table)}
        {paragraph_while("hint", move || tables.with(|tables| tables.more_instances.clone()))}
        {runs.in_scroller("scroller", "group", words.runs_column)}
        {paragraph_while("hint", move || tables.with(|tables| tables.more_runs.clone()))}
    }
    .into_any()
}

fn instance(row: InstanceRow) -> Row {
    Row::of_numbers(row.instance, vec![row.runs, row.true_seconds, row.billed_seconds])
}

fn run(run: RunRow) -> Row {
    let [started, stopped] = run.local.map(|local| local.map(local_time));
    Row::of(vec![
        Cell::head(run.instance),
        Cell::text(run.started_at).and(started),
        Cell::text(run.stopped_at).and(stopped),
        Cell::number(run.billed_seconds),
    ])
}
