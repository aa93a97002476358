//! A settlement, bill by bill and line by line.

use leptos::prelude::*;

use super::view_model::{BillView, LineView, SettlementView};

/// The bills of a settlement.
pub fn settlement(view: SettlementView) -> impl IntoView {
    let samples = view.has_samples.then(|| {
        view! {
            <p class="note">
                "Lines marked “sample price” use illustrative prices: prices per token and of TPM reservations are not published."
            </p>
        }
    });
    let none = view.bills.is_empty().then(|| view! { <p class="hint">"Nothing in it is billed."</p> });
    view! {
        <p class="title">{view.title}</p>
        {samples}
        {none}
        {view.bills.into_iter().map(bill).collect_view()}
        {view.more.map(|more| view! { <p class="hint">{more}</p> })}
    }
}

fn bill(bill: BillView) -> impl IntoView {
    let name = format!("Bill of {}", bill.month);
    let label = name.clone();
    view! {
        <h3>{bill.month}</h3>
        <div class="scroller" tabindex="0" role="region" aria-label=label>
            <table class="bill">
                <caption class="visually-hidden">{name}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Service"</th>
                        <th scope="col">"Item"</th>
                        <th scope="col">"Tier or model"</th>
                        <th scope="col" class="number">"Quantity"</th>
                        <th scope="col" class="number">"Unit price"</th>
                        <th scope="col">"Per"</th>
                        <th scope="col" class="number">"Amount"</th>
                    </tr>
                </thead>
                <tbody>{bill.lines.into_iter().map(line).collect_view()}</tbody>
                <tfoot>
                    {sum("Exact total", bill.exact_total)} {sum("Rounding, once", bill.rounding)}
                    {sum("Payable", bill.payable)}
                </tfoot>
            </table>
        </div>
        {bill.more.map(|more| view! { <p class="hint">{more}</p> })}
    }
}

fn line(line: LineView) -> impl IntoView {
    let sample = line.is_sample.then(|| view! { " " <span class="tag sample">"sample price"</span> });
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
}

fn sum(name: &'static str, amount: String) -> impl IntoView {
    view! {
        <tr>
            <th scope="row" colspan="6">{name}</th>
            <td class="number">{amount}</td>
        </tr>
    }
}
