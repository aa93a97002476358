//! What is said at the top: what became of a link or a file.

use leptos::prelude::*;

use super::state::CalculatorState;

/// The notice, until it is put away.
pub fn notice(state: CalculatorState) -> AnyView {
    let words = state.words;
    let class = |is_refusal: bool| if is_refusal { "refused notice" } else { "note notice" };
    let shown = move || {
        state.notice.get().map(|notice| {
            view! {
                <div class=class(notice.is_refusal)>
                    <p>{notice.text}</p>
                    <button type="button" class="quiet" on:click=move |_| state.notice.set(None)>
                        {words.put_away}
                    </button>
                </div>
            }
        })
    };
    view! { <div role="status" class="notices">{shown}</div> }.into_any()
}
