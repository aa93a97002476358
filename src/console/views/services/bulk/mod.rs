//! One thing done to many services: it says first what it leads to, then sends one by one, and says for each what
//! became of it.
//!
//! | module | what it holds |
//! |---|---|
//! | `plan` | what it would do and cost: pure |
//! | `ask` | asking, also about the way back |
//! | `job` | one of the services, and the request for it |
//! | `send` | sending, a few at once, and what follows |
//! | `outcome` | what became of each: pure |
//! | `bar` | how many are selected, and what can be done to them |
//! | `dialog`, `results` | asking, and telling |
//! | `words` | what is said |

mod ask;
mod bar;
mod dialog;
mod job;
mod outcome;
mod plan;
mod results;
mod send;
mod words;

pub use bar::BulkBar;
pub use dialog::BulkDialog;
pub use send::Bulk;

/// Where the focus goes when a button of the selection is gone: the table, else the view's heading.
const HOMES: &[&str] = &[".services-table", "#view h1"];
