//! Models.

use leptos::prelude::*;

use crate::console::frame::FrameWords;
use crate::console::parts::Heading;
use crate::console::words::use_words;

/// Models.
#[component]
pub fn Models() -> impl IntoView {
    let words = use_words::<FrameWords>();
    view! { <Heading text=words.models.to_owned() /> }
}
