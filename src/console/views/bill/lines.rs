//! The lines of a bill: what was billed, how it was counted, and what stands behind it.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::behind_line::BehindLine;
use super::sums::SumRows;
use super::usage_behind::UsageBehind;
use super::view_model::{LineView, fits, line_views, sum_of};
use super::words::Words;
use crate::console::documents::Bill;
use crate::console::format::{Format, use_format};
use crate::console::frame::address::{self, use_query_part};
use crate::console::live::use_live;
use crate::console::parts::{Empty, NoMatch, Sample};
use crate::console::shortcuts::{Step, use_shortcuts};
use crate::console::views::bills::keys::step_among;
use crate::console::words::{Common, use_words};
use crate::erased::{callback, memo, memo_of_last, signal_of, stored};
use crate::printed::while_printed;

/// Lines that are drawn at once, until all are asked for.
const LINES_AT_ONCE: usize = 200;

/// The lines, their filter, and their sums.
#[component]
pub fn Lines(
    /// The bill.
    bill: Arc<Bill>,
    /// The usage behind it.
    usage: UsageBehind,
    /// Whether all lines are drawn, however many they are.
    draw_all: RwSignal<bool>,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let common = use_words::<Common>();
    let (in_address, set_in_address) = use_query_part("q");
    let text = signal_of(in_address.get_untracked().unwrap_or_default());
    let on_text = callback(move |typed: String| {
        set_in_address.run((!typed.is_empty()).then(|| typed.clone()));
        text.set(typed);
    });
    let is_empty = bill.lines.is_empty();
    let known = stored(bill);
    let all = memo(move || {
        // Services may come after the bill, with their names.
        live.rows.track();
        let name = |id: &str| live.row(id).map(|row| row.with_untracked(|row| row.service.name.clone()));
        known.with_value(|bill| line_views(&bill.lines, words.units, format, name))
    });
    let fitting = memo(move || {
        let text = text.get();
        all.with(|all| {
            all.iter().filter(|line| fits(line, common.item(line.item), &text)).cloned().collect::<Vec<_>>()
        })
    });
    let no_match = memo(move || fitting.with(Vec::is_empty));
    if is_empty {
        return view! { <Empty title=words.no_lines.to_owned() text=words.no_lines_text.to_owned() /> }
            .into_any();
    }
    use_shortcuts().list_is(Callback::new(|step: Step| step_among(".bill-lines .bill-open", step)));
    let filtered = move || {
        let (shown, count) = (fitting.with(Vec::len), all.with(Vec::len));
        (shown != count).then(|| {
            let sum = fitting.with(|lines| sum_of(lines));
            let sum = sum.map_or_else(|| words.too_many_digits.to_owned(), |sum| format.amount(sum));
            view! { <p class="hint" role="status">{(words.fitting)(shown, count, &sum)}</p> }
        })
    };
    view! {
        <LineFilter text=text on_text=on_text />
        {filtered}
        {move || {
            if no_match.get() {
                view! { <NoMatch on_clear=callback(move |()| on_text.run(String::new())) /> }.into_any()
            } else {
                let bill = known.get_value();
                view! { <LineTable bill=bill lines=fitting usage=usage draw_all=draw_all /> }.into_any()
            }
        }}
    }
    .into_any()
}

/// The field that filters the lines.
#[component]
fn LineFilter(
    /// What stands in it.
    text: RwSignal<String>,
    /// Takes what is typed.
    on_text: Callback<String>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let field = NodeRef::<html::Input>::new();
    use_shortcuts().filter_is(field);
    view! {
        <div class="bill-filter">
            <h2>{words.lines}</h2>
            <input
                class="search"
                type="search"
                node_ref=field
                aria-label=words.filter
                placeholder=words.filter
                prop:value=move || text.get()
                on:input=move |event| on_text.run(event_target_value(&event))
            />
        </div>
    }
}

/// The table.
#[component]
fn LineTable(
    /// The bill.
    bill: Arc<Bill>,
    /// The lines that fit the filter.
    lines: Memo<Vec<LineView>>,
    /// The usage behind them.
    usage: UsageBehind,
    /// Whether all lines are drawn.
    draw_all: RwSignal<bool>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let summary = bill.summary.clone();
    let limit = move || if draw_all.get() { usize::MAX } else { LINES_AT_ONCE };
    let drawn = move || lines.with(|lines| lines.iter().take(limit()).cloned().collect::<Vec<_>>());
    let (opened, open) = use_query_part("line");
    let printed = NodeRef::<html::Tbody>::new();
    print_the_rest(printed, Arc::clone(&bill), lines, usage, draw_all);
    let row = move |line: LineView| {
        let bill = Arc::clone(&bill);
        view! { <LineRow bill=bill line=line usage=usage opened=opened open=open /> }
    };
    let more = move || {
        let (all, limit) = (lines.with(Vec::len), limit());
        (all > limit).then(|| {
            view! {
                <p class="hint bill-more">
                    {(words.drawn_of)(limit, all)} " "
                    <button type="button" class="button" on:click=move |_| draw_all.set(true)>{words.draw_all}</button>
                </p>
            }
        })
    };
    view! {
        <div class="table-wrap bill-lines">
            <table class="table">
                <caption class="visually-hidden">{words.lines}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.service}</th>
                        <th scope="col" class="wide-only">{words.item}</th>
                        <th scope="col" class="wide-only">{words.subject}</th>
                        <th scope="col" class="number wide-only">{words.arithmetic}</th>
                        <th scope="col" class="number">{format!("{}, {}", words.amount, summary.currency)}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=drawn key=|line| (line.key.clone(), line.name.clone()) children=row />
                </tbody>
                <tbody node_ref=printed></tbody>
                <tfoot><SumRows bill=summary /></tfoot>
            </table>
        </div>
        {more}
    }
}

/// Lines that are not drawn stand at this place while the page is printed.
fn print_the_rest(
    place: NodeRef<html::Tbody>,
    bill: Arc<Bill>,
    lines: Memo<Vec<LineView>>,
    usage: UsageBehind,
    draw_all: RwSignal<bool>,
) {
    // What stands behind them was not asked for, so none is open there.
    let (opened, open) = (memo(|| None::<String>), callback(|_: Option<String>| {}));
    let rest = move || {
        let limit = if draw_all.get_untracked() { usize::MAX } else { LINES_AT_ONCE };
        let rest = lines.with_untracked(|lines| lines.iter().skip(limit).cloned().collect::<Vec<_>>());
        let row = |line: LineView| {
            let bill = Arc::clone(&bill);
            view! { <LineRow bill=bill line=line usage=usage opened=opened open=open /> }
        };
        rest.into_iter().map(row).collect_view().into_any()
    };
    while_printed(move || place.get_untracked().map(Into::into), rest);
}

/// A line, and what stands behind it once it is opened.
#[component]
fn LineRow(
    /// The bill.
    bill: Arc<Bill>,
    /// The line.
    line: LineView,
    /// The usage behind it.
    usage: UsageBehind,
    /// The key of the line that is open.
    opened: Memo<Option<String>>,
    /// Opens another one, or none.
    open: Callback<Option<String>>,
) -> impl IntoView {
    let format = use_format();
    let (index, key) = (line.index, line.key.clone());
    let is_open = memo_of_last({
        let key = key.clone();
        move |_| opened.with(|opened| opened.as_deref() == Some(key.as_str()))
    });
    let behind_id = format!("bill-behind-{index}");
    let controls = behind_id.clone();
    let toggle = move |_| open.run((!is_open.get_untracked()).then(|| key.clone()));
    let behind = move || {
        is_open.get().then(|| {
            let (bill, id) = (Arc::clone(&bill), behind_id.clone());
            view! {
                <tr class="bill-behind" id=id>
                    <td colspan="5"><BehindLine bill=bill index=index usage=usage /></td>
                </tr>
            }
        })
    };
    let LineCells { service, item, subject, arithmetic, amount, note } = cells(line, format);
    let (narrow_item, narrow_arithmetic) = (format!("{item} · {subject}"), arithmetic.clone());
    view! {
        <tr class:open=move || is_open.get()>
            <th scope="row" class="name">
                <button
                    type="button"
                    class="bill-open"
                    aria-expanded=move || is_open.get().to_string()
                    aria-controls=move || is_open.get().then(|| controls.clone())
                    on:click=toggle
                >
                    {service}
                </button>
                {note}
                <small class="usage-narrow">{narrow_item}</small>
                <small class="usage-narrow">{narrow_arithmetic}</small>
            </th>
            <td class="wide-only">{item}</td>
            <td class="wide-only">{subject}</td>
            <td class="number wide-only">{arithmetic}</td>
            <td class="number">{amount}</td>
        </tr>
        {behind}
    }
}

/// What stands in a row.
struct LineCells {
    service: AnyView,
    item: &'static str,
    subject: String,
    arithmetic: String,
    amount: String,
    note: AnyView,
}

fn cells(line: LineView, format: Format) -> LineCells {
    let (words, common) = (use_words::<Words>(), use_words::<Common>());
    let LineView { service, name, item, subject, arithmetic, amount, adjusts, illustrative, .. } = line;
    let service_link = name.is_some().then(|| {
        let address = address::service(&service);
        view! { <a class="bill-service" href=address>{words.to_service}</a> }
    });
    let service = match name {
        Some(name) => name.into_any(),
        None => view! { {service} " (" {words.removed} ")" }.into_any(),
    };
    let corrects = adjusts.map(|month| {
        view! { <span class="tag">{(words.adjusts)(&format.month(month))}</span> }
    });
    let subject = if item == tiermeter_pricing::Item::GpuSeconds { (words.tier)(&subject) } else { subject };
    let sample = illustrative.then(|| view! { <Sample /> });
    LineCells {
        service,
        item: common.item(item),
        subject,
        arithmetic,
        amount: format.amount(amount),
        note: view! { <span class="bill-tags">{corrects} {sample} {service_link}</span> }.into_any(),
    }
}
