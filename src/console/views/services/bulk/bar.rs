//! How many services are selected, and what can be done to them; it stays in sight.

use leptos::prelude::*;

use super::super::picked::Picked;
use super::super::state::List;
use super::HOMES;
use super::outcome::Kind;
use super::plan::Change;
use super::send::Bulk;
use super::words::Words;
use crate::console::parts::keep_focus;
use crate::console::words::use_words;
use crate::erased::{effect_of_last, memo, shown_while};

/// The bar of the selection.
#[component]
pub fn BulkBar(
    /// The list.
    list: List,
    /// What is done to them.
    bulk: Bulk,
) -> impl IntoView {
    let words = use_words::<Words>();
    let selected = memo(move || list.picked.with(Picked::count));
    let hidden = memo(move || {
        let shown = list.picked.with(|picked| {
            list.listing.with(|listing| {
                if picked.count() == 0 {
                    0
                } else {
                    listing.shown().filter(|row| picked.has(&row.id)).count()
                }
            })
        });
        selected.get().saturating_sub(shown)
    });
    let going = memo(move || bulk.is_going());
    let counted = move || (words.selected)(selected.get(), hidden.get());
    let buttons = memo(move || (selected.get() > 0, going.get()));
    effect_of_last(move |before: Option<(bool, bool)>| {
        // Those that were there are gone.
        if before.is_some_and(|before| before != (false, false)) {
            keep_focus(HOMES);
        }
        buttons.get()
    });
    view! {
        <Show when=move || { selected.get() > 0 || going.get() }>
            <section class="services-bulk" aria-label=words.selection>
                {shown_while(move || going.get(), move || view! { <Going bulk=bulk /> }.into_any())}
                {shown_while(move || !going.get(), move || view! { <p role="status">{counted}</p>
                    <button type="button" class="button" on:click=move |_| bulk.ask(Change::Enable)>
                        {words.enable}
                    </button>
                    <button type="button" class="button danger" on:click=move |_| bulk.ask(Change::Disable)>
                        {words.disable}
                    </button>
                    <button
                        type="button"
                        class="quiet"
                        on:click=move |_| list.picked.update(Picked::clear)
                    >
                        {words.unselect}
                    </button> }.into_any())}
            </section>
        </Show>
    }
}

/// How far it is, while its dialog may be closed.
#[component]
fn Going(
    /// What is done.
    bulk: Bulk,
) -> impl IntoView {
    let words = use_words::<Words>();
    let said = move || {
        let tally = bulk.tally.get();
        (words.progress)(tally.of(Kind::Done), tally.all(), tally.not_done())
    };
    view! {
        <p>{said}</p>
        <button type="button" class="button" on:click=move |_| bulk.show_progress()>{words.show_progress}</button>
    }
}
