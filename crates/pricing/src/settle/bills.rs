//! Counts become lines, lines become bills: P14 and P15.

use rust_decimal::Decimal;

use super::LineKey;
use crate::instant::Month;
use crate::money::{Exact, Per, Price, payable};
use crate::order::sort_by_key;
use crate::price_book::PriceBook;
use crate::refusal::Refusal;
use crate::settlement::{Bill, Item, Line, Settlement};
use crate::table::Table;
use crate::usage::Usage;

/// For how many units the price of a token line stands.
const PER_MILLION: u32 = 1_000_000;

/// Writes the bills of what was counted.
pub(super) fn write(
    usage: &Usage,
    price_book: &PriceBook,
    counts: Table<LineKey, u128>,
) -> Result<Settlement, Refusal> {
    let mut counts = counts.into_entries();
    sort_by_key(&mut counts, |(key, _)| order(usage, price_book, key));
    let mut bills = Vec::new();
    for month in counts.chunk_by(|(earlier, _), (later, _)| earlier.month == later.month) {
        bills.push(bill(usage, price_book, month)?);
    }
    Ok(Settlement { currency: price_book.currency().code().to_owned(), bills })
}

/// P14; prices of a timeline are in the order in which they come into force.
pub(super) fn order<'a>(
    usage: &'a Usage,
    price_book: &'a PriceBook,
    key: &LineKey,
) -> (Month, &'a str, Item, &'a str, usize) {
    (key.month, usage.names.text(key.service), key.item, subject(price_book, key), key.price)
}

/// The tier's code or the model's id.
pub(super) fn subject<'a>(price_book: &'a PriceBook, key: &LineKey) -> &'a str {
    match key.item {
        Item::GpuSeconds => &price_book.tiers()[key.subject].code,
        _ => &price_book.models()[key.subject].id,
    }
}

fn bill(usage: &Usage, price_book: &PriceBook, counts: &[(LineKey, u128)]) -> Result<Bill, Refusal> {
    let mut lines = Vec::with_capacity(counts.len());
    let mut total = Exact::default();
    let mut month = None;
    for (key, units) in counts {
        month = Some(key.month);
        let (line, amount) = line(usage, price_book, key, *units)?;
        total = total.plus(amount)?;
        lines.push(line);
    }
    let exact_total = total.decimal()?;
    let (payable, rounding) = payable(exact_total, price_book.currency().minor_digits())?;
    Ok(Bill { month: month.unwrap_or(Month { year: 1970, month: 1 }), lines, exact_total, payable, rounding })
}

pub(super) fn line(
    usage: &Usage,
    price_book: &PriceBook,
    key: &LineKey,
    units: u128,
) -> Result<(Line, Exact), Refusal> {
    let priced = priced(price_book, key);
    let amount = match priced.price {
        None => Exact::default(),
        Some(price) => Exact::product(units, price, priced.amount_per)?,
    };
    let quantity = match key.item {
        Item::TpmReservation => Exact::thousandths(units),
        _ => Exact::whole(units),
    };
    let name = subject(price_book, key).to_owned();
    let (tier, model) = if key.item == Item::GpuSeconds { (Some(name), None) } else { (None, Some(name)) };
    let line = Line {
        service: usage.names.text(key.service).to_owned(),
        item: key.item,
        illustrative: tier.is_none() && price_book.models()[key.subject].illustrative,
        tier,
        model,
        unit_price: priced.price.map_or(Decimal::ZERO, Price::decimal),
        per: priced.per,
        quantity: quantity.decimal()?,
        amount: amount.decimal()?,
    };
    Ok((line, amount))
}

/// The price of a line: `None` for what was reserved or free.
struct Priced {
    price: Option<Price>,
    per: u32,
    amount_per: Per,
}

fn priced(price_book: &PriceBook, key: &LineKey) -> Priced {
    let token_price = |of: fn(&crate::ModelPrice) -> Price| Priced {
        price: price_book.models()[key.subject].prices.get(key.price).map(of),
        per: PER_MILLION,
        amount_per: Per::Million,
    };
    match key.item {
        Item::GpuSeconds => Priced {
            price: price_book.tiers()[key.subject].prices.get(key.price).map(|price| price.per_second),
            per: 1,
            amount_per: Per::One,
        },
        // Counted in TPM-hours, billed in thousands of them.
        Item::TpmReservation => Priced {
            price: price_book.models()[key.subject]
                .tpm_reservation
                .as_ref()
                .and_then(|offer| offer.prices.get(key.price))
                .map(|price| price.per_ktpm_hour),
            per: 1,
            amount_per: Per::Thousand,
        },
        Item::InputTokens => token_price(|price| price.input_per_million),
        Item::CachedInputTokens => token_price(|price| price.cached_input_per_million),
        Item::OutputTokens => token_price(|price| price.output_per_million),
        Item::ReservedTokens | Item::FreeTokens => {
            Priced { price: None, per: PER_MILLION, amount_per: Per::Million }
        }
    }
}
