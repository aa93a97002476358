//! The ledger as a CSV, for spreadsheets: RFC 4180, with the exact amounts of the API.

use crate::console::documents::{LedgerEntry, LedgerKind};

/// Every entry, the newest first, below a row of names.
pub fn csv(entries: &[LedgerEntry]) -> String {
    let mut lines = vec!["sequence,at,kind,reference,amount,currency,balance".to_owned()];
    lines.extend(entries.iter().map(|entry| {
        let LedgerEntry { sequence, at, kind, reference, amount, currency, balance } = entry;
        let kind = match kind {
            LedgerKind::TopUp => "top_up",
            LedgerKind::Bill => "bill",
        };
        format!("{sequence},{at},{kind},{},{amount},{currency},{balance}", cell(reference))
    }));
    lines.push(String::new());
    lines.join("\r\n")
}

/// A text of its own making: in quotes where it has to be, and never taken for a formula.
fn cell(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
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
