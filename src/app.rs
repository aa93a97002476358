//! The page from top to bottom.

use leptos::mount::mount_to_body;
use leptos::prelude::*;
use tiermeter_pricing::{Instant, PriceBook};

use crate::calculator::Calculator;
use crate::clock::use_clock;
use crate::header::Header;
use crate::own_usage::OwnUsage;
use crate::text;
use crate::tiers::Tiers;

/// The page's title.
pub const TITLE: &str = "What will inference cost, to the second?";
/// How it is billed, and who can have it. `index.html` shows the same words before the program is there.
pub const LEAD: &str = "Billed per instance and per second while it runs, rounded up to a whole second, settled monthly. \
                        Edge inference needs an Enterprise plan and a place on the beta allowlist.";

/// Mounts the page, and takes away what `index.html` showed until then.
pub fn start() {
    console_error_panic_hook::set_once();
    mount_to_body(App);
    if let Some(loading) = document().get_element_by_id("loading") {
        loading.remove();
    }
}

/// The whole page. Its clock and its price book are here, and are handed down.
#[component]
pub fn App() -> impl IntoView {
    let book = PriceBook::bundled();
    let now = use_clock();
    view! {
        <a class="skip" href="#calculator">"Skip to the calculator"</a>
        <Header />
        <main>
            <h1>{TITLE}</h1>
            <p class="lead">{LEAD}</p>
            <Tiers book=book now=now />
            <Calculator book=book now=now />
            <OwnUsage book=book />
        </main>
        <Footer book=book now=now />
    }
}

/// Today and the running month, and where the prices come from.
#[component]
fn Footer(
    /// The prices of the page.
    book: &'static PriceBook,
    /// The page's clock.
    now: ReadSignal<Option<Instant>>,
) -> impl IntoView {
    let clock = move || now.get().map(|now| text::clock_line(now, book.utc_offset()));
    let prices = format!("Price book: {} ({}), in {}.", book.name(), book.id(), book.currency().code());
    view! {
        <footer>
            <p class="clock">{clock}</p>
            <p>{prices} " Amounts are exact decimals, rounded once for each bill. Nothing leaves this page."</p>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_the_same_before_the_program_is_there() {
        let index = include_str!("../index.html").split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [TITLE, LEAD] {
            assert!(index.contains(words), "index.html lacks: {words}");
        }
    }
}
