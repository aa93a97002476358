//! The page from top to bottom.

use std::time::Duration;

use leptos::mount::mount_to_body;
use leptos::prelude::*;
use tiermeter_pricing::{Instant, PriceBook};

use crate::calculator::{Scenarios, begin, calculator, print_sheet};
use crate::clock::use_clock;
use crate::erased::{callback, dynamic, effect, signal_of};
use crate::header::header;
use crate::nearby::{Reader, fetched, nearby};
use crate::own_prices::{OwnPricesState, Prices, own_prices};
use crate::own_usage::OwnUsageState;
use crate::parts::{Part, Programs};
use crate::text;
use crate::tiers::tiers;
use crate::words::{Language, Words};

/// Mounts the page, in turns: a browser that is busy for long answers nobody.
pub fn start(programs: Programs) {
    console_error_panic_hook::set_once();
    // The browser has just taken the program in, which took a turn of its own.
    set_timeout(move || mount_to_body(move || app(programs)), Duration::ZERO);
}

/// Takes away what `index.html` shows until the page is there.
fn end_loading() {
    if let Some(loading) = document().get_element_by_id("loading") {
        loading.remove();
    }
}

/// What outlives a change of the language or of the prices, which draws everything anew.
#[derive(Clone, Copy)]
struct Visit {
    language: RwSignal<Language>,
    now: ReadSignal<Option<Instant>>,
    own_prices: OwnPricesState,
    scenarios: Scenarios,
    own_usage: OwnUsageState,
    on_change: Callback<Prices>,
}

/// The whole page. Its clock, its prices and its state are here, and are handed down; `programs` has the parts that are
/// not seen at first.
fn app(programs: Programs) -> AnyView {
    provide_context(Reader::watch());
    provide_context(programs);
    let now = use_clock();
    let language = signal_of(Language::kept());
    let own_prices = OwnPricesState::begin(language.get_untracked().words());
    effect(move || {
        let language = language.get();
        language.apply();
        document().set_title(language.words().document_title);
    });
    let visit = move || {
        let visit = Visit::begin(language, now, own_prices);
        in_next_turn(move || dynamic(move || page(&visit)).into_any())
    };
    in_next_turn(visit)
}

impl Visit {
    fn begin(
        language: RwSignal<Language>,
        now: ReadSignal<Option<Instant>>,
        own_prices: OwnPricesState,
    ) -> Self {
        let prices = own_prices.prices;
        let scenarios = begin(prices, language);
        let own_usage = OwnUsageState::new(prices.get_untracked().book);
        let on_change = callback(move |prices: Prices| {
            scenarios.take_prices(prices);
        });
        Self { language, now, own_prices, scenarios, own_usage, on_change }
    }
}

/// What comes in the next turn.
fn in_next_turn(next: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let is_due = signal_of(false);
    set_timeout(move || is_due.set(true), Duration::ZERO);
    dynamic(move || is_due.get().then(&next)).into_any()
}

fn page(visit: &Visit) -> AnyView {
    let Visit { language, now, own_prices: prices_of_visit, scenarios, own_usage, on_change } = *visit;
    let (book, words) = (prices_of_visit.prices.get().book, language.get().words());
    end_loading();
    view! {
        <a class="skip" href="#calculator">{words.skip}</a>
        {header(language, words)}
        <main>
            <h1>{words.title}</h1>
            <p class="lead">{words.lead}</p>
            {tiers(book, words, now)}
            {own_prices(prices_of_visit, words, on_change)}
            {nearby(move || calculator(scenarios, words, now))}
            {print_sheet(scenarios, words)}
            {fetched(&Part::OwnUsage(own_usage.priced_by(book), words))}
        </main>
        {footer(book, words, now)}
    }
    .into_any()
}

/// Today and the running month, and where the prices come from.
fn footer(book: &'static PriceBook, words: &'static Words, now: ReadSignal<Option<Instant>>) -> AnyView {
    let clock = dynamic(move || now.get().map(|now| text::clock_line(now, book.utc_offset(), words)));
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
