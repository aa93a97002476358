//! What became of a service: its timeline, its runs, its instances.

use rust_decimal::Decimal;
use serde::Deserialize;
use tiermeter_pricing::Instant;
use tiermeter_service::{Command, Reason, Status};

use super::read;

/// A change of status.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TimelineEntry {
    /// A number that rises.
    pub sequence: u64,
    /// When.
    #[serde(deserialize_with = "read::instant")]
    pub at: Instant,
    /// The status from then on.
    #[serde(deserialize_with = "read::status")]
    pub status: Status,
    /// What keeps it from running.
    #[serde(deserialize_with = "read::reasons")]
    pub reasons: Vec<Reason>,
    /// The command that led to it.
    #[serde(deserialize_with = "read::command")]
    pub command: Command,
    /// Why, in a few words.
    pub cause: String,
    /// Who acted: `owner`, `operator`, `platform` or `api_key:ID`.
    pub actor: String,
}

/// A run with its seconds and what they cost.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Run {
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
    /// Billed seconds (P1), up to when it was read while open.
    pub seconds: u64,
    /// What they cost.
    #[serde(deserialize_with = "read::decimal")]
    pub amount: Decimal,
    /// The currency's code.
    pub currency: String,
    /// Whether it is open.
    pub open: bool,
}

/// What an instance does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InstanceState {
    /// Its process is there, and is not ready yet.
    Starting,
    /// It answers.
    Ready,
    /// The pause before the next attempt.
    Waiting,
    /// It is told to end.
    Stopping,
}

/// An instance that the server runs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Instance {
    /// Its name.
    pub instance: String,
    /// What it does.
    pub state: InstanceState,
    /// Where it answers.
    pub endpoint: Option<String>,
    /// Since when.
    #[serde(deserialize_with = "read::instant")]
    pub since: Instant,
    /// How often it was started again.
    pub restarts: u64,
    /// How it ended the last time.
    pub last_exit: Option<String>,
}

/// The instances of a service; all of them are there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Instances {
    /// The instances.
    pub data: Vec<Instance>,
}
