//! Balance, what is left of it, the next bill, and the notice in time that money runs out.

use leptos::prelude::*;

use super::view_model::due_of;
use super::words::Words;
use crate::console::documents::BillSummary;
use crate::console::format::use_format;
use crate::console::frame::address;
use crate::console::live::use_live;
use crate::console::parts::{CurlButton, Loaded, Money, Shown};
use crate::console::request::Request;
use crate::console::views::account::amount::{in_minor_digits, plus};
use crate::console::views::bills::live_total::{is_running, use_live_total};
use crate::console::views::bills::view_model::{Payable, Unpaid};
use crate::console::words::{NoticeText, use_words};
use crate::erased::{derived, memo};

/// The account's money.
#[component]
pub fn MoneyPanel(
    /// The bills.
    bills: Loaded<Vec<BillSummary>>,
    /// Opens the dialog of a payment.
    top_up: RwSignal<bool>,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let currency = move || live.currency();
    let balance = memo(move || {
        let currency = live.known_currency()?;
        live.account
            .with(|account| account.as_ref().map(|account| in_minor_digits(account.balance, currency)))
    });
    let available = derived(move || live.available().unwrap_or_default());
    let limit = memo(move || live.account.with(|account| account.as_ref().and_then(|it| it.credit_limit)));
    let with_limit = move || {
        limit.get().map(|limit| {
            let left = derived(move || plus(available.get(), limit));
            view! {
                <dt>{words.credit_left}</dt>
                <dd><Money amount=left /> " " <small>{currency}</small></dd>
            }
        })
    };
    view! {
        <section class="panel" aria-labelledby="overview-money">
            <div class="panel-head">
                <h2 id="overview-money">{words.money}</h2>
                <a href=address::bills()>{words.bills}</a>
                <button type="button" class="button" on:click=move |_| top_up.set(true)>
                    {words.top_up}
                </button>
                <CurlButton request=Request::account() />
            </div>
            <RunsOut />
            <dl class="overview-money">
                <dt>{words.balance}</dt>
                <dd>
                    {move || balance.get().map(|balance| format.payable(balance))}
                    " "
                    <small>{currency}</small>
                </dd>
                <dt>{words.available}</dt>
                <dd><Money amount=available /> " " <small>{currency}</small></dd>
                {with_limit}
            </dl>
            <Shown loaded=bills view={move |bills: Vec<BillSummary>| view! { <Bills bills=bills /> }} />
        </section>
    }
}

/// The next bill, and what is not paid of those before it.
#[component]
fn Bills(
    /// The bills, the newest first.
    bills: Vec<BillSummary>,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let next = match bills.iter().find(|bill| is_running(live, bill)) {
        Some(bill) => view! { <NextBill bill=bill.clone() /> }.into_any(),
        None => view! { <dd class="hint">{words.no_next_bill}</dd> }.into_any(),
    };
    let Unpaid { sum, count, next_due, .. } = Unpaid::of(&bills);
    let currency = bills.first().map(|bill| bill.currency.clone()).unwrap_or_default();
    let unpaid = (count > 0).then(|| {
        let due = next_due.map(|due| format.day(due));
        let note = (words.unpaid_bills)(count, due.as_deref());
        let sum = sum.map(|sum| format.payable(sum));
        view! {
            <dt>{words.unpaid}</dt>
            <dd>{sum} " " <small>{currency}</small></dd>
            <dd class="hint">{note}</dd>
        }
    });
    view! {
        <dl class="overview-money">
            <dt>{words.next_bill}</dt>
            {next}
            {unpaid}
        </dl>
    }
}

/// The bill of the running month as it would be paid now, and when it comes.
#[component]
fn NextBill(
    /// The bill.
    bill: BillSummary,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let total = use_live_total(&bill);
    let BillSummary { month, currency, payable, .. } = bill;
    let code = currency.clone();
    let to_pay = memo(move || Payable::of(total.get(), &code).map_or(payable, |paid| paid.payable));
    let dates = move || {
        let offset = live.utc_offset()?;
        let terms = live.account.with(|account| account.as_ref().map(|account| account.terms))?;
        let (issued, due) = due_of(month, offset, terms)?;
        Some((words.next_bill_dates)(&format.day(issued), &format.day(due)))
    };
    view! {
        <dd>
            <a href=address::bill(month)>{format.month(month)}</a>
            ", "
            {move || format.payable(to_pay.get())}
            " "
            <small>{currency}</small>
        </dd>
        <dd class="hint">{dates}</dd>
    }
}

/// Says in time that money runs out, while it does not yet. The banner above the view is what is read aloud.
#[component]
fn RunsOut() -> impl IntoView {
    let (live, format) = (use_live(), use_format());
    let notice = memo(move || {
        live.account.with(|account| account.as_ref().and_then(|account| NoticeText::of(account, format)))
    });
    move || {
        notice.get().map(|NoticeText { strong, rest }| {
            view! { <p class="note"><strong>{strong}</strong> " " {rest}</p> }
        })
    }
}
