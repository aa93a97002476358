//! How a bill stands, by a shape and a word.

use leptos::prelude::*;

use crate::console::documents::BillState;
use crate::console::words::{Common, use_words};

/// How a bill stands.
#[component]
pub fn BillMark(
    /// How.
    state: BillState,
) -> impl IntoView {
    let words = use_words::<Common>();
    let class = match state {
        BillState::Open => "bills-mark open",
        BillState::Issued => "bills-mark issued",
        BillState::Paid => "bills-mark paid",
        BillState::Overdue => "bills-mark overdue",
    };
    view! { <span class=class><i aria-hidden="true"></i>{words.bill_state(state)}</span> }
}
