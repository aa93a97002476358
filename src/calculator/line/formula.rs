//! The formula, in the words of the bill.

use leptos::prelude::*;

use super::LineState;
use crate::calculator::view_model::{FormulaRow, FormulaView, rules};
use crate::clock::device_offset_minutes;
use crate::erased::{dynamic, memo};
use crate::frames::{Cell, Row, Table, local_time, rows};

/// A row for each stretch or item, their sum, and the rules behind it.
pub fn formula(line: LineState) -> AnyView {
    let words = line.state.words;
    let formula =
        memo(move || line.of_priced(|priced| FormulaView::of(priced, device_offset_minutes, words)));
    let runs = move || {
        let runs = line.of_priced(|priced| priced.explanation.as_ref().map(|line| line.runs.len()));
        runs.map(|runs| (words.runs)(u64::try_from(runs).unwrap_or_default()))
    };
    let rule = move || line.of_priced(|priced| rules(priced, words));
    let sum = dynamic(move || rows(vec![row(formula.get().sum)]));
    let table =
        Table::following("formula", Vec::new(), move || formula.get().rows.into_iter().map(row).collect());
    view! {
        {table.called(words.formula).summed(sum.into_any()).view()}
        <p class="hint">{dynamic(runs)} " " {dynamic(rule)}</p>
    }
    .into_any()
}

/// One row.
pub fn row(row: FormulaRow) -> Row {
    Row::of(vec![
        Cell::head(row.lead).and(row.local.map(local_time)),
        Cell::classed("detail", row.detail),
        Cell::number(row.amount),
    ])
}
