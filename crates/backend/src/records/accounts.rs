//! Accounts, their ledger and bills, and what lets their callers in.

use serde::Serialize;
use tiermeter_pricing::{Instant, Month};

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
