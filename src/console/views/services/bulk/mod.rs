//! One thing done to many services: it says first what it leads to, then sends one by one, and says for each what
//! became of it.
//!
//! | module | what it holds |
//! |---|---|
//! | `plan` | what it would do and cost: pure |
//! | `send` | sending, a few at once |
//! | `undo` | how a change left a service, for the way back: pure |
//! | `outcome` | what became of each: pure |
//! | `bar` | how many are selected, and what can be done to them |
//! | `dialog`, `results` | asking, and telling |
//! | `words` | what is said |

mod bar;
mod dialog;
mod outcome;
mod plan;
mod results;
mod send;
mod undo;
mod words;

pub use bar::BulkBar;
pub use dialog::BulkDialog;
pub use send::Bulk;
