//! The rows and their sums.

use leptos::prelude::*;
use rust_decimal::Decimal;

use super::asked::Asked;
use super::files::DownloadButtons;
use super::view_model::{GroupBy, Kind, Order, Row, Table, css_percent, percent, rows_of, table};
use super::words::Words;
use crate::console::documents::UsageReport;
use crate::console::format::{Format, use_format};
use crate::console::frame::address;
use crate::console::live::{Live, use_live};
use crate::console::parts::{Empty, Figure, Figures, Load, Loaded, NoMatch, Sample};
use crate::console::shortcuts::{Step, use_shortcuts};
use crate::console::views::bills::keys::step_among;
use crate::console::words::{Common, use_words};
use crate::erased::{callback, memo, memo_of_last, signal_of, stored};

/// Rows that are drawn at once.
const ROWS_AT_ONCE: usize = 200;

/// The rows of a report.
#[component]
pub fn UsageTable(
    /// The report, which is there.
    report: Loaded<UsageReport>,
    /// What is asked for.
    asked: Asked,
) -> impl IntoView {
    let (live, words, common) = (use_live(), use_words::<Words>(), use_words::<Common>());
    let currency = stored(untrack(move || live.currency()));
    let by = stored(asked.by.get_untracked());
    let rows = memo_of_last(move |last: Option<&Vec<Row>>| {
        // Services may come after the report, with their names.
        live.rows.track();
        by.with_value(|by| {
            let name = |key: Option<&str>, item| match (by, key) {
                (GroupBy::Service, Some(id)) => name_of_service(live, id).unwrap_or_else(|| id.to_owned()),
                (GroupBy::Item, _) => common.item(item).to_owned(),
                (GroupBy::Key, Some(key)) => words.reporter(key).unwrap_or(key).to_owned(),
                (_, Some(key)) => key.to_owned(),
                (_, None) => words.without(by),
            };
            report.state.with(|state| match state {
                Load::Ready(report) => rows_of(report, by, name),
                // Another report is on its way, and this table as good as gone.
                _ => last.cloned().unwrap_or_default(),
            })
        })
    });
    let shown = memo(move || {
        let text = asked.text.get();
        rows.with(|rows| table(rows, &text, asked.kind.get(), asked.order.get()))
    });
    let none = memo(move || rows.with(Vec::is_empty));
    let no_match = memo(move || shown.with(|shown| shown.rows.is_empty()));
    move || {
        if none.get() {
            let services = address::services();
            view! {
                <Empty title=words.none.to_owned() text=words.none_text.to_owned()>
                    <a class="button" href=services>{words.to_services}</a>
                </Empty>
            }
            .into_any()
        } else if no_match.get() {
            view! { <NoMatch on_clear=callback(move |()| asked.clear()) /> }.into_any()
        } else {
            let (by, currency) = (by.get_value(), currency.get_value());
            let (group, amount) = (words.group(&by), format!("{}, {currency}", words.amount));
            let linked = by == GroupBy::Service;
            view! {
                <Sums shown=shown currency=currency.clone() />
                <Drawn shown=shown group=group amount=amount linked=linked asked=asked />
                <DownloadButtons shown=shown by=by currency=currency asked=asked />
            }
            .into_any()
        }
    }
}

/// What it comes to, in money and in each unit.
#[component]
fn Sums(
    /// What is shown.
    shown: Memo<Table>,
    /// The currency's code.
    currency: String,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let text_of = move |sum: Option<Decimal>| {
        sum.map_or_else(|| words.too_many_digits.to_owned(), |sum| format.amount(sum))
    };
    let total = move || text_of(shown.with(|shown| shown.total));
    let sample = move || shown.with(|shown| shown.illustrative).then(|| view! { " " <Sample /> });
    let quantities = move || {
        let quantities = shown.with(|shown| shown.quantities.clone());
        quantities
            .into_iter()
            .map(|(kind, sum)| {
                let label = format!("{}, {}", words.kind(kind), words.unit(kind));
                view! { <Figure label=label>{text_of(sum)}</Figure> }
            })
            .collect_view()
    };
    view! {
        <Figures>
            <Figure label=format!("{}, {currency}", words.total)>{total} {sample}</Figure>
            {quantities}
        </Figures>
    }
}

/// The table.
#[component]
fn Drawn(
    /// What is shown.
    shown: Memo<Table>,
    /// What the column of groups is called.
    group: String,
    /// What the column of amounts is called.
    amount: String,
    /// Whether groups are services, which can be gone to.
    linked: bool,
    /// What is asked for.
    asked: Asked,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let common = use_words::<Common>();
    use_shortcuts().list_is(Callback::new(|step: Step| step_among(".usage-rows tbody a", step)));
    let limit = signal_of(ROWS_AT_ONCE);
    let rows = move || {
        let rows = shown.with(|shown| shown.rows.iter().take(limit.get()).cloned().collect::<Vec<_>>());
        rows.into_iter().map(|row| row_view(row, linked, live, words, common, format)).collect_view()
    };
    let more = move || {
        let (all, drawn) = (shown.with(|shown| shown.rows.len()), limit.get());
        (all > drawn).then(|| {
            let draw_more = move |_| limit.update(|limit| *limit = limit.saturating_add(ROWS_AT_ONCE));
            view! {
                <p class="hint usage-more">
                    {(words.shown_of)(drawn, all)} " "
                    <button type="button" class="button" on:click=draw_more>{words.more}</button>
                </p>
            }
        })
    };
    view! {
        <div class="table-wrap usage-rows">
            <table class="table">
                <caption class="visually-hidden">{words.title}</caption>
                <thead>
                    <tr>
                        <SortedBy order=Order::Name label=group asked=asked number=false />
                        <th scope="col" class="wide-only">{words.used}</th>
                        <th scope="col" class="number wide-only">{words.quantity}</th>
                        <SortedBy order=Order::Amount label=amount asked=asked number=true />
                        <th scope="col" class="usage-share">{words.share}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {more}
    }
}

/// The head of a column that can come first.
#[component]
fn SortedBy(
    /// What it is sorted by.
    order: Order,
    /// What the column is called.
    label: String,
    /// What is asked for.
    asked: Asked,
    /// Whether it holds numbers.
    number: bool,
) -> impl IntoView {
    let direction = if order == Order::Name { "ascending" } else { "descending" };
    let sorted = move || (asked.order.get() == order).then_some(direction);
    view! {
        <th scope="col" class:number=number aria-sort=sorted>
            <button type="button" class="usage-sort" on:click=move |_| asked.set_order(order)>{label}</button>
        </th>
    }
}

fn row_view(
    row: Row,
    linked: bool,
    live: Live,
    words: &'static Words,
    common: &'static Common,
    format: Format,
) -> impl IntoView {
    let Row { key, name, item, quantity, amount, illustrative, share } = row;
    let (unit, quantity) = (words.unit(Kind::of(item)), format.amount(quantity));
    let narrow = format!("{quantity} {unit}");
    let name = match key.filter(|_| linked) {
        Some(id) if live.row(&id).is_some() => view! { <a href=address::service(&id)>{name}</a> }.into_any(),
        Some(_) => view! { {name} <small>{words.removed}</small> }.into_any(),
        None => name.into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="name">
                {name} <small class="usage-narrow">{common.item(item)}</small>
                <small class="usage-narrow">{narrow}</small>
            </th>
            <td class="wide-only">{common.item(item)}</td>
            <td class="number wide-only">{quantity} " " <small>{unit}</small></td>
            <td class="number">{format.amount(amount)} " " {illustrative.then(|| view! { <Sample /> })}</td>
            <td class="usage-share">
                <span class="usage-bar" aria-hidden="true"><i style:width=css_percent(share)></i></span>
                <span>{percent(share)}</span>
            </td>
        </tr>
    }
}

fn name_of_service(live: Live, id: &str) -> Option<String> {
    live.row(id).map(|row| row.with_untracked(|row| row.service.name.clone()))
}
