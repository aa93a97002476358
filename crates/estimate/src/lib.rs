//! Estimates: usage that has not happened yet (docs/rules.md, sections 5 and 6). An [`Estimate`] is expanded
//! into usage, and the settlement of that is the answer; there is no second path to a price.
//!
//! | module | what it holds |
//! |---|---|
//! | `estimate`, `document` | the document, and how it is read and written |
//! | `demand` | how many instances are wanted, and when (S1 to S3, E3 to E5) |
//! | `expand` | demand and load become runs and records (E2, E6, E9) |
//! | `price`, `explain` | the settlement, and the arithmetic behind each line |

mod demand;
mod document;
mod estimate;
mod expand;
mod explain;
mod price;

pub use demand::{Level, wanted};
pub use estimate::{
    Automatic, ComputeLoad, Day, Estimate, EstimateLine, Rate, ReservedTokens, Scaling, Step, TokenLoad,
    TokenWork, Weekly, Window, Work,
};
pub use expand::expand;
pub use explain::{ExplainedRun, LineExplanation, Part, explain};
pub use price::{price, price_within};
pub use tiermeter_service::{Cron, Policy};
