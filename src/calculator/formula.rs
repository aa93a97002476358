//! The formula, in the words of the bill.

use leptos::prelude::*;

use super::state::CalculatorState;
use super::view_model::FormulaRow;

/// A row for each stretch, and their sum.
#[component]
pub fn Formula(
    /// The calculator's state.
    state: CalculatorState,
) -> impl IntoView {
    let formula = Memo::new(move |_| state.checked.with(|checked| checked.view.formula.clone()));
    view! {
        <table class="formula">
            <caption class="visually-hidden">"How the amount comes about"</caption>
            <tbody>{move || formula.get().rows.into_iter().map(row).collect_view()}</tbody>
            <tfoot>{move || row(formula.get().sum)}</tfoot>
        </table>
    }
}

fn row(row: FormulaRow) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{row.lead}</th>
            <td class="detail">{row.detail}</td>
            <td class="number">{row.amount}</td>
        </tr>
    }
}
