//! The labels: names and values, line by line.

use leptos::prelude::*;

use super::draft::{Field, MOST_LABELS};
use super::fields::FaultText;
use super::state::{Form, focus};
use super::words::Words;
use crate::console::words::use_words;
use crate::erased::memo;

/// The labels.
#[component]
pub fn LabelFields(
    /// The form.
    form: Form,
) -> impl IntoView {
    let words = use_words::<Words>();
    let count = memo(move || form.draft.with(|draft| draft.labels.len()));
    let lines = move || {
        let line = |place| view! { <LabelLine form=form place=place /> };
        (0..count.get()).map(line).collect_view()
    };
    let add = move |_| {
        let place = count.get_untracked();
        form.change(|draft| draft.labels.push((String::new(), String::new())));
        // By the next frame its line is there.
        request_animation_frame(move || focus(Field::LabelName(place)));
    };
    view! {
        <fieldset class="new-service-labels">
            <legend>{words.labels}</legend>
            {lines}
            <button
                type="button"
                class="quiet"
                id=Field::Labels.id()
                disabled=move || { count.get() >= MOST_LABELS }
                on:click=add
            >
                {words.add_label}
            </button>
            <FaultText form=form field=Field::Labels />
        </fieldset>
    }
}

/// One label.
#[component]
fn LabelLine(
    /// The form.
    form: Form,
    /// Which one it is.
    place: usize,
) -> impl IntoView {
    let words = use_words::<Words>();
    let (name, value) = (Field::LabelName(place), Field::LabelValue(place));
    let read = move |of_name: bool| {
        form.draft.with(|draft| {
            let label = draft.labels.get(place);
            label.map(|(name, value)| if of_name { name.clone() } else { value.clone() }).unwrap_or_default()
        })
    };
    let write = move |of_name: bool, text: String| {
        form.change(|draft| {
            if let Some((name, value)) = draft.labels.get_mut(place) {
                *(if of_name { name } else { value }) = text;
            }
        });
    };
    let remove = move |_| {
        form.change(|draft| {
            if place < draft.labels.len() {
                draft.labels.remove(place);
            }
        });
    };
    let (name_label, value_label) = ((words.label_name_of)(place + 1), (words.label_value_of)(place + 1));
    let remove_label = (words.remove_label)(place + 1);
    view! {
        <div class="new-service-label">
            <input
                class="field"
                type="text"
                id=name.id()
                placeholder=words.label_name
                aria-label=name_label
                autocomplete="off"
                aria-invalid=move || form.fault(name).map(|_| "true")
                aria-describedby=format!("{}-fault", name.id())
                prop:value=move || read(true)
                on:input=move |event| write(true, event_target_value(&event))
            />
            <input
                class="field"
                type="text"
                id=value.id()
                placeholder=words.label_value
                aria-label=value_label
                autocomplete="off"
                aria-invalid=move || form.fault(value).map(|_| "true")
                aria-describedby=format!("{}-fault", value.id())
                prop:value=move || read(false)
                on:input=move |event| write(false, event_target_value(&event))
            />
            <button type="button" class="quiet" aria-label=remove_label on:click=remove>
                {words.remove}
            </button>
            <FaultText form=form field=name />
            <FaultText form=form field=value />
        </div>
    }
}
