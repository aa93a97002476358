//! The settlement: one bill for each month (docs/rules.md, section 2). It is only made by
//! [`settle`](crate::settle()), and only written.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::instant::Month;
use crate::money::decimal_text;

/// Usage priced with a price book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settlement {
    /// The currency of every amount, as a code of ISO 4217.
    pub currency: String,
    /// One for each month with lines, in order.
    pub bills: Vec<Bill>,
}

/// What one month costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bill {
    /// The month, at the price book's offset.
    pub month: Month,
    /// One for each service, item, tier or model, and price (P14).
    pub lines: Vec<Line>,
    /// The sum of the lines, exactly.
    #[serde(serialize_with = "canonical")]
    pub exact_total: Decimal,
    /// The exact total rounded half away from zero, with exactly the currency's minor digits (P15).
    pub payable: String,
    /// `payable` less `exact_total`.
    #[serde(serialize_with = "canonical")]
    pub rounding: Decimal,
}

/// A line of a bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The service that used it.
    pub service: String,
    /// What was used.
    pub item: Item,
    /// The GPU tier, of `gpu_seconds`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// The model, of every other item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The price of `per` units; zero for what was reserved or free.
    #[serde(serialize_with = "canonical")]
    pub unit_price: Decimal,
    /// For how many units the price stands.
    pub per: u32,
    /// How many units: seconds, tokens, or kTPM-hours.
    #[serde(serialize_with = "canonical")]
    pub quantity: Decimal,
    /// What they cost, exactly.
    #[serde(serialize_with = "canonical")]
    pub amount: Decimal,
    /// The model's prices are samples, not published ones.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub illustrative: bool,
}

/// What a line bills, in the order of a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// Seconds of instances.
    GpuSeconds,
    /// Hours of a thousand reserved tokens per minute.
    TpmReservation,
    /// Input tokens that are paid by token.
    InputTokens,
    /// Input tokens from the cache that are paid by token.
    CachedInputTokens,
    /// Output tokens that are paid by token.
    OutputTokens,
    /// Tokens that a reservation covered.
    ReservedTokens,
    /// Tokens that free quota covered.
    FreeTokens,
}

impl Item {
    /// Every item, in the order of a bill.
    pub const ALL: [Self; 7] = [
        Self::GpuSeconds,
        Self::TpmReservation,
        Self::InputTokens,
        Self::CachedInputTokens,
        Self::OutputTokens,
        Self::ReservedTokens,
        Self::FreeTokens,
    ];

    /// The word that documents use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GpuSeconds => "gpu_seconds",
            Self::TpmReservation => "tpm_reservation",
            Self::InputTokens => "input_tokens",
            Self::CachedInputTokens => "cached_input_tokens",
            Self::OutputTokens => "output_tokens",
            Self::ReservedTokens => "reserved_tokens",
            Self::FreeTokens => "free_tokens",
        }
    }
}

/// Decimals in a settlement are normalized when they are made; their text is the canonical one.
fn canonical<S: Serializer>(decimal: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&decimal_text(*decimal))
}
