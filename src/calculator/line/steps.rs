//! The editor of steps: from each instant on so many instances, until the end. The picture's edges can be dragged.

use leptos::prelude::*;
use tiermeter_pricing::Instant;

use super::bars::bars;
use super::{LineState, tier};
use crate::calculator::fields::{Input, fault_text, field, local_text};
use crate::calculator::sheet::{Line, LineField};

/// The tier, the picture and the steps.
pub fn steps(line: LineState, now: ReadSignal<Option<Instant>>) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let ids = Memo::new(move |_| line.of_line(|line| line.steps().to_vec()));
    let full = move || !line.of_line(Line::can_add_step);
    let end = line.field(LineField::StepsEnd);
    let until = field(state, end, Input::Instant, Signal::stored(words.until.to_owned()), words.end_of_month);
    view! {
        {tier(line)}
        {bars(line, now, true)}
        <form class="steps" on:submit=move |event| event.prevent_default()>
            <ol>
                <For each=move || ids.get() key=|id| *id children=move |step| step_row(line, step) />
                <li class="step">
                    <span class="word" aria-hidden="true">{words.until}</span>
                    {until}
                    <button
                        type="button"
                        class="quiet add"
                        disabled=full
                        on:click=move |_| state.add_step(line.id, None)
                    >
                        {words.add_step}
                    </button>
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
    let number = Memo::new(move |_| line.of_line(|line| line.number_of_step(step)));
    let from_name = Signal::derive(move || (words.from_of_step)(number.get()));
    let instances_name = Signal::derive(move || (words.instances_of_step)(number.get()));
    let unit =
        move || if state.text(instances).trim() == "1" { words.instance } else { words.instances_unit };
    let only = move || !line.of_line(Line::can_remove_step);
    view! {
        <li class="step">
            <span class="word" aria-hidden="true">{words.from}</span>
            {field(state, from, Input::Instant, from_name, "")}
            {field(state, instances, Input::Instances, instances_name, "")}
            <span class="unit" aria-hidden="true">{unit}</span>
            <button
                type="button"
                class="quiet remove"
                aria-label=move || (words.remove_step)(number.get())
                disabled=only
                on:click=move |_| state.remove_step(line.id, step)
            >
                {words.remove}
            </button>
            {local_text(state, from)}
            {fault_text(state, from)}
            {fault_text(state, instances)}
        </li>
    }
    .into_any()
}
