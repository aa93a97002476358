//! What the REST API answers, as far as the console shows it (`/api/v1/openapi.json` says the same). Fields that it
//! does not know are passed over, so that a newer server does not break an open console.

mod access;
mod history;
mod model;
mod money;
pub mod read;
mod service;
mod stream;
#[cfg(test)]
mod tests;
mod usage;

use serde::Deserialize;
use tiermeter_pricing::Instant;

pub use access::{ApiKey, NewApiKey};
pub use history::{Instance, InstanceState, Instances, Run, TimelineEntry};
pub use model::{FreeQuota, Model, ModelPrices, ReservationOffer};
#[cfg(test)]
pub use money::Notice;
pub use money::{
    Account, Bill, BillLine, BillState, BillSummary, LedgerEntry, LedgerKind, NoticeKind, Plan, Terms, TopUp,
};
pub use service::{InstanceCounts, Metering, OpenReservation, OpenRun, Reservation, Service, ServiceType};
#[cfg(test)]
pub use stream::RateEvent;
pub use stream::{Event, RunEvent, StatusEvent};
pub use usage::{UsageReport, UsageRow};

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Page<T> {
    /// What is on it.
    pub data: Vec<T>,
    /// Where the next page begins; `None` on the last.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// Who is signed in, and what the server's clock says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Session {
    /// The account.
    pub account: Account,
    /// The server's clock.
    #[serde(deserialize_with = "read::instant")]
    pub now: Instant,
    /// Whether that clock stands still until it is moved.
    pub test_clock: bool,
}

/// Why the server refused a request (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// The status in words.
    pub title: String,
    /// A sentence for people, in English.
    pub detail: String,
    /// A stable code.
    pub code: String,
    /// Which places of the body are at fault.
    #[serde(default)]
    pub errors: Vec<ProblemError>,
}

/// One place that is at fault.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ProblemError {
    /// Where in the body, as a JSON pointer.
    pub pointer: String,
    /// A sentence with the value and what is allowed.
    pub detail: String,
}
