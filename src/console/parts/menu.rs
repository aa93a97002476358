//! A few actions behind one button.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

use crate::erased::{effect, signal_of};

/// One of the actions.
#[derive(Debug, Clone)]
pub struct MenuItem {
    /// What it is called.
    pub label: String,
    /// It ends or removes something.
    pub danger: bool,
    /// Does it.
    pub run: Callback<()>,
}

/// A button that opens a few actions.
#[component]
pub fn Menu(
    /// What the button is called.
    #[prop(into)]
    label: String,
    /// The actions.
    items: Vec<MenuItem>,
) -> impl IntoView {
    let open = signal_of(false);
    let (list, button) = (NodeRef::<html::Div>::new(), NodeRef::<html::Button>::new());
    effect(move || {
        if open.get() {
            focus_item(list.get(), 0);
        }
    });
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            // Fails only for what is not in the page any more.
            let _ = button.focus();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "Escape" => return close(),
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        focus_item(list.get_untracked(), step);
    };
    let leaves = move |event: leptos::ev::FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        let inside = list.get_untracked().is_some_and(|list| list.contains(to.as_ref()));
        if !inside {
            open.set(false);
        }
    };
    let items = items
        .into_iter()
        .map(|MenuItem { label, danger, run }| {
            let choose = move |_| {
                close();
                run.run(());
            };
            view! {
                <button type="button" role="menuitem" tabindex="-1" class:danger=danger on:click=choose>{label}</button>
            }
        })
        .collect_view();
    view! {
        <div class="menu" on:keydown=on_key>
            <button
                type="button"
                class="button"
                node_ref=button
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {label}
            </button>
            <div class="menu-items" role="menu" node_ref=list hidden=move || !open.get() on:focusout=leaves>
                {items}
            </div>
        </div>
    }
}

/// Moves the focus by `step` among the items, from the one that has it; to the first where none has it.
fn focus_item(list: Option<web_sys::HtmlDivElement>, step: i32) {
    let Some(list) = list else { return };
    let items = list.children();
    let count = i32::try_from(items.length()).unwrap_or_default();
    if count == 0 {
        return;
    }
    let active = document().active_element();
    let held = (0..count).find(|index| {
        active.is_some() && u32::try_from(*index).ok().and_then(|index| items.item(index)) == active
    });
    let next = held.map_or(0, |held| (held + step).rem_euclid(count));
    let item = u32::try_from(next).ok().and_then(|index| items.item(index));
    if let Some(item) = item.and_then(|item| item.dyn_into::<HtmlElement>().ok()) {
        // Fails only for what is not in the page any more.
        let _ = item.focus();
    }
}
