//! A settlement as aligned text for people.

use std::io::{self, Write};

use tiermeter_pricing::{Bill, Line, Settlement};

const HEADINGS: [&str; 6] = ["service", "item", "tier or model", "quantity", "unit price", "amount"];
/// Text columns are aligned left, figures right.
const FIGURES_FROM: usize = 3;
const SAMPLE_MARK: &str = " (sample price)";

/// Writes one table for each bill.
pub(super) fn write(out: &mut impl Write, settlement: &Settlement) -> io::Result<()> {
    if settlement.bills.is_empty() {
        return writeln!(out, "No usage, nothing to pay.");
    }
    for (index, bill) in settlement.bills.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        write_bill(out, bill, &settlement.currency)?;
    }
    Ok(())
}

fn write_bill(out: &mut impl Write, bill: &Bill, currency: &str) -> io::Result<()> {
    writeln!(out, "{} ({currency})", bill.month)?;
    let rows: Vec<[String; 6]> = bill.lines.iter().map(cells).collect();
    let mut widths = HEADINGS.map(|heading| heading.chars().count());
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    write_row(out, &HEADINGS.map(str::to_owned), &widths)?;
    for row in &rows {
        write_row(out, row, &widths)?;
    }
    let width = widths.iter().sum::<usize>() + 2 * (widths.len() - 1);
    writeln!(out, "{}", "-".repeat(width))?;
    let totals = [
        ("exact total", bill.exact_total.to_string()),
        ("rounding", bill.rounding.to_string()),
        ("payable", bill.payable.clone()),
    ];
    for (label, amount) in totals {
        writeln!(
            out,
            "{label}{amount:>left$} {currency}",
            left = width.saturating_sub(label.len() + currency.len() + 1)
        )?;
    }
    if bill.lines.iter().any(|line| line.illustrative) {
        writeln!(out, "Lines marked as sample prices use illustrative prices, not published ones.")?;
    }
    Ok(())
}

fn cells(line: &Line) -> [String; 6] {
    let subject = line.tier.as_deref().or(line.model.as_deref()).unwrap_or_default();
    let mark = if line.illustrative { SAMPLE_MARK } else { "" };
    let per = if line.per == 1 { String::new() } else { format!(" per {}", line.per) };
    [
        printable(&line.service),
        line.item.as_str().to_owned(),
        format!("{}{mark}", printable(subject)),
        line.quantity.to_string(),
        format!("{}{per}", line.unit_price),
        line.amount.to_string(),
    ]
}

/// Names come from elsewhere; a control character, or one that turns text around, must not reach the terminal.
fn printable(text: &str) -> String {
    let reorders = |character| matches!(character, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let shown =
        |character: char| if character.is_control() || reorders(character) { '\u{FFFD}' } else { character };
    text.chars().map(shown).collect()
}

fn write_row(out: &mut impl Write, cells: &[String; 6], widths: &[usize; 6]) -> io::Result<()> {
    let mut row = String::new();
    for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
        if index > 0 {
            row.push_str("  ");
        }
        let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
        if index < FIGURES_FROM {
            row.push_str(cell);
            row.push_str(&padding);
        } else {
            row.push_str(&padding);
            row.push_str(cell);
        }
    }
    writeln!(out, "{}", row.trim_end())
}
