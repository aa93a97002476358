//! How many instances a seconds-metered service wants (docs/rules.md, section 5). Pure: the load that was reported
//! and the instant asked for are arguments.

mod document;
mod wanted;

use tiermeter_pricing::Instant;

use crate::cron::Cron;

pub use document::{Instances, MOST_INSTANCES, MOST_POLICIES, PolicyDocument};
pub use wanted::{LoadReport, Wanted};

/// How many instances a service is to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceScaling {
    /// A fixed number (S1).
    Manual {
        /// How many, from 0 to 1,000.
        instances: u32,
    },
    /// As the load asks (S2).
    Automatic(AutomaticScaling),
}

/// Automatic scaling (S2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutomaticScaling {
    /// At least so many instances.
    pub minimum: u32,
    /// At most so many instances.
    pub maximum: u32,
    /// Requests in flight that one instance takes, at least 1.
    pub concurrency: u64,
    /// How long a lower need must last, in seconds.
    pub scale_in_after_seconds: u64,
    /// When the minimum is higher; up to five.
    pub policies: Vec<Policy>,
}

/// A scheduled policy: a higher minimum from each instant of a cron on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// When it begins.
    pub cron: Cron,
    /// For how long it holds, at least 1.
    pub duration_seconds: u64,
    /// The minimum meanwhile; at most the maximum counts.
    pub minimum: u32,
}

impl ServiceScaling {
    /// The word of the mode.
    #[must_use]
    pub const fn mode(&self) -> &'static str {
        match self {
            Self::Manual { .. } => "manual",
            Self::Automatic(_) => "automatic",
        }
    }
}

/// From when on a load counts, in nanoseconds since 1970.
pub(crate) const fn nanoseconds(at: Instant) -> i64 {
    at.unix_nanoseconds()
}
