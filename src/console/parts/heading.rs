//! The heading of a view: it names the page, and takes the focus when the view is come to.

use leptos::html;
use leptos::prelude::*;

use super::super::frame::Arrivals;

use crate::erased::{effect, effect_of_last};

/// The heading, with what belongs beside it.
#[component]
pub fn Heading(
    /// What the view is called.
    #[prop(into)]
    text: Signal<String>,
    /// What stands beside it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    let arrivals = use_context::<Arrivals>();
    effect(move || document().set_title(&format!("{} · Tiermeter", text.get())));
    effect_of_last(move |done: Option<bool>| {
        let Some(element) = heading.get() else { return false };
        // The first view leaves the focus where the browser has it.
        if done != Some(true) && arrivals.is_some_and(Arrivals::arrive) {
            // Fails only for what is not in the page any more.
            let _ = element.focus();
        }
        true
    });
    view! {
        <div class="view-head">
            <h1 node_ref=heading tabindex="-1">{move || text.get()}</h1>
            {children.map(|children| view! { <div class="view-controls">{children()}</div> })}
        </div>
    }
}
