//! What is in the page only while it is printed.
//!
//! The browser lays a page out for paper as soon as those who listen to `beforeprint` have returned, and a signal that is
//! set there is followed later than that wherever a program asked for the print. So what is printed is not shown by a
//! signal: it is made and put into its place before the listener returns, and taken out again when the print is over.

use leptos::prelude::*;
use web_sys::{Element, Event};

/// What was made, in the page.
type Made = <AnyView as Render>::State;

/// Makes a part when the browser is about to print, puts it into its place, and takes it out again afterwards.
pub fn while_printed(place: impl Fn() -> Option<Element> + 'static, make: impl Fn() -> AnyView + 'static) {
    boxed_while_printed(Box::new(place), Box::new(make));
}

#[inline(never)]
fn boxed_while_printed(place: Box<dyn Fn() -> Option<Element>>, part: Box<dyn Fn() -> AnyView>) {
    // A child of the one that asks: it finds what that one provides, and does not keep it.
    let owner = Owner::new();
    let printed = StoredValue::new_local(None::<Made>);
    let end = {
        let owner = owner.clone();
        move || {
            if let Some(mut made) = printed.try_update_value(Option::take).flatten() {
                made.unmount();
                drop(made);
                owner.cleanup();
            }
        }
    };
    let end_before = end.clone();
    let before = window_event_listener_untyped("beforeprint", move |_: Event| {
        // Some browsers tell twice.
        end_before();
        let Some(place) = place() else { return };
        let made = owner.with(|| {
            let mut new = part().build();
            new.mount(&place, None);
            new
        });
        printed.set_value(Some(made));
    });
    let after = window_event_listener_untyped("afterprint", move |_: Event| end());
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
}
