//! The console of Tiermeter: what every service does and costs at this second, and one action that mends it.
//!
//! | module | what it holds |
//! |---|---|
//! | `frame` | what stands around every view, and which view an address shows |
//! | `views` | the views |
//! | `live` | the store of what is shown, kept up by the stream of changes; costs counted by the core |
//! | `act` | actions: what they lead to, said before they are done |
//! | `parts` | what views are made of |
//! | `palette`, `shortcuts` | everything from the keyboard |
//! | `documents`, `request`, `client`, `failure` | the REST API: what it answers, what it is asked, how, and what goes wrong |
//! | `csv` | tables as files: pure |
//! | `words`, `format`, `zone` | languages, and how amounts and instants are written |
//!
//! It is a program of its own, so that the pricing page loads nothing of it.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "handles of signals are copied into components; what of them is for debugging makes them large"
)]
#![expect(
    clippy::struct_field_names,
    reason = "documents have the API's names, words those of what they say"
)]

pub mod act;
pub mod client;
pub mod csv;
pub mod documents;
pub mod failure;
pub mod format;
pub mod frame;
pub mod live;
pub mod palette;
pub mod parts;
pub mod request;
pub mod shortcuts;
pub mod views;
pub mod words;
pub mod zone;

use leptos::mount::mount_to_body;
use leptos::prelude::*;

/// Mounts the console, and takes away what `console.html` showed until then.
pub fn start() {
    console_error_panic_hook::set_once();
    mount_to_body(frame::App);
    if let Some(loading) = document().get_element_by_id("loading") {
        loading.remove();
    }
}
