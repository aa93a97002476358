//! The billing mode of a service, and changing it.

use leptos::prelude::*;
use tiermeter_service::BillingMode;

use super::offer_to;
use super::words::Words;
use crate::console::act::{Around, services, use_actions};
use crate::console::documents::{Metering, ServiceType};
use crate::console::format::use_format;
use crate::console::live::{ServiceRow, use_live};
use crate::console::parts::CurlButton;
use crate::console::request::Request;
use crate::console::words::{Common, use_language, use_words};
use crate::erased::memo;

/// The mode that is configured, the one that counts, and the way to another one.
#[component]
pub fn ModePanel(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (words, common, live) = (use_words::<Words>(), use_words::<Common>(), use_live());
    let shown = memo(move || row.with(|row| row.service.billing_mode));
    let configured = memo(move || row.with(|row| row.service.configured_billing_mode));
    let none_now =
        move || (shown.get() == BillingMode::None).then(|| view! { <p class="hint">{words.none_now}</p> });
    // A service keeps its type, its metering and its model.
    let only = row.with_untracked(|row| {
        let service = &row.service;
        let offered = live
            .book
            .with_untracked(|book| book.as_ref().is_some_and(|book| offer_to(service, book).is_some()));
        match (service.metering, service.kind, offered) {
            (Metering::GpuSeconds, ..) => Some(words.only_seconds),
            (Metering::Tokens, ServiceType::Default, _) => Some(words.only_default),
            (Metering::Tokens, ServiceType::Custom, false) => Some(words.only_model),
            (Metering::Tokens, ServiceType::Custom, true) => None,
        }
    });
    let ways = match only {
        Some(why) => view! { <p class="hint">{why}</p> }.into_any(),
        None => view! { <ChangeMode row=row configured=configured /> }.into_any(),
    };
    view! {
        <section class="panel" aria-labelledby="billing-mode-title">
            <h2 id="billing-mode-title">{words.mode}</h2>
            <dl class="service-billing-facts">
                <dt>{words.configured}</dt>
                <dd>{move || common.billing_mode(configured.get())}</dd>
                <dt>{words.in_force}</dt>
                <dd>{move || common.billing_mode(shown.get())}</dd>
            </dl>
            {none_now}
            {ways}
        </section>
    }
}

/// The other mode, and what it means.
#[component]
fn ChangeMode(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// The mode that is configured.
    configured: Memo<BillingMode>,
) -> impl IntoView {
    let (words, common) = (use_words::<Words>(), use_words::<Common>());
    let (language, format) = (use_language(), use_format());
    let (live, actions) = (use_live(), use_actions());
    let other = memo(move || match configured.get() {
        BillingMode::TpmReservation => BillingMode::PayAsYouGo,
        BillingMode::PayAsYouGo | BillingMode::None => BillingMode::TpmReservation,
    });
    let meaning = move || match configured.get() {
        BillingMode::TpmReservation => words.reservation_text,
        BillingMode::PayAsYouGo | BillingMode::None => words.by_token_text,
    };
    let change = move |_| {
        if let Some(around) = Around::of(live, language, format) {
            let mode = other.get_untracked();
            let action = row.with_untracked(|row| services::set_billing_mode(row, mode, &around));
            actions.ask(action);
        }
    };
    let id = row.with_untracked(|row| row.service.id.clone());
    let request = memo(move || Request::set_billing_mode(&id, other.get()));
    view! {
        <p class="hint">{meaning}</p>
        <p class="buttons">
            <button type="button" class="button" on:click=change>
                {move || (words.change_to)(common.billing_mode(other.get()))}
            </button>
            <CurlButton request=request />
        </p>
    }
}
