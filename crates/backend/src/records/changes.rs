//! What those who watch are told, and what the clock is to cause.

use tiermeter_pricing::Instant;

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
