//! The table as a CSV.

use super::view_model::{GroupBy, Kind, Table};
use crate::console::csv::{file, text};

/// The rows of a table, all of them, with a row of names.
#[must_use]
pub fn csv(table: &Table, by: &GroupBy, currency: &str) -> String {
    let (name_column, by_item) = (by.name_column(), *by == GroupBy::Item);
    let group = text(&by.word());
    let mut head = vec![group.as_str()];
    head.extend(name_column);
    head.extend((!by_item).then_some("item"));
    head.extend(["quantity", "unit", "amount", "currency", "illustrative"]);
    let rows = table.rows.iter().map(|row| {
        let mut cells = vec![text(row.key.as_deref().unwrap_or_default())];
        cells.extend(name_column.map(|_| text(&row.name)));
        cells.extend((!by_item).then(|| row.item.as_str().to_owned()));
        cells.extend([
            row.quantity.normalize().to_string(),
            Kind::of(row.item).unit().to_owned(),
            row.amount.normalize().to_string(),
            text(currency),
            row.illustrative.to_string(),
        ]);
        cells
    });
    file(&head, rows)
}

#[cfg(test)]
mod tests {
    use super::super::view_model::{Order, Row, table};
    use super::*;
    use tiermeter_pricing::Item;

    fn row(key: Option<&str>, name: &str) -> Row {
        Row {
            key: key.map(str::to_owned),
            name: name.to_owned(),
            item: Item::GpuSeconds,
            quantity: "10800".parse().unwrap(),
            amount: "2.34360".parse().unwrap(),
            illustrative: false,
            share: 0,
        }
    }

    #[test]
    fn it_holds_what_is_shown() {
        let of_services = "service,service_name,item,quantity,unit,amount,currency,illustrative\r\n\
            svc_1,\"'=a,\"\"b\"\"\",gpu_seconds,10800,seconds,2.3436,USD,false\r\n";
        for (by, row, expected) in [
            (GroupBy::Service, row(Some("svc_1"), "=a,\"b\""), of_services),
            (
                GroupBy::Model,
                row(None, "without model"),
                "model,item,quantity,unit,amount,currency,illustrative\r\n,gpu_seconds,10800,seconds,2.3436,USD,false\r\n",
            ),
            (
                GroupBy::Key,
                row(Some("key_1"), "ingest"),
                "key,key_name,item,quantity,unit,amount,currency,illustrative\r\nkey_1,ingest,gpu_seconds,10800,seconds,2.3436,USD,false\r\n",
            ),
            (
                GroupBy::Item,
                row(Some("gpu_seconds"), "GPU seconds"),
                "item,quantity,unit,amount,currency,illustrative\r\ngpu_seconds,10800,seconds,2.3436,USD,false\r\n",
            ),
        ] {
            assert_eq!(csv(&table(&[row], "", None, Order::Amount), &by, "USD"), expected);
        }
    }
}
