//! Moves through the links or buttons of a list with the keys of the console.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::console::shortcuts::Step;

/// Moves the focus among what a selector finds, to the first where none of it has the focus. What has it is opened.
pub fn step_among(selector: &str, step: Step) {
    let Ok(found) = document().query_selector_all(selector) else { return };
    let entries: Vec<HtmlElement> = (0..found.length())
        .filter_map(|index| found.item(index).and_then(|node| node.dyn_into::<HtmlElement>().ok()))
        .collect();
    let active = document().active_element();
    let held = entries.iter().position(|entry| {
        let entry: &Element = entry.as_ref();
        active.as_ref() == Some(entry)
    });
    let next = match (step, held) {
        (Step::Open, held) => {
            if let Some(entry) = held.and_then(|held| entries.get(held)) {
                entry.click();
            }
            return;
        }
        (_, None) => 0,
        (Step::Next, Some(held)) => held.saturating_add(1),
        (Step::Previous, Some(held)) => held.saturating_sub(1),
    };
    if let Some(entry) = entries.get(next) {
        // Fails only for what is not in the page any more.
        let _ = entry.focus();
    }
}
