//! What the further pages of the site share: their languages, and how their programs take their places in a page whose
//! text stands in its HTML.

mod controls;

use leptos::context::Provider;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use self::controls::controls;
use crate::erased::{dynamic, signal_of};
pub use crate::language::{Language, Localized, use_words};

/// Where the header has room for the controls.
const CONTROLS: &str = "controls";
/// What stands in a page until its program is there. `style/boot.js` writes into it what goes wrong before.
const LOADING: &str = "loading";

/// Mounts a program into the element of that id, in place of what stands there, and the controls into the header.
/// `provide` gives its contexts once; `page` is made anew in each language that is chosen.
pub fn start(id: &str, provide: fn(), page: fn() -> AnyView) {
    console_error_panic_hook::set_once();
    let Some(place) = element(id) else { return };
    place.set_text_content(None);
    mount_to(place, move || {
        let language = signal_of(Language::kept());
        language.get_untracked().apply();
        if let Some(place) = element(CONTROLS) {
            mount_to(place, move || controls(language)).forget();
        }
        provide();
        // Words are no signals: another language makes the tree anew.
        dynamic(move || {
            let language = language.get();
            view! { <Provider value=language>{page()}</Provider> }.into_any()
        })
    })
    .forget();
    if let Some(loading) = element(LOADING) {
        loading.remove();
    }
}

fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
