//! The list prices: every GPU tier with what it costs per second, per hour and in 30 days.

mod view_model;

use leptos::prelude::*;
use tiermeter_pricing::{Instant, PriceBook};

use self::view_model::{TierCard, tier_cards};
use crate::erased::{dynamic, memo};
use crate::frames::paragraph;
use crate::words::Words;

/// The tiers side by side, at the prices in force now: a price change takes effect while the page is open.
pub fn tiers(book: &'static PriceBook, words: &'static Words, now: ReadSignal<Option<Instant>>) -> AnyView {
    let cards = memo(move || tier_cards(book, now.get()));
    let unit = (words.a_second)(book.currency().code());
    let shown = move || cards.get().into_iter().map(|card| tier(card, unit.clone(), words)).collect_view();
    view! { <section class="tiers" aria-label=words.gpu_tiers>{dynamic(shown)}</section> }.into_any()
}

fn tier(card: TierCard, unit: String, words: &Words) -> AnyView {
    let figures = match card.figures {
        Some(figures) => view! {
            <p class="price">{figures.per_second} " " <small>{unit}</small></p>
            {paragraph("longer", (words.hour_and_30_days)(&figures.per_hour, &figures.per_30_days))}
        }
        .into_any(),
        None => paragraph("longer", words.no_price_today),
    };
    view! {
        <div class="tier">
            <h2><b>{card.code}</b> " " {card.name}</h2>
            {figures}
        </div>
    }
    .into_any()
}
