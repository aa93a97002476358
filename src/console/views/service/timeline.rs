//! The life of a service as one bar: its stretches of status, with what each of them cost.

use leptos::prelude::*;
use tiermeter_pricing::Instant;

use super::changes::Changes;
use super::history_words::HistoryWords;
use super::life::{Stretch, Window, cuts, in_sight, stretches};
use super::money::Amounts;
use super::overview::Seen;
use super::timeline_tokens::use_spending;
use crate::console::format::{Format, use_format};
use crate::console::frame::address::service_tab;
use crate::console::live::{Live, use_live};
use crate::console::parts::{Busy, CurlButton, Trouble};
use crate::console::request::Request;
use crate::console::words::{Common, use_words};
use crate::erased::{callback, memo};

/// The life of a service.
#[component]
pub fn Timeline(
    /// What is looked at.
    seen: Seen,
) -> impl IntoView {
    let words = use_words::<HistoryWords>();
    let id = seen.row.with_untracked(|row| row.service.id.clone());
    let changes = seen.history.changes;
    let is_read = memo(move || changes.with(|known| known.is_read));
    let failure = memo(move || changes.with(|known| known.failure.clone()));
    let again = callback(move |()| seen.history.again());
    let trouble = move || failure.get().map(|failure| view! { <Trouble failure=failure on_again=again /> });
    let content = move || {
        if is_read.get() {
            view! { <Life seen=seen /> }.into_any()
        } else if failure.with(Option::is_none) {
            view! { <Busy /> }.into_any()
        } else {
            ().into_any()
        }
    };
    view! {
        <section class="panel service-history" aria-labelledby="service-life">
            <header class="panel-head">
                <h2 id="service-life">{words.life_and_cost}</h2>
                <CurlButton request=Request::timeline(&id) />
            </header>
            {trouble}
            {content}
        </section>
    }
}

/// The bar, what is to be said of its amounts, and the changes.
#[component]
fn Life(
    /// What is looked at.
    seen: Seen,
) -> impl IntoView {
    let (live, words) = (use_live(), use_words::<HistoryWords>());
    let created_at = seen.row.with_untracked(|row| row.service.created_at);
    let life = memo(move || {
        let window = seen.window.get();
        seen.history.changes.with(|known| in_sight(stretches(&known.entries, created_at), window))
    });
    let cuts = memo(move || life.with(|life| cuts(life, seen.window.get())));
    let spending = (!seen.by_seconds).then(|| use_spending(seen.row, seen.window, cuts));
    // What time does not change is counted once, what goes on every second.
    let still = memo(move || counted(seen, live, cuts, None));
    let amounts = memo(move || {
        if let Some(spending) = spending {
            return cuts.with(|cuts| spending.amounts(cuts));
        }
        let still = still.get()?;
        let goes_on = seen.runs.with(|runs| runs.iter().any(|run| run.stopped_at.is_none()));
        if !goes_on {
            return Some(still);
        }
        Some(still.plus(&counted(seen, live, cuts, Some(live.now.get()))?))
    });
    let incomplete =
        move || seen.by_seconds && seen.history.runs.with(|known| known.is_read && known.has_more);
    let unpriced = move || amounts.with(|amounts| amounts.as_ref().is_some_and(|amounts| amounts.unpriced));
    let of_tokens = spending.map(|spending| {
        let id = seen.row.with_untracked(|row| row.service.id.clone());
        let again = callback(move |()| spending.again());
        let trouble = move || {
            spending.failure.get().map(|failure| view! { <Trouble failure=failure on_again=again /> })
        };
        view! {
            {trouble}
            <p class="hint">{words.tokens_cost} " " <a href=service_tab(&id, "cost")>{words.to_cost}</a></p>
        }
    });
    view! {
        <Bar life=life amounts=amounts window=seen.window />
        {of_tokens}
        {move || incomplete().then(|| view! { <p class="note">{words.not_all_runs}</p> })}
        {move || unpriced().then(|| view! { <p class="note">{words.unpriced}</p> })}
        <Changes seen=seen life=life amounts=amounts />
    }
}

/// What runs cost in each stretch: those that have ended, or those that go on by `now`. `None` while there is no price
/// book or no run was read, and where nothing is billed by seconds.
fn counted(seen: Seen, live: Live, cuts: Memo<Vec<Instant>>, now: Option<Instant>) -> Option<Amounts> {
    let is_read = seen.history.runs.with(|known| known.is_read);
    if !seen.by_seconds || !is_read {
        return None;
    }
    let book = live.book.get()?;
    seen.runs.with(|runs| {
        let runs = runs.iter().filter(|run| run.stopped_at.is_none() == now.is_some());
        cuts.with(|cuts| Some(Amounts::of(runs, cuts, now.unwrap_or(Instant::EPOCH), &book)))
    })
}

/// The picture. What stands in it stands in the table below it too.
#[component]
fn Bar(
    /// The stretches, the oldest first.
    life: Memo<Vec<Stretch>>,
    /// What they cost.
    amounts: Memo<Option<Amounts>>,
    /// What is looked at.
    window: Memo<Window>,
) -> impl IntoView {
    let (live, format) = (use_live(), use_format());
    let (words, common) = (use_words::<HistoryWords>(), use_words::<Common>());
    let parts = move || {
        let window = window.get();
        let part = |(index, stretch): (usize, Stretch)| {
            let place = window.place(stretch.seen_from(window), stretch.until)?;
            let (from, until) = (stretch.seen_from(window), stretch.until);
            let word = words.status(stretch.status, &stretch.reasons, common);
            let text = memo(move || {
                let lasted = format.between(from, until.unwrap_or_else(|| live.now.get()));
                let amount = amounts.with(|amounts| amounts.as_ref().map(|amounts| amounts.get(index + 1)));
                let amount = amount.map(|amount| format!(" · {}", format.amount(amount)));
                format!("{word} · {lasted}{}", amount.unwrap_or_default())
            });
            let class = format!("service-part {}", stretch.status);
            Some(view! {
                <span class=class style:left=place.left style:width=place.width title=move || text.get()>
                    <b>{move || text.get()}</b>
                </span>
            })
        };
        life.get().into_iter().enumerate().filter_map(part).collect_view()
    };
    view! {
        <div class="service-life" role="img" aria-label=words.life_picture>{parts}</div>
        <div class="service-axis" aria-hidden="true">{move || axis(window.get(), format, words)}</div>
    }
}

/// The instants below a picture.
pub fn axis(window: Window, format: Format, words: &HistoryWords) -> impl IntoView + use<> {
    let labels = window.labels();
    let last = labels.len().saturating_sub(1);
    let name = |(index, at): (usize, Instant)| {
        let text = if index == last {
            words.now.to_owned()
        } else if window.is_within_a_day() {
            format.time(at)
        } else {
            format.short_day(at)
        };
        view! { <span>{text}</span> }
    };
    labels.into_iter().enumerate().map(name).collect_view()
}
