//! A list that grows when somebody wants to see more of it.

use leptos::prelude::*;

use crate::erased::{callback, memo, shown_while, signal_of};

/// Shows more of a list. The button stays while the list grows, and with it the focus.
#[component]
pub fn MoreButton(
    /// What it is called, for as long as there is more.
    #[prop(into)]
    label: Signal<Option<String>>,
    /// Whether more is on its way.
    #[prop(into)]
    is_busy: Signal<bool>,
    /// Wants more.
    on_more: Callback<()>,
) -> impl IntoView {
    let is_there = memo(move || label.with(Option::is_some));
    view! {
        {shown_while(move || is_there.get(), move || view! { <button
                type="button"
                class="button"
                disabled=move || is_busy.get()
                on:click=move |_| on_more.run(())
            >
                {move || label.get()}
            </button> }.into_any())}
    }
}

/// How much of a list is shown.
#[derive(Clone, Copy)]
pub struct Shown {
    /// At most so many entries.
    pub most: RwSignal<usize>,
    /// So many entries are not shown.
    pub hidden: Memo<usize>,
    /// Shows as many again.
    pub more: Callback<()>,
}

/// Shows so many entries of a list at first, and as many more each time.
pub fn use_shown(length: Memo<usize>, at_once: usize) -> Shown {
    let most = signal_of(at_once);
    let hidden = memo(move || length.get().saturating_sub(most.get()));
    let more = callback(move |()| most.update(|most| *most = most.saturating_add(at_once)));
    Shown { most, hidden, more }
}
