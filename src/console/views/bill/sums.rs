//! What the lines come to: the figures above them, and the sums below.

use leptos::prelude::*;

use super::words::Words;
use crate::console::documents::BillSummary;
use crate::console::format::use_format;
use crate::console::live::use_live;
use crate::console::parts::{Figure, Figures, Money};
use crate::console::views::bills::live_total::{is_running, use_live_total};
use crate::console::views::bills::state_mark::BillMark;
use crate::console::words::{Common, use_words};
use crate::text::signed_amount;

/// The figures above the lines. The total of a running month counts on.
#[component]
pub fn BillFigures(
    /// The bill.
    bill: BillSummary,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let common = use_words::<Common>();
    let total = use_live_total(&bill);
    let exact = if is_running(live, &bill) { words.exact_now } else { words.exact_total };
    let day = |at: Option<_>| at.map_or_else(|| common.nothing.to_owned(), |at| format.day(at));
    let (issued, due) = (day(bill.issued_at), day(bill.due_at));
    let payable = format.payable(bill.payable);
    let state = bill.state;
    view! {
        <Figures>
            <Figure label=format!("{exact}, {}", bill.currency)><Money amount=total /></Figure>
            <Figure label=format!("{}, {}", words.payable, bill.currency)>{payable}</Figure>
            <Figure label=words.state><BillMark state=state /></Figure>
            <Figure label=words.issued>{issued}</Figure>
            <Figure label=words.due>{due}</Figure>
        </Figures>
    }
}

/// The sums below the lines, as rows of their table.
#[component]
pub fn SumRows(
    /// The bill.
    bill: BillSummary,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let BillSummary { currency, exact_total, rounding, payable, .. } = bill;
    let rounding = if rounding.is_zero() { "0".to_owned() } else { signed_amount(rounding) };
    let payable = [format.payable(payable), currency].join(" ");
    [
        ("", words.exact_total, format.amount(exact_total)),
        ("", words.rounding, rounding),
        ("bill-payable", words.payable, payable),
    ]
    .map(|(class, name, amount)| {
        // Empty cells, not one that spans them: on phones they are gone with their columns.
        view! {
            <tr class=class>
                <th scope="row">{name}</th>
                <td class="wide-only"></td>
                <td class="wide-only"></td>
                <td class="wide-only"></td>
                <td class="number">{amount}</td>
            </tr>
        }
    })
    .collect_view()
}
