//! The reservations of a service: those in force, those to come and those that ended, with what they cost and what can
//! be done with them.

use leptos::prelude::*;
use leptos::task::spawn_local;
use rust_decimal::Decimal;
use tiermeter_service::BillingMode;

use super::buy::ask_to_buy;
use super::ending::effect_of_ending;
use super::reservation_words::Words;
use super::reserved::{Stand, cost_so_far, in_order, renewal};
use crate::console::act::{Action, Actions, use_actions};
use crate::console::documents::{Page, Reservation};
use crate::console::format::{Format, use_format};
use crate::console::live::{Live, ServiceRow, use_live};
use crate::console::parts::{CurlButton, Empty, Loaded, Shown};
use crate::console::request::Request;
use crate::console::words::{Common, Language, Localized, use_language, use_words};
use crate::erased::{callback, memo};

/// What acting on a reservation needs.
#[derive(Clone, Copy)]
pub struct Acting {
    /// The service.
    pub row: RwSignal<ServiceRow>,
    /// Its reservations.
    pub loaded: Loaded<Page<Reservation>>,
    /// The store.
    pub live: Live,
    /// Does actions.
    pub actions: Actions,
    /// The language.
    pub language: Language,
    /// How things are written.
    pub format: Format,
}

impl Acting {
    /// To be called by a component.
    pub fn on(row: RwSignal<ServiceRow>, loaded: Loaded<Page<Reservation>>) -> Self {
        let (live, actions) = (use_live(), use_actions());
        Self { row, loaded, live, actions, language: use_language(), format: use_format() }
    }

    /// What follows: the service and its reservations are read again. The service first: by the time that the list shows
    /// what was done, what is asked about next is worked out from it.
    pub fn afterwards(self) -> Callback<serde_json::Value> {
        let id = self.row.with_untracked(|row| row.service.id.clone());
        callback(move |_| {
            let id = id.clone();
            spawn_local(async move {
                if self.live.look_at(&Request::service(&id)).await.is_err() {
                    self.live.refresh(&id);
                }
                self.loaded.again();
            });
        })
    }
}

/// A reservation as it is listed.
#[derive(Debug, Clone, PartialEq)]
struct Listed {
    one: Reservation,
    stand: Stand,
    /// What it has come to; `None` where the price book does not say.
    so_far: Option<Decimal>,
}

/// The reservations.
#[component]
pub fn Reservations(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// Its reservations.
    loaded: Loaded<Page<Reservation>>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let acting = Acting::on(row, loaded);
    let request = row.with_untracked(|row| Request::reservations(&row.service.id));
    view! {
        <section class="panel" aria-labelledby="reservations-title">
            <div class="panel-head">
                <h2 id="reservations-title">{words.title}</h2>
                <CurlButton request=request />
            </div>
            <Shown
                loaded=loaded
                view={move |page: Page<Reservation>| {
                    if page.data.is_empty() {
                        view! { <Empty title=words.none.to_owned() text=words.none_text.to_owned() /> }.into_any()
                    } else {
                        view! { <List acting=acting reservations=page.data /> }.into_any()
                    }
                }}
            />
        </section>
    }
}

/// The table of them.
#[component]
fn List(
    /// What acting needs.
    acting: Acting,
    /// The reservations.
    reservations: Vec<Reservation>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let currency = reservations.first().map(|one| one.currency.clone()).unwrap_or_default();
    // The clock ticks, but what is listed changes by the hour; so the table stays as it is in between.
    let listed = memo(move || {
        let (now, book) = (acting.live.now.get(), acting.live.book.get());
        let listed = in_order(reservations.clone(), now).into_iter();
        listed
            .map(|(stand, one)| {
                let so_far = book.as_ref().and_then(|book| cost_so_far(&one, now, book));
                Listed { one, stand, so_far }
            })
            .collect::<Vec<_>>()
    });
    let may_renew = memo(move || {
        acting.row.with(|row| row.service.configured_billing_mode == BillingMode::TpmReservation)
    });
    let rows = move || {
        let renewable = may_renew.get();
        let row = |listed: Listed| view! { <Line acting=acting listed=listed renewable=renewable /> };
        listed.get().into_iter().map(row).collect_view()
    };
    view! {
        <div class="table-wrap" tabindex="0" role="group" aria-label=words.title>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{words.stands}</th>
                        <th scope="col" class="number">{words.tpm}</th>
                        <th scope="col">{words.from}</th>
                        <th scope="col">{words.until}</th>
                        <th scope="col" class="number">{(words.per_hour)(&currency)}</th>
                        <th scope="col" class="number">{(words.so_far)(&currency)}</th>
                        <th scope="col"><span class="visually-hidden">{words.actions}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// One of them.
#[component]
fn Line(
    /// What acting needs.
    acting: Acting,
    /// The reservation.
    listed: Listed,
    /// Whether one may be bought now.
    renewable: bool,
) -> impl IntoView {
    let words = use_words::<Words>();
    let format = acting.format;
    let Listed { one, stand, so_far } = listed;
    let until = one.until.map_or_else(|| words.no_end.to_owned(), |until| format.instant(until));
    let per_hour = per_hour_of(&one).map(|per_hour| format.amount(per_hour));
    let so_far = so_far.map(|so_far| format.amount(so_far));
    let renew = (renewable && one.until.is_some()).then(|| {
        let one = one.clone();
        let ask = move |_| {
            if let Some(wanted) = renewal(&one, acting.live.instant()) {
                ask_to_buy(acting, &wanted, words);
            }
        };
        view! { <button type="button" class="quiet" on:click=ask>{words.renew}</button> }
    });
    let (from, tpm) = (format.instant(one.from), format.count(one.tpm));
    let end = (stand != Stand::Ended).then(|| {
        let ask = move |_| ask_to_end(acting, &one, stand, words);
        view! { <button type="button" class="quiet" on:click=ask>{words.end}</button> }
    });
    view! {
        <tr>
            <th scope="row">{words.stand(stand)}</th>
            <td class="number">{tpm}</td>
            <td>{from}</td>
            <td>{until}</td>
            <td class="number">{per_hour}</td>
            <td class="number">{so_far}</td>
            <td class="service-billing-ways">{renew} {end}</td>
        </tr>
    }
}

/// What a reservation costs in an hour, at the price that it began with.
fn per_hour_of(one: &Reservation) -> Option<Decimal> {
    let thousands = Decimal::from(one.tpm).checked_div(Decimal::ONE_THOUSAND)?;
    thousands.checked_mul(one.per_ktpm_hour).map(|per_hour| per_hour.normalize())
}

fn ask_to_end(acting: Acting, one: &Reservation, stand: Stand, words: &Words) {
    let Acting { row, live, language, format, .. } = acting;
    let tpm = format.count(one.tpm);
    let service = row.with_untracked(|row| row.service.id.clone());
    let now = live.instant();
    let book = live.book.get_untracked();
    let effect = effect_of_ending(one, stand, now, book.as_deref(), (words, Common::of(language), format));
    let action = Action::new((words.end_title)(&tpm), Request::end_reservation(&service, &one.id))
        .on_service(&service)
        .with_effect(effect)
        .button(words.end_button)
        .dangerous()
        .typing(&one.tpm.to_string())
        .saying((words.ended)(&tpm))
        .then(acting.afterwards());
    acting.actions.ask(action);
}
