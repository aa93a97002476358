//! The runs of a service, in numbers: what the bill is made of. On a narrow screen each is a card, as in `changes`.

use leptos::prelude::*;
use tiermeter_pricing::{Instant, PriceBook};

use super::history_words::HistoryWords;
use super::money::{Amounts, BilledRun};
use super::more::{MoreButton, use_shown};
use super::overview::Seen;
use crate::console::format::use_format;
use crate::console::live::use_live;
use crate::console::parts::{Busy, CurlButton, Empty, Money, Trouble};
use crate::console::request::Request;
use crate::console::words::{Common, use_words};
use crate::erased::{callback, derived, memo};

/// How many runs are shown at first, and more each time.
const RUNS_AT_ONCE: usize = 20;

/// Every run that is known, the newest first.
#[component]
pub fn Runs(
    /// What is looked at.
    seen: Seen,
) -> impl IntoView {
    let words = use_words::<HistoryWords>();
    let id = seen.row.with_untracked(|row| row.service.id.clone());
    let known = seen.history.runs;
    let is_read = memo(move || known.with(|known| known.is_read));
    let failure = memo(move || known.with(|known| known.failure.clone()));
    let none = memo(move || seen.runs.with(Vec::is_empty));
    let again = callback(move |()| seen.history.again());
    let trouble = move || failure.get().map(|failure| view! { <Trouble failure=failure on_again=again /> });
    let content = move || {
        if !is_read.get() {
            let waiting = failure.with(Option::is_none).then(|| view! { <Busy /> });
            waiting.into_any()
        } else if none.get() {
            view! { <Empty title=words.no_runs.to_owned() text=words.no_runs_text.to_owned() /> }.into_any()
        } else {
            view! { <RunsTable seen=seen /> }.into_any()
        }
    };
    view! {
        <section class="panel service-history" aria-labelledby="service-runs">
            <header class="panel-head">
                <h2 id="service-runs">{words.runs}</h2>
                <CurlButton request=Request::runs(&id) />
            </header>
            {trouble}
            {content}
        </section>
    }
}

/// The runs as a table, which grows as far as somebody wants.
#[component]
fn RunsTable(
    /// What is looked at.
    seen: Seen,
) -> impl IntoView {
    let (words, format) = (use_words::<HistoryWords>(), use_format());
    let currency = seen.row.with_untracked(|row| row.service.cost.currency.clone());
    let count = memo(move || seen.runs.with(Vec::len));
    let shown = use_shown(count, RUNS_AT_ONCE);
    let has_more = memo(move || seen.history.runs.with(|known| known.has_more));
    let rows = move || {
        let most = shown.most.get();
        seen.runs.with(|runs| runs.iter().take(most).cloned().collect::<Vec<_>>())
    };
    let key = |run: &BilledRun| (run.instance.clone(), run.started_at, run.stopped_at);
    let older =
        derived(move || (shown.hidden.get() > 0 || has_more.get()).then(|| words.older_runs.to_owned()));
    // What lies beyond what was read is on its way only when it was asked for.
    let is_busy = derived(move || shown.hidden.get() == 0 && seen.history.is_reading.get());
    let more = callback(move |()| {
        shown.more.run(());
        if shown.hidden.get_untracked() == 0 && has_more.get_untracked() {
            seen.history.older_runs();
        }
    });
    let total = move || {
        let count = format.count(u64::try_from(count.get()).unwrap_or_default());
        if has_more.get() { (words.runs_read)(&count) } else { (words.runs_all)(&count) }
    };
    view! {
        <div class="table-wrap" tabindex="0" role="group" aria-label=words.runs>
            <table class="table service-cards service-runs" role="table">
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{words.instance}</th>
                        <th scope="col" role="columnheader">{words.tier}</th>
                        <th scope="col" role="columnheader">{words.from}</th>
                        <th scope="col" role="columnheader">{words.until}</th>
                        <th scope="col" role="columnheader" class="number">{words.billed_seconds}</th>
                        <th scope="col" role="columnheader" class="number">{(words.cost)(&currency)}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <For each=rows key=key children=move |run| view! { <RunRow run=run /> } />
                </tbody>
            </table>
        </div>
        <div class="buttons">
            <MoreButton label=older is_busy=is_busy on_more=more />
            <span class="hint">{total}</span>
        </div>
    }
}

/// One run.
#[component]
fn RunRow(
    /// The run.
    run: BilledRun,
) -> impl IntoView {
    let (live, format) = (use_live(), use_format());
    let (words, common) = (use_words::<HistoryWords>(), use_words::<Common>());
    let (instance, tier) = (run.instance.clone(), run.tier.clone());
    let started = format.instant(run.started_at);
    let stopped = run.stopped_at.map_or_else(|| words.still_open.to_owned(), |at| format.instant(at));
    let goes_on = run.stopped_at.is_none();
    let counted = memo(move || {
        let now = if goes_on { live.now.get() } else { live.now.get_untracked() };
        live.book.with(|book| book.as_ref().and_then(|book| counted(&run, now, book)))
    });
    let seconds = move || {
        counted.with(|counted| match counted {
            Some((seconds, _)) => format.count(*seconds),
            None => common.nothing.to_owned(),
        })
    };
    let amount = derived(move || counted.get().map(|(_, amount)| amount).unwrap_or_default());
    let is_priced = memo(move || counted.with(Option::is_some));
    let cost = move || {
        if is_priced.get() { view! { <Money amount=amount /> }.into_any() } else { common.nothing.into_any() }
    };
    let cost_head = untrack(move || (words.cost)(&live.currency()));
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">{instance}</th>
            <td role="cell" data-head=words.tier>{tier}</td>
            <td role="cell" data-head=words.from>{started}</td>
            <td role="cell" data-head=words.until>{stopped}</td>
            <td role="cell" class="number" data-head=words.billed_seconds>{seconds}</td>
            <td role="cell" class="number" data-head=cost_head>{cost}</td>
        </tr>
    }
}

/// The seconds of a run, and what they cost; `None` where the price book does not price them.
fn counted(run: &BilledRun, now: Instant, book: &PriceBook) -> Option<(u64, rust_decimal::Decimal)> {
    let amounts = Amounts::of([run], &[], now, book);
    (!amounts.unpriced).then(|| (run.seconds_since(Instant::EPOCH, now), amounts.get(0)))
}
