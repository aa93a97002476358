//! One choice out of a few, as a control.

use leptos::prelude::*;

/// One of the choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// What the choice is called in the program.
    pub value: String,
    /// What it is called on the page.
    pub label: String,
    /// More of its name, where there is room.
    pub more: Option<String>,
}

/// Radio buttons that look like one control.
#[component]
pub fn Segmented(
    /// What is chosen, for those who cannot see it.
    legend: &'static str,
    /// The name of the group, once on the page.
    #[prop(into)]
    name: String,
    /// The choices, from left to right.
    segments: Vec<Segment>,
    /// The value of the choice that is taken.
    chosen: Signal<String>,
    /// Called with the value that the reader takes.
    on_choose: Callback<String>,
) -> impl IntoView {
    let choices = segments
        .into_iter()
        .map(move |Segment { value, label, more }| {
            let (compared, taken, name) = (value.clone(), value.clone(), name.clone());
            let is_chosen = move || chosen.with(|chosen| *chosen == compared);
            view! {
                <label>
                    <input
                        type="radio"
                        name=name
                        value=value
                        prop:checked=is_chosen
                        on:change=move |_| on_choose.run(taken.clone())
                    />
                    <span>{label} {more.map(|more| view! { <span class="more">" " {more}</span> })}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="segmented">
            <legend class="visually-hidden">{legend}</legend>
            {choices}
        </fieldset>
    }
}
