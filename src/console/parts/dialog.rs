//! A dialog over the page: the browser's own, so that Esc closes it, the rest is out of reach, and the focus returns.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::super::words::{Common, use_words};
use super::focus::{VIEW, is_nowhere, keep_focus};

use crate::erased::{effect_of_last, shown_while, stored};

/// A dialog.
#[component]
pub fn Dialog(
    /// Whether it is open. Closing it by Esc sets it too.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// Where the focus goes when the dialog closes and what had the focus before is gone: the first of these selectors
    /// that finds something. Without them it is the view's heading, where anything had the focus before.
    #[prop(optional)]
    homes: Option<&'static [&'static str]>,
    /// What is in it, made anew each time that it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let words = use_words::<Common>();
    let dialog = NodeRef::<html::Dialog>::new();
    let had_focus = stored(false);
    effect_of_last(move |was_open: Option<bool>| {
        let wanted = open.get();
        let Some(element) = dialog.get() else { return wanted };
        if wanted && !element.open() {
            had_focus.set_value(!is_nowhere());
            // Fails only for a dialog that is open, or not in the page.
            let _ = element.show_modal();
        } else if !wanted && element.open() {
            element.close();
        }
        // Whoever closed it: the focus returns to what opened it, which what was done may have taken away.
        if was_open == Some(true) && !wanted {
            let homes = homes.or_else(|| had_focus.get_value().then_some(VIEW));
            if let Some(homes) = homes {
                keep_focus(homes);
            }
        }
        wanted
    });
    // The browser tells of a closing a task later: by then it may have been opened again.
    let closed = move |_| {
        if dialog.get_untracked().is_some_and(|element| !element.open()) {
            open.set(false);
        }
    };
    // Esc is taken here, so that a key that follows at once finds the dialog closed. While characters are composed, it
    // is the composition that it ends.
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() && !event.is_composing() {
            event.prevent_default();
            open.set(false);
        }
    };
    let heading = format!("dialog-{}", next_number());
    let labelled_by = heading.clone();
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby=labelled_by on:close=closed on:keydown=on_key>
            {shown_while(move || open.get(), move || view! { <div class="dialog-head">
                    <h2 id=heading.clone() tabindex="-1">{move || title.get()}</h2>
                    <button type="button" class="quiet" on:click=move |_| open.set(false)>{words.close}</button>
                </div>
                <div class="dialog-body">{children()}</div> }.into_any())}
        </dialog>
    }
}

/// A number that no other dialog of the page has.
fn next_number() -> u32 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NUMBER: AtomicU32 = AtomicU32::new(1);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}
