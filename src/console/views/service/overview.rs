//! The first tab of a service: its life, its instances and its runs, in one range of time.

use leptos::prelude::*;

use super::history::{History, use_history};
use super::history_words::HistoryWords;
use super::instances::Instances;
use super::life::{Range, Window, minute_of};
use super::money::{BilledRun, all_runs};
use super::runs::Runs;
use super::timeline::Timeline;
use super::view_model::is_by_seconds;
use crate::console::frame::address::use_query_part;
use crate::console::live::{ServiceRow, use_live};
use crate::console::words::use_words;
use crate::erased::{callback, memo};

/// What the parts of this tab look at.
#[derive(Clone, Copy)]
pub struct Seen {
    /// The service.
    pub row: RwSignal<ServiceRow>,
    /// Its changes and runs.
    pub history: History,
    /// The range that is looked at.
    pub window: Memo<Window>,
    /// Every run that is known, the newest first.
    pub runs: Memo<Vec<BilledRun>>,
    /// Whether it is metered by seconds.
    pub by_seconds: bool,
}

/// Life, instances and runs.
#[component]
pub fn Overview(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (live, history) = (use_live(), use_history(row));
    let (key, set_key) = use_query_part("range");
    let range = memo(move || Range::of_key(key.get().as_deref()));
    let minute = memo(move || minute_of(live.now.get()));
    let window = memo(move || Window::of(range.get(), minute.get()));
    let open_runs = memo(move || row.with(|row| row.service.open_runs.clone()));
    let runs = memo(move || open_runs.with(|open| history.runs.with(|known| all_runs(&known.entries, open))));
    let by_seconds = row.with_untracked(|row| is_by_seconds(&row.service));
    let seen = Seen { row, history, window, runs, by_seconds };
    let choose = callback(move |range: Range| set_key.run(Some(range.key().to_owned())));
    view! {
        <RangeChips range=range on_choose=choose />
        <Timeline seen=seen />
        <Instances seen=seen />
        {by_seconds.then(|| view! { <Runs seen=seen /> })}
    }
}

/// How far back it is looked.
#[component]
fn RangeChips(
    /// The chosen one.
    range: Memo<Range>,
    /// Called with another one.
    on_choose: Callback<Range>,
) -> impl IntoView {
    let words = use_words::<HistoryWords>();
    let chips = Range::ALL.map(|offered| {
        let pressed = move || (range.get() == offered).to_string();
        view! {
            <button type="button" class="chip" aria-pressed=pressed on:click=move |_| on_choose.run(offered)>
                {words.range(offered)}
            </button>
        }
    });
    view! { <div class="chips service-range" role="group" aria-label=words.range_label>{chips.into_iter().collect_view()}</div> }
}
