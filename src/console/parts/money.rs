//! Amounts that count up, and the row of big figures.

use leptos::prelude::*;
use rust_decimal::Decimal;

use super::super::format::use_format;

/// Digits after the point of an amount that counts up, at least: those of a second's price.
const LIVE_DECIMALS: u32 = 6;

/// An amount as it is shown.
#[derive(Debug, Clone, PartialEq)]
struct Counting {
    amount: Decimal,
    /// Its digits after the point.
    scale: u32,
    /// The digits that stay for now.
    steady: String,
    /// Those that just moved.
    moving: String,
}

/// An amount; of one that counts up the digits that just moved are marked.
#[component]
pub fn Money(
    /// The amount.
    #[prop(into)]
    amount: Signal<Decimal>,
    /// The currency's code, where it does not stand elsewhere.
    #[prop(optional, into)]
    currency: String,
) -> impl IntoView {
    let format = use_format();
    let shown = Memo::new(move |before: Option<&Counting>| {
        let amount = amount.get();
        let scale = amount.normalize().scale();
        let (last, last_scale) = before.map_or((amount, scale), |before| (before.amount, before.scale));
        let decimals = LIVE_DECIMALS.max(scale).max(last_scale);
        let (steady, moving) = format.live(amount, last, decimals);
        Counting { amount, scale, steady, moving }
    });
    let steady = move || shown.with(|shown| shown.steady.clone());
    let moving = move || shown.with(|shown| shown.moving.clone());
    let currency = (!currency.is_empty()).then(|| view! { <small>" " {currency}</small> });
    view! { <span class="money">{steady}<em>{moving}</em>{currency}</span> }
}

/// A row of big figures.
#[component]
pub fn Figures(
    /// The figures.
    children: Children,
) -> impl IntoView {
    view! { <dl class="figures">{children()}</dl> }
}

/// One big figure.
#[component]
pub fn Figure(
    /// What it is.
    #[prop(into)]
    label: String,
    /// In which unit it is.
    #[prop(optional, into)]
    unit: Option<String>,
    /// What stands below it.
    #[prop(optional, into)]
    note: Option<String>,
    /// The figure.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="figure">
            <dt>{label}</dt>
            <dd>{children()} {unit.map(|unit| view! { <small>" " {unit}</small> })}</dd>
            {note.map(|note| view! { <dd class="hint">{note}</dd> })}
        </div>
    }
}
