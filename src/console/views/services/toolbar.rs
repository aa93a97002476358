//! What stands above the table: the filter, the chips, the facets, columns and saved views, and how many are shown.

use leptos::ev::Event;
use leptos::html;
use leptos::prelude::*;

use super::choice::{Choice, Order, Show as Chip};
use super::columns::Column;
use super::columns_menu::ColumnsMenu;
use super::facets::Facets;
use super::saved_menu::SavedMenu;
use super::state::List;
use super::words::Words;
use crate::console::format::use_format;
use crate::console::shortcuts::use_shortcuts;
use crate::console::words::use_words;
use crate::erased::{effect_of_last, memo, shown_while, signal_of};

/// The toolbar.
#[component]
pub fn Toolbar(
    /// The list.
    list: List,
) -> impl IntoView {
    let words = use_words::<Words>();
    view! {
        <div class="services-tools" role="search" aria-label=words.filter>
            <Search list=list />
            <Chips list=list />
            <div class="services-right">
                <CardOrder list=list />
                <ColumnsMenu list=list />
                <SavedMenu list=list />
            </div>
            <Facets list=list />
        </div>
        <HowMany list=list />
    }
}

/// The text that is looked for.
#[component]
fn Search(
    /// The list.
    list: List,
) -> impl IntoView {
    let words = use_words::<Words>();
    let field = NodeRef::<html::Input>::new();
    use_shortcuts().filter_is(field);
    view! {
        <input
            class="field search services-search"
            type="search"
            node_ref=field
            placeholder=words.search
            aria-label=words.search_name
            aria-keyshortcuts="/"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            maxlength="200"
            prop:value=move || list.choice.with(|choice| choice.text.clone())
            on:input=move |event| {
                let text = event_target_value(&event);
                list.choice.update(|choice| choice.text = text);
            }
        />
    }
}

/// The chips, each with how many it would show.
#[component]
fn Chips(
    /// The list.
    list: List,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let counts = memo(move || list.listing.with(|listing| listing.found.counts.shows));
    let chips = Chip::ALL
        .into_iter()
        .zip(0_usize..)
        .map(|(chip, place)| {
            let count = move || counts.with(|counts| counts.get(place).copied().unwrap_or_default());
            let shown = move || format.count(u64::try_from(count()).unwrap_or_default());
            let chosen = move || list.choice.with(|choice| choice.show == chip);
            view! {
                <button
                    type="button"
                    class="chip"
                    class:services-late=move || { chip == Chip::Late && count() > 0 }
                    aria-pressed=move || chosen().to_string()
                    on:click=move |_| list.choice.update(|choice| choice.show = chip)
                >
                    {words.chip(chip)}
                    " "
                    <span class="services-count">{shown}</span>
                </button>
            }
        })
        .collect_view();
    view! { <div class="chips" role="group" aria-label=words.status>{chips}</div> }
}

/// The order, where cards have no heads to press.
#[component]
fn CardOrder(
    /// The list.
    list: List,
) -> impl IntoView {
    let words = use_words::<Words>();
    let change = move |event: Event| {
        if let Some(order) = Order::of_word(&event_target_value(&event)) {
            list.choice.update(|choice| choice.order = order);
        }
    };
    let options = move || {
        let orders = Column::ALL
            .into_iter()
            .flat_map(|by| [by.is_number(), !by.is_number()].map(|descending| Order { by, descending }));
        orders
            .map(|order| {
                let direction = if order.descending { words.descending } else { words.ascending };
                let label = format!("{}, {direction}", words.column(order.by));
                let chosen = move || list.choice.with(|choice| choice.order == order);
                view! { <option value=order.word() prop:selected=chosen>{label}</option> }
            })
            .collect_view()
    };
    view! {
        {shown_while(move || list.is_cards.get(), move || view! { <label class="services-facet">
                <span class="hint">{words.order}</span>
                <select class="field" on:change=change>{options()}</select>
            </label> }.into_any())}
    }
}

/// How many services are shown, and the way back to all of them.
#[component]
fn HowMany(
    /// The list.
    list: List,
) -> impl IntoView {
    let words = use_words::<Words>();
    let numbers = memo(move || list.listing.with(|listing| (listing.count(), listing.services())));
    let sentence = move || {
        let (shown, services) = numbers.get();
        (words.shown)(shown, services)
    };
    // Said aloud when the filter changes, and not with every change of a service.
    let said = signal_of(String::new());
    effect_of_last(move |before: Option<()>| {
        list.choice.track();
        if before.is_some() {
            said.set(untrack(sentence));
        }
    });
    let clear = move || {
        let filters = list.choice.with(Choice::filters);
        filters.then(|| {
            view! {
                <button type="button" class="quiet" on:click=move |_| list.clear_filter()>
                    {words.clear_filter}
                </button>
            }
        })
    };
    view! {
        <p class="hint services-shown">{sentence} " " {clear}</p>
        <p class="visually-hidden" role="status">{move || said.get()}</p>
    }
}
