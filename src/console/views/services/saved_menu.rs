//! Saved views: taken, made and deleted.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::choice::Choice;
use super::columns::Columns;
use super::pop::Pop;
use super::saved::{LONGEST_NAME, SavedView, keep_views, kept_views, name_of, with};
use super::state::List;
use super::words::Words;
use crate::console::frame::address;
use crate::console::parts::{WayBack, use_toasts};
use crate::console::words::use_words;
use crate::erased::{callback, signal_of, stored};

/// The saved views.
#[component]
pub fn SavedMenu(
    /// The list.
    list: List,
) -> impl IntoView {
    let words = use_words::<Words>();
    let toasts = use_toasts();
    let (open, views) = (signal_of(false), signal_of(kept_views()));
    let change = move |next: Vec<SavedView>| {
        keep_views(&next);
        views.try_set(next);
    };
    let navigate = StoredValue::new_local(use_navigate());
    let take = callback(move |view: SavedView| {
        list.columns.set(Columns::of_words(&view.columns));
        open.set(false);
        let address = address::without_base(&format!("{}{}", address::services(), view.query));
        // A step of its own in the history: back leads to what was shown before.
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&address, options));
    });
    // What is offered to be taken back belongs to this view, and goes with it.
    let told = stored(None::<u64>);
    on_cleanup(move || {
        if let Some(number) = told.try_get_value().flatten() {
            toasts.end(number);
        }
    });
    let delete = callback(move |view: SavedView| {
        let before = views.get_untracked();
        let rest: Vec<SavedView> = before.iter().filter(|known| known.name != view.name).cloned().collect();
        change(rest.clone());
        // Views that were saved since would be lost.
        let is_so_still = move || views.try_get().as_ref() == Some(&rest);
        let way_back = WayBack::new(move || change(before.clone()), is_so_still);
        told.set_value(Some(toasts.say_with_undo((words.view_deleted)(&view.name), way_back)));
    });
    let list_of_views = move || {
        let rows = views.get().into_iter();
        let rows = rows.map(|view| view! { <SavedRow view=view take=take delete=delete /> }).collect_view();
        if views.with(Vec::is_empty) {
            view! { <p class="hint">{words.no_views}</p> }.into_any()
        } else {
            view! { <ul class="services-views">{rows}</ul> }.into_any()
        }
    };
    let save = callback(move |name: String| {
        let query = list.choice.with_untracked(Choice::query);
        let columns = list.columns.get_untracked().words();
        toasts.say((words.view_saved)(&name));
        change(with(views.get_untracked(), SavedView { name, query, columns }));
    });
    view! {
        <Pop label=words.views.to_owned() open=open>
            {list_of_views}
            <SaveForm save=save />
        </Pop>
    }
}

/// A saved view.
#[component]
fn SavedRow(
    /// The view.
    view: SavedView,
    /// Shows it.
    take: Callback<SavedView>,
    /// Deletes it.
    delete: Callback<SavedView>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let (name, taken, deleted) = (view.name.clone(), view.clone(), view);
    let delete_name = (words.delete_view)(&name);
    view! {
        <li>
            <button type="button" class="services-view" on:click=move |_| take.run(taken.clone())>{name}</button>
            <button
                type="button"
                class="quiet"
                aria-label=delete_name
                on:click=move |_| delete.run(deleted.clone())
            >
                {words.delete}
            </button>
        </li>
    }
}

/// Saves what is shown under a name.
#[component]
fn SaveForm(
    /// Saves it.
    save: Callback<String>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let field = NodeRef::<html::Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(field) = field.get_untracked() else { return };
        match name_of(&field.value()) {
            Some(name) => {
                save.run(name);
                field.set_value("");
            }
            None => {
                // Fails only for what is not in the page any more.
                let _ = field.focus();
            }
        }
    };
    view! {
        <form class="services-save" on:submit=submit>
            <label>
                <span class="hint">{words.save_as}</span>
                <input
                    class="field"
                    type="text"
                    required
                    maxlength=LONGEST_NAME.to_string()
                    autocomplete="off"
                    node_ref=field
                />
            </label>
            <button type="submit" class="button">{words.save}</button>
        </form>
    }
}
