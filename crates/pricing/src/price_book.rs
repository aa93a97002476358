//! The price book: every price, each with the instant from which it is in force (docs/rules.md, section 2).
//! It is checked once, when it is read; a [`PriceBook`] in hand is valid and sorted.
//!
//! | module | what it holds |
//! |---|---|
//! | this one | the book, its tiers and models, and the refusal of what is not in it |
//! | `timeline` | prices by the instant from which they are in force |
//! | `document` | how the document is read |

mod document;
mod timeline;

use std::sync::OnceLock;

use serde::Serialize;

use crate::currency::Currency;
use crate::instant::{Instant, UtcOffset};
use crate::money::Price;
use crate::read;
use crate::refusal::{Refusal, RefusalCode};

pub use timeline::{InForce, Timeline};

/// The bundled list prices, as the file in the repository has them.
const BUNDLED_JSON: &str = include_str!("../price-book.json");

/// A document with every price: GPU tiers, models, currency, settlement.
#[derive(Debug, Clone)]
pub struct PriceBook {
    id: String,
    name: String,
    currency: Currency,
    utc_offset: UtcOffset,
    sources: Vec<Source>,
    tiers: Vec<Tier>,
    models: Vec<Model>,
}

impl PriceBook {
    /// Reads and checks a price book of JSON text. Every fault is `malformed`, at the value.
    pub fn from_json(json: &[u8]) -> Result<Self, Refusal> {
        read::from_json_slice(&mut (), json)
    }

    /// The bundled price book: the published list prices, and sample prices of models.
    ///
    /// # Panics
    /// Never: the file is a part of the program, and a test reads it.
    #[must_use]
    pub fn bundled() -> &'static Self {
        static BUNDLED: OnceLock<PriceBook> = OnceLock::new();
        BUNDLED.get_or_init(|| {
            let Ok(book) = Self::from_json(BUNDLED_JSON.as_bytes()) else {
                unreachable!("the bundled price book reads");
            };
            book
        })
    }

    /// The bundled price book's text.
    #[must_use]
    pub const fn bundled_json() -> &'static str {
        BUNDLED_JSON
    }

    /// The book's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The book's name, for people.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The currency of every price.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The fixed offset at which months are calendar months (P4).
    #[must_use]
    pub const fn utc_offset(&self) -> UtcOffset {
        self.utc_offset
    }

    /// Where the prices come from.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The GPU tiers, in the document's order.
    #[must_use]
    pub fn tiers(&self) -> &[Tier] {
        &self.tiers
    }

    /// The models, in the document's order.
    #[must_use]
    pub fn models(&self) -> &[Model] {
        &self.models
    }

    /// The tier of that code.
    #[must_use]
    pub fn tier(&self, code: &str) -> Option<&Tier> {
        self.tiers.iter().find(|tier| tier.code == code)
    }

    /// The model of that id.
    #[must_use]
    pub fn model(&self, id: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.id == id)
    }
}

/// Where prices come from; free text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// When it was read.
    pub as_of: String,
    /// What else should be known.
    pub remark: String,
}

/// A class of GPU with a price for each second.
#[derive(Debug, Clone)]
pub struct Tier {
    /// The code that runs name.
    pub code: String,
    /// The name for people.
    pub name: String,
    /// The prices, by the instant from which they are in force.
    pub prices: Timeline<TierPrice>,
}

impl Tier {
    /// The price in force at `at`.
    #[must_use]
    pub fn price_at(&self, at: Instant) -> Option<&TierPrice> {
        self.prices.at(at.unix_nanoseconds())
    }
}

/// The price of a second of a tier.
#[derive(Debug, Clone, Copy)]
pub struct TierPrice {
    /// From when on; `None` since ever.
    pub from: Option<Instant>,
    /// For each billed second.
    pub per_second: Price,
}

/// A model with its prices.
#[derive(Debug, Clone)]
pub struct Model {
    /// The id that records and reservations name.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// Sample prices, not published ones; whatever shows them says so.
    pub illustrative: bool,
    /// The prices, by the instant from which they are in force.
    pub prices: Timeline<ModelPrice>,
    /// Tokens that an account gets for nothing.
    pub free_quota: Option<FreeQuotaOffer>,
    /// Tokens per minute that can be reserved.
    pub tpm_reservation: Option<ReservationOffer>,
}

/// Prices of a million tokens, by class.
#[derive(Debug, Clone, Copy)]
pub struct ModelPrice {
    /// From when on; `None` since ever.
    pub from: Option<Instant>,
    /// For a million input tokens.
    pub input_per_million: Price,
    /// For a million input tokens that came from the cache.
    pub cached_input_per_million: Price,
    /// For a million output tokens.
    pub output_per_million: Price,
}

/// A free quota that a model offers.
#[derive(Debug, Clone, Copy)]
pub struct FreeQuotaOffer {
    /// Tokens of all classes together.
    pub tokens: u64,
    /// Days of 24 hours until it expires, at least 1.
    pub valid_days: u64,
}

/// A TPM reservation that a model offers (P11, P12).
#[derive(Debug, Clone)]
pub struct ReservationOffer {
    /// The least that can be reserved, in tokens per minute.
    pub minimum_tpm: u64,
    /// The step above it, in tokens per minute, at least 1.
    pub step_tpm: u64,
    /// The prices, by the instant from which they are in force.
    pub prices: Timeline<ReservationPrice>,
}

/// The price of a started hour of a thousand reserved tokens per minute.
#[derive(Debug, Clone, Copy)]
pub struct ReservationPrice {
    /// From when on; `None` since ever.
    pub from: Option<Instant>,
    /// For a thousand tokens per minute and a started hour.
    pub per_ktpm_hour: Price,
}

impl PriceBook {
    /// The refusal of a tier that is not in this book, at `path`.
    #[must_use]
    pub fn unknown_tier(&self, code: &str, path: String) -> Refusal {
        let known = listed(self.tiers.iter().map(|tier| tier.code.as_str()));
        let message = format!(
            "the price book {} has no tier {}; it has {known}",
            read::quoted(&self.id),
            read::quoted(code)
        );
        Refusal::new(RefusalCode::UnknownTier, path, message)
    }

    /// The refusal of a model that is not in this book, at `path`.
    #[must_use]
    pub fn unknown_model(&self, id: &str, path: String) -> Refusal {
        let known = listed(self.models.iter().map(|model| model.id.as_str()));
        let message = format!(
            "the price book {} has no model {}; it has {known}",
            read::quoted(&self.id),
            read::quoted(id)
        );
        Refusal::new(RefusalCode::UnknownModel, path, message)
    }
}

/// Up to a dozen names, for messages.
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const MOST_NAMES: usize = 12;
    let mut names: Vec<&str> = names.take(MOST_NAMES + 1).collect();
    if names.is_empty() {
        return "none".to_owned();
    }
    if names.len() > MOST_NAMES {
        names[MOST_NAMES] = "…";
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_price_book_reads() {
        let book = PriceBook::from_json(BUNDLED_JSON.as_bytes()).unwrap();
        let prices: Vec<String> =
            book.tiers().iter().map(|tier| format!("{} {}", tier.code, tier.prices[0].per_second)).collect();
        assert_eq!(prices, ["A 0.000217", "B 0.00022", "C 0.00025"]);
        assert!(book.models().iter().all(|model| model.illustrative));
    }
}
