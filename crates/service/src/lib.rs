//! The life of a service (docs/rules.md, section 4): a [`Service`] is what is known of it, a [`Command`] makes
//! another one of it or is refused, and a [`Description`] says it in four words. A [`ServiceScaling`] says how many
//! instances it wants (section 5). Pure: every instant is an
//! argument.

mod command;
mod cron;
mod describe;
mod document;
mod scaling;
mod service;

pub use command::Command;
pub use cron::Cron;
pub use describe::{BillingMode, Description, EXPECTED_CREATION_NANOSECONDS, Reason, Status};
pub use scaling::{
    AutomaticScaling, Instances, LoadReport, MOST_INSTANCES, MOST_POLICIES, Policy, PolicyDocument,
    ServiceScaling, Wanted,
};
pub use service::{Activation, Service};
