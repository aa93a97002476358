//! The load by the hour: bars that are drawn with the pointer or set with the arrow keys, and the same as numbers.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::LineState;
use crate::calculator::disclosure::disclosure;
use crate::calculator::fields::{described_by, fault_text, invalid};
use crate::calculator::sheet::load::{LoadBars, decimal, for_a_day, for_a_week, height};
use crate::calculator::sheet::{Field, History, LineField};
use crate::calculator::state::CalculatorState;
use crate::erased::{
    attribute, callback, derived, dynamic, effect, fixed, happened, key_pressed, memo, memo_of_last, pointed,
    signal_of, typed,
};
use crate::segmented::{Segment, segmented};
use crate::text;
use crate::words::Words;

const PARTS: i64 = 1_000_000;
/// Grains that a key moves a bar by, alone and with shift.
const KEY_GRAINS: i32 = 1;
const LARGE_KEY_GRAINS: i32 = 10;

/// A load that is being drawn.
#[derive(Clone, Copy)]
struct LoadState {
    state: CalculatorState,
    field: Field,
    unit: &'static str,
    bars: Memo<LoadBars>,
    /// The full height while the pointer draws: the scale must not move under it.
    held: RwSignal<Option<u128>>,
    /// The hour at which the pointer was last.
    last_hour: RwSignal<Option<usize>>,
    /// The hour that the keys go to.
    focused: RwSignal<usize>,
    plot: NodeRef<html::Div>,
}

/// The bars and the numbers of a load.
pub fn load(line: LineState, field: LineField, unit: &'static str) -> AnyView {
    let (state, field) = (line.state, line.field(field));
    let text = memo(move || state.text(field));
    let held = signal_of(None);
    let bars = memo_of_last(move |last: Option<&LoadBars>| {
        // What does not read leaves the bars as they were.
        let bars = text.with(|text| LoadBars::of(text));
        let mut bars = bars.or_else(|| last.cloned()).unwrap_or_default();
        if let Some(top) = held.get() {
            bars.top = top;
        }
        bars
    });
    let (last_hour, focused) = (signal_of(None), signal_of(0));
    let load = LoadState { state, field, unit, bars, held, last_hour, focused, plot: NodeRef::new() };
    view! {
        <figure class="load">
            <figcaption class="caption">
                <span>{unit} ", " {move || (state.words.up_to)(&bars.with(LoadBars::top_text))}</span>
                {span_control(&load, line.id)}
            </figcaption>
            {plot(&load)}
            {axis(&load)}
            {numbers(&load)}
        </figure>
    }
    .into_any()
}

/// A day or a week.
fn span_control(load: &LoadState, line: u32) -> AnyView {
    let load = *load;
    let (state, words) = (load.state, load.state.words);
    let segment =
        |value: &str, label: &str| Segment { value: value.to_owned(), label: label.to_owned(), more: None };
    let is_of_a_week = memo(move || load.bars.with(LoadBars::is_of_a_week));
    let chosen = derived(move || if is_of_a_week.get() { "168".to_owned() } else { "24".to_owned() });
    let on_choose = callback(move |hours: String| {
        let before = state.text(load.field);
        let after = if hours == "168" { for_a_week(&before) } else { for_a_day(&before) };
        state.history.update(History::pause);
        state.set(load.field, &after);
        load.focused.set(0);
    });
    let name = format!("span-{}-{line}", load.field.fault_id());
    let segments = vec![segment("24", words.one_day), segment("168", words.one_week)];
    segmented(words.load_span, &name, segments, chosen, on_choose)
}

/// The bars. The pointer draws on all of them; each is a slider for the keys.
fn plot(load: &LoadState) -> AnyView {
    let load = *load;
    let hours = memo(move || load.bars.with(|bars| bars.rates.len()));
    let top = memo(move || load.bars.with(|bars| bars.top));
    let press = pointed(move |event| {
        if event.button() == 0 && begin(&load, &event) {
            draw_at(&load, &event);
        }
    });
    let draw = pointed(move |event| {
        if load.held.get_untracked().is_some() {
            draw_at(&load, &event);
        }
    });
    let release = move |_| {
        load.held.set(None);
        load.last_hour.set(None);
        load.state.history.update(History::pause);
    };
    let sliders = move || {
        let all = hours_of(&load, hours.get()).into_iter().enumerate();
        all.map(|(hour, of_hour)| slider(&load, hour, of_hour, top)).collect_view()
    };
    view! {
        <div
            class="plot"
            role="group"
            aria-label=load.unit
            node_ref=load.plot
            on:pointerdown=press
            on:pointermove=draw
            on:pointerup=pointed(release)
            on:pointercancel=pointed(release)
        >
            {dynamic(sliders)}
        </div>
    }
    .into_any()
}

/// What a bar shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hour {
    rate: u128,
    /// Whether the keys go to it.
    is_focused: bool,
}

/// A signal for each hour. Only those of hours that change are set, so that an edit of one hour changes one bar.
fn hours_of(load: &LoadState, count: usize) -> Vec<RwSignal<Hour>> {
    let load = *load;
    let of = move |bars: &LoadBars, focused: usize, hour: usize| Hour {
        rate: bars.rates.get(hour).copied().unwrap_or_default(),
        is_focused: hour == focused,
    };
    let focused = load.focused.get_untracked();
    let signals: Vec<RwSignal<Hour>> =
        load.bars.with_untracked(|bars| (0..count).map(|hour| signal_of(of(bars, focused, hour))).collect());
    let shown = signals.clone();
    effect(move || {
        let focused = load.focused.get();
        load.bars.with(|bars| {
            for (hour, signal) in shown.iter().enumerate() {
                let now = of(bars, focused, hour);
                if signal.get_untracked() != now {
                    signal.set(now);
                }
            }
        });
    });
    signals
}

fn slider(load: &LoadState, hour: usize, of_hour: RwSignal<Hour>, top: Memo<u128>) -> AnyView {
    let load = *load;
    let words = load.state.words;
    let is_of_a_week = load.bars.with_untracked(LoadBars::is_of_a_week);
    let rate = move || decimal(of_hour.get().rate);
    let tab_index = move || if of_hour.get().is_focused { "0" } else { "-1" };
    let name = move || hour_name(hour, is_of_a_week, words);
    view! {
        <div
            class="hour"
            {..fixed(&[("role", "slider"), ("aria-orientation", "vertical"), ("aria-valuemin", "0")])}
            {..attribute("tabindex", dynamic(tab_index))}
            {..attribute("aria-label", name())}
            {..attribute("aria-valuemax", dynamic(move || decimal(top.get())))}
            {..attribute("aria-valuenow", dynamic(rate))}
            {..attribute("aria-valuetext", dynamic(move || format!("{} {}", rate(), load.unit)))}
            {..attribute("title", dynamic(move || format!("{}: {}", name(), rate())))}
            on:focus=move |_| load.focused.set(hour)
            on:keydown=key_pressed(move |event| on_key(&load, hour, &event))
        >
            <i style:height=move || height(of_hour.get().rate, top.get())></i>
        </div>
    }
    .into_any()
}

/// `09:00`, or `Mon 09:00`.
fn hour_name(hour: usize, is_of_a_week: bool, words: &Words) -> String {
    let minute = u32::try_from(hour % 24 * 60).unwrap_or_default();
    let time = text::minute_of_day(minute);
    match words.weekdays.get(hour / 24).filter(|_| is_of_a_week) {
        Some(day) => format!("{day} {time}"),
        None => time,
    }
}

/// Below the bars: hours of a day, or days of a week.
fn axis(load: &LoadState) -> AnyView {
    let load = *load;
    let words = load.state.words;
    let is_of_a_week = memo(move || load.bars.with(LoadBars::is_of_a_week));
    let labels = move || {
        let labels: Vec<String> = if is_of_a_week.get() {
            words.weekdays.iter().map(|day| (*day).to_owned()).collect()
        } else {
            [0, 6, 12, 18].map(|hour| text::minute_of_day(hour * 60)).to_vec()
        };
        labels.into_iter().map(|label| view! { <span>{label}</span> }.into_any()).collect_view()
    };
    view! { <div class="hours-axis" aria-hidden="true">{dynamic(labels)}</div> }.into_any()
}

/// The same as numbers, to be typed or pasted.
fn numbers(load: &LoadState) -> AnyView {
    let load = *load;
    let (state, field) = (load.state, load.field);
    let content = move || {
        let fault = state.fault_in(field);
        let text = memo(move || state.text(field));
        let attributes = fixed(&[
            ("rows", "4"),
            ("autocomplete", "off"),
            ("spellcheck", "false"),
            ("aria-label", state.words.load_as_numbers),
        ]);
        view! {
            <textarea
                class="field-area"
                {..attributes}
                aria-invalid=move || invalid(fault)
                aria-describedby=move || described_by(field, fault)
                prop:value=move || text.get()
                on:input=typed(move |text| state.set(field, &text))
                on:change=happened(move |_| state.history.update(History::pause))
            ></textarea>
            <p class="hint">{state.words.load_numbers_hint}</p>
        }
        .into_any()
    };
    view! {
        {disclosure(Some("load-numbers"), state.words.load_as_numbers, content)}
        {fault_text(state, field)}
    }
    .into_any()
}

/// Begins to draw; false where there are no bars.
fn begin(load: &LoadState, event: &PointerEvent) -> bool {
    let Some(plot) = load.plot.get_untracked() else { return false };
    event.prevent_default();
    // Without the capture drawing ends at the plot's edge, which is no harm.
    let _ = plot.set_pointer_capture(event.pointer_id());
    load.state.history.update(History::pause);
    load.held.set(Some(load.bars.with_untracked(|bars| bars.top)));
    true
}

/// Gives the hours between the pointer's last place and this one the height at which it is.
fn draw_at(load: &LoadState, event: &PointerEvent) {
    let Some(plot) = load.plot.get_untracked() else { return };
    let bounds = plot.get_bounding_client_rect();
    let (left, top) = (whole(bounds.left()), whole(bounds.top()));
    let (width, height) = (whole(bounds.width()).max(1), whole(bounds.height()).max(1));
    let hours = i64::try_from(load.bars.with_untracked(|bars| bars.rates.len())).unwrap_or_default();
    if hours == 0 {
        return;
    }
    let hour = ((i64::from(event.client_x()) - left) * hours / width).clamp(0, hours - 1);
    let parts = ((top + height - i64::from(event.client_y())) * PARTS / height).clamp(0, PARTS);
    let hour = usize::try_from(hour).unwrap_or_default();
    let last = load.last_hour.get_untracked().unwrap_or(hour);
    let text = load.bars.with_untracked(|bars| {
        let rate = bars.rate_at(u32::try_from(parts).unwrap_or_default());
        bars.with(last.min(hour)..=last.max(hour), rate)
    });
    load.last_hour.set(Some(hour));
    load.focused.set(hour);
    load.state.set(load.field, &text);
}

fn on_key(load: &LoadState, hour: usize, event: &KeyboardEvent) {
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let grains = if event.shift_key() { LARGE_KEY_GRAINS } else { KEY_GRAINS };
    match event.key().as_str() {
        "ArrowUp" => step(load, hour, grains),
        "ArrowDown" => step(load, hour, -grains),
        "PageUp" => step(load, hour, LARGE_KEY_GRAINS),
        "PageDown" => step(load, hour, -LARGE_KEY_GRAINS),
        "ArrowLeft" => go_to(load, hour.saturating_sub(1)),
        "ArrowRight" => go_to(load, hour + 1),
        "Home" => go_to(load, 0),
        "End" => go_to(load, usize::MAX),
        _ => return,
    }
    event.prevent_default();
}

fn step(load: &LoadState, hour: usize, grains: i32) {
    let text = load.bars.with_untracked(|bars| bars.with(hour..=hour, bars.stepped(hour, grains)));
    load.state.set(load.field, &text);
}

fn go_to(load: &LoadState, hour: usize) {
    let last = load.bars.with_untracked(|bars| bars.rates.len()).saturating_sub(1);
    let hour = hour.min(last);
    load.focused.set(hour);
    let plot = load.plot.get_untracked();
    let bar = plot.and_then(|plot| plot.children().item(u32::try_from(hour).unwrap_or_default()));
    if let Some(bar) = bar.and_then(|bar| bar.dyn_into::<HtmlElement>().ok()) {
        // An element that refuses the focus is one that the reader cannot use either.
        let _ = bar.focus();
    }
}

#[expect(clippy::cast_possible_truncation, reason = "places on a screen, in whole pixels")]
fn whole(pixels: f64) -> i64 {
    pixels as i64
}
