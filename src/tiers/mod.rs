//! The list prices: every GPU tier with what it costs per second, per hour and in 30 days.

mod view_model;

use leptos::prelude::*;
use tiermeter_pricing::{Instant, PriceBook};

use self::view_model::{TierCard, tier_cards};

/// The tiers side by side, at the prices in force now.
#[component]
pub fn Tiers(
    /// The prices.
    book: &'static PriceBook,
    /// The page's clock: a price change takes effect while the page is open.
    now: ReadSignal<Option<Instant>>,
) -> impl IntoView {
    let cards = Memo::new(move |_| tier_cards(book, now.get()));
    let unit = format!("{} / second", book.currency().code());
    view! {
        <section class="tiers" aria-label="GPU tiers">
            {move || cards.get().into_iter().map(|card| tier(card, unit.clone())).collect_view()}
        </section>
    }
}

fn tier(card: TierCard, unit: String) -> impl IntoView {
    let figures = match card.figures {
        Some(figures) => view! {
            <p class="price">{figures.per_second} " " <small>{unit}</small></p>
            <p class="longer">{figures.per_hour} " an hour · " {figures.per_30_days} " in 30 days"</p>
        }
        .into_any(),
        None => view! { <p class="longer">"No price in force today."</p> }.into_any(),
    };
    view! {
        <div class="tier">
            <h2><b>{card.code}</b> " " {card.name}</h2>
            {figures}
        </div>
    }
}
