//! The usage behind a bill, as far as it is shown. What prices it is the core, from the same text.

use serde::Deserialize;
use tiermeter_pricing::Instant;

use crate::console::documents::read;

/// The usage behind a bill.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct UsageDocument {
    /// Up to when what is open counts.
    #[serde(default, deserialize_with = "read::instant_or_null")]
    pub as_of: Option<Instant>,
    /// The runs.
    #[serde(default)]
    pub runs: Vec<UsedRun>,
    /// The token records.
    #[serde(default)]
    pub tokens: Vec<UsedTokens>,
    /// The reservations.
    #[serde(default)]
    pub reservations: Vec<UsedReservation>,
}

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct UsedRun {
    /// The service's id.
    pub service: String,
    /// The instance.
    pub instance: String,
    /// The tier's code.
    pub tier: String,
    /// Its start.
    #[serde(deserialize_with = "read::instant")]
    pub started_at: Instant,
    /// Its end; none while it is open.
    #[serde(deserialize_with = "read::instant_or_null")]
    pub stopped_at: Option<Instant>,
}

/// A token record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct UsedTokens {
    /// Its id.
    pub id: String,
    /// The service's id.
    pub service: String,
    /// The model's id.
    pub model: String,
    /// When.
    #[serde(deserialize_with = "read::instant")]
    pub at: Instant,
    /// Input tokens that were not in the cache.
    pub input: u64,
    /// Input tokens from the cache.
    pub cached_input: u64,
    /// Output tokens.
    pub output: u64,
}

/// A reservation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct UsedReservation {
    /// The service's id.
    pub service: String,
    /// The model's id.
    pub model: String,
    /// Tokens per minute.
    pub tpm: u64,
    /// From when.
    #[serde(deserialize_with = "read::instant")]
    pub from: Instant,
    /// Until when; none while it has no end.
    #[serde(deserialize_with = "read::instant_or_null")]
    pub until: Option<Instant>,
}
