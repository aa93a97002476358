//! Overview.

use leptos::prelude::*;

use crate::console::frame::FrameWords;
use crate::console::parts::Heading;
use crate::console::words::use_words;

/// Overview.
#[component]
pub fn Overview() -> impl IntoView {
    let words = use_words::<FrameWords>();
    view! { <Heading text=words.overview.to_owned() /> }
}
