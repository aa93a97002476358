//! The table as a CSV, for spreadsheets: RFC 4180, and no text is taken for a formula.

use super::view_model::{GroupBy, Kind, Table};

/// First characters that make a spreadsheet compute what it should show.
const FORMULA_STARTS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\0'];

/// The rows of a table, all of them, with a row of names.
#[must_use]
pub fn csv(table: &Table, by: &GroupBy, currency: &str) -> String {
    let group = by.word();
    let named = *by == GroupBy::Service;
    let mut lines = Vec::with_capacity(table.rows.len() + 1);
    let mut header = vec![cell(&group)];
    if named {
        header.push("service_name".to_owned());
    }
    let by_item = *by == GroupBy::Item;
    header.extend((!by_item).then(|| "item".to_owned()));
    header.extend(["quantity", "unit", "amount", "currency", "illustrative"].map(str::to_owned));
    lines.push(header.join(","));
    for row in &table.rows {
        let mut cells = vec![cell(row.key.as_deref().unwrap_or_default())];
        if named {
            cells.push(cell(&row.name));
        }
        cells.extend((!by_item).then(|| row.item.as_str().to_owned()));
        cells.extend([
            row.quantity.normalize().to_string(),
            Kind::of(row.item).unit().to_owned(),
            row.amount.normalize().to_string(),
            cell(currency),
            row.illustrative.to_string(),
        ]);
        lines.push(cells.join(","));
    }
    lines.push(String::new());
    lines.join("\r\n")
}

fn cell(text: &str) -> String {
    let guard = if text.starts_with(FORMULA_STARTS) { "'" } else { "" };
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
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
                GroupBy::Item,
                row(Some("gpu_seconds"), "GPU seconds"),
                "item,quantity,unit,amount,currency,illustrative\r\ngpu_seconds,10800,seconds,2.3436,USD,false\r\n",
            ),
        ] {
            assert_eq!(csv(&table(&[row], "", None, Order::Amount), &by, "USD"), expected);
        }
    }
}
