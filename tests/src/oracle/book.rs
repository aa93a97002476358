//! A price book and its prices in force.

use serde_json::Value;

use super::calendar::parse_offset;
use super::document::{instant_or_null, list, text};

/// A price book that has the right form.
#[derive(Debug)]
pub(super) struct Book<'a> {
    document: &'a Value,
    pub(super) offset_seconds: i64,
}

impl<'a> Book<'a> {
    pub(super) fn read(document: &'a Value) -> Book<'a> {
        let offset = text(&document["settlement"], "utc_offset");
        Book { document, offset_seconds: parse_offset(offset).expect("an offset") }
    }

    pub(super) fn tier(&self, code: &str) -> Option<&'a Value> {
        list(self.document, "gpu_tiers").iter().find(|tier| tier["code"] == code)
    }

    pub(super) fn model(&self, id: &str) -> Option<&'a Value> {
        list(self.document, "models").iter().find(|model| model["id"] == id)
    }

    /// SPEC 2: lines of an illustrative model say so.
    pub(super) fn is_illustrative(&self, model_id: &str) -> bool {
        self.model(model_id).is_some_and(|model| model["illustrative"] == true)
    }

    pub(super) fn currency(&self) -> &'a str {
        text(self.document, "currency")
    }

    /// ISO 4217, as far as the tests go.
    pub(super) fn minor_digits(&self) -> usize {
        match self.currency() {
            "JPY" | "KRW" => 0,
            "USD" | "EUR" | "CNY" => 2,
            "KWD" | "BHD" => 3,
            "CLF" => 4,
            other => panic!("the oracle does not know the minor digits of {other}"),
        }
    }
}

/// An entry of a list of prices.
#[derive(Debug)]
pub(super) struct Price<'a> {
    /// The instant from which it is in force; the least there is for "since ever".
    pub(super) from: i64,
    pub(super) entry: &'a Value,
}

/// The prices of a tier, a model or a `tpm_reservation`, which stand in any order, by their instants.
pub(super) fn prices(owner: &Value) -> Vec<Price<'_>> {
    let mut prices: Vec<Price<'_>> = list(owner, "prices")
        .iter()
        .map(|entry| Price { from: instant_or_null(entry, "from").unwrap_or(i64::MIN), entry })
        .collect();
    prices.sort_by_key(|price| price.from);
    prices
}

/// The last price whose instant has come.
pub(super) fn in_force<'p, 'a>(prices: &'p [Price<'a>], at: i64) -> Option<&'p Price<'a>> {
    let mut found = None;
    for price in prices {
        if price.from <= at {
            found = Some(price);
        }
    }
    found
}
