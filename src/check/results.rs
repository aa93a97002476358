//! The lines of a report as CSV, with stable words, whatever the language of the page.

use super::report::{Explanation, Report, Way};

const COLUMNS: [&str; 11] = [
    "month",
    "service",
    "tier",
    "seconds",
    "true_seconds",
    "amount",
    "invoice_seconds",
    "invoice_amount",
    "difference",
    "currency",
    "explanation",
];

/// Every line (RFC 4180).
pub fn csv_of(report: &Report) -> String {
    let mut csv = COLUMNS.join(",");
    csv.push_str("\r\n");
    for line in &report.lines {
        let explanation = line.explanation.as_ref().map(words);
        let cells = [
            Some(line.month.as_str()),
            line.service.as_deref(),
            line.tier.as_deref(),
            line.seconds.as_deref(),
            line.true_seconds.as_deref(),
            line.amount.as_deref(),
            line.invoice_seconds.as_deref(),
            line.invoice_amount.as_deref(),
            line.difference.as_deref(),
            Some(report.currency.as_str()),
            explanation.as_deref(),
        ];
        let cells = cells.into_iter().enumerate();
        let cells = cells.map(|(index, cell)| quoted(cell.unwrap_or_default(), is_text(index)));
        csv.push_str(&cells.collect::<Vec<_>>().join(","));
        csv.push_str("\r\n");
    }
    csv
}

/// Whether a column holds names, which others have given.
const fn is_text(index: usize) -> bool {
    matches!(index, 1 | 2 | 10)
}

/// A cell; a name that a spreadsheet would take for a formula gets an apostrophe.
fn quoted(cell: &str, is_text: bool) -> String {
    let is_formula = is_text && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if is_formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

fn words(explanation: &Explanation) -> String {
    match explanation {
        Explanation::Same => "same".to_owned(),
        Explanation::RoundedLine { decimals } => format!("rounded_to_{decimals}_decimals"),
        Explanation::NotOnInvoice => "not_on_invoice".to_owned(),
        Explanation::MonthNotOnInvoice => "month_not_on_invoice".to_owned(),
        Explanation::NotInLog => "not_in_log".to_owned(),
        Explanation::Counted(way) => format!("counted_by_{}", way_name(*way)),
        Explanation::OtherPrice { unit_price, tier: None } => format!("price_{unit_price}"),
        Explanation::OtherPrice { unit_price, tier: Some(tier) } => {
            format!("price_{unit_price}_of_tier_{tier}")
        }
        Explanation::Seconds(apart) => {
            let direction = if apart.more { "more" } else { "fewer" };
            if apart.least == apart.most {
                format!("{}_{direction}_seconds", apart.least)
            } else {
                format!("{}_to_{}_{direction}_seconds", apart.least, apart.most)
            }
        }
        Explanation::Unexplained => "unexplained".to_owned(),
    }
}

const fn way_name(way: Way) -> &'static str {
    match way {
        Way::TrueSeconds => "true_seconds",
        Way::RoundedOnce => "rounding_the_sum",
        Way::Minutes => "started_minutes",
        Way::Hours => "started_hours",
        Way::MonthOfStart => "month_of_start",
        Way::MonthOfStop => "month_of_stop",
        Way::RepeatedRows => "repeated_rows",
        Way::WithoutOpenRuns => "runs_that_stopped",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::report::Line;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        for (cell, is_text, expected) in [
            ("chat", true, "chat"),
            ("a,b", true, "\"a,b\""),
            ("say \"a\"", true, "\"say \"\"a\"\"\""),
            ("=1+1", true, "'=1+1"),
            ("-0.5", false, "-0.5"),
        ] {
            assert_eq!(quoted(cell, is_text), expected);
        }
    }

    #[test]
    fn a_line_is_a_row() {
        let line = Line {
            month: "2026-03".to_owned(),
            service: Some("chat".to_owned()),
            tier: Some("A".to_owned()),
            seconds: Some("10800".to_owned()),
            true_seconds: Some("10800".to_owned()),
            amount: Some("2.3436".to_owned()),
            invoice_seconds: None,
            invoice_amount: Some("2.34".to_owned()),
            difference: Some("-0.0036".to_owned()),
            explanation: Some(Explanation::RoundedLine { decimals: 2 }),
        };
        let report = Report {
            runs: 2,
            price_book: "list".to_owned(),
            currency: "USD".to_owned(),
            with_invoice: true,
            months: Vec::new(),
            lines: vec![line],
            line_count: 1,
            differing: 0,
            findings: Vec::new(),
        };
        let csv = csv_of(&report);
        assert_eq!(
            csv.lines().nth(1),
            Some("2026-03,chat,A,10800,10800,2.3436,,2.34,-0.0036,USD,rounded_to_2_decimals")
        );
    }
}
