//! What the backend keeps and does (docs/rules.md, section 9). Time, ids and randomness come in as arguments; HTTP
//! and processes are the server's.
//!
//! | module | what it holds |
//! |---|---|
//! | `records` | what is kept, as types |
//! | `store` | the store and a transaction in it, as traits |
//! | `sqlite` | the store in one SQLite file |
//! | `operation` | what every operation is given: the instant, the price book, fresh ids, the actor |
//! | `accounts`, `services`, `life`, `instances`, `scaling`, `reservations` | services and their status |
//! | `events`, `told_runs` | usage from elsewhere |
//! | `metering` | the current bill, from tallies and what is open |
//! | `ledger`, `billing`, `assess` | money: postings, bills, overdue payment |
//! | `due` | what the clock causes |
//! | `verify` | the invariants, checked on the file |

pub mod accounts;
pub mod assess;
pub mod billing;
pub mod due;
pub mod events;
mod fault;
pub mod instances;
pub mod ledger;
pub mod life;
pub mod metering;
pub mod operation;
pub mod records;
pub mod reservations;
pub mod scaling;
pub mod services;
pub mod sqlite;
pub mod store;
mod told_runs;
pub mod usage;
pub mod verify;

pub use fault::Fault;
