//! Account.

use leptos::prelude::*;

use crate::console::frame::FrameWords;
use crate::console::parts::Heading;
use crate::console::words::use_words;

/// Account.
#[component]
pub fn Account() -> impl IntoView {
    let words = use_words::<FrameWords>();
    view! { <Heading text=words.account.to_owned() /> }
}
