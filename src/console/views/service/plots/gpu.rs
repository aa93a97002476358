//! The plots of a service that is metered by seconds.

use std::sync::Arc;

use leptos::prelude::*;

use super::behind::{Behind, Table};
use super::drawing::Drawing;
use super::gpu_view::{Facts, GpuView, Speech, StretchRow, last_refresh};
use super::range::Range;
use super::runs::Runs;
use super::seen::{Seen, Stage, Staged, UNKNOWN};
use super::words::Words;
use super::{RangePicker, use_range};
use crate::console::csv::file;
use crate::console::format::{Format, use_format};
use crate::console::live::{ServiceRow, use_live};
use crate::console::parts::{CurlButton, Figure, Figures, Load};
use crate::console::request::Request;
use crate::console::words::use_words;
use crate::erased::{callback, derived, memo};

/// The plots of instances and of their cost.
#[component]
pub fn GpuPlots(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// Its runs.
    runs: Runs,
) -> impl IntoView {
    let (words, format, live) = (use_words::<Words>(), use_format(), use_live());
    let speech = Speech { words, format };
    let (range, choose) = use_range(&Range::ALL, Range::Day);
    let now = memo(move || last_refresh(live.now.get(), range.get()));
    let shown = memo(move || {
        let read = runs.state.with(|state| match state {
            Load::Ready(read) => Some(Arc::clone(read)),
            Load::Waiting | Load::Failed(_) => None,
        })?;
        let book = live.book.get()?;
        let (range, now) = (range.get(), now.get());
        Some(row.with(|row| {
            GpuView::of(Facts { service: &row.service, read: &read, book: &book, range, now }, speech)
        }))
    });
    let stage = memo(move || {
        runs.state.with(|state| match state {
            Load::Waiting => Stage::Waiting,
            Load::Failed(failure) => Stage::Failed(failure.clone()),
            Load::Ready(read) => {
                if row.with(|row| GpuView::is_empty(read, &row.service)) {
                    Stage::Empty
                } else {
                    Stage::There
                }
            }
        })
    });
    let curl = row.with_untracked(|row| Request::runs(&row.service.id));
    let as_of = move || {
        let as_of = shown.with(|shown| shown.as_ref().map(|shown| shown.as_of));
        as_of.map(|at| (words.as_of)(&format.instant(at)))
    };
    view! {
        <div class="service-plots-controls">
            <RangePicker choices=&Range::ALL range=range on_choose=choose />
            <CurlButton request=curl />
            <span class="hint">{as_of}</span>
        </div>
        <Staged
            stage=stage
            none=[words.no_runs, words.no_runs_text]
            on_again=callback(move |()| runs.again())
        >
            <Pictures row=row shown=shown range=range />
        </Staged>
    }
}

/// The figures of the range, and the two plots with their tables.
#[component]
fn Pictures(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// What is shown.
    shown: Memo<Option<GpuView>>,
    /// How far back.
    range: Memo<Range>,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let seen = Seen::of(row, shown, range);
    let total = move || {
        let total = seen.look(|shown| shown.total);
        total.map_or_else(|| words.not_priced.to_owned(), |total| format.amount(total))
    };
    let seconds = move || format.count(seen.look(|shown| shown.seconds));
    let total_label = (words.total_cost)(seen.currency);
    view! {
        <Figures>
            <Figure label=total_label>{total}</Figure>
            <Figure label=words.total_seconds>{seconds}</Figure>
        </Figures>
        <InstancesPlot seen=seen />
        <CostPlot seen=seen />
    }
}

/// How many instances ran.
#[component]
fn InstancesPlot(
    /// What is looked at.
    seen: Seen<GpuView>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let table = derived(move || Table {
        head: [words.time, words.least, words.most].map(str::to_owned).to_vec(),
        rows: seen.look(|shown| shown.rows.iter().map(instances_cells).collect()),
        texts: 1,
    });
    view! {
        <Drawing
            title=words.instances
            unit=derived(move || words.instances_unit.to_owned())
            picture=seen.picture(|shown| shown.instances.clone())
        />
        <Behind
            name=words.instances
            table=table
            csv=callback(move |()| instances_csv(&seen.look_now(|shown| shown.rows.clone())))
            file=seen.file("instances")
        />
    }
}

/// What they cost.
#[component]
fn CostPlot(
    /// What is looked at.
    seen: Seen<GpuView>,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let Seen { range, currency, .. } = seen;
    let unit = derived(move || (words.cost_unit)(currency, &format.duration(range.get().stretch_seconds())));
    let table = derived(move || Table {
        head: vec![words.time.to_owned(), words.seconds.to_owned(), (words.cost_in)(currency)],
        rows: seen.look(|shown| shown.rows.iter().map(|row| cost_cells(row, words, format)).collect()),
        texts: 1,
    });
    view! {
        <Drawing
            title=words.cost
            unit=unit
            picture=seen.picture(|shown| shown.cost.clone())
        />
        <Behind
            name=words.cost
            table=table
            csv=callback(move |()| cost_csv(&seen.look_now(|shown| shown.rows.clone()), currency))
            file=seen.file("cost")
        />
    }
}

fn instances_cells(row: &StretchRow) -> Vec<String> {
    let name = row.name.clone();
    match row.known {
        Some(known) => vec![name, known.least.to_string(), known.most.to_string()],
        None => vec![name, UNKNOWN.to_owned(), UNKNOWN.to_owned()],
    }
}

fn cost_cells(row: &StretchRow, words: &Words, format: Format) -> Vec<String> {
    let name = row.name.clone();
    match row.known {
        Some(known) => {
            let cost = known.cost.map_or_else(|| words.not_priced.to_owned(), |cost| format.amount(cost));
            vec![name, format.count(known.seconds), cost]
        }
        None => vec![name, UNKNOWN.to_owned(), UNKNOWN.to_owned()],
    }
}

/// What is not known is an empty cell.
fn instances_csv(rows: &[StretchRow]) -> String {
    let cells = rows.iter().map(|row| {
        let (least, most) = row.known.map(|known| (known.least.to_string(), known.most.to_string())).unzip();
        vec![row.from.to_string(), row.until.to_string(), least.unwrap_or_default(), most.unwrap_or_default()]
    });
    file(&["from", "until", "least_instances", "most_instances"], cells)
}

fn cost_csv(rows: &[StretchRow], currency: &str) -> String {
    let cells = rows.iter().map(|row| {
        let seconds = row.known.map(|known| known.seconds.to_string()).unwrap_or_default();
        let cost = row.known.and_then(|known| known.cost).map(|cost| cost.normalize().to_string());
        vec![
            row.from.to_string(),
            row.until.to_string(),
            seconds,
            cost.unwrap_or_default(),
            currency.to_owned(),
        ]
    });
    file(&["from", "until", "gpu_seconds", "cost", "currency"], cells)
}
