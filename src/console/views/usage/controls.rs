//! Which days, by what, and which rows.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use leptos::html;
use leptos::prelude::*;
use web_sys::Event;

use super::asked::Asked;
use super::range::{DayRange, Range, day};
use super::view_model::{GroupBy, Kind};
use super::words::Words;
use crate::console::live::use_live;
use crate::console::shortcuts::use_shortcuts;
use crate::console::words::use_words;
use crate::erased::memo;

/// The controls above plot and table.
#[component]
pub fn Controls(
    /// What is asked for.
    asked: Asked,
) -> impl IntoView {
    view! {
        <div class="usage-controls">
            <RangePicker asked=asked />
            <GroupPicker asked=asked />
            <KindPicker asked=asked />
            <RowFilter asked=asked />
        </div>
    }
}

#[component]
fn RangePicker(
    /// What is asked for.
    asked: Asked,
) -> impl IntoView {
    let words = use_words::<Words>();
    let named = Range::NAMED
        .into_iter()
        .map(|named| {
            let pressed = move || (asked.range.get() == named).to_string();
            view! {
                <button type="button" class="chip" aria-pressed=pressed on:click=move |_| asked.set_range(named)>
                    {words.range(named)}
                </button>
            }
        })
        .collect_view();
    let choose = move |event: &Event, with: fn(DayRange, NaiveDate) -> DayRange| {
        // A day that is only half typed has no value yet.
        if let Some(day) = day(&event_target_value(event)) {
            asked.set_range(Range::Custom(with(asked.days.get_untracked(), day)));
        }
    };
    view! {
        <div class="chips" role="group" aria-label=words.range>{named}</div>
        <label class="usage-choice">
            <span>{words.first_day}</span>
            <input
                class="field"
                type="date"
                required
                prop:value=move || asked.days.get().first.to_string()
                on:change=move |event| choose(&event, DayRange::with_first)
            />
        </label>
        <label class="usage-choice">
            <span>{words.last_day}</span>
            <input
                class="field"
                type="date"
                required
                prop:value=move || asked.days.get().last.to_string()
                on:change=move |event| choose(&event, DayRange::with_last)
            />
        </label>
    }
}

#[component]
fn GroupPicker(
    /// What is asked for.
    asked: Asked,
) -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let option = move |by: GroupBy| {
        let (label, word) = (words.group(&by), by.word());
        let selected = move || asked.by.with(|chosen| *chosen == by);
        view! { <option value=word prop:selected=selected>{label}</option> }
    };
    // Labels of the services, and the one that the address asks for.
    let labels = memo(move || {
        let mut names: BTreeSet<String> = live.rows.with(|rows| {
            rows.iter()
                .flat_map(|row| {
                    row.with_untracked(|row| row.service.labels.keys().cloned().collect::<Vec<_>>())
                })
                .collect()
        });
        if let GroupBy::Label(name) = asked.by.get() {
            names.insert(name);
        }
        names
    });
    let of_labels = move || {
        let names = labels.get();
        (!names.is_empty()).then(|| {
            let options = names.into_iter().map(|name| option(GroupBy::Label(name))).collect_view();
            view! { <optgroup label=words.labels>{options}</optgroup> }
        })
    };
    view! {
        <label class="usage-choice">
            <span>{words.group_by}</span>
            <select
                class="field"
                on:change=move |event| asked.set_by(&GroupBy::of_word(Some(&event_target_value(&event))))
            >
                {GroupBy::PLAIN.into_iter().map(option).collect_view()}
                {of_labels}
            </select>
        </label>
    }
}

#[component]
fn KindPicker(
    /// What is asked for.
    asked: Asked,
) -> impl IntoView {
    let words = use_words::<Words>();
    let chips = [None]
        .into_iter()
        .chain(Kind::ALL.map(Some))
        .map(|kind| {
            let pressed = move || (asked.kind.get() == kind).to_string();
            let label = kind.map_or(words.everything, |kind| words.kind(kind));
            view! {
                <button type="button" class="chip" aria-pressed=pressed on:click=move |_| asked.set_kind(kind)>
                    {label}
                </button>
            }
        })
        .collect_view();
    view! { <div class="chips" role="group" aria-label=words.kind>{chips}</div> }
}

#[component]
fn RowFilter(
    /// What is asked for.
    asked: Asked,
) -> impl IntoView {
    let words = use_words::<Words>();
    let field = NodeRef::<html::Input>::new();
    use_shortcuts().filter_is(field);
    view! {
        <input
            class="search"
            type="search"
            node_ref=field
            aria-label=words.filter
            placeholder=words.filter
            prop:value=move || asked.text.get()
            on:input=move |event| asked.set_text(event_target_value(&event))
        />
    }
}
