//! Fields of the form: what is typed goes into the draft, and what is wrong is said beside it.

use leptos::prelude::*;

use super::draft::{Draft, Field};
use super::state::Form;
use crate::console::parts::quotation;
use crate::erased::memo;

/// A text, or a whole number, which stays text until it is right.
#[component]
pub fn TextField(
    /// The form.
    form: Form,
    /// Which field it is.
    field: Field,
    /// What it is called.
    label: &'static str,
    /// What it is for.
    #[prop(optional)]
    hint: &'static str,
    /// Whether it is a whole number.
    #[prop(optional)]
    number: bool,
    /// Reads it.
    read: fn(&Draft) -> String,
    /// Writes it.
    write: fn(&mut Draft, String),
) -> impl IntoView {
    let class = if number { "form-row new-service-number" } else { "form-row" };
    view! {
        <div class=class>
            <label for=field.id()>{label}</label>
            <input
                class="field"
                type="text"
                inputmode=number.then_some("numeric")
                id=field.id()
                autocomplete="off"
                required
                aria-invalid=move || form.fault(field).map(|_| "true")
                aria-describedby=described_by(field)
                prop:value=move || form.draft.with(read)
                on:input=move |event| {
                    let text = event_target_value(&event);
                    form.change(|draft| write(draft, text));
                }
            />
            <span class="hint" id=format!("{}-hint", field.id())>{hint}</span>
            <FaultText form=form field=field />
        </div>
    }
}

fn described_by(field: Field) -> String {
    let id = field.id();
    format!("{id}-fault {id}-hint")
}

/// What is wrong in a field. The element stands there before anything is, so that it is said aloud.
#[component]
pub fn FaultText(
    /// The form.
    form: Form,
    /// Which field it is about.
    field: Field,
) -> impl IntoView {
    let fault = memo(move || form.fault(field));
    let quoted = move || quotation(form.quoted(field));
    view! {
        <span class="fault" id=format!("{}-fault", field.id()) role="status">
            {move || fault.get()}
            {quoted}
        </span>
    }
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer<T> {
    /// What it stands for.
    pub value: T,
    /// What it is called.
    pub label: String,
    /// What it means.
    pub hint: String,
}

/// One out of a few, all of them in sight.
#[component]
pub fn Choices<T>(
    /// The name of the group.
    name: &'static str,
    /// What is chosen.
    legend: &'static str,
    /// What there is to choose from.
    offers: Signal<Vec<Offer<T>>>,
    /// What is chosen.
    chosen: Signal<T>,
    /// Takes a choice.
    on_choose: Callback<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let group = format!("new-service-{name}");
    let radios = move || {
        let group = group.clone();
        let radio = move |(place, offer): (usize, Offer<T>)| {
            let Offer { value, label, hint } = offer;
            let (own, taken) = (value.clone(), value);
            let id = if place == 0 { group.clone() } else { format!("{group}-{place}") };
            view! {
                <label class="new-service-choice">
                    <input
                        type="radio"
                        id=id
                        name=group.clone()
                        prop:checked=move || chosen.with(|chosen| *chosen == own)
                        on:change=move |_| on_choose.run(taken.clone())
                    />
                    <span>
                        <b>{label}</b>
                        <small>{hint}</small>
                    </span>
                </label>
            }
        };
        offers.get().into_iter().enumerate().map(radio).collect_view()
    };
    view! {
        <fieldset class="new-service-choices">
            <legend>{legend}</legend>
            {radios}
        </fieldset>
    }
}
