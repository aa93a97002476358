//! What things cost: by the second of a tier, or by the token of a model, with the instants from which prices are in
//! force.

use leptos::prelude::*;
use tiermeter_pricing::{Instant, Item, Price};

use super::words::Words;
use crate::console::documents::FreeQuota;
use crate::console::format::{Format, use_format};
use crate::console::live::{ServiceRow, use_live};
use crate::console::parts::Sample;
use crate::console::words::{Common, use_words};

const SECONDS_PER_HOUR: u64 = 3_600;

/// A price with the instant from which it is in force.
struct PriceRow {
    from: String,
    amounts: Vec<String>,
}

/// Prices by the second, and what is billed.
#[component]
pub fn PerSecond(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (words, format, live) = (use_words::<Words>(), use_format(), use_live());
    let tier = row.with_untracked(|row| row.service.tier.clone()).unwrap_or_default();
    let (book, now) = (live.book.get_untracked(), live.now.get_untracked());
    let currency = live.currency();
    let in_force = book.as_ref().and_then(|book| Some(book.tier(&tier)?.price_at(now)?.per_second));
    let said = in_force.map_or_else(
        || words.no_price.to_owned(),
        |price| {
            let hour = hour_of(price, format);
            (words.by_second_price)(&tier, &format.amount(price.decimal()), &hour, &currency)
        },
    );
    let rows: Vec<PriceRow> = book
        .as_ref()
        .and_then(|book| book.tier(&tier))
        .map(|tier| tier.prices.iter())
        .into_iter()
        .flatten()
        .map(|entry| PriceRow {
            from: since(entry.from, words, format),
            amounts: vec![format.amount(entry.per_second.decimal()), hour_of(entry.per_second, format)],
        })
        .collect();
    let head = vec![words.from.to_owned(), (words.per_second)(&currency), (words.per_hour)(&currency)];
    view! {
        <section class="panel" aria-labelledby="billing-prices-title">
            <h2 id="billing-prices-title">{words.by_second}</h2>
            <p class="number service-billing-price">{said}</p>
            <PriceTable name=words.prices head=head rows=rows />
            <p class="hint">{words.by_second_text}</p>
            <p class="hint">{words.by_second_plan}</p>
        </section>
    }
}

/// Prices by token, and what is left of the free quota.
#[component]
pub fn PerToken(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (words, common) = (use_words::<Words>(), use_words::<Common>());
    let (format, live) = (use_format(), use_live());
    let model = row.with_untracked(|row| row.service.model.clone());
    let (book, now) = (live.book.get_untracked(), live.now.get_untracked());
    let currency = live.currency();
    let known = book.as_ref().and_then(|book| book.model(&model));
    let illustrative = known.is_some_and(|model| model.illustrative);
    let in_force = known.and_then(|model| model.prices.at(now.unix_nanoseconds())).copied();
    let rows = in_force.map(|price| {
        let classes = [
            (Item::InputTokens, price.input_per_million),
            (Item::CachedInputTokens, price.cached_input_per_million),
            (Item::OutputTokens, price.output_per_million),
        ];
        let row = |(item, price): (Item, Price)| PriceRow {
            from: common.item(item).to_owned(),
            amounts: vec![format.amount(price.decimal())],
        };
        Vec::from(classes.map(row))
    });
    let head = vec![words.class.to_owned(), (words.per_million)(&currency)];
    let table = match rows {
        Some(rows) => view! { <PriceTable name=words.prices head=head rows=rows /> }.into_any(),
        None => view! { <p class="note">{words.no_price}</p> }.into_any(),
    };
    let quota = move || {
        let quota = live.models.with(|models| models.iter().find(|known| known.id == model)?.free_quota);
        quota.map(|quota| view! { <p class="hint">{free_quota(&quota, words, format)}</p> })
    };
    view! {
        <section class="panel" aria-labelledby="billing-prices-title">
            <div class="panel-head">
                <h2 id="billing-prices-title">{words.by_token}</h2>
                {illustrative.then(|| view! { <Sample /> })}
            </div>
            {table}
            {quota}
            <p class="hint">{words.by_token_text}</p>
        </section>
    }
}

/// A table of prices.
#[component]
fn PriceTable(
    /// What it is called.
    name: &'static str,
    /// The names of its columns; the first one names the rows.
    head: Vec<String>,
    /// The prices.
    rows: Vec<PriceRow>,
) -> impl IntoView {
    let head = head.into_iter().enumerate().map(|(column, name)| {
        let class = if column == 0 { "" } else { "number" };
        view! { <th scope="col" class=class>{name}</th> }
    });
    let rows = rows.into_iter().map(|PriceRow { from, amounts }| {
        let amounts = amounts.into_iter().map(|amount| view! { <td class="number">{amount}</td> });
        view! {
            <tr>
                <th scope="row">{from}</th>
                {amounts.collect_view()}
            </tr>
        }
    });
    view! {
        <div class="table-wrap" tabindex="0" role="group" aria-label=name>
            <table class="table">
                <thead><tr>{head.collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

fn hour_of(per_second: Price, format: Format) -> String {
    per_second.times(SECONDS_PER_HOUR).map(|hour| format.amount(hour)).unwrap_or_default()
}

fn since(from: Option<Instant>, words: &Words, format: Format) -> String {
    from.map_or_else(|| words.since_ever.to_owned(), |from| format.instant(from))
}

/// What is left of a free quota, in words.
fn free_quota(quota: &FreeQuota, words: &Words, format: Format) -> String {
    if quota.granted_at.is_none() {
        return (words.not_granted)(&format.count(quota.tokens));
    }
    let left = (words.free_quota)(&format.count(quota.remaining), &format.count(quota.tokens));
    match quota.expires_at {
        Some(at) => format!("{left}, {}", (words.expires)(&format.day(at))),
        None => left,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::words::{Language, Localized};
    use crate::console::zone::Zone;

    #[test]
    fn free_quota_is_told_with_its_end() {
        let format = Format { language: Language::English, zone: Zone::Utc };
        let words = Words::of(Language::English);
        let at = |text: &str| Instant::parse(text).ok();
        for (granted_at, expires_at, expected) in [
            (None, None, "Free quota: 1,000,000 tokens, granted when the model is first enabled."),
            (at("2026-03-01T00:00:00Z"), None, "Free quota: 820,000 of 1,000,000 tokens left"),
            (
                at("2026-03-01T00:00:00Z"),
                at("2026-05-30T00:00:00Z"),
                "Free quota: 820,000 of 1,000,000 tokens left, until 30 May 2026",
            ),
        ] {
            let quota = FreeQuota { tokens: 1_000_000, remaining: 820_000, granted_at, expires_at };
            assert_eq!(free_quota(&quota, words, format), expected);
        }
        assert_eq!(hour_of(Price::parse("0.000217").unwrap(), format), "0.7812");
        assert_eq!(since(None, words, format), "the beginning");
    }
}
