//! New service.

use leptos::prelude::*;

use crate::console::frame::FrameWords;
use crate::console::parts::Heading;
use crate::console::words::use_words;

/// New service.
#[component]
pub fn NewService() -> impl IntoView {
    let words = use_words::<FrameWords>();
    view! { <Heading text=words.services.to_owned() /> }
}
