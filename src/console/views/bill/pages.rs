//! A long list, two hundred entries at a time.

use std::ops::Range;

use leptos::prelude::*;

use super::behind_words::Words;
use super::view_model::{ENTRIES_ON_A_PAGE, entries_of_page};
use crate::console::words::use_words;
use crate::erased::signal_of;

/// Entries of a list, with the way to those before and after.
#[component]
pub fn Pages<F>(
    /// How many there are.
    count: usize,
    /// Draws some of them.
    draw: F,
) -> impl IntoView
where
    F: Fn(Range<usize>) -> AnyView + Send + Sync + 'static,
{
    let words = use_words::<Words>();
    let page = signal_of(0_usize);
    let last = count.saturating_sub(1) / ENTRIES_ON_A_PAGE;
    let steps = (last > 0).then(|| {
        let range = move || {
            let range = entries_of_page(page.get(), count);
            (words.range_of)(range.start.saturating_add(1), range.end, count)
        };
        let before = move |_| page.update(|page| *page = page.saturating_sub(1));
        let after = move |_| page.update(|page| *page = page.saturating_add(1).min(last));
        view! {
            <p class="bill-pages">
                <button type="button" class="button" disabled=move || page.get() == 0 on:click=before>
                    {words.previous}
                </button>
                <span role="status">{range}</span>
                <button type="button" class="button" disabled=move || page.get() == last on:click=after>
                    {words.next}
                </button>
            </p>
        }
    });
    view! {
        {move || draw(entries_of_page(page.get(), count))}
        {steps}
    }
}
