//! Changes as the stream tells them.

use serde::Deserialize;
use tiermeter_pricing::Instant;
use tiermeter_service::{BillingMode, Reason, Status};

use super::read;

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A service changed.
    Status(StatusEvent),
    /// A service was deleted.
    Deleted {
        /// Its id.
        service: String,
    },
    /// A run began or ended.
    Run(RunEvent),
    /// What a service costs by the hour.
    Rate(RateEvent),
    /// The account's money changed.
    Account(AccountEvent),
    /// A bill was issued.
    BillIssued,
    /// Something was missed: everything is to be read anew.
    Reset,
}

/// A service changed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StatusEvent {
    /// Its id.
    pub service: String,
    /// One of the four words.
    #[serde(deserialize_with = "read::status")]
    pub status: Status,
    /// What keeps it from running.
    #[serde(deserialize_with = "read::reasons")]
    pub reasons: Vec<Reason>,
    /// Creating for more than five seconds.
    pub late: bool,
    /// When the word last changed.
    #[serde(deserialize_with = "read::instant_or_null")]
    pub since: Option<Instant>,
    /// The mode as it is shown (L9).
    #[serde(deserialize_with = "read::billing_mode")]
    pub billing_mode: BillingMode,
    /// How many instances there are to be.
    pub instances_wanted: u32,
    /// The number in the service's `ETag`.
    pub version: u64,
    /// When.
    #[serde(deserialize_with = "read::instant")]
    pub at: Instant,
}

/// A run began or ended.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RunEvent {
    /// The service's id.
    pub service: String,
    /// Of which instance.
    pub instance: String,
    /// The tier that is billed.
    pub tier: String,
    /// Its start.
    #[serde(deserialize_with = "read::instant")]
    pub started_at: Instant,
    /// Its end; `None` while open.
    #[serde(deserialize_with = "read::instant_or_null")]
    pub stopped_at: Option<Instant>,
}

/// What a service costs by the hour.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RateEvent {
    /// The service's id.
    pub service: String,
    /// What its open runs and reservations cost in an hour.
    #[serde(deserialize_with = "read::decimal")]
    pub per_hour: rust_decimal::Decimal,
    /// When.
    #[serde(deserialize_with = "read::instant")]
    pub at: Instant,
}

/// The account's money changed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AccountEvent {
    /// Whether payment is overdue.
    pub overdue: bool,
    /// The balance.
    #[serde(deserialize_with = "read::decimal")]
    pub balance: rust_decimal::Decimal,
}

impl Event {
    /// The kinds of events, as the stream names them.
    pub const KINDS: [&'static str; 5] = ["status", "run", "rate", "account", "reset"];

    /// Reads an event of the stream; `None` for one that this console cannot read.
    pub fn read(kind: &str, data: &str) -> Option<Self> {
        match kind {
            "reset" => Some(Self::Reset),
            "run" => serde_json::from_str(data).ok().map(Self::Run),
            "rate" => serde_json::from_str(data).ok().map(Self::Rate),
            "status" => {
                #[derive(Deserialize)]
                struct Deletion {
                    service: String,
                    deleted: bool,
                }
                match serde_json::from_str::<Deletion>(data) {
                    Ok(Deletion { service, deleted: true }) => Some(Self::Deleted { service }),
                    _ => serde_json::from_str(data).ok().map(Self::Status),
                }
            }
            "account" => match serde_json::from_str(data) {
                Ok(account) => Some(Self::Account(account)),
                Err(_) => data.contains("\"bill\"").then_some(Self::BillIssued),
            },
            _ => None,
        }
    }

    /// The service that it is about.
    pub fn service(&self) -> Option<&str> {
        match self {
            Self::Status(event) => Some(&event.service),
            Self::Deleted { service } => Some(service),
            Self::Run(event) => Some(&event.service),
            Self::Rate(event) => Some(&event.service),
            Self::Account(_) | Self::BillIssued | Self::Reset => None,
        }
    }

    /// An instant that the server's clock had reached when it happened.
    pub fn at(&self) -> Option<Instant> {
        match self {
            Self::Status(event) => Some(event.at),
            Self::Rate(event) => Some(event.at),
            // A run may be told long after it was, or a moment ahead.
            Self::Run(_) | Self::Deleted { .. } | Self::Account(_) | Self::BillIssued | Self::Reset => None,
        }
    }
}
