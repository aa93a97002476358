//! Usage of any days: by service, model, tier, item, API key, day or label, with its plot, its sums and its files.
//!
//! | module | what it holds |
//! |---|---|
//! | `asked` | what is asked for, as it stands in the address |
//! | `range` | the days: pure |
//! | `view_model` | rows, filtered, sorted and added up: pure |
//! | `plot_model` | a bar for each day: pure |
//! | `csv`, `json` | the table as a file: pure |
//! | `reading` | reads the reports again while somebody looks |
//! | `controls`, `table`, `plot`, `files` | what is seen |

mod asked;
mod controls;
mod csv;
mod files;
mod json;
mod plot;
mod plot_model;
mod range;
mod reading;
mod table;
mod view_model;
mod words;

use leptos::prelude::*;
use tiermeter_pricing::{Instant, UtcOffset};

use crate::console::documents::UsageReport;
use crate::console::live::use_live;
use crate::console::parts::{Busy, CurlButton, Empty, Heading, use_loaded};
use crate::console::words::use_words;
use crate::erased::{derived, memo, shown_while};
use asked::Asked;
use controls::Controls;
use plot::Plot;
use range::Range;
use reading::{AsOf, Reading, once_there};
use table::UsageTable;
use view_model::GroupBy;
use words::Words;

/// What was used, and what it cost.
#[component]
pub fn Usage() -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    // Which days there are is known with the price book's offset and the server's clock.
    let ready = memo(move || live.book.with(Option::is_some) && live.now.get() != Instant::EPOCH);
    view! {
        <Heading text=words.title.to_owned() />
        {move || {
            let is_ready = ready.get();
            let offset = live.utc_offset_untracked();
            match offset.filter(|_| is_ready) {
                Some(offset) => view! { <UsageOfDays offset=offset /> }.into_any(),
                None => view! { <Busy /> }.into_any(),
            }
        }}
    }
}

/// What was used in the days that are asked for.
#[component]
fn UsageOfDays(
    /// The price book's offset.
    offset: UtcOffset,
) -> impl IntoView {
    let words = use_words::<Words>();
    let asked = Asked::here(offset);
    let reading = Reading::of(asked);
    let too_long = memo(move || asked.too_long_by_day());
    let too_long_for_table = memo(move || too_long.get() && asked.by.with(|by| *by == GroupBy::Day));
    let request = derived(move || asked.request());
    let days_of = (words.days_of)(&format!("UTC{offset}"));
    view! {
        <Controls asked=asked />
        {shown_while(move || !too_long_for_table.get(), move || view! { <AsOf reading=reading /> }.into_any())}
        {move || {
            if too_long.get() {
                view! { <p class="hint">{words.too_long_text}</p> }.into_any()
            } else {
                view! { <Plot asked=asked reading=reading /> }.into_any()
            }
        }}
        {move || {
            if too_long_for_table.get() {
                view! { <TooLong asked=asked /> }.into_any()
            } else {
                view! { <Rows asked=asked reading=reading /> }.into_any()
            }
        }}
        <p class="hint usage-foot">{days_of} " " <CurlButton request=request /></p>
    }
}

/// The table, once it is there.
#[component]
fn Rows(
    /// What is asked for.
    asked: Asked,
    /// What reads it again.
    reading: Reading,
) -> impl IntoView {
    let report = use_loaded::<UsageReport>(move || asked.request());
    reading.keep_rows(report);
    once_there(report, Box::new(move || view! { <UsageTable report=report asked=asked /> }.into_any()))
}

/// More days than can be added up by day.
#[component]
fn TooLong(
    /// What is asked for.
    asked: Asked,
) -> impl IntoView {
    let words = use_words::<Words>();
    view! {
        <Empty title=words.too_long.to_owned() text=words.too_long_text.to_owned()>
            <button type="button" class="button main" on:click=move |_| asked.set_range(Range::Last30Days)>
                {words.range(Range::Last30Days)}
            </button>
        </Empty>
    }
}
