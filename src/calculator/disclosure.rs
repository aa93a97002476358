//! A part of the page that is closed at first. What stands in it is made when it is opened and is gone once it is
//! closed, so that an edit costs nothing for what nobody looks at.

use leptos::prelude::*;

use crate::erased::{happened, signal_of};

/// The part, with the words that open it and close it.
pub fn disclosure(
    class: Option<&'static str>,
    summary: &'static str,
    content: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    boxed_part(class, summary, Box::new(content))
}

fn boxed_part(
    class: Option<&'static str>,
    summary: &'static str,
    content: Box<dyn Fn() -> AnyView + Send>,
) -> AnyView {
    let is_open = signal_of(false);
    view! {
        <details class=class on:toggle=happened(move |event| is_open.set(is_shown(&event)))>
            <summary>{summary}</summary>
            {move || is_open.get().then(&content)}
        </details>
    }
    .into_any()
}

/// Whether a `details` element that was toggled is open now.
fn is_shown(event: &web_sys::Event) -> bool {
    event_target::<web_sys::Element>(event).has_attribute("open")
}
