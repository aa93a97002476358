//! One choice out of a few, as a control.

use leptos::prelude::*;

use crate::erased::{dynamic, happened};
use crate::frames::span;

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

/// Radio buttons that look like one control. `legend` says what is chosen to those who cannot see it; `name` is the
/// group's, once on the page. The segment whose value is `chosen` is taken; `on_choose` hears the value of another one.
pub fn segmented(
    legend: &'static str,
    name: &str,
    segments: Vec<Segment>,
    chosen: Signal<String>,
    on_choose: Callback<String>,
) -> AnyView {
    let choice = |Segment { value, label, more }: Segment| {
        let (compared, taken) = (value.clone(), value.clone());
        let is_chosen = dynamic(move || chosen.with(|chosen| *chosen == compared));
        view! {
            <label>
                <input
                    type="radio"
                    name=name.to_owned()
                    value=value
                    prop:checked=is_chosen
                    on:change=happened(move |_| on_choose.run(taken.clone()))
                />
                <span>{label} {more.map(|more| span("more", format!(" {more}")))}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="segmented">
            <legend class="visually-hidden">{legend}</legend>
            {segments.into_iter().map(choice).collect_view()}
        </fieldset>
    }
    .into_any()
}
