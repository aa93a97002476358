//! Every change of a service's status, and what the time until the next one cost.
//!
//! On a narrow screen each change is a card, by the style sheet. The roles are written out, since a table that is laid
//! out in another way is none to every browser; so are the heads that a card shows beside its values.

use leptos::prelude::*;
use rust_decimal::Decimal;

use super::cause::Cause;
use super::history_words::HistoryWords;
use super::life::Stretch;
use super::money::Amounts;
use super::more::{MoreButton, use_shown};
use super::overview::Seen;
use crate::console::format::use_format;
use crate::console::live::use_live;
use crate::console::parts::{Money, Sample, StatusWord};
use crate::console::words::{Common, Language, use_words};
use crate::erased::{derived, memo};

/// How many changes are listed at first, and more each time.
const CHANGES_AT_ONCE: usize = 20;

/// The changes that are in sight, the newest first.
#[component]
pub fn Changes(
    /// What is looked at.
    seen: Seen,
    /// The stretches that the changes begin, the oldest first.
    life: Memo<Vec<Stretch>>,
    /// What the stretches cost.
    amounts: Memo<Option<Amounts>>,
) -> impl IntoView {
    let words = use_words::<HistoryWords>();
    let (currency, is_sample) =
        seen.row.with_untracked(|row| (row.service.cost.currency.clone(), row.service.cost.illustrative));
    let shown = use_shown(memo(move || life.with(Vec::len)), CHANGES_AT_ONCE);
    let rows = move || {
        let stretches = life.get().into_iter().enumerate().rev().take(shown.most.get());
        let row =
            |(index, stretch)| view! { <Change seen=seen index=index stretch=stretch amounts=amounts /> };
        stretches.map(row).collect_view()
    };
    let older = derived(move || {
        let hidden = shown.hidden.get();
        (hidden > 0).then(|| (words.older_changes)(hidden))
    });
    let total = derived(move || {
        amounts.with(|amounts| amounts.as_ref().map(Amounts::since_first_cut)).unwrap_or_default()
    });
    let common = use_words::<Common>();
    let total_is_known = memo(move || amounts.with(Option::is_some));
    let total = move || amount_cell(total_is_known.get(), total, common);
    let sample = is_sample.then(|| view! { " " <Sample /> });
    let cost = (words.cost)(&currency);
    let total_head = cost.clone();
    view! {
        <div class="table-wrap" tabindex="0" role="group" aria-label=words.changes>
            <table class="table service-cards service-changes" role="table">
                <caption class="visually-hidden">{words.changes}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{words.at}</th>
                        <th scope="col" role="columnheader">{words.status_head}</th>
                        <th scope="col" role="columnheader" class="number">{words.lasted}</th>
                        <th scope="col" role="columnheader">{words.what}</th>
                        <th scope="col" role="columnheader">{words.who}</th>
                        <th scope="col" role="columnheader" class="number">{cost} {sample}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
                <tfoot role="rowgroup">
                    <tr role="row">
                        <th scope="row" role="rowheader" colspan="5">{words.in_all}</th>
                        <td role="cell" class="number" data-head=total_head>{total}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
        <MoreButton label=older is_busy=false on_more=shown.more />
    }
}

/// One change, and the stretch that it began.
#[component]
fn Change(
    /// What is looked at.
    seen: Seen,
    /// Which of the stretches it is.
    index: usize,
    /// The stretch.
    stretch: Stretch,
    /// What the stretches cost.
    amounts: Memo<Option<Amounts>>,
) -> impl IntoView {
    let (live, format) = (use_live(), use_format());
    let (words, common) = (use_words::<HistoryWords>(), use_words::<Common>());
    let (began, until) = (stretch.from, stretch.until);
    let seen_from = memo(move || began.max(seen.window.get().from));
    let lasted = move || format.between(seen_from.get(), until.unwrap_or_else(|| live.now.get()));
    let clipped = move || {
        let from = seen_from.get();
        (from > began).then(|| view! { <small>{(words.counted_from)(&format.day_and_time(from))}</small> })
    };
    let reasons: Vec<&str> = stretch.reasons.iter().map(|reason| common.reason(*reason)).collect();
    let reasons = (!reasons.is_empty()).then(|| view! { <small>{reasons.join(", ")}</small> });
    let (what, cause, who) = match &stretch.change {
        None => (words.made, None, String::new()),
        Some(change) => (
            common.command(change.command),
            Some(cause_said(&change.cause, format.language)),
            common.actor(&change.actor),
        ),
    };
    let amount = memo(move || amounts.with(|amounts| amounts.as_ref().map(|amounts| amounts.get(index + 1))));
    let known = derived(move || amount.get().unwrap_or_default());
    let is_known = memo(move || amount.with(Option::is_some));
    let cost = move || amount_cell(is_known.get(), known, common);
    let cost_head = seen.row.with_untracked(|row| (words.cost)(&row.service.cost.currency));
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">{format.instant(stretch.from)} {clipped}</th>
            <td role="cell"><StatusWord status=stretch.status /> {reasons}</td>
            <td role="cell" class="number">{lasted}</td>
            <td role="cell">{what} {cause}</td>
            <td role="cell" data-head=words.who>{who}</td>
            <td role="cell" class="number" data-head=cost_head>{cost}</td>
        </tr>
    }
}

/// Why a status changed, with what another program said of it in English.
fn cause_said(cause: &str, language: Language) -> impl IntoView + use<> {
    let Cause { said, quoted } = Cause::of(cause, language);
    let quoted = quoted.map(|quoted| view! { <span lang="en">{quoted}</span> });
    view! { <small>{said} {quoted}</small> }
}

/// An amount, or that it is not known.
fn amount_cell(is_known: bool, amount: Signal<Decimal>, common: &'static Common) -> AnyView {
    if is_known { view! { <Money amount=amount /> }.into_any() } else { common.nothing.into_any() }
}
