//! The editor of steps: from each instant on so many instances, until the end.

use leptos::prelude::*;

use super::draft::{Draft, Field};
use super::fields::{FaultText, InstancesField, InstantField};
use super::state::CalculatorState;

/// The rows, their end, and how to add one.
#[component]
pub fn Editor(
    /// The calculator's state.
    state: CalculatorState,
) -> impl IntoView {
    let row_ids = Memo::new(move |_| state.draft.with(Draft::row_ids));
    let full = move || !state.draft.with(Draft::can_add);
    view! {
        <form class="steps" aria-label="Steps" on:submit=move |event| event.prevent_default()>
            <ol>
                <For each=move || row_ids.get() key=|id| *id children=move |id| view! { <StepRow state=state id=id /> } />
                <li class="step">
                    <span class="word" aria-hidden="true">"Until"</span>
                    <InstantField
                        state=state
                        field=Field::Until
                        name=Signal::stored("Until".to_owned())
                        placeholder="end of the month"
                    />
                    <button type="button" class="quiet add" disabled=full on:click=move |_| state.add_row(None)>
                        "Add a step"
                    </button>
                    <FaultText state=state field=Field::Until />
                </li>
            </ol>
            <p class="hint">
                "Instants in UTC. " <kbd>"Enter"</kbd> " adds a step; " <kbd>"↑"</kbd> " and " <kbd>"↓"</kbd>
                " move an instant by a minute, with " <kbd>"Shift"</kbd> " by an hour."
            </p>
        </form>
    }
}

/// One step.
#[component]
fn StepRow(
    /// The calculator's state.
    state: CalculatorState,
    /// The row's id.
    id: u32,
) -> impl IntoView {
    let number = Memo::new(move |_| state.draft.with(|draft| draft.number_of(id)));
    let from_name = Signal::derive(move || format!("From, step {}", number.get()));
    let instances_name = Signal::derive(move || format!("Instances, step {}", number.get()));
    let unit = move || if state.text(Field::Instances(id)).trim() == "1" { "instance" } else { "instances" };
    let only = move || !state.draft.with(Draft::can_remove);
    view! {
        <li class="step">
            <span class="word" aria-hidden="true">"From"</span>
            <InstantField state=state field=Field::From(id) name=from_name />
            <InstancesField state=state field=Field::Instances(id) name=instances_name />
            <span class="unit" aria-hidden="true">{unit}</span>
            <button
                type="button"
                class="quiet remove"
                aria-label=move || format!("Remove step {}", number.get())
                disabled=only
                on:click=move |_| state.remove_row(id)
            >
                "Remove"
            </button>
            <FaultText state=state field=Field::From(id) />
            <FaultText state=state field=Field::Instances(id) />
        </li>
    }
}
