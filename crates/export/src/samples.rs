//! Usage, rows and a reader of CSV, for the tests.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use tiermeter_pricing::{Bill, Item, PriceBook, Settlement, Usage, settle};

use crate::rows::Row;

/// The published example: one instance for an hour, then two for an hour.
pub(crate) const GOLDEN: &str = r#"{"runs": [
    {"service": "svc-1", "instance": "i-1", "tier": "A",
     "started_at": "2026-03-03T10:00:00Z", "stopped_at": "2026-03-03T12:00:00Z"},
    {"service": "svc-1", "instance": "i-2", "tier": "A",
     "started_at": "2026-03-03T11:00:00Z", "stopped_at": "2026-03-03T12:00:00Z"}]}"#;

/// A run over the end of a month, and tokens that go past their reservation.
pub(crate) const TWO_MONTHS: &str = r#"{
    "runs": [{"service": "svc-1", "instance": "i-1", "tier": "C",
              "started_at": "2026-03-31T23:59:55Z", "stopped_at": "2026-04-01T00:00:40Z"}],
    "tokens": [{"id": "r-1", "service": "svc-2", "model": "small-8b", "at": "2026-03-10T10:00:30Z",
                "input": 11001, "cached_input": 0, "output": 7}],
    "reservations": [{"service": "svc-2", "model": "small-8b", "tpm": 10000,
                      "from": "2026-03-10T10:00:00Z", "until": "2026-03-10T11:00:00Z"}]}"#;

/// The usage priced with the bundled price book.
pub(crate) fn settlement(usage: &str) -> Settlement {
    settle(&Usage::from_json(usage.as_bytes()).unwrap(), PriceBook::bundled()).unwrap()
}

/// One unit of `item` at `unit_price`, on tier A or of the model `small-8b`.
pub(crate) fn row(item: Item, unit_price: &str) -> Row<'static> {
    let unit_price: Decimal = unit_price.parse().unwrap();
    let on_a_tier = item == Item::GpuSeconds;
    let of_tokens = !matches!(item, Item::GpuSeconds | Item::TpmReservation);
    Row {
        adjusts: None,
        service: "svc-1",
        item,
        tier: on_a_tier.then_some("A"),
        model: (!on_a_tier).then_some("small-8b"),
        unit_price,
        per: if of_tokens { 1_000_000 } else { 1 },
        quantity: Decimal::ONE,
        amount: unit_price,
        illustrative: !on_a_tier,
    }
}

/// One row by the names of its columns.
pub(crate) type Record = BTreeMap<String, String>;

/// Reads RFC 4180.
pub(crate) fn records(text: &str) -> Vec<Record> {
    let mut lines = vec![vec![String::new()]];
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let cells = lines.last_mut().unwrap();
        let cell = cells.last_mut().unwrap();
        match character {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(characters.next(), Some('\n'), "a row ends with CRLF");
                lines.push(vec![String::new()]);
            }
            other => cell.push(other),
        }
    }
    assert_eq!(lines.pop(), Some(vec![String::new()]), "the last row ends with CRLF");
    let columns = lines.remove(0);
    let named = |line: Vec<String>| -> Record {
        assert_eq!(line.len(), columns.len(), "a row has a cell for each column: {line:?}");
        columns.iter().cloned().zip(line).collect()
    };
    lines.into_iter().map(named).collect()
}

/// That the amounts of each month add up to what its bill says is payable, and that no month is missing.
#[track_caller]
pub(crate) fn check_sums(
    settlement: &Settlement,
    records: &[Record],
    amount: &str,
    month: impl Fn(&Record) -> String,
) {
    let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
    for record in records {
        *sums.entry(month(record)).or_default() += record[amount].parse::<Decimal>().unwrap();
    }
    let payable = |bill: &Bill| (bill.month.to_string(), bill.payable.parse::<Decimal>().unwrap());
    let payables: BTreeMap<String, Decimal> = settlement.bills.iter().map(payable).collect();
    assert_eq!(sums, payables);
}
