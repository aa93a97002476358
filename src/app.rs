//! The page from top to bottom.

use leptos::mount::mount_to_body;
use leptos::prelude::*;
use tiermeter_pricing::{Instant, PriceBook};

use crate::calculator::{Calculator, CalculatorState, begin, keep_and_open};
use crate::clock::use_clock;
use crate::header::Header;
use crate::own_usage::{OwnUsage, OwnUsageState};
use crate::text;
use crate::tiers::Tiers;
use crate::words::{Language, Words};

/// Mounts the page, and takes away what `index.html` showed until then.
pub fn start() {
    console_error_panic_hook::set_once();
    mount_to_body(App);
    if let Some(loading) = document().get_element_by_id("loading") {
        loading.remove();
    }
}

/// The whole page. Its clock, its price book and its state are here, and are handed down; they outlive a change of
/// the language, which draws everything anew.
#[component]
pub fn App() -> impl IntoView {
    let book = PriceBook::bundled();
    let now = use_clock();
    let language = RwSignal::new(Language::kept());
    let calculator = begin(book, language.get_untracked().words());
    let own_usage = OwnUsageState::new(book);
    keep_and_open(calculator, language);
    Effect::new(move |_| {
        let language = language.get();
        language.apply();
        document().set_title(language.words().document_title);
    });
    move || page(language, calculator.in_words(language.get().words()), own_usage, now)
}

fn page(
    language: RwSignal<Language>,
    calculator: CalculatorState,
    own_usage: OwnUsageState,
    now: ReadSignal<Option<Instant>>,
) -> AnyView {
    let (book, words) = (calculator.book, calculator.words);
    view! {
        <a class="skip" href="#calculator">{words.skip}</a>
        <Header language=language words=words />
        <main>
            <h1>{words.title}</h1>
            <p class="lead">{words.lead}</p>
            <Tiers book=book words=words now=now />
            <Calculator state=calculator now=now />
            <OwnUsage state=own_usage words=words />
        </main>
        {footer(book, words, now)}
    }
    .into_any()
}

/// Today and the running month, and where the prices come from.
fn footer(book: &'static PriceBook, words: &'static Words, now: ReadSignal<Option<Instant>>) -> AnyView {
    let clock = move || now.get().map(|now| text::clock_line(now, book.utc_offset(), words));
    let prices = (words.price_book_line)(book.name(), book.id(), book.currency().code());
    view! {
        <footer>
            <p class="clock">{clock}</p>
            <p>{prices} " " {words.footer_exact}</p>
        </footer>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use crate::words::ENGLISH;

    #[test]
    fn the_page_says_the_same_before_the_program_is_there() {
        let index = include_str!("../index.html").split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [ENGLISH.title, ENGLISH.lead, ENGLISH.document_title] {
            assert!(index.contains(words), "index.html lacks: {words}");
        }
    }
}
