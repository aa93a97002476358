//! The way around the console: at the side, on phones at the top.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::address;
use super::connection::ConnectionLine;
use super::settings::Settings;
use super::words::Words;
use crate::console::live::use_live;
use crate::console::words::use_words;
use crate::erased::memo;

/// Where one can go.
#[component]
pub fn Navigation() -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let services = memo(move || live.rows.with(|rows| rows.len()));
    let models = memo(move || live.models.with(Vec::len));
    let count = |number: Memo<usize>| {
        move || {
            let number = number.get();
            (number > 0).then(|| number.to_string())
        }
    };
    view! {
        <header class="side">
            <a class="mark" href=address::overview()>
                <svg viewBox="0 0 20 20" aria-hidden="true">
                    <path class="mark-arc" d="M2 15a8 8 0 1 1 16 0"></path>
                    <path class="mark-needle" d="M10 15 14.5 7.5"></path>
                </svg>
                "Tiermeter"
            </a>
            <nav aria-label=words.navigation>
                <Place address=address::overview() label=words.overview />
                <Place address=address::models() label=words.models>{count(models)}</Place>
                <Place address=address::services() label=words.services>{count(services)}</Place>
                <Place address=address::usage() label=words.usage />
                <Place address=address::bills() label=words.bills />
                <Place address=address::account() label=words.account />
                <Place address=address::api_keys() label=words.api_keys />
            </nav>
            <div class="side-foot">
                <ConnectionLine />
                <Settings />
            </div>
        </header>
    }
}

/// One place.
#[component]
fn Place(
    /// Its address.
    address: String,
    /// What it is called.
    label: &'static str,
    /// How many things are there.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let path = use_location().pathname;
    let own = address.clone();
    let current = move || path.with(|path| is_at(path, &own)).then_some("page");
    view! {
        <a href=address aria-current=current>
            <span>{label}</span>
            {children.map(|children| view! { <b>{children()}</b> })}
        </a>
    }
}

/// Whether a path is that of a place, or lies below it. The overview has nothing below it.
fn is_at(path: &str, place: &str) -> bool {
    let path = path.trim_end_matches('/');
    match path.strip_prefix(place) {
        Some("") => true,
        Some(below) => place != address::BASE && below.starts_with('/'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_know_what_lies_below_them() {
        for (path, place, expected) in [
            ("/console", "/console", true),
            ("/console/", "/console", true),
            ("/console/services", "/console", false),
            ("/console/services", "/console/services", true),
            ("/console/services/svc_1", "/console/services", true),
            ("/console/servicesx", "/console/services", false),
            ("/console/bills", "/console/services", false),
        ] {
            assert_eq!(is_at(path, place), expected, "{path} {place}");
        }
    }
}
