//! The views. Each takes what it shows from the store or fetches it for itself, and is at one address. Those that look
//! at all services look no more often than `throttle` lets them.

pub mod account;
pub mod api_keys;
pub mod bill;
pub mod bills;
pub mod models;
pub mod new_service;
pub mod overview;
pub mod service;
pub mod services;
mod throttle;
pub mod usage;
