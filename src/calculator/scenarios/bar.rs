//! The bar above the sheet: which scenario is shown, what it is called, a copy of it, and its end.

use leptos::html;
use leptos::prelude::*;

use super::{MOST_SCENARIOS, Scenarios};
use crate::calculator::fields::focus_when_wanted;
use crate::calculator::state::Focus;
use crate::erased::{callback, clicked, derived, dynamic, fixed, memo, shown_while, typed};
use crate::frames;
use crate::segmented::{Segment, segmented};
use crate::words::Words;

/// More letters than that are no name.
const LONGEST_NAME: &str = "60";

/// The bar.
pub fn scenario_bar(scenarios: Scenarios, words: &'static Words) -> AnyView {
    let names = memo(move || scenarios.names(words));
    let is_full = memo(move || names.with(|names| names.len() >= MOST_SCENARIOS));
    let button = NodeRef::<html::Button>::new();
    focus_when_wanted(scenarios.wanted_focus, Focus::DuplicateScenario, move || {
        button.get().map(|button| button.focus()).is_some()
    });
    let bring_back = move || {
        let name = scenarios.deleted_name(words)?;
        Some(frames::button("quiet", (words.bring_back)(&name), move || scenarios.bring_back()))
    };
    view! {
        <div class="scenarios" role="group" aria-label=words.scenarios>
            {shown_while(move || names.with(|names| names.len() > 1), move || choice(scenarios, names, words))}
            <button
                type="button"
                class="button"
                node_ref=button
                disabled=move || is_full.get()
                on:click=clicked(move |_| scenarios.duplicate(words))
            >
                {words.duplicate_scenario}
            </button>
            {dynamic(bring_back)}
            <span class="hint" role="status">{move || is_full.get().then_some(words.most_scenarios)}</span>
        </div>
    }
    .into_any()
}

/// A tab for each scenario; and the name of the one that is shown, with its end.
fn choice(scenarios: Scenarios, names: Memo<Vec<String>>, words: &'static Words) -> AnyView {
    let chosen = derived(move || scenarios.place_of_shown().to_string());
    let on_choose = callback(move |place: String| {
        if let Ok(place) = place.parse() {
            scenarios.show(place);
        }
    });
    let tabs = move || {
        let segment =
            |(place, label): (usize, String)| Segment { value: place.to_string(), label, more: None };
        let segments = names.get().into_iter().enumerate().map(segment).collect::<Vec<_>>();
        segmented(words.scenario_shown, "scenario", segments, chosen, on_choose)
    };
    let rename = typed(move |name| scenarios.shown.get_untracked().name.set(name));
    let attributes = fixed(&[("type", "text"), ("autocomplete", "off"), ("maxlength", LONGEST_NAME)]);
    let input = NodeRef::<html::Input>::new();
    focus_when_wanted(scenarios.wanted_focus, Focus::ScenarioName, move || {
        input.get().map(|input| input.focus()).is_some()
    });
    view! {
        {dynamic(tabs)}
        <label class="labelled">
            <span class="word">{words.name_of_scenario}</span>
            <input
                class="field text-field"
                {..attributes}
                node_ref=input
                prop:value=move || scenarios.shown.get().name.get()
                on:input=rename
            />
        </label>
        {frames::button("quiet", words.delete_scenario, move || scenarios.delete())}
    }
    .into_any()
}
