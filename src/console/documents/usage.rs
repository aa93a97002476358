//! Usage, grouped.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;
use tiermeter_pricing::Item;

use super::read;

/// The answer of `GET /usage`; all rows are there.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct UsageReport {
    /// The rows.
    pub data: Vec<UsageRow>,
}

/// One row, with the fields by which the usage was grouped.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct UsageRow {
    /// The service's id, where grouped by it.
    #[serde(default)]
    pub service: Option<String>,
    /// The model's id, where grouped by it and there is one.
    #[serde(default)]
    pub model: Option<String>,
    /// The tier's code, where grouped by it and there is one.
    #[serde(default)]
    pub tier: Option<String>,
    /// The day at the price book's offset, as `YYYY-MM-DD`, where grouped by it.
    #[serde(default)]
    pub day: Option<String>,
    /// The hour at the price book's offset, as `YYYY-MM-DDTHH:00`, where grouped by it.
    #[serde(default)]
    pub hour: Option<String>,
    /// The minute at the price book's offset, as `YYYY-MM-DDTHH:MM`, where grouped by it.
    #[serde(default)]
    pub minute: Option<String>,
    /// The id of the API key that told it, or what told it in its place, where grouped by it and that is known.
    #[serde(default)]
    pub key: Option<String>,
    /// The name of that key.
    #[serde(default)]
    pub key_name: Option<String>,
    /// What was used.
    #[serde(deserialize_with = "read::item")]
    pub item: Item,
    /// Seconds, tokens or kTPM-hours.
    #[serde(deserialize_with = "read::decimal")]
    pub quantity: Decimal,
    /// What it costs.
    #[serde(deserialize_with = "read::decimal")]
    pub amount: Decimal,
    /// The currency's code.
    pub currency: String,
    /// By sample prices.
    #[serde(default)]
    pub illustrative: bool,
    /// What is left: among it labels, as `label:NAME`.
    #[serde(flatten)]
    others: BTreeMap<String, serde_json::Value>,
}

impl UsageRow {
    /// The value of a label by which the usage was grouped; `None` for services without it.
    pub fn label(&self, name: &str) -> Option<&str> {
        self.others.get(&format!("label:{name}"))?.as_str()
    }
}
