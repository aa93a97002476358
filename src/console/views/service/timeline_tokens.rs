//! Reading what the stretches of a service that is metered by tokens cost: days first, then the hours and minutes in
//! which its status changed. It is read anew with each minute, with each change, and when the service has come to
//! cost more.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tiermeter_pricing::{Instant, UtcOffset};
use web_sys::AbortSignal;

use super::life::Window;
use super::money::Amounts;
use super::timeline_spent::{Piece, Spent};
use crate::console::client::{aborted_on_cleanup, send_until};
use crate::console::documents::UsageReport;
use crate::console::failure::Failure;
use crate::console::live::{ServiceRow, use_live};
use crate::console::request::Request;

/// What a service cost, as far as it was read.
#[derive(Clone, Copy)]
pub struct Spending {
    spent: RwSignal<Option<Spent>>,
    /// All that was told so far. A question may be given up for a newer one before its last answer: that goes on from
    /// here, so that a long life is read to its end.
    told: StoredValue<Option<Spent>>,
    /// Why it could not be read the last time.
    pub failure: RwSignal<Option<Failure>>,
    turn: RwSignal<u32>,
}

impl Spending {
    /// What lies between these cuts; `None` while it is not known.
    pub fn amounts(self, cuts: &[Instant]) -> Option<Amounts> {
        self.spent.with(|spent| spent.as_ref().and_then(|spent| spent.amounts(cuts)))
    }

    /// Reads it anew.
    pub fn again(self) {
        self.turn.update(|turn| *turn = turn.wrapping_add(1));
    }
}

/// Reads what a service cost between the cuts, and keeps it up.
pub fn use_spending(row: RwSignal<ServiceRow>, window: Memo<Window>, cuts: Memo<Vec<Instant>>) -> Spending {
    let live = use_live();
    let spending = Spending {
        spent: RwSignal::new(None),
        told: StoredValue::new(None),
        failure: RwSignal::new(None),
        turn: RwSignal::new(0_u32),
    };
    let cost = Memo::new(move |_| row.with(|row| row.service.cost.month_to_date));
    let id = row.with_untracked(|row| row.service.id.clone());
    Effect::new(move |_| {
        spending.turn.track();
        cost.track();
        let (window, cuts) = (window.get(), cuts.get());
        let Some(offset) = live.utc_offset() else { return };
        // While nobody looks, what is known is enough.
        if spending.spent.with_untracked(Option::is_some) && document().hidden() {
            return;
        }
        let (told, id) = (spending.told.get_value().unwrap_or_else(|| Spent::new(offset)), id.clone());
        // An effect that runs again cleans up first, so an older question is given up.
        let signal = aborted_on_cleanup();
        spawn_local(async move {
            let keep = |spent: &Spent| {
                spending.told.try_set_value(Some(spent.clone()));
            };
            let read = read(told, &id, window, &cuts, offset, signal.as_ref(), keep).await;
            if signal.is_some_and(|signal| signal.aborted()) {
                return;
            }
            match read {
                Ok(spent) => {
                    spending.spent.try_set(Some(spent));
                    spending.failure.try_set(None);
                }
                Err(failure) => {
                    live.failed(&failure);
                    spending.failure.try_set(Some(failure));
                }
            }
        });
    });
    spending
}

/// Asks for the days, and then for what they have to be divided by; `keep` is given what is told with each answer.
async fn read(
    mut spent: Spent,
    service: &str,
    window: Window,
    cuts: &[Instant],
    offset: UtcOffset,
    signal: Option<&AbortSignal>,
    keep: impl Fn(&Spent),
) -> Result<Spent, Failure> {
    let mut piece = Piece::days(window, offset);
    loop {
        let request: Request = piece.request(offset);
        let usage: UsageReport = send_until(&request, signal).await?.value;
        let is_counted = spent.take(piece, &usage.data, service).is_some();
        keep(&spent);
        match spent.missing(cuts).filter(|_| is_counted) {
            Some(next) => piece = next,
            None => return Ok(spent),
        }
    }
}
