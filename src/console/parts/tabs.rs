//! Tabs, with the keys that people expect of them.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// One of the tabs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// What it is called in the address.
    pub key: &'static str,
    /// What it is called on the page.
    pub label: String,
}

/// The id of the panel of a tab.
pub fn tab_panel_id(key: &str) -> String {
    format!("panel-{key}")
}

fn tab_id(key: &str) -> String {
    format!("tab-{key}")
}

/// The tabs themselves; whoever shows them shows the panel.
#[component]
pub fn Tabs(
    /// What is chosen, for those who cannot see it.
    #[prop(into)]
    label: String,
    /// The tabs, from left to right.
    tabs: Vec<Tab>,
    /// The key of the one that is shown.
    #[prop(into)]
    chosen: Signal<String>,
    /// Called with the key of the one that is taken.
    on_choose: Callback<String>,
) -> impl IntoView {
    let keys: Vec<&'static str> = tabs.iter().map(|tab| tab.key).collect();
    let on_key = move |event: KeyboardEvent| {
        let here =
            chosen.with_untracked(|chosen| keys.iter().position(|key| key == chosen)).unwrap_or_default();
        let last = keys.len().saturating_sub(1);
        let next = match event.key().as_str() {
            "ArrowLeft" => here.checked_sub(1).unwrap_or(last),
            "ArrowRight" => {
                if here == last {
                    0
                } else {
                    here + 1
                }
            }
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        if let Some(key) = keys.get(next) {
            on_choose.run((*key).to_owned());
            let tab = document().get_element_by_id(&tab_id(key));
            if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
                // Fails only for what is not in the page any more.
                let _ = tab.focus();
            }
        }
    };
    let tabs = tabs
        .into_iter()
        .map(|Tab { key, label }| {
            let is_chosen = move || chosen.with(|chosen| chosen == key);
            view! {
                <button
                    type="button"
                    role="tab"
                    id=tab_id(key)
                    aria-controls=tab_panel_id(key)
                    aria-selected=move || is_chosen().to_string()
                    tabindex=move || if is_chosen() { "0" } else { "-1" }
                    on:click=move |_| on_choose.run(key.to_owned())
                >
                    {label}
                </button>
            }
        })
        .collect_view();
    view! { <div class="tabs" role="tablist" aria-label=label on:keydown=on_key>{tabs}</div> }
}
