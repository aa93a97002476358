//! The backend with the pages inside, and the command line: a shell around the pure crates that fetches facts,
//! calls the core, and shows the answer.
//!
//! | module | what it holds |
//! |---|---|
//! | `cli` | the commands and their flags (docs/rules.md, section 8) |
//! | `http` | every route, one file for each endpoint (section 9) |
//! | `serve` | the listener: accepts, keeps time, shuts down |
//! | `pages` | the embedded page and the policy that it is served with |
//! | `backend` | store, clock and prices, and the one way in which operations are done |
//! | `runner`, `guard`, `sample_model` | instances as processes |
//! | `clock`, `models`, `secrets` | what the backend is told: time, commands of models, randomness |
//! | `lock` | what threads share |

mod backend;
mod cli;
mod clock;
mod guard;
mod http;
mod lock;
mod models;
mod pages;
mod runner;
mod sample_model;
mod secrets;
mod serve;

use std::process::ExitCode;

/// Runs the command line and says how it ended: 0 done, 1 refused or failed, 2 wrong flags.
#[must_use]
pub fn run() -> ExitCode {
    cli::run()
}
