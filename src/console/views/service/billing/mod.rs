//! How a service is billed: its mode and prices, and for tokens its reservations and whether one pays off.
//!
//! | module | what it holds |
//! |---|---|
//! | `mode`, `prices` | the billing mode, and what things cost |
//! | `reservations`, `buy` | the reservations, and buying, renewing and ending them |
//! | `ending` | what ending one leads to: pure |
//! | `break_even`, `traffic_minutes_view` | whether a reservation pays off for the service's own traffic |
//! | `reserved`, `buy_draft`, `traffic`, `traffic_minutes` | what they show: pure, by the core |

mod break_even;
mod buy;
mod buy_draft;
mod ending;
mod mode;
mod prices;
mod reservation_words;
mod reservations;
mod reserved;
mod traffic;
mod traffic_minutes;
mod traffic_minutes_view;
mod traffic_minutes_words;
mod traffic_words;
mod words;

use std::sync::Arc;

use leptos::prelude::*;
use tiermeter_pricing::{PriceBook, ReservationOffer};

use self::break_even::BreakEvenPanel;
use self::buy::{Buy, fresh_draft};
use self::mode::ModePanel;
use self::prices::{PerSecond, PerToken};
use self::reservations::Reservations;
use crate::console::documents::{Metering, Page, Reservation, Service, ServiceType};
use crate::console::live::{ServiceRow, use_live};
use crate::console::parts::{Loaded, use_loaded};
use crate::console::request::Request;
use crate::erased::{effect, memo, signal_of, stored};

/// How a service is billed.
#[component]
pub fn BillingTab(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let live = use_live();
    let by_seconds = row.with_untracked(|row| row.service.metering == Metering::GpuSeconds);
    let can_reserve = live.book.with_untracked(|book| {
        let offers = |book: &Arc<PriceBook>| row.with_untracked(|row| offer_to(&row.service, book).is_some());
        book.as_ref().is_some_and(offers)
    });
    let prices = if by_seconds {
        view! { <PerSecond row=row /> }.into_any()
    } else {
        view! { <PerToken row=row /> }.into_any()
    };
    view! {
        <div class="service-billing">
            <div class="grid-2">
                <ModePanel row=row />
                {prices}
            </div>
            {can_reserve.then(|| view! { <Reserving row=row /> })}
        </div>
    }
}

/// Reservations, buying one, and whether that pays off.
#[component]
fn Reserving(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let live = use_live();
    let id = row.with_untracked(|row| row.service.id.clone());
    let loaded = use_loaded::<Page<Reservation>>(move || Request::reservations(&id));
    again_when_they_change(row, loaded);
    let offer = live.book.with_untracked(|book| {
        let book = book.as_ref()?;
        row.with_untracked(|row| offer_to(&row.service, book).cloned())
    });
    let draft = signal_of(fresh_draft(offer.as_ref()));
    view! {
        <Reservations row=row loaded=loaded />
        <div class="grid-2">
            <Buy row=row loaded=loaded draft=draft />
            <BreakEvenPanel row=row draft=draft />
        </div>
    }
}

/// Reads the reservations again when others are in force than before: somebody else may have bought or ended one.
fn again_when_they_change(row: RwSignal<ServiceRow>, loaded: Loaded<Page<Reservation>>) {
    let open = memo(move || row.with(|row| row.service.open_reservations.clone()));
    let last = stored(open.get_untracked());
    effect(move || {
        let now = open.get();
        if last.get_value() != now {
            last.set_value(now);
            loaded.again();
        }
    });
}

/// What can be reserved for a service: custom ones of models that offer it.
pub fn offer_to<'a>(service: &Service, book: &'a Arc<PriceBook>) -> Option<&'a ReservationOffer> {
    let may = service.kind == ServiceType::Custom && service.metering == Metering::Tokens;
    if may { book.model(&service.model)?.tpm_reservation.as_ref() } else { None }
}
