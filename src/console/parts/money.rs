//! Amounts that count up, and the row of big figures.

use leptos::prelude::*;
use rust_decimal::Decimal;

use super::super::format::use_format;
use crate::erased::memo_of_last;

/// Digits after the point of an amount that counts up, at least: those of a second's price.
const LIVE_DECIMALS: u32 = 6;

/// An amount, and how many digits of it are shown.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Digits {
    amount: Decimal,
    /// Its digits after the point.
    scale: u32,
    /// As many as it is shown with while it moves: never fewer than just before, so that its width stays.
    decimals: u32,
    /// Whether it was another one before.
    moves: bool,
}

impl Digits {
    fn of(amount: Decimal, before: Option<&Self>) -> Self {
        let scale = amount.normalize().scale();
        let last_scale = before.map_or(scale, |before| before.scale);
        let moves = before.is_some_and(|before| before.amount != amount);
        Self { amount, scale, decimals: LIVE_DECIMALS.max(scale).max(last_scale), moves }
    }
}

/// An amount as it is shown.
#[derive(Debug, Clone, PartialEq)]
struct Counting {
    digits: Digits,
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
    let shown = memo_of_last(move |before: Option<&Counting>| {
        let amount = amount.get();
        let before = before.map(|before| &before.digits);
        let digits = Digits::of(amount, before);
        let last = before.map_or(amount, |before| before.amount);
        let (steady, moving) = format.live(amount, last, digits.decimals);
        Counting { digits, steady, moving }
    });
    let steady = move || shown.with(|shown| shown.steady.clone());
    let moving = move || shown.with(|shown| shown.moving.clone());
    let currency = (!currency.is_empty()).then(|| view! { <small>" " {currency}</small> });
    view! { <span class="money">{steady}<em>{moving}</em>{currency}</span> }
}

/// An amount in a row of a long table: one text, since each second lays it out and paints it in every row.
#[component]
pub fn MoneyInRow(
    /// The amount.
    #[prop(into)]
    amount: Signal<Decimal>,
) -> impl IntoView {
    let format = use_format();
    let digits = memo_of_last(move |before: Option<&Digits>| Digits::of(amount.get(), before));
    let text = move || {
        let Digits { amount, moves, decimals, .. } = digits.get();
        if moves { format.cut(amount, decimals) } else { format.amount(amount) }
    };
    view! { <span class="money">{text}</span> }
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
