//! The bar above the sheet: which scenario is shown, what it is called, a copy of it, and its end.

use leptos::html;
use leptos::prelude::*;

use super::{MOST_SCENARIOS, Scenarios};
use crate::calculator::fields::focus_when_wanted;
use crate::calculator::state::Focus;
use crate::segmented::{Segment, Segmented};
use crate::words::Words;

/// More letters than that are no name.
const LONGEST_NAME: &str = "60";

/// The bar.
pub fn scenario_bar(scenarios: Scenarios, words: &'static Words) -> AnyView {
    let names = Memo::new(move |_| scenarios.names(words));
    let are_many = Memo::new(move |_| names.with(|names| names.len() > 1));
    let is_full = Memo::new(move |_| names.with(|names| names.len() >= MOST_SCENARIOS));
    let button = NodeRef::<html::Button>::new();
    focus_when_wanted(scenarios.wanted_focus, Focus::DuplicateScenario, move || {
        button.get().map(|button| button.focus()).is_some()
    });
    let bring_back = move || {
        scenarios.deleted_name(words).map(|name| {
            view! {
                <button type="button" class="quiet" on:click=move |_| scenarios.bring_back()>
                    {(words.bring_back)(&name)}
                </button>
            }
        })
    };
    view! {
        <div class="scenarios" role="group" aria-label=words.scenarios>
            {move || are_many.get().then(|| choice(scenarios, names, words))}
            <button
                type="button"
                class="button"
                node_ref=button
                disabled=move || is_full.get()
                on:click=move |_| scenarios.duplicate(words)
            >
                {words.duplicate_scenario}
            </button>
            {bring_back}
            <span class="hint" role="status">{move || is_full.get().then_some(words.most_scenarios)}</span>
        </div>
    }
    .into_any()
}

/// A tab for each scenario; and the name of the one that is shown, with its end.
fn choice(scenarios: Scenarios, names: Memo<Vec<String>>, words: &'static Words) -> AnyView {
    let chosen = Signal::derive(move || scenarios.place_of_shown().to_string());
    let on_choose = Callback::new(move |place: String| {
        if let Ok(place) = place.parse() {
            scenarios.show(place);
        }
    });
    let tabs = move || {
        let segment =
            |(place, label): (usize, String)| Segment { value: place.to_string(), label, more: None };
        let segments = names.get().into_iter().enumerate().map(segment).collect::<Vec<_>>();
        view! {
            <Segmented
                legend=words.scenario_shown
                name="scenario"
                segments=segments
                chosen=chosen
                on_choose=on_choose
            />
        }
    };
    let input = NodeRef::<html::Input>::new();
    focus_when_wanted(scenarios.wanted_focus, Focus::ScenarioName, move || {
        input.get().map(|input| input.focus()).is_some()
    });
    view! {
        {tabs}
        <label class="labelled">
            <span class="word">{words.name_of_scenario}</span>
            <input
                class="field text-field"
                type="text"
                autocomplete="off"
                maxlength=LONGEST_NAME
                node_ref=input
                prop:value=move || scenarios.shown.get().name.get()
                on:input=move |event| {
                    let name = event_target_value(&event);
                    scenarios.shown.get_untracked().name.set(name);
                }
            />
        </label>
        <button type="button" class="quiet" on:click=move |_| scenarios.delete()>
            {words.delete_scenario}
        </button>
    }
    .into_any()
}
