//! The services that cost most this month, and those that changed last.

use leptos::prelude::*;

use super::SoFar;
use super::beat::use_cost_beat;
use super::view_model::{largest, newest};
use super::words::Words;
use crate::console::format::use_format;
use crate::console::frame::address;
use crate::console::live::{Row, use_live};
use crate::console::parts::{CostSoFar, CurlButton, StatusMark};
use crate::console::request::Request;
use crate::console::words::use_words;
use crate::erased::{follow, memo, shown_while};

/// So many are listed.
const MOST: usize = 6;
/// Of shares.
const THOUSANDTHS: u32 = 1_000;
/// Thousandths.
const PERCENT: u32 = 10;

/// The services that cost most this month.
#[component]
pub fn MostExpensive() -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let beat = use_cost_beat();
    let listed = memo(move || {
        follow(beat);
        let now = live.now.get_untracked();
        live.rows.with_untracked(|rows| {
            let cost = |row: &Row| row.with_untracked(|row| row.clock.month_to_date(now));
            let places = largest(rows.iter().map(cost), MOST);
            places
                .into_iter()
                .filter_map(|(place, share)| Some((rows.get(place)?.clone(), share)))
                .collect::<Vec<_>>()
        })
    });
    let none = memo(move || listed.with(Vec::is_empty));
    let table = move || {
        view! {
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{words.service}</th>
                        <th scope="col">{words.share}</th>
                        <th scope="col" class="number">{(words.cost)(&live.currency())}</th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || listed.get()
                        key=|(row, _)| row.id.clone()
                        children=move |(row, _)| view! { <CostRow row=row listed=listed /> }
                    />
                </tbody>
            </table>
        }
    };
    view! {
        <section class="panel" aria-labelledby="overview-top">
            <div class="panel-head">
                <h2 id="overview-top">{words.top}</h2>
                <SoFar />
                <CurlButton request=Request::services() />
            </div>
            {move || {
                if none.get() {
                    view! { <p class="hint">{words.top_none}</p> }.into_any()
                } else {
                    table().into_any()
                }
            }}
        </section>
    }
}

/// A service and its share of the cost.
#[component]
fn CostRow(
    /// The service.
    row: Row,
    /// Those that are listed, with their shares of all cost in thousandths.
    listed: Memo<Vec<(Row, u32)>>,
) -> impl IntoView {
    let format = use_format();
    let id = row.id.clone();
    let place = address::service(&id);
    let row = row.here();
    let share = memo(move || {
        listed.with(|listed| listed.iter().find(|(row, _)| row.id == id).map_or(0, |(_, share)| *share))
    });
    let percent = move || format.percent(u64::from(share.get()), u64::from(THOUSANDTHS));
    let width = move || format!("{}.{}%", share.get() / PERCENT, share.get() % PERCENT);
    view! {
        <tr>
            <th scope="row" class="name">
                <a href=place>{move || row.with(|row| row.service.name.clone())}</a>
            </th>
            <td class="overview-share">
                <span class="quota" aria-hidden="true"><i style:width=width></i></span>
                {percent}
            </td>
            <td class="number"><CostSoFar row=row /></td>
        </tr>
    }
}

/// The services that changed last.
#[component]
pub fn LatestChanges(
    /// Moves after services stand otherwise.
    beat: ReadSignal<u64>,
) -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let listed = memo(move || {
        beat.track();
        live.rows.with_untracked(|rows| {
            let since = |row: &Row| row.with_untracked(|row| row.service.since);
            let places = newest(rows.iter().map(since), MOST);
            places.into_iter().filter_map(|place| rows.get(place).cloned()).collect::<Vec<_>>()
        })
    });
    let none = memo(move || listed.with(Vec::is_empty));
    view! {
        <section class="panel" aria-labelledby="overview-recent">
            <div class="panel-head">
                <h2 id="overview-recent">{words.recent}</h2>
                <SoFar />
                <CurlButton request=Request::services() />
            </div>
            {shown_while(move || none.get(), move || view! { <p class="hint">{words.recent_none}</p> }.into_any())}
            <ol class="overview-list">
                <For
                    each=move || listed.get()
                    key=|row| row.id.clone()
                    children=move |row| view! { <Change row=row /> }
                />
            </ol>
        </section>
    }
}

/// A service, and what became of it last.
#[component]
fn Change(
    /// The service.
    row: Row,
) -> impl IntoView {
    let format = use_format();
    let id = row.id.clone();
    let row = row.here();
    let since = memo(move || row.with(|row| row.service.since));
    let when = move || {
        since.get().map(|since| {
            view! {
                <time class="hint" datetime=since.to_string() title=format.instant(since)>
                    {format.day_and_time(since)}
                </time>
            }
        })
    };
    view! {
        <li>
            <a class="name" href=address::service(&id)>{move || row.with(|row| row.service.name.clone())}</a>
            <span class="overview-status"><StatusMark row=row /></span>
            {when}
        </li>
    }
}
