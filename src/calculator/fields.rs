//! The fields of the calculator: what is typed goes to the state, and what is wrong is said beside it.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::SharedReactiveFunction;

use super::sheet::{Field, KeyAction, read_instant};
use super::state::{CalculatorState, Focus};
use crate::clock::device_offset_minutes;
use crate::erased::{dynamic, effect, fixed, happened, key_pressed, memo, typed};
use crate::frames;
use crate::local_time;

/// What kind of text a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// An instant. Up and down move it by a minute, with shift by an hour; enter adds a step.
    Instant,
    /// A number of instances; enter adds a step where it is one's.
    Instances,
    /// Any number.
    Number,
    /// A month.
    Month,
    /// A time of day.
    Time,
    /// Any text.
    Text,
}

impl Input {
    const fn class(self) -> &'static str {
        match self {
            Self::Instant => "field instant",
            Self::Instances => "field instances",
            Self::Number => "field number-field",
            Self::Month => "field",
            Self::Time => "field time-field",
            Self::Text => "field text-field",
        }
    }

    const fn kind(self) -> &'static str {
        match self {
            Self::Instances => "number",
            Self::Month => "month",
            Self::Instant | Self::Number | Self::Time | Self::Text => "text",
        }
    }

    const fn keyboard(self) -> Option<&'static str> {
        match self {
            Self::Instances => Some("numeric"),
            Self::Number => Some("decimal"),
            Self::Instant | Self::Month | Self::Time | Self::Text => None,
        }
    }

    const fn least(self) -> Option<&'static str> {
        match self {
            Self::Instances => Some("0"),
            Self::Month => Some("1970-02"),
            Self::Instant | Self::Number | Self::Time | Self::Text => None,
        }
    }

    const fn most(self) -> Option<&'static str> {
        match self {
            Self::Instances => Some("1000"),
            Self::Month => Some("2199-11"),
            Self::Instant | Self::Number | Self::Time | Self::Text => None,
        }
    }
}

/// A field without words around it; `name` is read to those who cannot see where it stands.
pub fn field(
    state: CalculatorState,
    field: Field,
    kind: Input,
    name: Signal<String>,
    placeholder: &'static str,
) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    show_text(state, field, input);
    let wanted = state.wanted_focus;
    focus_when_wanted(wanted, Focus::Field(field), move || input.get().map(|input| input.focus()).is_some());
    let fault = state.fault_in(field);
    let described =
        move || described_by(field, fault).or_else(|| (kind == Input::Instant).then(|| local_id(field)));
    let mut attributes = fixed(&[
        ("type", kind.kind()),
        ("autocomplete", "off"),
        ("autocapitalize", "off"),
        ("spellcheck", "false"),
        ("maxlength", "200"),
        ("placeholder", placeholder),
    ]);
    let limits = [("inputmode", kind.keyboard()), ("min", kind.least()), ("max", kind.most())];
    let limits = limits.into_iter().filter_map(|(name, value)| Some((name, value?)));
    attributes.extend(fixed(&limits.collect::<Vec<_>>()));
    view! {
        <input
            class=kind.class()
            node_ref=input
            aria-label=move || name.get()
            aria-invalid=move || invalid(fault)
            aria-describedby=dynamic(described)
            on:input=typed(move |text| state.set(field, &text))
            on:change=happened(move |_| state.leave(field))
            on:keydown=key_pressed(move |event| on_key(state, field, &event))
            {..attributes}
        />
    }
    .into_any()
}

/// A field with its name before it, its unit behind it, and what is wrong in it below.
pub fn labelled(
    state: CalculatorState,
    of: Field,
    kind: Input,
    name: &'static str,
    unit: &'static str,
) -> AnyView {
    labelled_with(state, of, kind, name, unit, "")
}

/// The same, with what stands there when nothing does.
pub fn labelled_with(
    state: CalculatorState,
    of: Field,
    kind: Input,
    name: &'static str,
    unit: &'static str,
    placeholder: &'static str,
) -> AnyView {
    let input = field(state, of, kind, Signal::stored(name.to_owned()), placeholder);
    frames::labelled(name, input, Some(unit), fault_text(state, of))
}

/// What is wrong in a field.
pub fn fault_text(state: CalculatorState, field: Field) -> AnyView {
    let fault = state.fault_in(field);
    let text = move |message: String| view! { <p class="fault" id=field.fault_id()>{message}</p> }.into_any();
    dynamic(move || fault.get().map(text)).into_any()
}

/// The local time of the instant that stands in a field, where that is another one than UTC.
pub fn local_text(state: CalculatorState, field: Field) -> AnyView {
    let words = state.words;
    let local = memo(move || {
        let at = read_instant(&state.text(field)).ok()?;
        local_time::of_instant(at, device_offset_minutes, words)
    });
    view! { <small class="local" id=local_id(field)>{move || local.get()}</small> }.into_any()
}

fn local_id(field: Field) -> String {
    format!("{}-local", field.fault_id())
}

/// A field of a number outside of the sheet, with its name before it, its unit behind it, and what is wrong in it in the
/// element of an id.
pub fn labelled_number(
    text: Signal<String>,
    set: Callback<String>,
    words: [&'static str; 3],
    fault: impl FnMut() -> Option<String> + Send + 'static,
) -> AnyView {
    number_with(text, set, words, dynamic(fault))
}

fn number_with(
    text: Signal<String>,
    set: Callback<String>,
    [name, unit, fault_id]: [&'static str; 3],
    fault: SharedReactiveFunction<Option<String>>,
) -> AnyView {
    let attributes = fixed(&[
        ("type", "text"),
        ("inputmode", "decimal"),
        ("autocomplete", "off"),
        ("spellcheck", "false"),
        ("maxlength", "40"),
        ("aria-label", name),
        ("aria-describedby", fault_id),
    ]);
    let input = view! {
        <input
            class="field number-field"
            {..attributes}
            prop:value=move || text.get()
            on:input=typed(move |text| set.run(text))
        />
    };
    let fault = view! { <p class="fault" id=fault_id>{fault}</p> };
    frames::labelled(name, input.into_any(), Some(unit), fault.into_any())
}

/// `true` where something is wrong.
pub fn invalid(fault: Memo<Option<String>>) -> Option<&'static str> {
    fault.with(|fault| fault.is_some().then_some("true"))
}

/// The element that says what is wrong.
pub fn described_by(field: Field, fault: Memo<Option<String>>) -> Option<String> {
    fault.with(|fault| fault.is_some().then(|| field.fault_id()))
}

fn on_key(state: CalculatorState, field: Field, event: &KeyboardEvent) {
    // A key that ends the composition of a character, or is part of a shortcut, is not for the editor.
    let is_shortcut = event.alt_key() || event.ctrl_key() || event.meta_key();
    let Field::Of(_, of_line) = field else { return };
    let is_of_step = of_line.is_instant() || of_line.step().is_some();
    if event.is_composing() || is_shortcut || !is_of_step {
        return;
    }
    if let Some(action) = KeyAction::of(&event.key(), event.shift_key(), of_line.is_instant()) {
        event.prevent_default();
        state.act(field, action);
    }
}

/// Keeps the element's text that of the field. It is set only where it differs: the browser gives nothing for a
/// half-typed number or month, and setting that back would wipe what is being typed.
fn show_text(state: CalculatorState, field: Field, input: NodeRef<html::Input>) {
    let text = memo(move || state.text(field));
    effect(move || {
        let text = text.get();
        if let Some(element) = input.get().filter(|element| element.value() != text) {
            element.set_value(&text);
        }
    });
}

/// Gives something the focus once it is wanted and there; `focus` says whether it was.
pub fn focus_when_wanted(wanted: RwSignal<Option<Focus>>, of: Focus, focus: impl Fn() -> bool + 'static) {
    effect(move || {
        // An element that refuses the focus is one that the reader cannot use either.
        if wanted.get() == Some(of) && focus() {
            wanted.set(None);
        }
    });
}
