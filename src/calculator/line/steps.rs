//! The editor of steps: from each instant on so many instances, until the end. The picture's edges can be dragged.

use leptos::prelude::*;
use tiermeter_pricing::Instant;

use super::bars::bars;
use super::{LineState, tier};
use crate::calculator::fields::{Input, fault_text, field, local_text};
use crate::calculator::sheet::{Line, LineField};
use crate::erased::{derived, dynamic, keyed, memo};
use crate::frames::{Button, beside};

/// The tier, the picture and the steps.
pub fn steps(line: LineState, now: ReadSignal<Option<Instant>>) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let ids = memo(move || line.of_line(|line| line.steps().to_vec()));
    let full = move || !line.of_line(Line::can_add_step);
    let end = line.field(LineField::StepsEnd);
    let add = Button::new("quiet add", words.add_step, move || state.add_step(line.id, None));
    let until = field(state, end, Input::Instant, Signal::stored(words.until.to_owned()), words.end_of_month);
    view! {
        {tier(line)}
        {bars(line, now, true)}
        <form class="steps" on:submit=move |event| event.prevent_default()>
            <ol>
                {keyed(move || ids.get(), move |step| step_row(line, step))}
                <li class="step">
                    {beside("word", words.until)}
                    {until}
                    {add.disabled(full).view()}
                    {local_text(state, end)}
                    {fault_text(state, end)}
                </li>
            </ol>
            <p class="hint">
                {words.hint_utc} " " <kbd>"Enter"</kbd> {words.hint_enter} <kbd>"↑"</kbd> {words.hint_and}
                <kbd>"↓"</kbd> {words.hint_minute} <kbd>"Shift"</kbd> {words.hint_hour}
            </p>
        </form>
    }
    .into_any()
}

/// One step.
fn step_row(line: LineState, step: u32) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let (from, instances) =
        (line.field(LineField::StepFrom(step)), line.field(LineField::StepInstances(step)));
    let number = memo(move || line.of_line(|line| line.number_of_step(step)));
    let name = move |words_of: fn(usize) -> String| derived(move || words_of(number.get()));
    let unit =
        move || if state.text(instances).trim() == "1" { words.instance } else { words.instances_unit };
    let only = move || !line.of_line(Line::can_remove_step);
    let remove = Button::new("quiet remove", words.remove, move || state.remove_step(line.id, step));
    let remove = remove.named(move || (words.remove_step)(number.get()));
    view! {
        <li class="step">
            {beside("word", words.from)}
            {field(state, from, Input::Instant, name(words.from_of_step), "")}
            {field(state, instances, Input::Instances, name(words.instances_of_step), "")}
            <span class="unit" aria-hidden="true">{dynamic(unit)}</span>
            {remove.disabled(only).view()}
            {local_text(state, from)}
            {fault_text(state, from)}
            {fault_text(state, instances)}
        </li>
    }
    .into_any()
}
