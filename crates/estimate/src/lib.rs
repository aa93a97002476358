//! Estimates: usage that has not happened yet (docs/rules.md, sections 5 and 6). An [`Estimate`] is expanded
//! into usage, and the settlement of that is the answer; there is no second path to a price. Records of tokens that are
//! alike are settled at once, which comes to the same.
//!
//! | module | what it holds |
//! |---|---|
//! | `estimate`, `document` | the document, and how it is read and written |
//! | `demand` | how many instances are wanted, and when (S1 to S3, E3 to E5) |
//! | `runs`, `load` | demand and load become runs and requests (S3, E6) |
//! | `expand` | these become usage (E2, E6, E9) |
//! | `price`, `explain`, `days` | the settlement, the arithmetic behind each line, and its days |

mod days;
mod demand;
mod document;
mod estimate;
mod expand;
mod explain;
mod load;
mod price;
mod runs;

pub use days::cost_by_day;
pub use demand::{Level, wanted};
pub use document::{MONTHS, MOST_BURST_MINUTES, MOST_LINES, MOST_STEPS_OR_WINDOWS};
pub use estimate::{
    Automatic, ComputeLoad, Day, Estimate, EstimateLine, Rate, ReservedTokens, Scaling, Step, TokenLoad,
    TokenWork, Weekly, Window, Work,
};
pub use expand::{MOST_RUNS_AND_RECORDS, expand};
pub use explain::{ExplainedRun, LineExplanation, Part, explain};
pub use price::{price, price_and_explain, price_within};
pub use tiermeter_service::{Cron, MOST_INSTANCES, MOST_POLICIES, Policy};
