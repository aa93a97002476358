//! What the page shows, from top to bottom.

mod columns;
mod give;
mod report;
mod run;

use leptos::prelude::*;

use self::columns::Columns;
use self::give::Give;
use self::report::ReportView;
use self::run::{Options, RefusedView, Run};
use super::fault::Given;
use super::state::CheckState;
use super::words::Words;
use crate::site::use_words;

#[expect(clippy::expect_used, reason = "the page provides it above every component")]
fn use_state() -> CheckState {
    use_context::<CheckState>().expect("the state is provided above every component")
}

/// The whole check.
#[component]
pub fn Check() -> impl IntoView {
    let (words, state) = (use_words::<Words>(), use_state());
    document().set_title(words.document_title);
    view! {
        <div class="gives">
            {[Given::Log, Given::Invoice]
                .map(|given| {
                    view! {
                        <section class="card" aria-labelledby=give::title_id(given)>
                            <Give given=given />
                            <Columns given=given />
                        </section>
                    }
                })
                .collect_view()}
        </div>
        <Options />
        <Run />
        <RefusedView />
        {move || state.answer.get().map(|answer| view! { <ReportView answer=answer /> })}
    }
}
