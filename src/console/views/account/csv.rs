//! The ledger as a CSV, with the exact amounts of the API.

use crate::console::csv::{file, text};
use crate::console::documents::{LedgerEntry, LedgerKind};

/// Every entry, the newest first, below a row of names.
pub fn csv(entries: &[LedgerEntry]) -> String {
    let rows = entries.iter().map(|entry| {
        let LedgerEntry { sequence, at, kind, reference, amount, currency, balance } = entry;
        let kind = match kind {
            LedgerKind::TopUp => "top_up",
            LedgerKind::Bill => "bill",
        };
        vec![
            sequence.to_string(),
            at.to_string(),
            kind.to_owned(),
            text(reference),
            amount.to_string(),
            currency.clone(),
            balance.to_string(),
        ]
    });
    file(&["sequence", "at", "kind", "reference", "amount", "currency", "balance"], rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(sequence: u64, kind: &str, reference: &str, amount: &str, balance: &str) -> LedgerEntry {
        serde_json::from_value(serde_json::json!({
            "sequence": sequence, "at": "2026-04-02T00:00:00Z", "kind": kind, "reference": reference,
            "amount": amount, "currency": "USD", "balance": balance,
        }))
        .unwrap()
    }

    #[test]
    fn it_holds_every_entry_exactly() {
        let head = "sequence,at,kind,reference,amount,currency,balance\r\n";
        for (entries, expected) in [
            (vec![], String::new()),
            (
                vec![
                    entry(2, "bill", "2026-03", "-2.34", "97.66"),
                    entry(1, "top_up", "top_1", "100", "100"),
                ],
                "2,2026-04-02T00:00:00Z,bill,2026-03,-2.34,USD,97.66\r\n\
                 1,2026-04-02T00:00:00Z,top_up,top_1,100,USD,100\r\n"
                    .to_owned(),
            ),
            (
                vec![entry(1, "top_up", "=a,\"b\"", "1", "1")],
                "1,2026-04-02T00:00:00Z,top_up,\"'=a,\"\"b\"\"\",1,USD,1\r\n".to_owned(),
            ),
        ] {
            assert_eq!(csv(&entries), format!("{head}{expected}"));
        }
    }
}
