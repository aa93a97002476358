//! The life of a service (docs/rules.md, section 4): a [`Service`] is what is known of it, a [`Command`] makes
//! another one of it or is refused, and a [`Description`] says it in four words. Pure: every instant is an
//! argument.

mod command;
mod describe;
mod document;
mod service;

pub use command::Command;
pub use describe::{BillingMode, Description, EXPECTED_CREATION_NANOSECONDS, Reason, Status};
pub use service::{Activation, Service};
