//! The price beside the form: it follows every key.

use leptos::prelude::*;
use tiermeter_pricing::Price;

use super::state::Form;
use super::view_model::{Costs, Pricing, Reservable, SecondsPrice, TokensPrice};
use super::words::Words;
use crate::console::format::use_format;
use crate::console::parts::Sample;
use crate::console::words::{Common, use_words};
use crate::erased::memo;

/// What it would cost.
#[component]
pub fn PricePanel(
    /// The form.
    form: Form,
) -> impl IntoView {
    let words = use_words::<Words>();
    let pricing = memo(move || form.pricing());
    let currency = memo(move || form.live.currency());
    let body = move || match pricing.get() {
        Pricing::Unknown => view! { <p class="hint">{words.not_priced}</p> }.into_any(),
        Pricing::Seconds(price) => view! { <Seconds price=price currency=currency.get() /> }.into_any(),
        Pricing::Tokens(price) => view! { <Tokens price=price currency=currency.get() /> }.into_any(),
    };
    view! {
        <section class="panel new-service-price" aria-label=words.price>
            <h2>{words.price}</h2>
            <div aria-live="polite">{body}</div>
        </section>
    }
}

/// The price of seconds.
#[component]
fn Seconds(
    /// The price.
    price: SecondsPrice,
    /// The currency's code.
    currency: String,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let SecondsPrice { per_second, instances: (least_instances, most_instances), least, most } = price;
    let formula = |instances: u64, costs: Costs| {
        let instances = format.count(instances);
        (words.formula)(&instances, &per_second.to_string(), &format.money(costs.per_hour, &currency))
    };
    let first = formula(least_instances, least);
    let last = most.map(|most| formula(most_instances, most));
    let most = most.map(|most| {
        view! {
            <h3>{(words.at_most)(most_instances)}</h3>
            <CostLines costs=most currency=currency.clone() />
            <p class="new-service-formula">{last}</p>
        }
    });
    let head = if most.is_some() { (words.at_least)(least_instances) } else { (words.with)(least_instances) };
    view! {
        <h3>{head}</h3>
        <CostLines costs=least currency=currency.clone() />
        <p class="new-service-formula">{first}</p>
        {most}
        <p class="hint">{words.seconds_hint}</p>
    }
}

/// An hour, a day, a month.
#[component]
fn CostLines(
    /// The costs.
    costs: Costs,
    /// The currency's code.
    currency: String,
) -> impl IntoView {
    let (common, format) = (use_words::<Common>(), use_format());
    let lines = [
        (common.per_hour, costs.per_hour),
        (common.per_day, costs.per_day),
        (common.per_month, costs.per_month),
    ];
    let lines = lines
        .map(|(label, amount)| {
            view! {
                <dt>{label}</dt>
                <dd>{format.amount(amount)} " " <small>{currency.clone()}</small></dd>
            }
        })
        .into_iter()
        .collect_view();
    view! { <dl class="new-service-costs">{lines}</dl> }
}

/// The price of tokens.
#[component]
fn Tokens(
    /// The price.
    price: TokensPrice,
    /// The currency's code.
    currency: String,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let TokensPrice { input, cached_input, output, is_sample, free, reservable } = price;
    let line = |label: &'static str, price: Price| {
        view! {
            <dt>{label}</dt>
            <dd>{price.to_string()} " " <small>{(words.a_million)(&currency)}</small></dd>
        }
    };
    let lines = [(words.input, input), (words.cached_input, cached_input), (words.output, output)]
        .map(|(label, price)| line(label, price))
        .into_iter()
        .collect_view();
    let free = free.map(|(tokens, days)| {
        view! { <p>{(words.free_tokens)(&format.count(tokens), days)}</p> }
    });
    let reservable = reservable.map(|offer| {
        let Reservable { minimum_tpm, step_tpm, least } = offer;
        view! {
            <h3>{(words.reserved)(&format.count(minimum_tpm))}</h3>
            <CostLines costs=least currency=currency.clone() />
            <p class="hint">{(words.reserved_hint)(&format.count(step_tpm))}</p>
        }
    });
    view! {
        <dl class="new-service-costs">{lines}</dl>
        {is_sample.then(|| view! { <Sample /> })}
        {free}
        {reservable}
    }
}
