//! Columns as JSON lists, for where there are no typed arrays to share memory with.

#![expect(non_snake_case, reason = "the fields have the names that JavaScript has for them")]

use serde::Serialize;
use tiermeter_columns::{Columns, price_columns};
use tiermeter_pricing::read::{self, FreeText, Input, Number, Place, Read, Unread};
use tiermeter_pricing::{PriceBook, object};

use super::{Answer, arguments_of, ok, or_bundled};

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
            Number::Other(value) => value,
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

pub(super) fn price(arguments: &str) -> Answer {
    let Arguments { columns, price_book } = arguments_of(arguments)?;
    let milliseconds = |list: Vec<Milliseconds>| list.into_iter().map(|ms| ms.0).collect::<Vec<f64>>();
    let (started_at_ms, stopped_at_ms) =
        (milliseconds(columns.startedAtMs), milliseconds(columns.stoppedAtMs));
    let tier: Vec<u8> = columns.tier.into_iter().map(|index| index.0).collect();
    let tiers: Vec<String> = columns.tiers.into_iter().map(|code| code.0).collect();
    let columns = Columns { started_at_ms: &started_at_ms, stopped_at_ms: &stopped_at_ms, tier: &tier };
    let total = price_columns(columns, &tiers, &or_bundled(price_book))?;
    Ok(ok(&ColumnsAnswer {
        seconds: total.seconds,
        amounts: total.amounts.iter().map(ToString::to_string).collect(),
        exact_total: total.exact_total.to_string(),
    }))
}
