//! What the list of prices shows.

use tiermeter_pricing::{Instant, Price, PriceBook};

use crate::text;

const SECONDS_PER_HOUR: u64 = 3_600;
const SECONDS_PER_30_DAYS: u64 = 30 * 24 * SECONDS_PER_HOUR;

/// One tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierCard {
    /// The tier's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it costs; `None` where no price is in force.
    pub figures: Option<TierFigures>,
}

/// What a tier costs, exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_field_names,
    reason = "each is a price for something; the word tells them from a total"
)]
pub struct TierFigures {
    /// As it is published.
    pub per_second: String,
    /// For 3,600 seconds.
    pub per_hour: String,
    /// For 30 days of 24 hours.
    pub per_30_days: String,
}

/// The tiers in the price book's order, at the prices in force at `now`.
pub fn tier_cards(book: &PriceBook, now: Option<Instant>) -> Vec<TierCard> {
    let card = |tier: &tiermeter_pricing::Tier| TierCard {
        code: tier.code.clone(),
        name: tier.name.clone(),
        figures: now.and_then(|now| tier.price_at(now)).and_then(|price| figures(price.per_second)),
    };
    book.tiers().iter().map(card).collect()
}

fn figures(per_second: Price) -> Option<TierFigures> {
    Some(TierFigures {
        per_second: text::published_price(per_second),
        per_hour: text::amount(per_second.times(SECONDS_PER_HOUR).ok()?),
        per_30_days: text::amount(per_second.times(SECONDS_PER_30_DAYS).ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundled() -> Vec<TierCard> {
        tier_cards(PriceBook::bundled(), Instant::parse("2026-11-22T00:00:00Z").ok())
    }

    fn check(card: &TierCard, code: &str, name: &str, expected: [&str; 3]) {
        let figures = card.figures.as_ref().unwrap();
        assert_eq!((card.code.as_str(), card.name.as_str()), (code, name));
        assert_eq!([&figures.per_second, &figures.per_hour, &figures.per_30_days], expected);
    }

    #[test]
    fn the_list_prices_are_shown_exactly() {
        let cards = bundled();
        assert_eq!(cards.len(), 3);
        check(&cards[0], "A", "Entry-level", ["0.000217", "0.7812", "562.464"]);
        check(&cards[1], "B", "Basic", ["0.000220", "0.792", "570.24"]);
        check(&cards[2], "C", "Basic Enhanced", ["0.000250", "0.9", "648"]);
    }

    #[test]
    fn the_page_without_its_program_shows_the_same_prices() {
        let index = include_str!("../../index.html");
        for card in bundled() {
            let figures = card.figures.unwrap();
            let longer = format!("{} an hour · {} in 30 days", figures.per_hour, figures.per_30_days);
            for words in [card.name, figures.per_second, longer] {
                assert!(index.contains(&words), "index.html lacks: {words}");
            }
        }
    }

    #[test]
    fn a_price_that_is_not_in_force_yet_is_not_shown() {
        let book = PriceBook::from_json(
            br#"{"schema": "tiermeter.price-book/1", "id": "later", "name": "later", "currency": "USD",
                 "settlement": {"cycle": "month", "utc_offset": "+00:00"},
                 "gpu_tiers": [{"code": "A", "name": "Entry-level",
                                "prices": [{"from": "2027-01-01T00:00:00Z", "per_second": "0.000217"}]}]}"#,
        )
        .unwrap();
        for (now, known) in [("2026-12-31T23:59:59Z", false), ("2027-01-01T00:00:00Z", true)] {
            assert_eq!(tier_cards(&book, Instant::parse(now).ok())[0].figures.is_some(), known, "{now}");
        }
        assert_eq!(tier_cards(&book, None)[0].figures, None);
    }
}
