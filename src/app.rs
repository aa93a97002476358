//! The page from top to bottom.

use std::time::Duration;

use leptos::mount::mount_to_body;
use leptos::prelude::*;
use tiermeter_pricing::{Instant, PriceBook};

use crate::calculator::{Calculator, Scenarios, begin};
use crate::clock::use_clock;
use crate::header::Header;
use crate::own_prices::{OwnPrices, OwnPricesState, Prices};
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

/// What outlives a change of the language or of the prices, which draws everything anew.
#[derive(Clone, Copy)]
struct Visit {
    language: RwSignal<Language>,
    now: ReadSignal<Option<Instant>>,
    own_prices: OwnPricesState,
    scenarios: Scenarios,
    own_usage: OwnUsageState,
    on_change: Callback<Prices>,
    later: Later,
}

/// The whole page. Its clock, its prices and its state are here, and are handed down.
#[component]
pub fn App() -> impl IntoView {
    let now = use_clock();
    let language = RwSignal::new(Language::kept());
    let own_prices = OwnPricesState::begin(language.get_untracked().words());
    let prices = own_prices.prices;
    let scenarios = begin(prices, language);
    let own_usage = OwnUsageState::new(prices.get_untracked().book);
    let on_change = Callback::new(move |prices: Prices| {
        scenarios.take_prices(prices);
        own_usage.priced_by(prices.book).price_again(language.get_untracked().words());
    });
    Effect::new(move |_| {
        let language = language.get();
        language.apply();
        document().set_title(language.words().document_title);
    });
    let later = Later::begin();
    let visit = Visit { language, now, own_prices, scenarios, own_usage, on_change, later };
    move || page(&visit)
}

fn page(visit: &Visit) -> AnyView {
    let Visit { language, now, own_prices, scenarios, own_usage, on_change, later } = *visit;
    let (book, words) = (own_prices.prices.get().book, language.get().words());
    view! {
        <a class="skip" href="#calculator">{words.skip}</a>
        <Header language=language words=words />
        <main>
            <h1>{words.title}</h1>
            <p class="lead">{words.lead}</p>
            <Tiers book=book words=words now=now />
            <OwnPrices state=own_prices words=words on_change=on_change />
            <Calculator scenarios=scenarios words=words now=now later=later />
            {later.part(2, move || view! { <OwnUsage state=own_usage.priced_by(book) words=words /> }.into_any())}
        </main>
        {footer(book, words, now)}
    }
    .into_any()
}

/// The parts below what is seen first. Each is made in a turn of its own once the page is there, so that no turn takes
/// long; after that all of them are there at once.
#[derive(Clone, Copy)]
pub struct Later(RwSignal<u32>);

impl Later {
    const LAST: u32 = 2;

    fn begin() -> Self {
        let turns = RwSignal::new(0);
        Self::next(turns);
        Self(turns)
    }

    fn next(turns: RwSignal<u32>) {
        let turn = move || {
            turns.update(|turns| *turns += 1);
            if turns.get_untracked() < Self::LAST {
                Self::next(turns);
            }
        };
        set_timeout(turn, Duration::ZERO);
    }

    /// The part of a turn, from 1 on, as soon as it is its turn.
    pub fn part(self, turn: u32, part: impl Fn() -> AnyView + Send + 'static) -> AnyView {
        let is_due = Memo::new(move |_| self.0.get() >= turn);
        (move || is_due.get().then(&part)).into_any()
    }
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
