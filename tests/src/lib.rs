//! What the tests of the whole product share.
//!
//! - [`vectors`] reads the cases that hold the rules as data.
//! - [`oracle`] computes the same answers a second time, by walking, from SPEC 2, 3, 5 and 6 alone.
//! - [`strategies`] draws small and nasty documents, [`mutations`] spoils good ones.
//! - [`answer`], [`report`] and [`property`] compare, and say what went wrong.
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "helpers of tests: a document they cannot read is a fault of the test and ends it"
)]

pub mod answer;
pub mod mutations;
pub mod oracle;
pub mod property;
pub mod report;
pub mod strategies;
pub mod vectors;
