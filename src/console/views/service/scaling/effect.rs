//! What the fields of the scaling lead to: what it costs at the least and at the most, and what load and policies do in
//! the days ahead.

use leptos::prelude::*;
use rust_decimal::Decimal;
use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND, Price};
use tiermeter_service::ServiceScaling;

use super::super::life::minute_of;
use super::super::plots::drawing::Drawing;
use super::super::plots::picture::Picture;
use super::ahead::{AHEAD_SECONDS, hour_of, picture};
use super::forecast::{Forecast, Rates, price_of, rates};
use super::load::{LoadField, use_load};
use super::words::Words;
use crate::console::format::{Format, use_format};
use crate::console::live::{ServiceRow, use_live};
use crate::console::words::{Common, use_words};
use crate::erased::{derived, memo, shown_while};

const SECONDS_PER_HOUR: u64 = 3_600;

/// What the days ahead come to.
#[derive(Clone, PartialEq)]
struct Ahead {
    picture: Picture,
    /// Instance seconds.
    seconds: u64,
    /// What they cost; `None` without a price.
    cost: Option<Decimal>,
    /// Where it ends, if that is early.
    cut_at: Option<Instant>,
}

/// What a scaling leads to.
#[component]
pub fn ScalingEffect(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// What the fields say, where they say something.
    scaling: Memo<Option<ServiceScaling>>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let (format, live) = (use_format(), use_live());
    let from = memo(move || {
        let offset = live.utc_offset();
        hour_of(live.now.get(), offset.unwrap_or_default())
    });
    let tier = row.with_untracked(|row| row.service.tier.clone());
    let price = memo(move || {
        let now = from.get();
        live.book.with(|book| price_of(tier.as_deref(), now, book.as_ref()?))
    });
    let minute = memo(move || minute_of(live.now.get()));
    let load = use_load(row, minute);
    let ahead = memo(move || {
        let scaling = scaling.get().filter(is_automatic)?;
        let (offset, load) = (live.utc_offset()?, load.checked.get().ok()?);
        let forecast = Forecast::of(&scaling, load, from.get(), AHEAD_SECONDS, offset);
        let seconds = forecast.instance_seconds();
        let lasts = forecast.until.saturating_sub(forecast.from);
        let cut = lasts < AHEAD_SECONDS.saturating_mul(NANOSECONDS_PER_SECOND);
        Some(Ahead {
            picture: picture(&forecast, words, format, offset),
            seconds,
            cost: price.get().and_then(|price| price.times(seconds).ok()),
            cut_at: Instant::from_unix_nanoseconds(forecast.until).filter(|_| cut),
        })
    });
    let has_load = memo(move || scaling.with(|scaling| scaling.as_ref().is_some_and(is_automatic)));
    let any = memo(move || scaling.with(Option::is_some));
    let has_ahead = memo(move || ahead.with(Option::is_some));
    view! {
        <section class="panel" aria-labelledby="scaling-effect">
            <h2 id="scaling-effect">{words.effect}</h2>
            <Show when=move || any.get() fallback=move || view! { <p class="hint">{words.mend}</p> }>
                <RateTable row=row scaling=scaling price=price from=from />
            </Show>
            {shown_while(move || has_load.get(), move || view! { <LoadField load=load /> }.into_any())}
            {shown_while(move || has_ahead.get(), move || view! { <AheadView ahead=ahead /> }.into_any())}
            <p class="hint">{words.only_running}</p>
        </section>
    }
}

const fn is_automatic(scaling: &ServiceScaling) -> bool {
    matches!(scaling, ServiceScaling::Automatic(_))
}

/// What it costs at the least and at the most.
#[component]
fn RateTable(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// What the fields say.
    scaling: Memo<Option<ServiceScaling>>,
    /// The price of a second.
    price: Memo<Option<Price>>,
    /// The instant of the prices.
    from: Memo<Instant>,
) -> impl IntoView {
    let (words, common) = (use_words::<Words>(), use_words::<Common>());
    let (format, live) = (use_format(), use_live());
    let (currency, tier) = row.with_untracked(|row| {
        (row.service.cost.currency.clone(), row.service.tier.clone().unwrap_or_default())
    });
    let body = move || {
        // The hour first: the price follows from it, and is mostly the same in the next one.
        let (offset, from) = (live.utc_offset().unwrap_or_default(), from.get());
        let rates_of = |instances: u32| rates(instances, price.get(), from, offset);
        let named = scaling.with(|scaling| match scaling {
            None => Vec::new(),
            Some(ServiceScaling::Manual { instances }) => vec![(words.always, *instances)],
            Some(ServiceScaling::Automatic(automatic)) => {
                vec![(words.at_minimum, automatic.minimum), (words.at_maximum, automatic.maximum)]
            }
        });
        named.into_iter().map(|(name, instances)| rate_row(name, rates_of(instances), format)).collect_view()
    };
    let said = move || match price.get() {
        Some(price) => (words.price)(&tier, &format.amount(price.decimal()), &currency),
        None => words.not_priced.to_owned(),
    };
    let unit = row.with_untracked(|row| row.service.cost.currency.clone());
    view! {
        <div class="table-wrap" tabindex="0" role="group" aria-label=words.effect>
            <table class="table">
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col" class="number">{words.rate}</th>
                        <th scope="col" class="number">{unit.clone()} " " {common.per_hour}</th>
                        <th scope="col" class="number">{unit.clone()} " " {common.per_day}</th>
                        <th scope="col" class="number">{unit} " " {common.per_month}</th>
                    </tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
        <p class="hint">{said}</p>
    }
}

fn rate_row(name: &'static str, rates: Rates, format: Format) -> impl IntoView {
    let amount = move |amount: Option<Decimal>| amount.map(|amount| format.amount(amount));
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="number">{format.count(rates.instances.into())}</td>
            <td class="number">{amount(rates.per_hour)}</td>
            <td class="number">{amount(rates.per_day)}</td>
            <td class="number">{amount(rates.per_month)}</td>
        </tr>
    }
}

/// The picture of the days ahead, and what they come to.
#[component]
fn AheadView(
    /// The days ahead.
    ahead: Memo<Option<Ahead>>,
) -> impl IntoView {
    let (words, format, live) = (use_words::<Words>(), use_format(), use_live());
    let drawn = memo(move || {
        ahead.with(|ahead| ahead.as_ref().map(|ahead| ahead.picture.clone())).unwrap_or_default()
    });
    let total = move || {
        ahead.with(|ahead| {
            let ahead = ahead.as_ref()?;
            let hours = Decimal::from(ahead.seconds).checked_div(Decimal::from(SECONDS_PER_HOUR));
            let hours = format.amount(hours.unwrap_or_default().round_dp(2));
            let cost = ahead.cost.map(|cost| format.money(cost, &live.currency()));
            let cost = cost.unwrap_or_else(|| words.not_priced.to_owned());
            Some((words.ahead_total)(&hours, &cost))
        })
    };
    let cut = move || {
        let cut_at = ahead.with(|ahead| ahead.as_ref().and_then(|ahead| ahead.cut_at));
        cut_at.map(|at| view! { <p class="note">{(words.ahead_cut)(&format.day_and_time(at))}</p> })
    };
    let unit = derived(move || words.ahead_unit.to_owned());
    view! {
        <Drawing title=words.ahead unit=unit picture=drawn />
        <p class="service-scaling-total number">{total}</p>
        {cut}
    }
}
