//! The page from top to bottom.

use std::time::Duration;

use js_sys::Promise;
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use tiermeter_pricing::{Instant, PriceBook};
use wasm_bindgen_futures::spawn_local;

use crate::calculator::{Recalled, Scenarios, begin, calculator, print_sheet};
use crate::clock::use_clock;
use crate::erased::{callback, dynamic, effect, effect_again, signal_of, stored};
use crate::handover::link;
use crate::header::header;
use crate::nearby::{Reader, fetched, nearby};
use crate::own_prices::{OwnPricesState, Prices, own_prices};
use crate::own_usage::OwnUsageState;
use crate::parts::{Part, Programs};
use crate::text;
use crate::tiers::tiers;
use crate::words::{ENGLISH, Language, Words};

/// Mounts the page, in turns: a browser that is busy for long answers nobody.
pub fn start(programs: Programs) {
    console_error_panic_hook::set_once();
    // The browser has just taken the program in, which took a turn of its own.
    set_timeout(move || spawn_local(mount(programs)), Duration::ZERO);
}

/// Mounts the page in the language that was chosen, in English where the words of another one could not be fetched; with
/// what was kept from the last visit.
async fn mount(programs: Programs) {
    let chosen = Language::kept();
    let (language, words) = match programs.words(chosen).await {
        Ok(words) => (chosen, words),
        Err(_) => (Language::English, &ENGLISH),
    };
    // Who comes by a link sees its estimate first. Where the program that opens it cannot be fetched, that is said later.
    if link::is_one(&window().location().hash().unwrap_or_default()) {
        let _ = (programs.fetch)().await;
    }
    match programs.recalled(words).await {
        Ok(recalled) => {
            mount_to_body(move || app(programs, language, words, recalled));
        }
        // Without it the page would begin with the worked example, and keep that in its place. What `index.html` shows
        // stays, and says why.
        Err(_) => drop(Promise::reject(&words.part_not_fetched.into())),
    }
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
    /// What the page says; in another language as soon as the words of that are there.
    words: RwSignal<&'static Words>,
    now: ReadSignal<Option<Instant>>,
    own_prices: OwnPricesState,
    scenarios: Scenarios,
    own_usage: OwnUsageState,
    on_change: Callback<Prices>,
}

/// The whole page. Its clock, its prices and its state are here, and are handed down; `programs` has the parts that are
/// not seen at first.
fn app(programs: Programs, language: Language, words: &'static Words, recalled: Recalled) -> AnyView {
    provide_context(Reader::watch());
    provide_context(programs);
    let now = use_clock();
    let own_prices = OwnPricesState::begin(words);
    let (language, words) = (signal_of(language), signal_of(words));
    let recalled = stored(recalled);
    effect(move || {
        language.get().apply();
        document().set_title(words.get().document_title);
    });
    let visit = move || {
        let visit = Visit::begin(language, words, now, own_prices, recalled.get_value());
        effect_again(move |is_again| {
            let chosen = language.get();
            if is_again {
                spawn_local(visit.speak(chosen, programs));
            }
        });
        in_next_turn(move || dynamic(move || page(&visit)).into_any())
    };
    in_next_turn(visit)
}

impl Visit {
    fn begin(
        language: RwSignal<Language>,
        words: RwSignal<&'static Words>,
        now: ReadSignal<Option<Instant>>,
        own_prices: OwnPricesState,
        recalled: Recalled,
    ) -> Self {
        let prices = own_prices.prices;
        let scenarios = begin(prices, words, recalled);
        let own_usage = OwnUsageState::new(prices.get_untracked().book);
        let on_change = callback(move |prices: Prices| {
            scenarios.take_prices(prices);
        });
        Self { language, words, now, own_prices, scenarios, own_usage, on_change }
    }

    /// Says everything in the language that was chosen. Where its words cannot be fetched, which only those of Chinese
    /// are, everything stays in English, and the reader is told.
    async fn speak(self, chosen: Language, programs: Programs) {
        let fetched = programs.words(chosen).await;
        // Another one may have been chosen meanwhile.
        if self.language.get_untracked() != chosen {
            return;
        }
        if let Ok(words) = fetched {
            self.words.set(words);
            return;
        }
        let words = self.words.get_untracked();
        Language::English.keep();
        self.language.set(Language::English);
        self.scenarios.state_untracked(words).say(words.part_not_fetched.to_owned(), true);
    }
}

/// What comes in the next turn.
fn in_next_turn(next: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let is_due = signal_of(false);
    set_timeout(move || is_due.set(true), Duration::ZERO);
    dynamic(move || is_due.get().then(&next)).into_any()
}

fn page(visit: &Visit) -> AnyView {
    let Visit { language, words, now, own_prices: prices_of_visit, scenarios, own_usage, on_change } = *visit;
    let (book, words) = (prices_of_visit.prices.get().book, words.get());
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
