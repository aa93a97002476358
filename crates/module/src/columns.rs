//! Columns as JSON lists, for where there are no typed arrays to share memory with.

#![expect(non_snake_case, reason = "the fields have the names that JavaScript has for them")]

use serde::Serialize;
use tiermeter_columns::{Columns, ColumnsPricing as Pricing, ColumnsTotal, price_columns};
use tiermeter_pricing::read::{self, FreeText, Input, Number, Place, Read, Unread};
use tiermeter_pricing::{PriceBook, Refusal, decimal_text, object};

use super::{Answer, arguments_of, ok, or_bundled, written};

object! {
    struct Arguments reads with () {
        columns: ColumnsDocument,
        ;
        price_book: PriceBook,
    }
}

object! {
    struct ColumnsDocument reads with () {
        startedAtMs: Vec<Milliseconds>,
        stoppedAtMs: Vec<Milliseconds>,
        tier: Vec<TierIndex>,
        tiers: Vec<FreeText>,
    }
}

struct Milliseconds(f64);

impl Read<()> for Milliseconds {
    #[expect(
        clippy::cast_precision_loss,
        reason = "instants in range are far below 2^53; others are refused, whatever their digits"
    )]
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        Ok(Self(match input.number(place, "whole milliseconds since 1970")? {
            Number::Whole(value) => value as f64,
            Number::Negative(value) => value as f64,
            Number::Other(value) => f64::from_bits(value.0),
        }))
    }
}

struct TierIndex(u8);

impl Read<()> for TierIndex {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let index = read::whole_number(place, input)?;
        u8::try_from(index)
            .map(Self)
            .map_err(|_| place.malformed(format!("{index} is no index from 0 to 255")))
    }
}

/// What runs as columns cost, in the words of JavaScript.
#[derive(Serialize)]
struct ColumnsAnswer {
    seconds: Vec<u64>,
    amounts: Vec<String>,
    #[serde(rename = "exactTotal")]
    exact_total: String,
}

fn answer(total: ColumnsTotal) -> String {
    ok(&ColumnsAnswer {
        seconds: total.seconds,
        amounts: total.amounts.into_iter().map(decimal_text).collect(),
        exact_total: decimal_text(total.exact_total),
    })
}

pub(super) fn price(arguments: &str) -> Answer {
    let Arguments { columns, price_book } = arguments_of(arguments)?;
    let milliseconds = |list: Vec<Milliseconds>| list.into_iter().map(|ms| ms.0).collect::<Vec<f64>>();
    let (started_at_ms, stopped_at_ms) =
        (milliseconds(columns.startedAtMs), milliseconds(columns.stoppedAtMs));
    let tier: Vec<u8> = columns.tier.into_iter().map(|index| index.0).collect();
    let tiers: Vec<String> = columns.tiers.into_iter().map(|code| code.0).collect();
    let columns = Columns { started_at_ms: &started_at_ms, stopped_at_ms: &stopped_at_ms, tier: &tier };
    price_columns(columns, &tiers, &or_bundled(price_book)).map(answer)
}

object! {
    struct PartsArguments reads with () {
        tiers: Vec<FreeText>,
        ;
        price_book: PriceBook,
    }
}

/// Prices runs as columns, part after part. The first refusal stays.
pub struct ColumnsPricing(Result<Pricing, Refusal>);

impl ColumnsPricing {
    /// For runs on the tiers that `arguments` name, an object of JSON text with `tiers` and perhaps `price_book`.
    #[must_use]
    pub fn new(arguments: &str) -> Self {
        Self(arguments_of(arguments).and_then(|PartsArguments { tiers, price_book }| {
            let tiers: Vec<String> = tiers.into_iter().map(|code| code.0).collect();
            Pricing::new(&tiers, &or_bundled(price_book))
        }))
    }

    /// Adds the next runs; false where they, or what came before, are refused.
    pub fn add(&mut self, started_at_ms: &[f64], stopped_at_ms: &[f64], tier: &[u8]) -> bool {
        if let Ok(pricing) = &mut self.0
            && let Err(refusal) = pricing.add_in_pairs(Columns { started_at_ms, stopped_at_ms, tier })
        {
            self.0 = Err(refusal);
        }
        self.0.is_ok()
    }

    /// What all runs cost, as the answer of `priceColumns`.
    #[must_use]
    pub fn total(&self) -> String {
        let total = self.0.as_ref().map_err(Refusal::clone).and_then(Pricing::total);
        total.map_or_else(|refusal| written("refused", &refusal), answer)
    }
}
