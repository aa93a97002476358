//! A picture with its axes, and a cross-hair that is moved by pointer, by touch or by keys and says its values.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;

use super::picture::{Bar, HEIGHT, Level, Mark, Picture, Place, WIDTH, column_at, column_of_key};
use super::words::Words;
use crate::console::words::use_words;
use crate::erased::{memo, signal_of};

/// A plot.
#[component]
pub fn Drawing(
    /// What it plots.
    #[prop(into)]
    title: String,
    /// In which unit.
    #[prop(into)]
    unit: Signal<String>,
    /// What it draws.
    picture: Memo<Picture>,
    /// The names of its series, where there are several.
    #[prop(optional)]
    series: Vec<&'static str>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let chosen = signal_of(None::<usize>);
    let read_out = memo(move || {
        picture.with(|picture| {
            let column = chosen.get().and_then(|index| picture.columns.get(index));
            column.map_or_else(|| picture.words.clone(), |column| column.words.clone())
        })
    });
    let gap_words = move || {
        let gap_words = picture.with(|picture| picture.gap_words);
        (!gap_words.is_empty()).then(|| view! { <p class="hint">{gap_words}</p> })
    };
    let name = format!("{}. {}", (words.read_plot)(&title), words.how_to_read);
    view! {
        <figure class="service-plot">
            <figcaption class="service-plot-head">
                <h3>{title}</h3>
                <span class="hint">{move || unit.get()}</span>
                <Legend series=series />
            </figcaption>
            <p class="service-plot-readout number">{move || read_out.get()}</p>
            <div class="service-plot-frame">
                <div class="service-plot-scale" aria-hidden="true">
                    {move || picture.with(|picture| picture.levels.clone()).into_iter().map(level_label).collect_view()}
                </div>
                <Area name=name picture=picture chosen=chosen read_out=read_out />
                <div class="service-plot-axis" aria-hidden="true">
                    {move || picture.with(|picture| picture.marks.clone()).into_iter().map(mark_label).collect_view()}
                </div>
            </div>
            {gap_words}
        </figure>
    }
}

/// What is drawn, and the cross-hair over it.
#[component]
fn Area(
    /// Its name for those who cannot see it.
    name: String,
    /// What it draws.
    picture: Memo<Picture>,
    /// Which column is read.
    chosen: RwSignal<Option<usize>>,
    /// What is read there.
    read_out: Memo<String>,
) -> impl IntoView {
    let area = NodeRef::<html::Div>::new();
    let count = move || picture.with_untracked(|picture| picture.columns.len());
    let on_key = move |event: KeyboardEvent| {
        if event.alt_key() || event.ctrl_key() || event.meta_key() {
            return;
        }
        let key = event.key();
        if let Some(column) = column_of_key(&key, chosen.get_untracked(), count()) {
            // The page stays where it is, and the view's own keys are not meant.
            event.prevent_default();
            event.stop_propagation();
            chosen.set(Some(column));
        } else if key == "Escape" {
            chosen.set(None);
        }
    };
    let on_pointer = move |event: PointerEvent| {
        let width = area.get_untracked().map_or(0, |area| area.offset_width());
        chosen.set(column_at(event.offset_x(), width, count()));
    };
    let last = move || picture.with(|picture| picture.columns.len().saturating_sub(1));
    let here = move || chosen.get().unwrap_or_else(last).to_string();
    let cross = move || {
        let middle =
            picture.with(|picture| chosen.get().and_then(|index| Some(picture.columns.get(index)?.middle())));
        middle.map(|middle| view! { <i class="service-plot-cross" style:left=middle></i> })
    };
    view! {
        <div
            class="service-plot-area"
            role="slider"
            tabindex="0"
            aria-label=name
            aria-orientation="horizontal"
            aria-valuemin="0"
            aria-valuemax=move || last().to_string()
            aria-valuenow=here
            aria-valuetext=move || read_out.get()
            node_ref=area
            on:keydown=on_key
            on:pointermove=on_pointer
            on:pointerdown=on_pointer
            on:pointerleave=move |_| chosen.set(None)
            on:blur=move |_| chosen.set(None)
        >
            {move || drawn(picture.get())}
            {cross}
        </div>
    }
}

/// Which colour is which series.
#[component]
fn Legend(
    /// The names of the series.
    series: Vec<&'static str>,
) -> impl IntoView {
    let entries = series
        .into_iter()
        .enumerate()
        .map(|(index, name)| {
            view! {
                <li>
                    <i class=format!("service-plot-key series-{index}") aria-hidden="true"></i>
                    {name}
                </li>
            }
        })
        .collect::<Vec<_>>();
    (!entries.is_empty()).then(|| view! { <ul class="service-plot-legend">{entries}</ul> })
}

fn level_label(level: Level) -> impl IntoView {
    view! { <span style:bottom=level.bottom>{level.label}</span> }
}

fn mark_label(mark: Mark) -> impl IntoView {
    view! { <span class=mark.edge style:left=mark.left>{mark.label}</span> }
}

/// Lines of the scale, gaps, bars, and the line that goes in steps.
fn drawn(picture: Picture) -> impl IntoView {
    let Picture { line, area, columns, gaps, levels, .. } = picture;
    let levels = levels
        .into_iter()
        .map(|level| view! { <i class="service-plot-level" style:bottom=level.bottom></i> })
        .collect_view();
    let gaps = gaps
        .into_iter()
        .map(|gap| {
            view! { <i class="service-plot-gap" style:left=gap.left_end() style:width=gap.extent()></i> }
        })
        .collect_view();
    let bars = columns
        .into_iter()
        .flat_map(|column| column.bars.into_iter().map(move |bar| drawn_bar(column.place, bar)))
        .collect_view();
    view! {
        {levels}
        {gaps}
        <svg
            viewBox=format!("0 0 {WIDTH} {HEIGHT}")
            preserveAspectRatio="none"
            aria-hidden="true"
            focusable="false"
        >
            {bars}
            <path class="service-plot-below" d=area />
            <path class="service-plot-line" d=line />
        </svg>
    }
}

/// A bar, with a little room on either side of it.
fn drawn_bar(place: Place, bar: Bar) -> impl IntoView {
    let room = place.width / 10;
    view! {
        <rect
            class=format!("series-{}", bar.series)
            x=(place.left + room).to_string()
            y=bar.top.to_string()
            width=(place.width - 2 * room).to_string()
            height=bar.height.to_string()
        />
    }
}
