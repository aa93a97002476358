//! The mark, the way around the page, and the theme.

use leptos::prelude::*;

use crate::theme::ThemeControl;

/// The top of the page.
#[component]
pub fn Header() -> impl IntoView {
    view! {
        <header class="top">
            <a class="mark" href="/">
                <svg viewBox="0 0 20 20" aria-hidden="true">
                    <path class="mark-arc" d="M2 15a8 8 0 1 1 16 0"></path>
                    <path class="mark-needle" d="M10 15 14.5 7.5"></path>
                </svg>
                "Tiermeter"
            </a>
            <nav aria-label="On this page">
                <a href="#calculator">"Calculator"</a>
                <a href="#own-usage">"Price your own usage"</a>
            </nav>
            <ThemeControl />
        </header>
    }
}
