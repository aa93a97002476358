//! A few controls behind a button. Esc closes it and gives the focus back, and so does going elsewhere.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Node;

/// A button with controls behind it.
#[component]
pub fn Pop(
    /// What the button is called.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The controls.
    children: Children,
) -> impl IntoView {
    let (pop, head) = (NodeRef::<html::Details>::new(), NodeRef::<html::Summary>::new());
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.prevent_default();
            open.set(false);
            if let Some(head) = head.get_untracked() {
                // Fails only for what is not in the page any more.
                let _ = head.focus();
            }
        }
    };
    let on_leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        let inside = pop.get_untracked().is_some_and(|pop| to.is_some() && pop.contains(to.as_ref()));
        // A window that loses the focus as a whole closes nothing.
        if !inside && document().has_focus().unwrap_or(true) {
            open.set(false);
        }
    };
    let on_toggle = move |_| {
        if let Some(pop) = pop.get_untracked() {
            open.set(pop.open());
        }
    };
    view! {
        <details
            class="services-pop"
            node_ref=pop
            prop:open=move || open.get()
            on:toggle=on_toggle
            on:keydown=on_key
            on:focusout=on_leave
        >
            <summary class="button" node_ref=head>{move || label.get()}</summary>
            <div class="services-pop-body" tabindex="-1">{children()}</div>
        </details>
    }
}
