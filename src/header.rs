//! The mark, the way to the other pages, the language and the theme.

use leptos::prelude::*;

use crate::language::{Language, LanguageControl};
use crate::theme::ThemeControl;
use crate::words::Words;

/// What a page is called.
type Name = fn(&Words) -> &'static str;

/// The pages; the first one is this.
const PAGES: [(&str, Name); 5] = [
    ("/", |words| words.page_pricing),
    ("/how-it-is-billed", |words| words.page_rules),
    ("/check", |words| words.page_check),
    ("/embed", |words| words.page_embed),
    ("/console", |words| words.page_console),
];

/// The top of the page.
#[component]
pub fn Header(
    /// The language of the page.
    language: RwSignal<Language>,
    /// What the page says.
    words: &'static Words,
) -> impl IntoView {
    let links = PAGES.map(|(address, name)| {
        let current = (address == "/").then_some("page");
        view! { <a href=address aria-current=current>{name(words)}</a> }
    });
    view! {
        <header class="top">
            <a class="mark" href="/">
                <svg viewBox="0 0 20 20" aria-hidden="true">
                    <path class="mark-arc" d="M2 15a8 8 0 1 1 16 0"></path>
                    <path class="mark-needle" d="M10 15 14.5 7.5"></path>
                </svg>
                "Tiermeter"
            </a>
            <nav aria-label=words.pages>{links.into_iter().collect_view()}</nav>
            <div class="choices">
                <LanguageControl language=language legend=words.language />
                <ThemeControl words=words.theme() />
            </div>
        </header>
    }
}
