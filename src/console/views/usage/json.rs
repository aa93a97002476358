//! The table as JSON, with the fields of the API's rows: numbers stay texts, so that no reader rounds them.

use serde_json::{Map, Value, json};

use super::range::DayRange;
use super::view_model::{GroupBy, Kind, Row, Table};

/// What the browser is told that such a file is.
pub const KIND: &str = "application/json";

/// The rows of a table, all of them, with the days and the group that were asked for, and their sum.
#[must_use]
pub fn document(table: &Table, by: &GroupBy, currency: &str, days: DayRange) -> String {
    let rows: Vec<Value> = table.rows.iter().map(|row| fields(row, by, currency).into()).collect();
    let document = json!({
        "from": days.first_text(),
        "to": days.end_text(),
        "group_by": by.word(),
        "currency": currency,
        "total": table.total.map(|total| total.normalize().to_string()),
        "data": rows,
    });
    format!("{document:#}\n")
}

fn fields(row: &Row, by: &GroupBy, currency: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put(&by.word(), json!(row.key));
    if let Some(name) = by.name_column() {
        put(name, json!(row.name));
    }
    put("item", json!(row.item.as_str()));
    put("quantity", json!(row.quantity.normalize().to_string()));
    put("unit", json!(Kind::of(row.item).unit()));
    put("amount", json!(row.amount.normalize().to_string()));
    put("currency", json!(currency));
    put("illustrative", json!(row.illustrative));
    fields
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::Item;

    use super::super::range::day;
    use super::super::view_model::{Order, table};
    use super::*;

    fn read(key: Option<&str>, name: &str, by: &GroupBy) -> Value {
        let row = Row {
            key: key.map(str::to_owned),
            name: name.to_owned(),
            item: Item::GpuSeconds,
            quantity: "10800".parse().unwrap(),
            amount: "2.34360".parse().unwrap(),
            illustrative: false,
            share: 0,
        };
        let days = DayRange { first: day("2026-03-01").unwrap(), last: day("2026-03-03").unwrap() };
        serde_json::from_str(&document(&table(&[row], "", None, Order::Amount), by, "USD", days)).unwrap()
    }

    #[test]
    fn it_holds_what_is_shown() {
        let of_services = json!({
            "from": "2026-03-01", "to": "2026-03-04", "group_by": "service", "currency": "USD", "total": "2.3436",
            "data": [{"service": "svc_1", "service_name": "=a,\"b\"", "item": "gpu_seconds", "quantity": "10800",
                "unit": "seconds", "amount": "2.3436", "currency": "USD", "illustrative": false}],
        });
        assert_eq!(read(Some("svc_1"), "=a,\"b\"", &GroupBy::Service), of_services);
        for (by, key, expected) in [
            (GroupBy::Model, None, ("model", Value::Null)),
            (GroupBy::Item, Some("gpu_seconds"), ("item", json!("gpu_seconds"))),
            (GroupBy::Label("team".to_owned()), Some("red"), ("label:team", json!("red"))),
        ] {
            let document = read(key, "a", &by);
            let (name, value) = expected;
            assert_eq!((&document["group_by"], &document["data"][0][name]), (&json!(name), &value));
        }
    }
}
