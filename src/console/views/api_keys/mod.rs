//! API keys.

use leptos::prelude::*;

use crate::console::frame::FrameWords;
use crate::console::parts::Heading;
use crate::console::words::use_words;

/// API keys.
#[component]
pub fn ApiKeys() -> impl IntoView {
    let words = use_words::<FrameWords>();
    view! { <Heading text=words.api_keys.to_owned() /> }
}
