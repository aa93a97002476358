//! Bad input of every kind: a clear refusal with its place, and no panic.
#![expect(clippy::expect_used, reason = "what cannot be read ends the test")]

#[path = "hostile_input/csv.rs"]
mod csv;
#[path = "hostile_input/json.rs"]
mod json;
#[path = "hostile_input/price_books.rs"]
mod price_books;
#[path = "hostile_input/table.rs"]
mod table;
#[path = "hostile_input/values.rs"]
mod values;
