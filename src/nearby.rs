//! Parts of the pricing page that are made when the reader comes near them, or does anything at all; each in a turn of
//! its own, so that no turn takes long. What is seen first is there sooner without them.

use std::time::Duration;

use gloo_timers::future::TimeoutFuture;
use leptos::html;
use leptos::leptos_dom::helpers::WindowListenerHandle;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

use crate::erased::{dynamic, effect, memo, signal_of, stored};
use crate::frames::button;
use crate::parts::{Part, Programs};

/// What comes into sight for no longer is pushed out of it by what is made above it.
const UNTIL_SETTLED: Duration = Duration::from_millis(400);

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
        let is_here = signal_of(is_linked);
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

    /// Whether the page has yet to meet its reader.
    pub fn is_awaited(self) -> bool {
        !self.is_here.get_untracked()
    }
}

/// A place for a part, and whether the part is wanted there.
fn wanted() -> (NodeRef<html::Div>, Memo<bool>) {
    let place = NodeRef::<html::Div>::new();
    let is_near = signal_of(false);
    // The page provides it above every part; where nobody watches, all is wanted at once.
    let reader = use_context::<Reader>();
    let is_wanted = memo(move || is_near.get() || reader.is_none_or(|reader| reader.is_here.get()));
    watch_place(place, is_near, is_wanted);
    (place, is_wanted)
}

/// The part, as soon as it is wanted.
pub fn nearby(part: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let (place, is_wanted) = wanted();
    let is_due = signal_of(false);
    effect(move || {
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

/// The part, in a turn of its own while the page is being made; at once for a reader who is here already, or where
/// nobody watches for one.
pub fn in_turn(part: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let is_due = signal_of(!is_being_made());
    if !is_due.get_untracked() {
        let make = move || {
            is_due.try_set(true);
        };
        set_timeout(make, Duration::ZERO);
    }
    dynamic(move || is_due.get().then(&part)).into_any()
}

/// Whether the page has yet to meet its reader.
pub fn is_being_made() -> bool {
    use_context::<Reader>().is_some_and(Reader::is_awaited)
}

/// A part whose program is fetched once it is wanted: one that is not seen at first.
pub fn fetched(part: &Part) -> AnyView {
    let part = *part;
    let (place, is_wanted) = wanted();
    let has_failed = signal_of(false);
    let made = RwSignal::new_local(None::<AnyView>);
    // The page provides it above every part.
    let Some(programs) = use_context::<Programs>() else { return ().into_any() };
    effect(move || {
        if !is_wanted.get() || has_failed.get() {
            return;
        }
        spawn_local(ScopedFuture::new(async move {
            let is_fetched = (programs.fetch)().await.is_ok();
            TimeoutFuture::new(0).await;
            // The page may have been made anew meanwhile, in another language or with other prices.
            if has_failed.is_disposed() {
                return;
            }
            match (programs.make)(part).await {
                Ok(view) if is_fetched => made.set(Some(view)),
                _ => has_failed.set(true),
            }
        }));
    });
    let failure = dynamic(move || {
        let words = part.words();
        has_failed.get().then(|| {
            view! {
                <p class="note" role="status">
                    {words.part_not_fetched} " " {button("button", words.fetch_again, move || has_failed.set(false))}
                </p>
            }
            .into_any()
        })
    });
    let content = dynamic(move || {
        made.track();
        made.try_update_untracked(Option::take).flatten()
    });
    view! { <div class="part" node_ref=place>{content}{failure}</div> }.into_any()
}

/// Says when the place comes into sight, as long as its part is not wanted.
fn watch_place(place: NodeRef<html::Div>, is_near: RwSignal<bool>, is_wanted: Memo<bool>) {
    let in_sight = stored(false);
    let watching = StoredValue::new_local(None::<(IntersectionObserver, Closure<dyn FnMut(js_sys::Array)>)>);
    let end = move || {
        if let Some((observer, _)) = watching.try_update_value(Option::take).flatten() {
            observer.disconnect();
        }
    };
    effect(move || {
        let Some(element) = place.get() else { return };
        // Behind a reader who is here already nothing is to be watched.
        if is_wanted.get_untracked() {
            return;
        }
        let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let last = entries.iter().last().map(JsValue::unchecked_into::<IntersectionObserverEntry>);
            let is_seen = last.is_some_and(|entry| entry.is_intersecting());
            in_sight.try_set_value(is_seen);
            if is_seen {
                let stays = move || {
                    if in_sight.try_get_value() == Some(true) {
                        is_near.try_set(true);
                    }
                };
                set_timeout(stays, UNTIL_SETTLED);
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
    effect(move || {
        if is_wanted.get() {
            end();
        }
    });
    on_cleanup(end);
}
