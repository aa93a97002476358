//! The fields of the calculator: what is typed goes to the state, and what is wrong is said beside it.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::draft::{Field, KeyAction};
use super::state::CalculatorState;

/// An instant, typed. Up and down move it by a minute, with shift by an hour; enter adds a row.
#[component]
pub fn InstantField(
    /// The calculator's state.
    state: CalculatorState,
    /// Which field it is.
    field: Field,
    /// Its name for those who cannot see where it stands.
    name: Signal<String>,
    /// What stands there when nothing does.
    #[prop(optional)]
    placeholder: &'static str,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    show_text(state, field, input);
    focus_when_wanted(state, field, input);
    let fault = state.fault_in(field);
    view! {
        <input
            class="field instant"
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            maxlength="60"
            placeholder=placeholder
            node_ref=input
            aria-label=move || name.get()
            aria-invalid=move || invalid(fault)
            aria-describedby=move || described_by(field, fault)
            on:input=move |event| state.set(field, event_target_value(&event))
            on:change=move |_| state.tidy(field)
            on:keydown=move |event| on_key(state, field, &event, true)
        />
    }
}

/// A number of instances.
#[component]
pub fn InstancesField(
    /// The calculator's state.
    state: CalculatorState,
    /// Which field it is.
    field: Field,
    /// Its name for those who cannot see where it stands.
    name: Signal<String>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    show_text(state, field, input);
    let fault = state.fault_in(field);
    view! {
        <input
            class="field instances"
            type="number"
            inputmode="numeric"
            autocomplete="off"
            min="0"
            max="1000"
            step="1"
            node_ref=input
            aria-label=move || name.get()
            aria-invalid=move || invalid(fault)
            aria-describedby=move || described_by(field, fault)
            on:input=move |event| state.set(field, event_target_value(&event))
            on:keydown=move |event| on_key(state, field, &event, false)
        />
    }
}

/// The month of the estimate.
#[component]
pub fn MonthField(
    /// The calculator's state.
    state: CalculatorState,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    show_text(state, Field::Month, input);
    let fault = state.fault_in(Field::Month);
    view! {
        <label class="month">
            "Month "
            <input
                class="field"
                type="month"
                min="1970-02"
                max="2199-11"
                node_ref=input
                aria-invalid=move || invalid(fault)
                aria-describedby=move || described_by(Field::Month, fault)
                on:input=move |event| state.set(Field::Month, event_target_value(&event))
            />
        </label>
        <FaultText state=state field=Field::Month />
    }
}

/// What is wrong in a field.
#[component]
pub fn FaultText(
    /// The calculator's state.
    state: CalculatorState,
    /// Which field it is about.
    field: Field,
) -> impl IntoView {
    let fault = state.fault_in(field);
    move || fault.get().map(|message| view! { <p class="fault" id=field.fault_id()>{message}</p> })
}

fn invalid(fault: Memo<Option<String>>) -> Option<&'static str> {
    fault.with(|fault| fault.is_some().then_some("true"))
}

fn described_by(field: Field, fault: Memo<Option<String>>) -> Option<String> {
    fault.with(|fault| fault.is_some().then(|| field.fault_id()))
}

fn on_key(state: CalculatorState, field: Field, event: &KeyboardEvent, in_instant: bool) {
    // A key that ends the composition of a character, or is part of a shortcut, is not for the editor.
    if event.is_composing() || event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    if let Some(action) = KeyAction::of(&event.key(), event.shift_key(), in_instant) {
        event.prevent_default();
        state.act(field, action);
    }
}

/// Keeps the element's text that of the field. It is set only where it differs: the browser gives nothing for a
/// half-typed number or month, and setting that back would wipe what is being typed.
fn show_text(state: CalculatorState, field: Field, input: NodeRef<html::Input>) {
    Effect::new(move |_| {
        let text = state.text(field);
        if let Some(element) = input.get().filter(|element| element.value() != text) {
            element.set_value(&text);
        }
    });
}

fn focus_when_wanted(state: CalculatorState, field: Field, input: NodeRef<html::Input>) {
    Effect::new(move |_| {
        if state.wanted_focus.get() == Some(field)
            && let Some(element) = input.get()
        {
            // An element that refuses the focus is one that the reader cannot use either.
            let _ = element.focus();
            state.wanted_focus.set(None);
        }
    });
}
