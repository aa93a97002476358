//! Bill.

use leptos::prelude::*;

use crate::console::frame::FrameWords;
use crate::console::parts::Heading;
use crate::console::words::use_words;

/// Bill.
#[component]
pub fn Bill() -> impl IntoView {
    let words = use_words::<FrameWords>();
    view! { <Heading text=words.bills.to_owned() /> }
}
