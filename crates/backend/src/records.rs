//! What the store keeps, as types. Amounts of money are whole minor units of the account's currency.

use std::collections::BTreeMap;

use serde::Serialize;
use tiermeter_pricing::{Instant, Month};
use tiermeter_service::{BillingMode, Service, ServiceScaling};

/// What an account may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// Services metered by tokens.
    Standard,
    /// With a place on the allowlist, services metered by seconds too.
    Enterprise,
}

impl Plan {
    /// Every plan with its word.
    pub const WORDS: [(&'static str, Self); 2] =
        [("standard", Self::Standard), ("enterprise", Self::Enterprise)];

    /// The word that documents use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Enterprise => "enterprise",
        }
    }
}

/// Who uses services and is billed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// What it may use.
    pub plan: Plan,
    /// Whether it has a place on the beta allowlist.
    pub allowlisted: bool,
    /// The currency of its ledger, as a code of ISO 4217.
    pub currency: String,
    /// How many days after its issue a bill is due.
    pub payment_terms_days: u32,
    /// How far the balance less the current bill may fall below zero; `None` for no limit.
    pub credit_limit_minor: Option<i64>,
    /// Top-ups less payables of issued bills.
    pub balance_minor: i64,
    /// Since when it has overdue payment.
    pub overdue_since: Option<Instant>,
    /// The first month whose bill was not issued.
    pub first_open_month: Month,
    /// When it was made.
    pub created_at: Instant,
}

/// Who made a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    /// The platform: one for every model.
    Default,
    /// The account.
    Custom,
}

impl ServiceKind {
    /// Every kind with its word.
    pub const WORDS: [(&'static str, Self); 2] = [("default", Self::Default), ("custom", Self::Custom)];

    /// The word that documents use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Custom => "custom",
        }
    }
}

/// How a service is metered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Metering {
    /// By seconds of instances on GPUs.
    GpuSeconds {
        /// The code of the GPU tier.
        tier: String,
        /// How many instances.
        scaling: ServiceScaling,
    },
    /// By tokens.
    Tokens,
}

impl Metering {
    /// The word that documents use.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::GpuSeconds { .. } => "gpu_seconds",
            Self::Tokens => "tokens",
        }
    }

    /// The GPU tier's code, where instances are metered.
    #[must_use]
    pub fn tier(&self) -> Option<&str> {
        match self {
            Self::GpuSeconds { tier, .. } => Some(tier),
            Self::Tokens => None,
        }
    }

    /// The scaling, where instances are metered.
    #[must_use]
    pub const fn scaling(&self) -> Option<&ServiceScaling> {
        match self {
            Self::GpuSeconds { scaling, .. } => Some(scaling),
            Self::Tokens => None,
        }
    }
}

/// A service of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceRecord {
    /// Its id.
    pub id: String,
    /// The account that it belongs to.
    pub account: String,
    /// Who made it.
    pub kind: ServiceKind,
    /// The name for people.
    pub name: String,
    /// The model that it serves.
    pub model: String,
    /// How it is metered.
    pub metering: Metering,
    /// The billing mode that it is configured for.
    pub billing_mode: BillingMode,
    /// Free texts by name.
    pub labels: BTreeMap<String, String>,
    /// Where it is in its life.
    pub life: Service,
    /// Counts the times that it went from stopped to started; reports name the attempt they belong to (L5).
    pub attempt: u64,
    /// How many instances are wanted while it may run.
    pub wanted: u32,
    /// When it was made.
    pub created_at: Instant,
    /// When it was removed.
    pub deleted_at: Option<Instant>,
    /// Rises with every change.
    pub version: u64,
}

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

/// A change of a service's status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineRow {
    /// Its number in the store.
    pub sequence: i64,
    /// When it took effect.
    pub at: Instant,
    /// The command.
    pub command: String,
    /// The status word after it.
    pub status: String,
    /// The reasons after it.
    pub reasons: Vec<String>,
    /// Why.
    pub cause: String,
    /// Who.
    pub actor: String,
}

/// A transfer between two accounts of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Its number in the store.
    pub sequence: i64,
    /// When.
    pub at: Instant,
    /// What it is: `top_up` or `bill`.
    pub kind: String,
    /// What caused it; one cause has one transfer.
    pub cause: String,
    /// What it takes from.
    pub debit: String,
    /// What it gives to.
    pub credit: String,
    /// How much.
    pub amount_minor: i64,
    /// The currency.
    pub currency: String,
    /// The account's balance after it.
    pub balance_minor: i64,
    /// The hash of this transfer and the one before it.
    pub chain: Vec<u8>,
}

/// A bill that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedBill {
    /// The month.
    pub month: Month,
    /// When it was issued.
    pub issued_at: Instant,
    /// When it is due.
    pub due_at: Instant,
    /// How much is to be paid.
    pub payable_minor: i64,
    /// The bill as it was issued, as JSON.
    pub document: String,
    /// The last token record that was known.
    pub last_token_record: i64,
    /// The last run point that was known.
    pub last_run_point: i64,
}

/// A service as bills name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedService {
    /// Its id.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// Free texts by name.
    pub labels: BTreeMap<String, String>,
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

/// What lets a caller in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialKind {
    /// For programs.
    ApiKey,
    /// For a browser, after signing in.
    Session,
    /// For one sign-in.
    SignIn,
}

impl CredentialKind {
    /// Every kind with its word.
    pub const WORDS: [(&'static str, Self); 3] =
        [("api_key", Self::ApiKey), ("session", Self::Session), ("sign_in", Self::SignIn)];

    /// The word that the store uses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ApiKey => "api_key",
            Self::Session => "session",
            Self::SignIn => "sign_in",
        }
    }
}

/// A credential; the secret itself is never kept, only its SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub account: String,
    /// What it is for.
    pub kind: CredentialKind,
    /// The name for people.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it ends by itself.
    pub expires_at: Option<Instant>,
    /// When it was ended.
    pub ended_at: Option<Instant>,
}

/// A change for those who watch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number in the store.
    pub sequence: i64,
    /// Whose it is.
    pub account: String,
    /// When.
    pub at: Instant,
    /// What it is: `status`, `run`, `rate` or `account`.
    pub kind: String,
    /// The change as JSON.
    pub data: String,
}

/// What is to be done at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// For which account.
    pub account: String,
    /// What.
    pub kind: DueKind,
    /// For which service, or empty.
    pub subject: String,
    /// When.
    pub at: Instant,
}

/// Kinds of work that the clock causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueKind {
    /// A month is closed and its bill issued.
    CloseMonth,
    /// Overdue payment is looked at.
    Assess,
    /// Automatic scaling is looked at.
    Scale,
    /// A service that is creating becomes late.
    Late,
}

impl DueKind {
    /// Every kind with its word.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("close_month", Self::CloseMonth),
        ("assess", Self::Assess),
        ("scale", Self::Scale),
        ("late", Self::Late),
    ];

    /// The word that the store uses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CloseMonth => "close_month",
            Self::Assess => "assess",
            Self::Scale => "scale",
            Self::Late => "late",
        }
    }
}
