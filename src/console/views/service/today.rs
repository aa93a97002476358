//! The figures of a service: what it costs now, came to today and this month, and will come to.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rust_decimal::Decimal;

use super::view_model::{amount_of, closed_days, is_by_seconds, less};
use super::words::Words;
use crate::console::client::{aborted_on_cleanup, send_until};
use crate::console::documents::UsageReport;
use crate::console::format::use_format;
use crate::console::live::{ServiceRow, expected_at_month_end, use_live};
use crate::console::parts::{CostPerHour, CostSoFar, Figure, Figures, Load, Money};
use crate::console::request::Request;
use crate::console::words::{Common, use_words};
use crate::erased::{derived, effect, follow, memo, signal_of, stored};

/// Digits after the point of what is only expected.
const EXPECTED_DECIMALS: u32 = 2;

/// What a service costs per hour, came to today and this month, and will come to.
#[component]
pub fn ServiceFigures(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let expected = memo(move || {
        let moves = row.with(|row| row.clock.moves());
        let now = if moves { live.now.get() } else { live.now.get_untracked() };
        let book = live.book.get()?;
        let (month_to_date, per_hour) =
            row.with(|row| (row.clock.month_to_date(now), row.clock.per_hour(now)));
        Some(format.cut(expected_at_month_end(month_to_date, per_hour, now, &book), EXPECTED_DECIMALS))
    });
    let (currency, by_seconds) =
        row.with_untracked(|row| (row.service.cost.currency.clone(), is_by_seconds(&row.service)));
    let note = if by_seconds { words.expected_note } else { words.expected_tokens_note };
    view! {
        <Figures>
            <Figure label=(words.per_hour)(&currency)><CostPerHour row=row /></Figure>
            <Figure label=words.today><Today row=row /></Figure>
            <Figure label=words.this_month><CostSoFar row=row /></Figure>
            <Figure label=words.expected note=note>{move || expected.get()}</Figure>
        </Figures>
    }
}

/// What today came to: what the month came to, less its days that are over.
#[component]
fn Today(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (live, common) = (use_live(), use_words::<Common>());
    let turn = signal_of(0_u32);
    let before = use_closed_days(row, turn);
    let today = derived(move || {
        let moves = row.with(|row| row.clock.moves());
        let now = if moves { live.now.get() } else { live.now.get_untracked() };
        let before =
            before.with(|before| if let Load::Ready(before) = before { *before } else { Decimal::ZERO });
        less(row.with(|row| row.clock.month_to_date(now)), before)
    });
    let stage = memo(move || {
        before.with(|before| match before {
            Load::Waiting => None,
            Load::Ready(_) => Some(true),
            Load::Failed(_) => Some(false),
        })
    });
    move || match stage.get() {
        None => view! { <span aria-busy="true">"…"</span> }.into_any(),
        Some(true) => view! { <Money amount=today /> }.into_any(),
        Some(false) => {
            let again = move |_| turn.update(|turn| *turn = turn.wrapping_add(1));
            view! {
                {common.nothing}
                " "
                <button type="button" class="quiet" on:click=again>{common.try_again}</button>
            }
            .into_any()
        }
    }
}

/// What the days of this month that are over came to. It is asked for when a day ends, and when the service was read
/// anew: then something may have been told late.
fn use_closed_days(row: RwSignal<ServiceRow>, turn: RwSignal<u32>) -> RwSignal<Load<Decimal>> {
    let live = use_live();
    let state = signal_of(Load::Waiting);
    let days = memo(move || {
        let book = live.book.get()?;
        closed_days(live.now.get(), &book)
    });
    let as_of = memo(move || row.with(|row| row.service.as_of));
    let id = row.with_untracked(|row| row.service.id.clone());
    // The days that the sum is of. While it is, a question that fails takes nothing away.
    let told = stored(None::<(String, String)>);
    effect(move || {
        turn.track();
        follow(as_of);
        let Some((from, to)) = days.get() else {
            state.set(Load::Ready(Decimal::ZERO));
            return;
        };
        let (request, id) = (Request::usage_of(&id, &from, &to, &["service"]), id.clone());
        // An effect that runs again cleans up first, so an older question is given up.
        let signal = aborted_on_cleanup();
        spawn_local(async move {
            let answer = send_until::<UsageReport>(&request, signal.as_ref()).await;
            if signal.is_some_and(|signal| signal.aborted()) {
                return;
            }
            let days = Some((from, to));
            match answer {
                Ok(report) => {
                    told.try_set_value(days);
                    state.try_set(Load::Ready(amount_of(&report.value, &id)));
                }
                Err(failure) => {
                    live.failed(&failure);
                    if told.try_get_value() != Some(days) {
                        state.try_set(Load::Failed(failure));
                    }
                }
            }
        });
    });
    state
}
