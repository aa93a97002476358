//! Models, for the account that asks.

use rust_decimal::Decimal;
use serde::Deserialize;
use tiermeter_pricing::Instant;
use tiermeter_service::Status;

use super::read;

/// A model with its prices and what is free of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Model {
    /// Its id.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// Its prices are samples, not published ones.
    pub illustrative: bool,
    /// The currency's code.
    pub currency: String,
    /// The prices in force now.
    pub prices: Option<ModelPrices>,
    /// What is free of it; `None` where it offers none.
    pub free_quota: Option<FreeQuota>,
    /// What can be reserved; `None` where nothing can.
    pub tpm_reservation: Option<ReservationOffer>,
    /// The service that the platform made for it.
    pub default_service: Option<DefaultService>,
}

/// Prices of a million tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct ModelPrices {
    /// Input.
    #[serde(deserialize_with = "read::decimal")]
    pub input_per_million: Decimal,
    /// Input that came from the cache.
    #[serde(deserialize_with = "read::decimal")]
    pub cached_input_per_million: Decimal,
    /// Output.
    #[serde(deserialize_with = "read::decimal")]
    pub output_per_million: Decimal,
}

/// Free tokens of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct FreeQuota {
    /// How many are or will be granted.
    pub tokens: u64,
    /// How many are left.
    pub remaining: u64,
    /// When they were granted; `None` before the model is first enabled.
    #[serde(deserialize_with = "read::instant_or_null")]
    pub granted_at: Option<Instant>,
    /// When they expire.
    #[serde(deserialize_with = "read::instant_or_null")]
    pub expires_at: Option<Instant>,
}

/// Tokens per minute that can be reserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct ReservationOffer {
    /// At least so many.
    pub minimum_tpm: u64,
    /// Above it in such steps.
    pub step_tpm: u64,
    /// The price in force now, for a thousand tokens per minute and a started hour.
    #[serde(deserialize_with = "read::decimal_or_null")]
    pub per_ktpm_hour: Option<Decimal>,
}

/// The default service of a model.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DefaultService {
    /// Its id.
    pub id: String,
    /// Its status when the model was read; the live one stands in the service.
    #[serde(deserialize_with = "read::status")]
    pub status: Status,
}
