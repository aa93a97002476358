//! What is said at the top: what became of a link or a file.

use leptos::prelude::*;

use super::state::CalculatorState;
use crate::erased::dynamic;
use crate::frames::button;

/// The notice, until it is put away.
pub fn notice(state: CalculatorState) -> AnyView {
    let words = state.words;
    let shown = move || {
        state.notice.get().map(|notice| {
            let class = if notice.is_refusal { "refused notice" } else { "note notice" };
            view! {
                <div class=class>
                    <p>{notice.text}</p>
                    {button("quiet", words.put_away, move || state.notice.set(None))}
                </div>
            }
            .into_any()
        })
    };
    view! { <div role="status" class="notices">{dynamic(shown)}</div> }.into_any()
}
