//! The editor of weekly hours: so many instances at all times, and more inside windows.

use leptos::prelude::*;
use tiermeter_pricing::Instant;

use super::bars::bars;
use super::{LineState, offset_hint, tier};
use crate::calculator::fields::{Input, fault_text, field, labelled};
use crate::calculator::sheet::{Line, LineField, read_time};
use crate::calculator::view_model::bounds;
use crate::clock::device_offset_minutes;
use crate::erased::{derived, dynamic, happened, keyed, memo};
use crate::frames::{Button, beside};
use crate::local_time;

/// The tier, the windows and the picture.
pub fn weekly(line: LineState, now: ReadSignal<Option<Instant>>) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let ids =
        memo(move || line.of_line(|line| line.windows().iter().map(|window| window.id).collect::<Vec<_>>()));
    let full = move || !line.of_line(Line::can_add_window);
    let add = Button::new("quiet add", words.add_window, move || {
        let added = state.edit(|sheet| sheet.add_window(line.id)).flatten();
        state.go_to(line.id, added);
    });
    let at_all_times = line.field(LineField::WeeklyInstances);
    view! {
        {tier(line)}
        {labelled(state, at_all_times, Input::Instances, words.at_all_times, words.instances_unit)}
        <div class="windows">{keyed(move || ids.get(), move |id| window_row(line, id))}</div>
        {add.disabled(full).view()}
        {offset_hint(line)}
        {bars(line, now, false)}
    }
    .into_any()
}

/// One window: its days, its hours, its instances.
fn window_row(line: LineState, id: u32) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let number = memo(move || {
        line.of_line(|line| {
            line.windows().iter().position(|window| window.id == id).map_or(0, |place| place + 1)
        })
    });
    let name = move |words_of: fn(usize) -> String| derived(move || words_of(number.get()));
    let (from, until, instances) = (
        line.field(LineField::WindowFrom(id)),
        line.field(LineField::WindowUntil(id)),
        line.field(LineField::WindowInstances(id)),
    );
    let local = memo(move || {
        let minute = |field: LineField| {
            line.line.with(|line| line.as_ref().and_then(|line| read_time(line.text(field)).ok()))
        };
        let window = minute(LineField::WindowFrom(id))?..minute(LineField::WindowUntil(id))?;
        let offset = state.book.utc_offset();
        let month = bounds(line.priced.with(|priced| Some(priced.as_ref()?.key.month))?, offset);
        local_time::of_window(&window, &month, offset, device_offset_minutes, words)
    });
    let boxes = (0..7_usize).map(|day| {
        let is_chosen = move || {
            line.of_line(|line| {
                let window = line.windows().iter().find(|window| window.id == id);
                window.and_then(|window| window.days.get(day).copied()).unwrap_or_default()
            })
        };
        let toggle = move |_| {
            state.edit(|sheet| sheet.toggle_day(line.id, id, day));
        };
        view! {
            <label>
                <input type="checkbox" prop:checked=dynamic(is_chosen) on:change=happened(toggle) />
                <span>{words.weekdays[day]}</span>
            </label>
        }
        .into_any()
    });
    let remove = Button::new("quiet remove", words.remove, move || {
        state.edit(|sheet| sheet.remove_window(line.id, id));
    });
    let remove = remove.named(move || (words.remove_window)(number.get()));
    view! {
        <div class="window" role="group" aria-label=move || (words.window_number)(number.get())>
            <div class="days">{boxes.collect_view()}</div>
            <span class="hours">
                {field(state, from, Input::Time, name(words.from_of_window), "")} "–"
                {field(state, until, Input::Time, name(words.until_of_window), "")}
            </span>
            {field(state, instances, Input::Instances, name(words.instances_of_window), "")}
            {beside("unit", words.instances_unit)}
            {remove.view()}
            <small class="local">{move || local.get()}</small>
            {fault_text(state, line.field(LineField::WindowDays(id)))}
            {fault_text(state, from)}
            {fault_text(state, until)}
            {fault_text(state, instances)}
        </div>
    }
    .into_any()
}
