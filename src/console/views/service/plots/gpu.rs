//! The plots of a service that is metered by seconds.

use std::sync::Arc;

use leptos::prelude::*;
use rust_decimal::Decimal;

use super::behind::{Behind, Table, csv};
use super::drawing::Drawing;
use super::gpu_view::{Facts, GpuView, Speech, StretchRow, last_refresh, stretch_words};
use super::range::Range;
use super::runs::use_runs;
use super::words::Words;
use super::{RangePicker, use_range};
use crate::console::failure::Failure;
use crate::console::format::use_format;
use crate::console::live::{ServiceRow, use_live};
use crate::console::parts::{Busy, CurlButton, Empty, Figure, Figures, Load, Trouble};
use crate::console::request::Request;
use crate::console::words::use_words;

/// What stands in a table where nothing is known.
const UNKNOWN: &str = "–";

/// How far it has come.
#[derive(Clone, PartialEq)]
enum Stage {
    Waiting,
    Failed(Failure),
    Empty,
    There,
}

/// The plots of instances and of their cost.
#[component]
pub fn GpuPlots(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (words, format, live) = (use_words::<Words>(), use_format(), use_live());
    let speech = Speech { words, format };
    let (range, choose) = use_range(&Range::ALL, Range::Day);
    let runs = use_runs(row);
    let now = Memo::new(move |_| last_refresh(live.now.get(), range.get()));
    let shown = Memo::new(move |_| {
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
    let stage = Memo::new(move |_| {
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
        {move || match stage.get() {
            Stage::Waiting => view! { <Busy /> }.into_any(),
            Stage::Failed(failure) => {
                let again = Callback::new(move |()| runs.again());
                view! { <Trouble failure=failure on_again=again /> }.into_any()
            }
            Stage::Empty => {
                view! { <Empty title=words.no_runs.to_owned() text=words.no_runs_text.to_owned() /> }.into_any()
            }
            Stage::There => view! { <Pictures row=row shown=shown range=range /> }.into_any(),
        }}
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
    let (words, format, live) = (use_words::<Words>(), use_format(), use_live());
    let view = move |look: fn(&GpuView) -> super::picture::Picture| {
        Memo::new(move |_| shown.with(|shown| shown.as_ref().map(look).unwrap_or_default()))
    };
    let (instances, cost) = (view(|view| view.instances.clone()), view(|view| view.cost.clone()));
    let currency = live.book.with_untracked(|book| book.as_ref().map(|book| book.currency().code()));
    let currency = currency.unwrap_or_default();
    let total = move || {
        let total = shown.with(|shown| shown.as_ref().and_then(|shown| shown.total));
        total.map_or_else(|| words.not_priced.to_owned(), |total| format.amount(total))
    };
    let seconds = move || format.count(shown.with(|shown| shown.as_ref().map_or(0, |shown| shown.seconds)));
    let cost_unit =
        Signal::derive(move || (words.cost_unit)(currency, &format.duration(range.get().stretch_seconds())));
    let rows = move || shown.with(|shown| shown.as_ref().map(|shown| shown.rows.clone())).unwrap_or_default();
    let rows_now = move || {
        shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.rows.clone())).unwrap_or_default()
    };
    let named = move |row: &StretchRow| {
        let offset = live.book.with_untracked(|book| book.as_ref().map(|book| book.utc_offset()));
        stretch_words(row, range.get_untracked(), format, offset.unwrap_or_default())
    };
    let instances_table = Signal::derive(move || Table {
        head: [words.time, words.least, words.most].map(str::to_owned).to_vec(),
        rows: rows().iter().map(|row| instances_cells(row, named(row))).collect(),
        texts: 1,
    });
    let cost_table = Signal::derive(move || Table {
        head: vec![words.time.to_owned(), words.seconds.to_owned(), (words.cost_in)(currency)],
        rows: rows()
            .iter()
            .map(|row| cost_cells(row, named(row), words, |amount| format.amount(amount)))
            .collect(),
        texts: 1,
    });
    let id = row.with_untracked(|row| row.service.id.clone());
    let file = move |what: &'static str| {
        let id = id.clone();
        Signal::derive(move || format!("{id}-{what}-{}.csv", range.get().key()))
    };
    let (instances_file, cost_file) = (file("instances"), file("cost"));
    let total_label = (words.total_cost)(currency);
    let instances_unit = Signal::derive(move || words.instances_unit.to_owned());
    view! {
        <Figures>
            <Figure label=total_label>{total}</Figure>
            <Figure label=words.total_seconds>{seconds}</Figure>
        </Figures>
        <Drawing title=words.instances unit=instances_unit picture=instances />
        <Behind
            name=words.instances
            table=instances_table
            csv=Callback::new(move |()| instances_csv(&rows_now()))
            file=instances_file
        />
        <Drawing title=words.cost unit=cost_unit picture=cost />
        <Behind
            name=words.cost
            table=cost_table
            csv=Callback::new(move |()| cost_csv(&rows_now(), currency))
            file=cost_file
        />
    }
}

fn instances_cells(row: &StretchRow, name: String) -> Vec<String> {
    match row.known {
        Some(known) => vec![name, known.least.to_string(), known.most.to_string()],
        None => vec![name, UNKNOWN.to_owned(), UNKNOWN.to_owned()],
    }
}

fn cost_cells(
    row: &StretchRow,
    name: String,
    words: &Words,
    amount: impl Fn(Decimal) -> String,
) -> Vec<String> {
    match row.known {
        Some(known) => {
            let cost = known.cost.map_or_else(|| words.not_priced.to_owned(), amount);
            vec![name, known.seconds.to_string(), cost]
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
    csv(&["from", "until", "least_instances", "most_instances"], cells)
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
    csv(&["from", "until", "gpu_seconds", "cost", "currency"], cells)
}
