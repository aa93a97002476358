//! What everything costs: by the hour, today, this month and by its end, second by second.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use rust_decimal::Decimal;
use tiermeter_pricing::Month;

use super::SoFar;
use super::view_model::{Days, corrections, spent};
use super::words::Words;
use crate::console::client::{aborted_on_cleanup, send_until};
use crate::console::documents::{Bill, BillState, BillSummary, UsageReport};
use crate::console::format::use_format;
use crate::console::frame::address;
use crate::console::live::{Loading, Row, expected_at_month_end, use_live};
use crate::console::parts::{Figure, Figures, Load, Loaded, Money, Sample, use_loaded};
use crate::console::request::Request;
use crate::console::views::bills::view_model::grown;
use crate::console::words::{Common, use_words};
use crate::erased::{derived, dynamic, effect, effect_of_last, memo, shown_while, signal_of};

/// Digits after the point of what is only expected.
const EXPECTED_DECIMALS: u32 = 2;

/// What the server counted, beside what all services had come to when it did: `None` while some of them were not there
/// yet, so that nothing can be counted on from it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Counted {
    month: Decimal,
    today: Decimal,
    services: Option<Decimal>,
}

impl Counted {
    /// What something came to since, by what all services come to now.
    fn on(&self, amount: Decimal, services: Decimal) -> Decimal {
        self.services.map_or(amount, |then| grown(amount, then, services))
    }
}

/// The month's report by day. It is read again when a day ends, when every service is there, and when one comes or goes
/// from then on: what a deleted one cost stays spent.
fn use_report() -> (Loaded<UsageReport>, Memo<Days>) {
    let live = use_live();
    // The price book is there before anything is shown.
    let days = memo(move || {
        let now = live.now.get();
        live.book.with(|book| book.as_ref().map(|book| Days::of(now, book))).unwrap_or_default()
    });
    let report =
        use_loaded::<UsageReport>(move || days.with(|days| Request::usage(&days.first, &days.end, &["day"])));
    effect_of_last(move |before: Option<(bool, Arc<Vec<Row>>)>| {
        let (ready, rows) = (live.ready(), live.rows.get());
        let differs = |(was_ready, known): &(bool, Arc<Vec<Row>>)| !was_ready || !Arc::ptr_eq(known, &rows);
        if ready && before.as_ref().is_some_and(differs) {
            report.again();
        }
        (ready, rows)
    });
    (report, days)
}

/// What the month and today came to, once the server has counted them.
fn use_counted(report: Loaded<UsageReport>, days: Memo<Days>) -> RwSignal<Option<Counted>> {
    let live = use_live();
    let counted = signal_of(None::<Counted>);
    effect(move || {
        report.state.with(|state| {
            let Load::Ready(report) = state else { return };
            let (month, today) = days.with_untracked(|days| spent(report, &days.today));
            let ready = live.loading.with_untracked(|loading| *loading == Loading::Ready);
            let services = ready.then(|| live.totals.with_untracked(|totals| totals.month_to_date));
            counted.set(Some(Counted { month, today, services }));
        });
    });
    counted
}

/// What corrections of closed months add to the running month's bill: they are no usage of this month, so that its bill
/// is another amount. Before a month was closed there are none, and nothing is asked for. They are asked for again when
/// the bills are.
fn use_corrections(bills: Loaded<Vec<BillSummary>>) -> RwSignal<Option<(Month, Decimal)>> {
    let live = use_live();
    let known = signal_of(None::<(Month, Decimal)>);
    effect(move || {
        let is_closed = |bill: &BillSummary| bill.state != BillState::Open;
        let any_closed =
            bills.state.with(|bills| matches!(bills, Load::Ready(bills) if bills.iter().any(is_closed)));
        if !any_closed {
            return;
        }
        // An effect that runs again cleans up first, so what was under way is given up.
        let signal = aborted_on_cleanup();
        spawn_local(async move {
            match send_until::<Bill>(&Request::current_bill(), signal.as_ref()).await {
                // The view may be gone by now.
                Ok(answer) => {
                    known.try_set(Some((answer.value.summary.month, corrections(&answer.value))));
                }
                Err(failure) => live.failed(&failure),
            }
        });
    });
    known
}

/// The big figures. What the server has counted is final at once; what is counted of the services is so when all of them
/// are there.
#[component]
pub fn CostFigures(
    /// The bills.
    bills: Loaded<Vec<BillSummary>>,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let (report, days) = use_report();
    let counted = use_counted(report, days);
    let services = memo(move || live.totals.with(|totals| totals.month_to_date));
    let ready = memo(move || live.ready());
    // Until the server has counted, what all services came to is all that is known; mostly it is the same.
    let month = memo(move || match counted.get() {
        Some(counted) => Some(counted.on(counted.month, services.get())),
        None => ready.get().then(|| services.get()),
    });
    let today = memo(move || counted.get().map(|counted| counted.on(counted.today, services.get())));
    let per_hour = memo(move || live.totals.with(|totals| totals.per_hour));
    let expected = memo(move || {
        let (now, month) = (live.now.get(), month.get().filter(|_| ready.get())?);
        live.book.with(|book| {
            let expected = expected_at_month_end(month, per_hour.get(), now, book.as_ref()?);
            Some(format.cut(expected, EXPECTED_DECIMALS))
        })
    });
    let sample = memo(move || live.totals.with(|totals| totals.illustrative));
    let currency = untrack(move || live.currency());
    let code = currency.clone();
    let label = move |what: &str| format!("{what}, {currency}");
    let known_corrections = use_corrections(bills);
    let corrected = move || {
        // Those of a month that is over by now are no news of this one.
        let first = days.with(|days| days.first.clone());
        let (month, amount) = known_corrections.get()?;
        if amount.is_zero() || !first.starts_with(&month.to_string()) {
            return None;
        }
        let text = (words.corrected)(&format.money(amount, &code));
        let link = format!("{}/current", address::bills());
        Some(view! { <dd class="hint"><a href=link>{text}</a></dd> }.into_any())
    };
    view! {
        <Figures>
            <Figure label=label(words.per_hour) note=words.per_hour_note>
                {move || format.amount(per_hour.get())} " " <SoFar />
            </Figure>
            <Figure label=label(words.today)><Today today=today report=report /></Figure>
            <div class="figure">
                <dt>{label(words.this_month)}</dt>
                <dd><Month month=month /></dd>
                {dynamic(corrected)}
            </div>
            <Figure label=label(words.expected) note=words.expected_note>
                {move || expected.get().map_or_else(waiting, IntoAny::into_any)}
            </Figure>
        </Figures>
        {shown_while(move || sample.get(), move || view! { <p class="hint overview-sample"><Sample /> " " {words.sample_note}</p> }.into_any())}
    }
}

/// What is not known yet.
fn waiting() -> AnyView {
    view! { <span aria-busy="true">"…"</span> }.into_any()
}

/// What the month came to.
#[component]
fn Month(
    /// What it came to.
    month: Memo<Option<Decimal>>,
) -> impl IntoView {
    let known = memo(move || month.get().is_some());
    move || {
        if known.get() {
            let amount = derived(move || month.get().unwrap_or_default());
            view! { <Money amount=amount /> }.into_any()
        } else {
            waiting()
        }
    }
}

/// What today came to, or why that is not known.
#[component]
fn Today(
    /// What it came to.
    today: Memo<Option<Decimal>>,
    /// What is asked for.
    report: Loaded<UsageReport>,
) -> impl IntoView {
    let common = use_words::<Common>();
    let known = memo(move || today.get().is_some());
    let failed = memo(move || report.state.with(|state| matches!(state, Load::Failed(_))));
    move || match (known.get(), failed.get()) {
        (true, _) => {
            let amount = derived(move || today.get().unwrap_or_default());
            view! { <Money amount=amount /> }.into_any()
        }
        (false, false) => waiting(),
        (false, true) => view! {
            {common.nothing}
            " "
            <button type="button" class="quiet" on:click=move |_| report.again()>{common.try_again}</button>
        }
        .into_any(),
    }
}
