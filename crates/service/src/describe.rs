use std::fmt;

use serde::Serialize;
use tiermeter_pricing::Instant;

use crate::service::{Activation, Service};

/// How long creating is expected to take at most (L7): a target, not a failure.
pub const EXPECTED_CREATION_NANOSECONDS: i64 = 5_000_000_000;

/// The four words for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody ever asked for it.
    NotEnabled,
    /// It is being made ready for the first time.
    Creating,
    /// It can answer.
    Running,
    /// It was asked for, and something keeps it from running.
    Stopped,
}

impl Status {
    /// The word that documents use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotEnabled => "not_enabled",
            Self::Creating => "creating",
            Self::Running => "running",
            Self::Stopped => "stopped",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a service is stopped; sorted by their words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It could not be created.
    CreationFailed,
    /// Somebody switched it off.
    Disabled,
    /// The account has overdue payment.
    Overdue,
}

impl Reason {
    /// The word that documents use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CreationFailed => "creation_failed",
            Self::Disabled => "disabled",
            Self::Overdue => "overdue",
        }
    }
}

/// How a service is billed (docs/rules.md, section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BillingMode {
    /// By what is used.
    PayAsYouGo,
    /// By reserved tokens per minute; the traffic above them by token.
    TpmReservation,
    /// Not at all.
    None,
}

impl BillingMode {
    /// Every mode with the word that documents use.
    pub const WORDS: [(&'static str, Self); 3] = [
        ("pay_as_you_go", Self::PayAsYouGo),
        ("tpm_reservation", Self::TpmReservation),
        ("none", Self::None),
    ];

    /// The word that documents use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PayAsYouGo => "pay_as_you_go",
            Self::TpmReservation => "tpm_reservation",
            Self::None => "none",
        }
    }

    /// The mode of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::WORDS.into_iter().find(|(known, _)| *known == word).map(|(_, mode)| mode)
    }
}

/// A service in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Description {
    /// One of the four words (L1).
    pub status: Status,
    /// What keeps a stopped service from running, all that hold.
    pub reasons: Vec<Reason>,
    /// When the word last changed; `None` before the first change (L8).
    pub since: Option<Instant>,
    /// The configured mode while the service is enabled, else none (L9).
    pub billing_mode: BillingMode,
    /// Creating for more than five seconds at the instant asked for (L7).
    pub late: bool,
}

impl Service {
    /// Says what the service is, with the billing mode it is configured for, as of `at` if that is given.
    #[must_use]
    pub fn describe(&self, configured: BillingMode, at: Option<Instant>) -> Description {
        let status = self.status();
        let enabled = matches!(self.activation, Activation::Enabled { .. });
        Description {
            status,
            reasons: self.reasons(),
            since: self.since,
            billing_mode: if enabled { configured } else { BillingMode::None },
            late: status == Status::Creating && self.took_too_long(at),
        }
    }

    fn reasons(&self) -> Vec<Reason> {
        let held_by_itself = match self.activation {
            Activation::Never => return Vec::new(),
            Activation::Enabled { .. } => None,
            Activation::Disabled { .. } => Some(Reason::Disabled),
            Activation::Failed => Some(Reason::CreationFailed),
        };
        held_by_itself.into_iter().chain(self.overdue.then_some(Reason::Overdue)).collect()
    }

    fn took_too_long(&self, at: Option<Instant>) -> bool {
        match (self.since, at) {
            (Some(since), Some(at)) => {
                at.unix_nanoseconds() - since.unix_nanoseconds() > EXPECTED_CREATION_NANOSECONDS
            }
            _ => false,
        }
    }
}
