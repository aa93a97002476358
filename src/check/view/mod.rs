//! What the page shows, from top to bottom.

mod columns;
mod give;
mod report;
mod run;

use leptos::prelude::*;

use self::columns::columns;
use self::give::give;
use self::report::report;
use self::run::{options, refused, run};
use super::fault::Given;
use super::state::CheckState;
use super::words::Words;
use crate::site::use_words;

#[expect(clippy::expect_used, reason = "the page provides it above every component")]
fn use_state() -> CheckState {
    use_context::<CheckState>().expect("the state is provided above every component")
}

/// The whole check.
pub fn check() -> AnyView {
    let (words, state) = (use_words::<Words>(), use_state());
    document().set_title(words.document_title);
    view! {
        <div class="gives">
            {[Given::Log, Given::Invoice]
                .map(|given| {
                    view! {
                        <section class="card" aria-labelledby=give::title_id(given)>
                            {give(given)}
                            {columns(given)}
                        </section>
                    }
                    .into_any()
                })
                .collect_view()}
        </div>
        {options()}
        {run()}
        {refused()}
        {move || state.answer.get().map(report)}
    }
    .into_any()
}
