//! What was used, what was reserved or given for nothing, and events that were refused.

use tiermeter_pricing::Instant;

/// An instance from its start to its stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRecord {
    /// Its number in the store.
    pub sequence: i64,
    /// The account that pays.
    pub account: String,
    /// The service.
    pub service: String,
    /// The instance.
    pub instance: String,
    /// The code of the GPU tier.
    pub tier: String,
    /// From when.
    pub started_at: Instant,
    /// Until when; `None` while it is open.
    pub stopped_at: Option<Instant>,
    /// Whether this server runs the instance; the others were told by events.
    pub managed: bool,
}

/// A start or a stop that an event told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunPoint {
    /// When it happened.
    pub at: Instant,
    /// A start, else a stop.
    pub starts: bool,
    /// The code of the GPU tier.
    pub tier: String,
}

/// Tokens that an event told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRecord {
    /// Who told it.
    pub source: String,
    /// The event's id.
    pub id: String,
    /// The service.
    pub service: String,
    /// The model.
    pub model: String,
    /// When they were used.
    pub at: Instant,
    /// Input, cached input, and output tokens.
    pub tokens: [u64; 3],
    /// The number of who reported it; `None` where that was not kept yet.
    pub reporter: Option<i64>,
}

/// Who reported tokens to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reporter {
    /// Its number in the store.
    pub number: i64,
    /// The text of the actor.
    pub actor: String,
    /// The name of the API key, where it is one.
    pub key_name: Option<String>,
}

/// Tokens per minute that an account reserved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservationRecord {
    /// Its id.
    pub id: String,
    /// The service.
    pub service: String,
    /// The model.
    pub model: String,
    /// Tokens per minute.
    pub tpm: u64,
    /// From when.
    pub starts_at: Instant,
    /// Until when; `None` while it is open.
    pub ends_at: Option<Instant>,
}

/// Tokens of a model that an account gets for nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaRecord {
    /// The model.
    pub model: String,
    /// How many.
    pub tokens: u64,
    /// From when.
    pub granted_at: Instant,
    /// Until when.
    pub expires_at: Instant,
}

/// An event that was refused, kept for review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedEvent {
    /// Its number in the store.
    pub sequence: i64,
    /// When it came.
    pub received_at: Instant,
    /// Why it was refused.
    pub code: String,
    /// Where in the event.
    pub pointer: String,
    /// A sentence.
    pub detail: String,
    /// The event as it came, as JSON.
    pub event: String,
}
