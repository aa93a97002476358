//! One model: its prices, what is free of it, what can be reserved of it.

use leptos::prelude::*;
use rust_decimal::Decimal;

use super::service_line::ServiceLine;
use super::view_model::Quota;
use super::words::Words;
use crate::console::documents::{Model, ModelPrices, ReservationOffer};
use crate::console::format::use_format;
use crate::console::frame::address;
use crate::console::live::use_live;
use crate::console::parts::Sample;
use crate::console::words::use_words;
use crate::erased::{memo, shown_while, stored};

/// One model.
#[component]
pub fn ModelCard(
    /// Its id.
    id: String,
) -> impl IntoView {
    let live = use_live();

    let own = stored(id.clone());
    let model = memo(move || {
        own.with_value(|id| live.models.with(|models| models.iter().find(|model| model.id == *id).cloned()))
    });
    let name = memo(move || model.with(|model| model.as_ref().map(|model| model.name.clone())));
    let service = memo(move || {
        model.with(|model| model.as_ref().and_then(|model| model.default_service.clone()).map(|own| own.id))
    });
    let sample = memo(move || model.with(|model| model.as_ref().is_some_and(|model| model.illustrative)));
    let title = move || match service.get() {
        Some(service) => view! { <a href=address::service(&service)>{move || name.get()}</a> }.into_any(),
        None => (move || name.get()).into_any(),
    };
    view! {
        <article class="panel models-card" aria-label=move || name.get()>
            <div class="panel-head">
                <h2>{title}</h2>
                <code>{id}</code>
                {shown_while(move || sample.get(), move || view! { <Sample /> }.into_any())}
            </div>
            <Prices model=model />
            <dl class="models-facts">
                <QuotaFact model=model />
                <ReservationFact model=model />
            </dl>
            <ServiceLine model=model service=service />
        </article>
    }
}

/// What a million tokens cost.
#[component]
fn Prices(
    /// The model.
    model: Memo<Option<Model>>,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let prices =
        memo(move || model.with(|model| model.as_ref().map(|model| (model.prices, model.currency.clone()))));
    move || {
        let (prices, currency) = prices.get()?;
        let Some(ModelPrices { input_per_million, cached_input_per_million, output_per_million }) = prices
        else {
            return Some(view! { <p class="hint">{words.no_prices}</p> }.into_any());
        };
        let price = |label: &'static str, price: Decimal| {
            view! {
                <div>
                    <dt>{label}</dt>
                    <dd>{format.amount(price)}</dd>
                </div>
            }
        };
        let list = view! {
            <dl class="models-prices">
                {price(words.input, input_per_million)}
                {price(words.cached_input, cached_input_per_million)}
                {price(words.output, output_per_million)}
            </dl>
            <p class="hint">{(words.per_million)(&currency)}</p>
        };
        Some(list.into_any())
    }
}

/// What is left of the free quota, as a bar and in words.
#[component]
fn QuotaFact(
    /// The model.
    model: Memo<Option<Model>>,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let quota = memo(move || {
        let now = live.now.get();
        model.with(|model| Quota::of(model.as_ref().and_then(|model| model.free_quota.as_ref()), now))
    });
    let valid_days = memo(move || {
        model.with(|model| {
            let id = &model.as_ref()?.id;
            live.book.with(|book| book.as_ref()?.model(id)?.free_quota.as_ref().map(|quota| quota.valid_days))
        })
    });
    let sentence = move || match quota.get() {
        Quota::None => words.quota_none.to_owned(),
        Quota::Offered { tokens } => {
            let valid = valid_days.get().map(words.quota_valid).unwrap_or_default();
            format!("{}{valid}", (words.quota_offered)(&format.count(tokens)))
        }
        Quota::Left { remaining, tokens, .. } => {
            (words.quota_left)(&format.count(remaining), &format.count(tokens))
        }
        Quota::UsedUp { tokens } => (words.quota_used_up)(&format.count(tokens)),
        Quota::Expired { at, .. } => (words.quota_expired)(&format.day(at)),
    };
    let until = move || match quota.get() {
        Quota::Left { expires_at: Some(at), .. } => {
            let lasts = format.between(live.now.get(), at);
            let text = (words.quota_until)(&format.day(at), &lasts);
            Some(view! { <dd class="hint" title=format.instant(at)>{text}</dd> })
        }
        _ => None,
    };
    let has_bar = memo(move || quota.get().tokens() > 0);
    let width = move || {
        let thousandths = quota.get().thousandths();
        format!("{}.{}%", thousandths / 10, thousandths % 10)
    };
    view! {
        <dt>{words.quota}</dt>
        <dd>
            {shown_while(move || has_bar.get(), move || view! { <span class="quota" aria-hidden="true"><i style:width=width></i></span> }.into_any())}
            {sentence}
        </dd>
        {until}
    }
}

/// What can be reserved.
#[component]
fn ReservationFact(
    /// The model.
    model: Memo<Option<Model>>,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let offer = memo(move || {
        model.with(|model| model.as_ref().map(|model| (model.tpm_reservation, model.currency.clone())))
    });
    let text = move || {
        let (offer, currency) = offer.get()?;
        let Some(ReservationOffer { minimum_tpm, step_tpm, per_ktpm_hour }) = offer else {
            return Some(view! { <dd>{words.reservation_none}</dd> }.into_any());
        };
        let from = (words.reservation_offer)(&format.count(minimum_tpm), &format.count(step_tpm));
        let price = per_ktpm_hour.map(|price| {
            view! { <dd class="hint">{(words.reservation_price)(&format.money(price, &currency))}</dd> }
        });
        Some(view! { <dd>{from}</dd> {price} }.into_any())
    };
    view! { <dt>{words.reservation}</dt> {text} }
}
