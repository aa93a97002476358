//! Where the focus goes when what had it is gone: whoever uses the keyboard goes on from there, and not from the top of
//! the page.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

/// The heading of the view.
pub const VIEW: &[&str] = &["#view h1"];
/// The heading of the dialog that is open.
pub const DIALOG: &[&str] = &["dialog[open] .dialog-head h2"];
/// So many frames it is waited for what is made anew.
const MOST_FRAMES: u32 = 60;

/// Whether nothing has the focus.
pub fn is_nowhere() -> bool {
    document().active_element().is_none_or(|element| element.tag_name().eq_ignore_ascii_case("body"))
}

/// Once what changes now is drawn: where nothing has the focus any more, the first of these that is there has it. The
/// page stays where it was scrolled to.
pub fn keep_focus(homes: &'static [&'static str]) {
    request_animation_frame(move || {
        if is_nowhere()
            && let Some(home) = homes.iter().find_map(|home| found(home))
        {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            // Fails only for what is not in the page any more.
            let _ = home.focus_with_options(&options);
        }
    });
}

/// Gives the focus to what a selector finds, as soon as it is there: what had it is made anew.
pub fn focus_when_there(selector: String) {
    await_and_focus(selector, MOST_FRAMES);
}

fn await_and_focus(selector: String, frames_left: u32) {
    request_animation_frame(move || match (found(&selector), frames_left.checked_sub(1)) {
        (Some(element), _) => {
            // Fails only for what is not in the page any more.
            let _ = element.focus();
        }
        (None, Some(frames_left)) => await_and_focus(selector, frames_left),
        (None, None) => {}
    });
}

fn found(selector: &str) -> Option<HtmlElement> {
    let element = document().query_selector(selector).ok().flatten()?;
    element.dyn_into().ok()
}
