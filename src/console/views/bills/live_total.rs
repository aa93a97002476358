//! The exact total of a bill whose month is running, second by second.

use leptos::prelude::*;
use rust_decimal::Decimal;
use tiermeter_pricing::Month;

use super::view_model::grown;
use crate::console::documents::{BillState, BillSummary};
use crate::console::live::{Live, use_live};
use crate::erased::{effect, memo, signal_of};

/// The exact total of a bill; of the running month's, with what the services add to it since it was read.
pub fn use_live_total(bill: &BillSummary) -> Memo<Decimal> {
    let live = use_live();
    let exact_total = bill.exact_total;
    let runs_on = is_running(live, bill);
    let then = signal_of(None::<Decimal>);
    effect(move || {
        // Until every service is there, what they come to grows by those that are still read.
        if runs_on && live.ready() && then.get_untracked().is_none() {
            then.set(Some(live.totals.with_untracked(|totals| totals.month_to_date)));
        }
    });
    memo(move || match then.get() {
        None => exact_total,
        Some(then) => grown(exact_total, then, live.totals.with(|totals| totals.month_to_date)),
    })
}

/// Whether a bill is that of the running month.
#[must_use]
pub fn is_running(live: Live, bill: &BillSummary) -> bool {
    let offset = live.utc_offset_untracked();
    let running = offset.map(|offset| Month::containing(live.now.get_untracked(), offset));
    bill.state == BillState::Open && running == Some(bill.month)
}
