//! Services: what an account calls and pays for.

mod change;
mod history;
mod list;
mod preview;
mod reservations;
pub(super) mod shown;

pub(super) use change::{create, delete, disable, enable, patch, set_billing_mode, set_scaling};
pub(super) use history::{instances, runs, timeline};
pub(super) use list::{get, list};
pub(super) use preview::preview;
pub(super) use reservations::{buy as buy_reservation, end as end_reservation, list as list_reservations};
