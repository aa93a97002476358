//! Services, and what is bought or tried for one.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;
use tiermeter_pricing::Instant;
use tiermeter_service::{BillingMode, Reason, ServiceScaling, Status};

use super::read;

/// Who made a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceType {
    /// The platform: one for each model.
    Default,
    /// A team.
    Custom,
}

/// How a service is metered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metering {
    /// By seconds of instances.
    GpuSeconds,
    /// By tokens.
    Tokens,
}

/// A service as it was at [`Service::as_of`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Service {
    /// Its id.
    pub id: String,
    /// Who made it.
    #[serde(rename = "type")]
    pub kind: ServiceType,
    /// The name for people.
    pub name: String,
    /// The model's id.
    pub model: String,
    /// How it is metered.
    pub metering: Metering,
    /// The tier's code; `None` unless metered by seconds.
    pub tier: Option<String>,
    /// How many instances it is to have; `None` unless metered by seconds.
    #[serde(default, deserialize_with = "read::scaling")]
    pub scaling: Option<ServiceScaling>,
    /// The configured mode while it is enabled, else none (L9).
    #[serde(deserialize_with = "read::billing_mode")]
    pub billing_mode: BillingMode,
    /// The mode it is configured for.
    #[serde(deserialize_with = "read::billing_mode")]
    pub configured_billing_mode: BillingMode,
    /// One of the four words.
    #[serde(deserialize_with = "read::status")]
    pub status: Status,
    /// What keeps a stopped one from running.
    #[serde(deserialize_with = "read::reasons")]
    pub reasons: Vec<Reason>,
    /// Creating for more than five seconds.
    pub late: bool,
    /// When the word last changed.
    #[serde(deserialize_with = "read::instant_or_null")]
    pub since: Option<Instant>,
    /// How many instances there are to be, and are.
    pub instances: InstanceCounts,
    /// What it costs. [`crate::console::live::CostClock`] counts on from it.
    pub cost: ServiceCost,
    /// Texts by name.
    pub labels: BTreeMap<String, String>,
    /// When it was made.
    #[serde(deserialize_with = "read::instant")]
    pub created_at: Instant,
    /// The instant that the cost was computed for.
    #[serde(deserialize_with = "read::instant")]
    pub as_of: Instant,
    /// The newest change of the stream that is known here.
    pub position: u64,
    /// Whether it was ready at least once, so that enabling leads straight to running.
    pub ever_ready: bool,
    /// Its open runs, by their start.
    pub open_runs: Vec<OpenRun>,
    /// Its reservations in force, by their start.
    pub open_reservations: Vec<OpenReservation>,
}

/// Numbers of instances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
pub struct InstanceCounts {
    /// How many there are to be.
    pub wanted: u32,
    /// How many runs are open.
    pub running: u32,
}

/// What a service costs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ServiceCost {
    /// What open runs and reservations cost in an hour.
    #[serde(deserialize_with = "read::decimal")]
    pub per_hour: Decimal,
    /// What the running month came to at `as_of`, exactly.
    #[serde(deserialize_with = "read::decimal")]
    pub month_to_date: Decimal,
    /// The currency's code.
    pub currency: String,
    /// By sample prices.
    #[serde(default)]
    pub illustrative: bool,
}

/// A run that is open.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OpenRun {
    /// Of which instance.
    pub instance: String,
    /// The tier that is billed.
    pub tier: String,
    /// Since when.
    #[serde(deserialize_with = "read::instant")]
    pub started_at: Instant,
}

/// A reservation that is in force.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OpenReservation {
    /// Tokens per minute.
    pub tpm: u64,
    /// Since when.
    #[serde(deserialize_with = "read::instant")]
    pub from: Instant,
    /// Until when; `None` while it has no end.
    #[serde(deserialize_with = "read::instant_or_null")]
    pub until: Option<Instant>,
    /// The price in force, for a thousand tokens per minute and a started hour.
    #[serde(deserialize_with = "read::decimal")]
    pub per_ktpm_hour: Decimal,
}

/// A reservation as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Reservation {
    /// Its id.
    pub id: String,
    /// The model's id.
    pub model: String,
    /// Tokens per minute.
    pub tpm: u64,
    /// From when.
    #[serde(deserialize_with = "read::instant")]
    pub from: Instant,
    /// Until when; `None` while it has no end.
    #[serde(deserialize_with = "read::instant_or_null")]
    pub until: Option<Instant>,
    /// The price in force at `from`.
    #[serde(deserialize_with = "read::decimal")]
    pub per_ktpm_hour: Decimal,
    /// The currency's code.
    pub currency: String,
    /// By sample prices.
    #[serde(default)]
    pub illustrative: bool,
}
