//! The list prices: every GPU tier with what it costs per second, per hour and in 30 days.

mod view_model;

use leptos::prelude::*;
use tiermeter_pricing::{Instant, PriceBook};

use self::view_model::{TierCard, tier_cards};
use crate::words::Words;

/// The tiers side by side, at the prices in force now.
#[component]
pub fn Tiers(
    /// The prices.
    book: &'static PriceBook,
    /// What the page says.
    words: &'static Words,
    /// The page's clock: a price change takes effect while the page is open.
    now: ReadSignal<Option<Instant>>,
) -> impl IntoView {
    let cards = Memo::new(move |_| tier_cards(book, now.get()));
    let unit = (words.a_second)(book.currency().code());
    view! {
        <section class="tiers" aria-label=words.gpu_tiers>
            {move || cards.get().into_iter().map(|card| tier(card, unit.clone(), words)).collect_view()}
        </section>
    }
}

fn tier(card: TierCard, unit: String, words: &Words) -> AnyView {
    let figures = match card.figures {
        Some(figures) => view! {
            <p class="price">{figures.per_second} " " <small>{unit}</small></p>
            <p class="longer">{(words.hour_and_30_days)(&figures.per_hour, &figures.per_30_days)}</p>
        }
        .into_any(),
        None => view! { <p class="longer">{words.no_price_today}</p> }.into_any(),
    };
    view! {
        <div class="tier">
            <h2><b>{card.code}</b> " " {card.name}</h2>
            {figures}
        </div>
    }
    .into_any()
}
