//! What the store keeps, as types. Amounts of money are whole minor units of the account's currency.
//!
//! | module | what it holds |
//! |---|---|
//! | `accounts` | accounts, their ledger and bills, and what lets their callers in |
//! | `services` | services and the timeline of their status |
//! | `usage` | what was used, what was reserved or given, and events that were refused |
//! | `changes` | what those who watch are told, and what the clock is to cause |

mod accounts;
mod changes;
mod services;
mod usage;

pub use accounts::{Account, Credential, CredentialKind, IssuedBill, Plan, Transfer};
pub use changes::{Change, Due, DueKind};
pub use services::{Metering, NamedService, ServiceKind, ServiceRecord, TimelineRow};
pub use usage::{QuotaRecord, RefusedEvent, Reporter, ReservationRecord, RunPoint, RunRecord, TokenRecord};
