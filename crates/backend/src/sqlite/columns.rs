//! How values stand in columns. A value that this program could not have written is an error, never a guess.

use rusqlite::types::Type;
use rusqlite::{Error, Row};
use serde_json::Value;
use tiermeter_pricing::read::{self, Read};
use tiermeter_pricing::{Instant, Item, Month};

/// `price_from` of what is in force since ever.
const SINCE_EVER: i64 = i64::MIN;

pub(super) fn corrupt(column: usize, what: &str) -> Error {
    Error::FromSqlConversionFailure(column, Type::Text, what.to_owned().into())
}

pub(super) fn instant(row: &Row<'_>, column: usize) -> rusqlite::Result<Instant> {
    Instant::from_unix_nanoseconds(row.get(column)?).ok_or_else(|| corrupt(column, "an instant out of range"))
}

pub(super) fn maybe_instant(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Instant>> {
    match row.get::<_, Option<i64>>(column)? {
        None => Ok(None),
        Some(_) => instant(row, column).map(Some),
    }
}

pub(super) fn nanoseconds(at: Option<Instant>) -> Option<i64> {
    at.map(Instant::unix_nanoseconds)
}

pub(super) fn month(row: &Row<'_>, column: usize) -> rusqlite::Result<Month> {
    Month::parse(&row.get::<_, String>(column)?).ok_or_else(|| corrupt(column, "no month"))
}

pub(super) fn count(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    u64::try_from(row.get::<_, i64>(column)?).map_err(|_| corrupt(column, "a negative count"))
}

pub(super) fn small_count(row: &Row<'_>, column: usize) -> rusqlite::Result<u32> {
    u32::try_from(row.get::<_, i64>(column)?).map_err(|_| corrupt(column, "no small count"))
}

/// A count as SQLite holds it; those that come in are at most 2^53-1.
pub(super) fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(super) fn word<T: Copy>(row: &Row<'_>, column: usize, words: &[(&str, T)]) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    let found = words.iter().find(|(word, _)| *word == text);
    found.map(|(_, value)| *value).ok_or_else(|| corrupt(column, "an unknown word"))
}

pub(super) fn item(row: &Row<'_>, column: usize) -> rusqlite::Result<Item> {
    let text: String = row.get(column)?;
    Item::ALL.into_iter().find(|item| item.as_str() == text).ok_or_else(|| corrupt(column, "an unknown item"))
}

pub(super) fn price_from(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Instant>> {
    if row.get::<_, i64>(column)? == SINCE_EVER { Ok(None) } else { instant(row, column).map(Some) }
}

pub(super) fn of_price_from(from: Option<Instant>) -> i64 {
    from.map_or(SINCE_EVER, Instant::unix_nanoseconds)
}

pub(super) fn document<T: Read<()>>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    read::from_json_slice(&mut (), text.as_bytes()).map_err(|refusal| corrupt(column, &refusal.to_string()))
}

pub(super) fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| corrupt(column, &error.to_string()))
}

pub(super) fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).unwrap_or(Value::Null).to_string()
}
