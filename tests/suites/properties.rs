//! What holds for every document, tried on random ones against an oracle that walks second by second.

#![expect(clippy::expect_used, reason = "what cannot be read ends the test")]

#[path = "properties/estimates.rs"]
mod estimates;
#[path = "properties/mutations.rs"]
mod mutations;
mod native;
#[path = "properties/pricing.rs"]
mod pricing;
