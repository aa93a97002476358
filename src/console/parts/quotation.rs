//! What is said in English only stands behind what is said in the reader's language, and is marked as English.

use leptos::prelude::*;

use crate::console::failure::Quoted;

/// A quotation behind a sentence; nothing where the sentence says all.
pub fn quotation(quoted: Option<Quoted>) -> impl IntoView + use<> {
    quoted.map(|Quoted { lead, text }| view! { " " {lead} " " <span lang="en">{text}</span> })
}
