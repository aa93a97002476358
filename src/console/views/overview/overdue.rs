//! What overdue payment stopped, what ends it, and what a top-up brings back.

use leptos::prelude::*;

use super::SoFar;
use super::words::Words;
use crate::console::documents::BillSummary;
use crate::console::format::use_format;
use crate::console::live::use_live;
use crate::console::parts::Loaded;
use crate::console::views::account::amount::at_least;
use crate::console::views::account::read::{returning_now, use_missing};
use crate::console::views::account::returning::Returning;
use crate::console::words::use_words;
use crate::erased::memo;

/// Shown while payment is overdue.
#[component]
pub fn Overdue(
    /// Moves after services stand otherwise.
    beat: ReadSignal<u64>,
    /// The bills.
    bills: Loaded<Vec<BillSummary>>,
    /// Opens the dialog of a payment.
    top_up: RwSignal<bool>,
) -> impl IntoView {
    let live = use_live();
    let overdue = memo(move || live.account.with(|account| account.as_ref().is_some_and(|it| it.overdue)));
    move || overdue.get().then(|| view! { <Stopped beat=beat bills=bills top_up=top_up /> })
}

/// What was stopped, and what comes back.
#[component]
fn Stopped(
    /// Moves after services stand otherwise.
    beat: ReadSignal<u64>,
    /// The bills.
    bills: Loaded<Vec<BillSummary>>,
    /// Opens the dialog of a payment.
    top_up: RwSignal<bool>,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let missing = use_missing(bills);
    let least = memo(move || {
        let currency = live.known_currency()?;
        let amount = at_least(missing.get()?.at_least(), currency)?;
        Some((words.overdue_least)(&format!("{} {}", format.payable(amount), currency.code())))
    });
    let returning = memo(move || {
        beat.track();
        returning_now(live)
    });
    let back = move || {
        let returning = returning.get();
        let currency = live.currency();
        if returning.count > 0 {
            let per_hour = format.money(returning.per_hour, &currency);
            view! {
                <p>
                    {(words.brings_back)(returning.count, &per_hour)}
                    " "
                    <strong>{names(&returning, words)}</strong>
                </p>
            }
            .into_any()
        } else if returning.stopped > 0 {
            view! { <p>{words.brings_back_none}</p> }.into_any()
        } else {
            ().into_any()
        }
    };
    let staying = move || {
        let staying = returning.with(Returning::staying);
        (staying > 0).then(|| view! { <p>{(words.staying)(staying)}</p> })
    };
    view! {
        <section class="panel overview-overdue" aria-labelledby="overview-overdue">
            <div class="panel-head">
                <h2 id="overview-overdue">{words.overdue}</h2>
                <SoFar />
                <button type="button" class="button main" on:click=move |_| top_up.set(true)>
                    {words.top_up}
                </button>
            </div>
            <p>
                {move || returning.with(|returning| (words.overdue_stopped)(returning.stopped))}
                " "
                {move || least.get()}
            </p>
            {back}
            {staying}
        </section>
    }
}

/// The first of those that come back, and how many more.
fn names(returning: &Returning, words: &Words) -> String {
    let names = returning.names.join(", ");
    match returning.unnamed() {
        0 => names,
        more => format!("{names} {}", (words.more)(more)),
    }
}
