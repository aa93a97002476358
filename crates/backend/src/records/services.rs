//! Services and the timeline of their status.

use std::collections::BTreeMap;

use serde::Serialize;
use tiermeter_pricing::Instant;
use tiermeter_service::{BillingMode, Service, ServiceScaling};

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
