//! What the account's views read beside the store.

use leptos::prelude::*;
use tiermeter_pricing::Month;

use super::returning::Returning;
use super::standing::Missing;
use crate::console::documents::BillSummary;
use crate::console::live::{Live, use_live};
use crate::console::parts::{Load, Loaded, use_all_pages};
use crate::console::request::Request;
use crate::erased::{effect_of_last, memo};

/// Every bill, the newest first. They are read again when a payment, overdue payment or another month changes
/// how they stand.
pub fn use_bills() -> Loaded<Vec<BillSummary>> {
    let live = use_live();
    let bills = use_all_pages::<BillSummary>(Request::bills);
    let stand = memo(move || {
        let offset = live.utc_offset()?;
        let month = Month::containing(live.now.get(), offset);
        live.account.with(|account| account.as_ref().map(|account| (month, account.balance, account.overdue)))
    });
    again_when_changed(stand, bills);
    bills
}

/// Reads something again when a value changes that was there before.
pub fn again_when_changed<K, T>(key: Memo<Option<K>>, loaded: Loaded<T>)
where
    K: Clone + PartialEq + Send + Sync + 'static,
    T: Send + Sync + 'static,
{
    effect_of_last(move |before: Option<Option<K>>| {
        let now = key.get();
        if before.flatten().is_some_and(|before| now.as_ref() != Some(&before)) {
            loaded.again();
        }
        now
    });
}

/// What has to be paid at least so that nothing is overdue; `None` until that is known.
pub fn use_missing(bills: Loaded<Vec<BillSummary>>) -> Memo<Option<Missing>> {
    let live = use_live();
    memo(move || {
        let (now, available) = (live.now.get(), live.available()?);
        bills.state.with(|bills| {
            let Load::Ready(bills) = bills else { return None };
            live.account
                .with(|account| account.as_ref().map(|account| Missing::of(account, available, bills, now)))
        })
    })
}

/// What a payment would bring back, as everything stands now. It looks at every service, and is told of no
/// change.
pub fn returning_now(live: Live) -> Returning {
    let mut returning = Returning::default();
    let now = live.instant();
    live.book.with_untracked(|book| {
        live.account.with_untracked(|account| {
            let (Some(book), Some(account)) = (book, account) else { return };
            live.rows.with_untracked(|rows| {
                for row in rows.iter() {
                    row.with_untracked(|row| returning.add(row, account, book, now));
                }
            });
        });
    });
    returning
}
