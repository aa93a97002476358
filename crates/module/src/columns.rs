//! Columns as JSON lists, for where there are no typed arrays to share memory with.

#![expect(non_snake_case, reason = "the fields have the names that JavaScript has for them")]

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserializer, Serialize};
use tiermeter_columns::{Columns, price_columns};
use tiermeter_pricing::read::{self, FreeText, Place, Read};
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
    fn read<'de, D: Deserializer<'de>>(_: &mut (), _: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        struct Number;
        impl Visitor<'_> for Number {
            type Value = Milliseconds;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("whole milliseconds since 1970")
            }
            #[expect(
                clippy::cast_precision_loss,
                reason = "instants in range are far below 2^53; others are refused"
            )]
            fn visit_u64<E: Error>(self, value: u64) -> Result<Milliseconds, E> {
                Ok(Milliseconds(value as f64))
            }
            #[expect(
                clippy::cast_precision_loss,
                reason = "negative instants are refused, whatever their digits"
            )]
            fn visit_i64<E: Error>(self, value: i64) -> Result<Milliseconds, E> {
                Ok(Milliseconds(value as f64))
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Milliseconds, E> {
                Ok(Milliseconds(value))
            }
        }
        deserializer.deserialize_any(Number)
    }
}

struct TierIndex(u8);

impl Read<()> for TierIndex {
    fn read<'de, D: Deserializer<'de>>(
        _: &mut (),
        place: &Place<'_>,
        deserializer: D,
    ) -> Result<Self, D::Error> {
        let index = read::whole_number(place, deserializer)?;
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
