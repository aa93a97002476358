//! Fields of a JSON document that has the right form.

use serde_json::Value;

use super::calendar::parse_instant;

/// A list that may be absent.
pub(super) fn list<'a>(document: &'a Value, field: &str) -> &'a [Value] {
    document[field].as_array().map_or(&[], Vec::as_slice)
}

pub(super) fn text<'a>(document: &'a Value, field: &str) -> &'a str {
    document[field].as_str().unwrap_or_else(|| panic!("no text at {field} in {document}"))
}

pub(super) fn whole(document: &Value, field: &str) -> i128 {
    let number =
        document[field].as_u64().unwrap_or_else(|| panic!("no whole number at {field} in {document}"));
    i128::from(number)
}

/// A whole number that counts seconds, minutes, days or instances.
pub(super) fn count(document: &Value, field: &str) -> i64 {
    i64::try_from(whole(document, field)).expect("a count below 2^53")
}

pub(super) fn instant(document: &Value, field: &str) -> i64 {
    instant_or_null(document, field).unwrap_or_else(|| panic!("no instant at {field} in {document}"))
}

/// An instant that may be null or absent.
pub(super) fn instant_or_null(document: &Value, field: &str) -> Option<i64> {
    if document[field].is_null() {
        return None;
    }
    let text = text(document, field);
    Some(parse_instant(text).unwrap_or_else(|| panic!("no instant: {text:?}")))
}
