//! The mark, the way to the other pages, the language and the theme.

use leptos::prelude::*;

use crate::language::{Language, language_control};
use crate::theme::theme_control;
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
pub fn header(language: RwSignal<Language>, words: &'static Words) -> AnyView {
    let links = PAGES.map(|(address, name)| {
        let current = (address == "/").then_some("page");
        view! { <a href=address aria-current=current>{name(words)}</a> }.into_any()
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
                {language_control(language, words.language)}
                {theme_control(words.theme(), "theme")}
            </div>
        </header>
    }
    .into_any()
}
