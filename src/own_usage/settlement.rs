//! A settlement, bill by bill and line by line.

use leptos::prelude::*;

use super::view_model::{BillView, LineView, SettlementView};
use crate::words::Words;

/// The bills of a settlement.
pub fn settlement(view: SettlementView, words: &'static Words) -> AnyView {
    let samples = view.has_samples.then(|| view! { <p class="note">{words.own_usage.samples}</p> });
    let none = view.bills.is_empty().then(|| view! { <p class="hint">{words.own_usage.nothing_billed}</p> });
    view! {
        <p class="title">{view.title}</p>
        {samples}
        {none}
        {view.bills.into_iter().map(|view| bill(view, words)).collect_view()}
        {view.more.map(|more| view! { <p class="hint">{more}</p> })}
    }
    .into_any()
}

fn bill(bill: BillView, words: &'static Words) -> AnyView {
    let name = (words.own_usage.bill_of)(&bill.month);
    let label = name.clone();
    view! {
        <h3>{bill.month}</h3>
        <div class="scroller" tabindex="0" role="region" aria-label=label>
            <table class="bill">
                <caption class="visually-hidden">{name}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.own_usage.service}</th>
                        <th scope="col">{words.own_usage.item}</th>
                        <th scope="col">{words.own_usage.tier_or_model}</th>
                        <th scope="col" class="number">{words.own_usage.quantity}</th>
                        <th scope="col" class="number">{words.own_usage.unit_price}</th>
                        <th scope="col">{words.own_usage.per}</th>
                        <th scope="col" class="number">{words.own_usage.amount}</th>
                    </tr>
                </thead>
                <tbody>{bill.lines.into_iter().map(|row| line(row, words)).collect_view()}</tbody>
                <tfoot>
                    {sum(words.own_usage.exact_total, bill.exact_total)}
                    {sum(words.own_usage.rounding, bill.rounding)}
                    {sum(words.own_usage.payable, bill.payable)}
                </tfoot>
            </table>
        </div>
        {bill.more.map(|more| view! { <p class="hint">{more}</p> })}
    }
    .into_any()
}

fn line(line: LineView, words: &'static Words) -> AnyView {
    let sample = line.is_sample.then(|| view! { " " <span class="tag sample">{words.sample_price}</span> });
    view! {
        <tr>
            <th scope="row">{line.service}</th>
            <td>{line.item}</td>
            <td>{line.tier_or_model} {sample}</td>
            <td class="number">{line.quantity}</td>
            <td class="number">{line.unit_price}</td>
            <td>{line.per}</td>
            <td class="number">{line.amount}</td>
        </tr>
    }
    .into_any()
}

fn sum(name: &'static str, amount: String) -> AnyView {
    view! {
        <tr>
            <th scope="row" colspan="6">{name}</th>
            <td class="number">{amount}</td>
        </tr>
    }
    .into_any()
}
