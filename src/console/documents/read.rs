//! How fields of answers are read: amounts, instants and words become what the core computes with, or the answer is
//! unreadable. Nothing is guessed.

use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, Error};
use tiermeter_pricing::{Instant, Item, Month, read};
use tiermeter_service::{BillingMode, Command, Reason, ServiceScaling, Status};

fn parsed<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    what: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse(&text).ok_or_else(|| D::Error::custom(format!("{text:?} is not {what}")))
}

fn parsed_or_null<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    what: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, D::Error> {
    match Option::<String>::deserialize(deserializer)? {
        None => Ok(None),
        Some(text) => match parse(&text) {
            Some(value) => Ok(Some(value)),
            None => Err(D::Error::custom(format!("{text:?} is not {what}"))),
        },
    }
}

fn parse_decimal(text: &str) -> Option<Decimal> {
    Decimal::from_str_exact(text).ok()
}

fn parse_instant(text: &str) -> Option<Instant> {
    Instant::parse(text).ok()
}

/// An exact amount, from text.
pub fn decimal<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    parsed(deserializer, "a decimal", parse_decimal)
}

/// An exact amount, or null.
pub fn decimal_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    parsed_or_null(deserializer, "a decimal", parse_decimal)
}

/// An instant, from text.
pub fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
    parsed(deserializer, "an instant", parse_instant)
}

/// An instant, or null.
pub fn instant_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Instant>, D::Error> {
    parsed_or_null(deserializer, "an instant", parse_instant)
}

/// A calendar month, from text.
pub fn month<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Month, D::Error> {
    parsed(deserializer, "a month", Month::parse)
}

/// A calendar month, or null.
pub fn month_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Month>, D::Error> {
    parsed_or_null(deserializer, "a month", Month::parse)
}

/// The status of a word.
pub fn status_of(word: &str) -> Option<Status> {
    let all = [Status::NotEnabled, Status::Creating, Status::Running, Status::Stopped];
    all.into_iter().find(|status| status.as_str() == word)
}

/// One of the four words.
pub fn status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Status, D::Error> {
    parsed(deserializer, "a status", status_of)
}

/// What keeps a service from running.
pub fn reasons<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Reason>, D::Error> {
    let all = [Reason::CreationFailed, Reason::Disabled, Reason::Overdue];
    let words = Vec::<String>::deserialize(deserializer)?;
    words
        .iter()
        .map(|word| {
            let reason = all.into_iter().find(|reason| reason.as_str() == word);
            reason.ok_or_else(|| D::Error::custom(format!("{word:?} is not a reason")))
        })
        .collect()
}

/// A billing mode.
pub fn billing_mode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BillingMode, D::Error> {
    parsed(deserializer, "a billing mode", BillingMode::parse)
}

/// A command.
pub fn command<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Command, D::Error> {
    parsed(deserializer, "a command", Command::parse)
}

/// What a line bills.
pub fn item<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Item, D::Error> {
    parsed(deserializer, "an item", |word| Item::ALL.into_iter().find(|item| item.as_str() == word))
}

/// A scaling as the core computes with it; `None` for null, and for a mode that this console does not know yet.
pub fn scaling<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ServiceScaling>, D::Error> {
    let document = serde_json::Value::deserialize(deserializer)?;
    if document.is_null() {
        return Ok(None);
    }
    Ok(read::from_json_slice(&mut (), document.to_string().as_bytes()).ok())
}
