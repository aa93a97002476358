//! The bills, month by month: the open one as it counts up, and every one that was issued.
//!
//! | module | what it holds |
//! |---|---|
//! | `view_model` | what is to be paid of a total, and what is not paid yet: pure |
//! | `live_total` | a running month's total, second by second |
//! | `state_mark` | how a bill stands |
//! | `keys` | `j` and `k` through a list |

pub mod keys;
pub mod live_total;
pub mod state_mark;
pub mod view_model;
mod words;

use leptos::prelude::*;

use crate::console::documents::{BillState, BillSummary};
use crate::console::format::use_format;
use crate::console::frame::address;
use crate::console::live::use_live;
use crate::console::parts::{CurlButton, Empty, Figure, Figures, Heading, Money, Shown};
use crate::console::request::Request;
use crate::console::shortcuts::{Step, use_shortcuts};
use crate::console::views::account::read::use_bills;
use crate::console::words::{Common, use_words};
use crate::erased::{memo, stored};
use keys::step_among;
use live_total::{is_running, use_live_total};
use state_mark::BillMark;
use view_model::{Payable, Unpaid};
use words::Words;

/// The bills.
#[component]
pub fn Bills() -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let bills = use_bills();
    use_shortcuts().list_is(Callback::new(|step: Step| step_among(".bills-list tbody a", step)));
    let rule = move || {
        let terms = live.account.with(|account| account.as_ref().map(|account| account.terms));
        terms.map(|terms| view! { <p class="hint">{(words.rule)(terms.grace_hours, terms.payment_days)}</p> })
    };
    view! {
        <Heading text=words.title.to_owned()>
            <CurlButton request=Request::bills() />
        </Heading>
        <Shown
            loaded=bills
            view={move |bills: Vec<BillSummary>| {
                if bills.is_empty() {
                    view! { <Empty title=words.none.to_owned() text=words.none_text.to_owned() /> }.into_any()
                } else {
                    let figures = figures(&bills);
                    view! {
                        {figures}
                        <BillTable bills=bills />
                    }
                        .into_any()
                }
            }}
        />
        {rule}
    }
}

/// What is open, what is to be paid, and when.
fn figures(bills: &[BillSummary]) -> AnyView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let unpaid = Unpaid::of(bills);
    let currency = bills.first().map(|bill| bill.currency.clone()).unwrap_or_default();
    let sum = unpaid.sum.map_or_else(|| words.too_many_digits.to_owned(), |sum| format.payable(sum));
    let next_due = unpaid.next_due.map_or_else(|| words.nothing_due.to_owned(), |due| format.day(due));
    let running = bills.iter().find(|bill| is_running(live, bill)).map(|bill| {
        let total = use_live_total(bill);
        let label = format!("{}, {}", words.running, bill.currency);
        let note = format.month(bill.month);
        view! { <Figure label=label note=note><Money amount=total /></Figure> }
    });
    view! {
        <Figures>
            {running}
            <Figure
                label=format!("{}, {currency}", words.unpaid)
                note=(words.of_bills)(unpaid.count, unpaid.overdue)
            >
                {sum}
            </Figure>
            <Figure label=words.next_due>{next_due}</Figure>
        </Figures>
    }
    .into_any()
}

/// A row for each month.
#[component]
fn BillTable(
    /// The bills, the newest first.
    bills: Vec<BillSummary>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let rows = bills.into_iter().map(|bill| view! { <BillRow bill=bill /> }).collect_view();
    view! {
        <div class="table-wrap bills-list">
            <table class="table">
                <caption class="visually-hidden">{words.title}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.month}</th>
                        <th scope="col">{words.state}</th>
                        <th scope="col" class="number wide-only">{words.exact_total}</th>
                        <th scope="col" class="number wide-only">{words.rounding}</th>
                        <th scope="col" class="number">{words.payable}</th>
                        <th scope="col" class="wide-only">{words.issued}</th>
                        <th scope="col" class="wide-only">{words.due}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// A month.
#[component]
fn BillRow(
    /// Its bill.
    bill: BillSummary,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let common = use_words::<Common>();
    let total = use_live_total(&bill);
    let currency = stored(bill.currency.clone());
    // Of a bill that counts on, what is to be paid follows from what it has come to.
    let (payable, rounding) = (bill.payable, bill.rounding);
    let exact_total = bill.exact_total;
    let to_pay = memo(move || {
        let as_issued = Payable { payable, rounding };
        let total = total.get();
        if total == exact_total {
            return as_issued;
        }
        currency.with_value(|currency| Payable::of(total, currency)).unwrap_or(as_issued)
    });
    let note = match bill.state {
        BillState::Open if is_running(live, &bill) => words.so_far,
        BillState::Open => words.month_over,
        BillState::Issued | BillState::Paid | BillState::Overdue => "",
    };
    let day = |at: Option<_>| at.map_or_else(|| common.nothing.to_owned(), |at| format.day(at));
    view! {
        <tr>
            <th scope="row" class="name">
                <a href=address::bill(bill.month)>{format.month(bill.month)}</a>
            </th>
            <td><BillMark state=bill.state /> <small>{note}</small></td>
            <td class="number wide-only"><Money amount=total /></td>
            <td class="number wide-only">{move || format.amount(to_pay.get().rounding)}</td>
            <td class="number">
                {move || format.payable(to_pay.get().payable)} " " <small>{bill.currency}</small>
            </td>
            <td class="wide-only">{day(bill.issued_at)}</td>
            <td class="wide-only">{day(bill.due_at)}</td>
        </tr>
    }
}
