//! A settlement, bill by bill and line by line.

use leptos::prelude::*;

use super::view_model::{BillView, LineView, SettlementView};
use crate::frames::{Cell, Row, Table, columns, paragraph, rows, span};
use crate::words::Words;

/// The bills of a settlement.
pub fn settlement(view: SettlementView, words: &'static Words) -> AnyView {
    let samples = view.has_samples.then(|| paragraph("note", words.own_usage.samples));
    let none = view.bills.is_empty().then(|| paragraph("hint", words.own_usage.nothing_billed));
    view! {
        <p class="title">{view.title}</p>
        {samples}
        {none}
        {view.bills.into_iter().map(|view| bill(view, words)).collect_view()}
        {view.more.map(|more| paragraph("hint", more))}
    }
    .into_any()
}

fn bill(bill: BillView, words: &'static Words) -> AnyView {
    let name = (words.own_usage.bill_of)(&bill.month);
    let mut head = columns(
        &[words.own_usage.service, words.own_usage.item, words.own_usage.tier_or_model],
        &[words.own_usage.quantity, words.own_usage.unit_price],
    );
    head.extend(columns(&[words.own_usage.per], &[words.own_usage.amount]));
    let sums = vec![
        sum(words.own_usage.exact_total, bill.exact_total),
        sum(words.own_usage.rounding, bill.rounding),
        sum(words.own_usage.payable, bill.payable),
    ];
    let lines = bill.lines.into_iter().map(|row| line(row, words)).collect();
    let table = Table::fixed("bill", head, lines).called(name.clone()).summed(rows(sums).into_any());
    view! {
        <h3>{bill.month}</h3>
        {table.in_scroller("scroller", "region", name)}
        {bill.more.map(|more| paragraph("hint", more))}
    }
    .into_any()
}

fn line(line: LineView, words: &'static Words) -> Row {
    let sample = line.is_sample.then(|| view! { " " {span("tag sample", words.sample_price)} }.into_any());
    Row::of(vec![
        Cell::head(line.service),
        Cell::text(line.item),
        Cell::text(line.tier_or_model).and(sample),
        Cell::number(line.quantity),
        Cell::number(line.unit_price),
        Cell::text(line.per),
        Cell::number(line.amount),
    ])
}

fn sum(name: &'static str, amount: String) -> Row {
    Row::of(vec![Cell::wide_head("6", name), Cell::number(amount)])
}
