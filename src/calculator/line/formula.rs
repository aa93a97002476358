//! The formula, in the words of the bill.

use leptos::prelude::*;

use super::LineState;
use crate::calculator::view_model::{FormulaRow, FormulaView, rules};
use crate::clock::device_offset_minutes;

/// A row for each stretch or item, their sum, and the rules behind it.
pub fn formula(line: LineState) -> AnyView {
    let words = line.state.words;
    let formula =
        Memo::new(move |_| line.of_priced(|priced| FormulaView::of(priced, device_offset_minutes, words)));
    let runs = move || {
        let runs = line.of_priced(|priced| priced.explanation.as_ref().map(|line| line.runs.len()));
        runs.map(|runs| (words.runs)(u64::try_from(runs).unwrap_or_default()))
    };
    let rule = move || line.of_priced(|priced| rules(priced, words));
    view! {
        <table class="formula">
            <caption class="visually-hidden">{words.formula}</caption>
            <tbody>{move || formula.get().rows.into_iter().map(row).collect_view()}</tbody>
            <tfoot>{move || row(formula.get().sum)}</tfoot>
        </table>
        <p class="hint">{runs} " " {rule}</p>
    }
    .into_any()
}

/// One row.
pub fn row(row: FormulaRow) -> AnyView {
    view! {
        <tr>
            <th scope="row">
                {row.lead}
                {row.local.map(|local| view! { <small class="local">{local}</small> })}
            </th>
            <td class="detail">{row.detail}</td>
            <td class="number">{row.amount}</td>
        </tr>
    }
    .into_any()
}
