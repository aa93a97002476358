//! The lines as CSV: a row for each line of the bill, the rounding, and what is payable.

use tiermeter_pricing::{Line, PriceBook};

use super::envelope::assumptions;
use crate::calculator::answer::{Answer, LineAnswer, service};
use crate::text;
use crate::words::Words;

/// The names of the columns, which are the same in every language.
const COLUMNS: [&str; 13] = [
    "month",
    "service",
    "line",
    "item",
    "tier",
    "model",
    "quantity",
    "unit_price",
    "per",
    "amount",
    "currency",
    "sample_price",
    "price_book",
];

/// The file; its last rows say what the amounts assume.
pub fn csv(answer: &Answer, book: &PriceBook, words: &Words) -> String {
    let mut rows = vec![COLUMNS.map(str::to_owned).to_vec()];
    for (index, line) in answer.lines.iter().enumerate() {
        let service = service(index);
        let lines = answer.bill.lines.iter().filter(|billed| billed.service == service);
        rows.extend(lines.map(|billed| row(billed, line, answer, book)));
    }
    let sum = |item: &str, amount: String| {
        let mut row = vec![String::new(); COLUMNS.len()];
        for (place, text) in [
            (0, answer.estimate.month.to_string()),
            (3, item.to_owned()),
            (9, amount),
            (10, book.currency().code().to_owned()),
            (12, book.id().to_owned()),
        ] {
            row[place] = text;
        }
        row
    };
    rows.push(sum("exact_total", text::amount(answer.bill.exact_total)));
    rows.push(sum("rounding", text::amount(answer.bill.rounding)));
    rows.push(sum("payable", answer.bill.payable.clone()));
    rows.extend(assumptions(answer, book, words).into_iter().map(|sentence| vec![sentence]));
    rows.iter()
        .map(|row| row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",") + "\r\n")
        .collect()
}

fn row(billed: &Line, line: &LineAnswer, answer: &Answer, book: &PriceBook) -> Vec<String> {
    vec![
        answer.estimate.month.to_string(),
        billed.service.clone(),
        line.name.clone(),
        billed.item.as_str().to_owned(),
        billed.tier.clone().unwrap_or_default(),
        billed.model.clone().unwrap_or_default(),
        text::amount(billed.quantity),
        text::amount(billed.unit_price),
        billed.per.to_string(),
        text::amount(billed.amount),
        book.currency().code().to_owned(),
        billed.illustrative.to_string(),
        book.id().to_owned(),
    ]
}

/// A cell. Text that a spreadsheet would take for a formula gets an apostrophe; numbers stay numbers.
fn quoted(cell: &str) -> String {
    let is_number = cell.parse::<rust_decimal::Decimal>().is_ok();
    let is_formula = !is_number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if is_formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calculator::sheet::{Field, LineField, Sheet};
    use crate::words::ENGLISH;

    #[test]
    fn the_rows_are_those_of_the_bill() {
        let book = PriceBook::bundled();
        let mut sheet = Sheet::worked_example();
        sheet.set(Field::Of(1, LineField::Name), "=1+1, \"chat\"", book.utc_offset());
        let answer = Answer::of(&sheet, book, None);
        let csv = csv(&answer, book, &ENGLISH);
        let rows: Vec<&str> = csv.split("\r\n").collect();
        assert_eq!(rows[0], COLUMNS.join(","));
        assert_eq!(
            rows[1],
            "2026-03,line-1,\"'=1+1, \"\"chat\"\"\",gpu_seconds,A,,10800,0.000217,1,2.3436,USD,false,edge-inference-list"
        );
        assert_eq!(rows[2], "2026-03,,,exact_total,,,,,,2.3436,USD,,edge-inference-list");
        assert_eq!(rows[3], "2026-03,,,rounding,,,,,,-0.0036,USD,,edge-inference-list");
        assert_eq!(rows[4], "2026-03,,,payable,,,,,,2.34,USD,,edge-inference-list");
        assert!(rows[5].contains("Edge inference list prices"), "{}", rows[5]);
    }
}
