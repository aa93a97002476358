//! Parts of the pricing page that are made when the reader comes near them, or does anything at all; each in a turn of
//! its own, so that no turn takes long. What is seen first is there sooner without them.

use std::time::Duration;

use leptos::html;
use leptos::leptos_dom::helpers::WindowListenerHandle;
use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

/// Whether the reader has done anything yet: from then on every part is wanted.
#[derive(Clone, Copy)]
pub struct Reader {
    is_here: RwSignal<bool>,
}

impl Reader {
    /// What a reader does first.
    const SIGNS: [&str; 9] = [
        "pointermove",
        "pointerdown",
        "wheel",
        "scroll",
        "keydown",
        "focusin",
        "dragenter",
        "hashchange",
        "beforeprint",
    ];

    /// Watches for the reader. Who comes by a link that holds something has done something already.
    pub fn watch() -> Self {
        let is_linked = window().location().hash().is_ok_and(|hash| hash.len() > 1);
        let is_here = RwSignal::new(is_linked);
        let listeners = StoredValue::new_local(Vec::<WindowListenerHandle>::new());
        let begin = move |_| {
            is_here.set(true);
            for listener in listeners.try_update_value(std::mem::take).unwrap_or_default() {
                listener.remove();
            }
        };
        if !is_linked {
            listeners.set_value(Self::SIGNS.map(|sign| window_event_listener_untyped(sign, begin)).into());
        }
        Self { is_here }
    }
}

/// The part, as soon as it is wanted.
pub fn nearby(part: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let place = NodeRef::<html::Div>::new();
    let (is_near, is_due) = (RwSignal::new(false), RwSignal::new(false));
    // The page provides it above every part; where nobody watches, all is wanted at once.
    let reader = use_context::<Reader>();
    let is_wanted = Memo::new(move |_| is_near.get() || reader.is_none_or(|reader| reader.is_here.get()));
    watch_place(place, is_near, is_wanted);
    Effect::new(move |_| {
        if is_wanted.get() {
            // The page may be made anew before the turn comes, in another language or with other prices.
            let make = move || {
                is_due.try_set(true);
            };
            set_timeout(make, Duration::ZERO);
        }
    });
    view! { <div class="part" node_ref=place>{move || is_due.get().then(&part)}</div> }.into_any()
}

/// Says when the place comes into sight, as long as its part is not wanted.
fn watch_place(place: NodeRef<html::Div>, is_near: RwSignal<bool>, is_wanted: Memo<bool>) {
    let watching = StoredValue::new_local(None::<(IntersectionObserver, Closure<dyn FnMut(js_sys::Array)>)>);
    let end = move || {
        if let Some((observer, _)) = watching.try_update_value(Option::take).flatten() {
            observer.disconnect();
        }
    };
    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        // Behind a reader who is here already nothing is to be watched.
        if is_wanted.get_untracked() {
            return;
        }
        let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let mut entries = entries.iter().map(JsValue::unchecked_into::<IntersectionObserverEntry>);
            if entries.any(|entry| entry.is_intersecting()) {
                is_near.try_set(true);
            }
        });
        match IntersectionObserver::new(seen.as_ref().unchecked_ref()) {
            Ok(observer) => {
                observer.observe(&element);
                watching.set_value(Some((observer, seen)));
            }
            // Where the browser does not watch, the part is wanted at once.
            Err(_) => is_near.set(true),
        }
    });
    Effect::new(move |_| {
        if is_wanted.get() {
            end();
        }
    });
    on_cleanup(end);
}
