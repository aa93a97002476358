//! The page `/check`: a log of starts and stops, priced by the rules and laid beside an invoice.
//!
//! | module | what it holds |
//! |---|---|
//! | `rows`, `json` | the rows of a file, CSV or JSON alike |
//! | `columns`, `instants` | which column holds what, and how instants are written |
//! | `log`, `invoice` | what the two files say |
//! | `counts`, `explain`, `compare` | seconds in every way, what explains an amount, line by line |
//! | `report`, `results`, `fault` | what comes of it, as data and as CSV, and what is not taken |
//! | `job` | what the worker is asked, and what it answers |
//! | `worker`, `remote` | the worker's side and the page's |
//! | `state`, `view`, `words` | what the page shows |
//!
//! All that grows with the log is done in a worker, by the same program that the page runs. Nothing is sent anywhere.

mod columns;
mod compare;
mod counts;
mod explain;
mod fault;
mod instants;
mod invoice;
mod job;
mod json;
mod log;
mod remote;
mod report;
mod results;
mod rows;
mod save;
mod state;
mod view;
mod words;
mod worker;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;

use self::state::CheckState;
use self::view::check;
use crate::site;

/// In a page this mounts the check, in a worker it waits for jobs: both run the same program.
pub fn start() {
    console_error_panic_hook::set_once();
    match js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        Ok(scope) => worker::serve(&scope),
        Err(_) => {
            site::start("check", || provide_context(CheckState::new()), check);
        }
    }
}

#[cfg(test)]
mod tests;
