//! What everything costs: by the hour, today, this month and by its end, second by second.

use std::sync::Arc;

use leptos::prelude::*;
use rust_decimal::Decimal;

use super::view_model::{Days, spent};
use super::words::Words;
use crate::console::documents::UsageReport;
use crate::console::format::use_format;
use crate::console::live::{Row, expected_at_month_end, use_live};
use crate::console::parts::{Figure, Figures, Load, Loaded, Money, Sample, use_loaded};
use crate::console::request::Request;
use crate::console::views::bills::view_model::grown;
use crate::console::words::{Common, use_words};

/// Digits after the point of what is only expected.
const EXPECTED_DECIMALS: u32 = 2;

/// What the server counted, beside what all services had come to when it did.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Counted {
    month: Decimal,
    today: Decimal,
    services: Decimal,
}

/// The month's report by day. It is read again when a day ends, and when a service comes or goes: what a
/// deleted one cost stays spent.
fn use_report() -> (Loaded<UsageReport>, Memo<Days>) {
    let live = use_live();
    // The price book is there before anything is shown.
    let days = Memo::new(move |_| {
        let now = live.now.get();
        live.book.with(|book| book.as_ref().map(|book| Days::of(now, book))).unwrap_or_default()
    });
    let report =
        use_loaded::<UsageReport>(move || days.with(|days| Request::usage(&days.first, &days.end, &["day"])));
    Effect::new(move |before: Option<Arc<Vec<Row>>>| {
        let now = live.rows.get();
        if before.is_some_and(|before| !Arc::ptr_eq(&before, &now)) {
            report.again();
        }
        now
    });
    (report, days)
}

/// What the month and today came to, once the server has counted them.
fn use_counted(report: Loaded<UsageReport>, days: Memo<Days>) -> RwSignal<Option<Counted>> {
    let live = use_live();
    let counted = RwSignal::new(None::<Counted>);
    Effect::new(move |_| {
        report.state.with(|state| {
            let Load::Ready(report) = state else { return };
            let (month, today) = days.with_untracked(|days| spent(report, &days.today));
            let services = live.totals.with_untracked(|totals| totals.month_to_date);
            counted.set(Some(Counted { month, today, services }));
        });
    });
    counted
}

/// The big figures. To be shown when everything is read.
#[component]
pub fn CostFigures() -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let (report, days) = use_report();
    let counted = use_counted(report, days);
    let services = Memo::new(move |_| live.totals.with(|totals| totals.month_to_date));
    // Until the server has counted, what the services came to is all that is known; mostly it is the same.
    let month = Memo::new(move |_| match counted.get() {
        Some(counted) => grown(counted.month, counted.services, services.get()),
        None => services.get(),
    });
    let today = Memo::new(move |_| {
        counted.get().map(|counted| grown(counted.today, counted.services, services.get()))
    });
    let per_hour = Memo::new(move |_| live.totals.with(|totals| totals.per_hour));
    let expected = Memo::new(move |_| {
        let now = live.now.get();
        live.book.with(|book| {
            let expected = expected_at_month_end(month.get(), per_hour.get(), now, book.as_ref()?);
            Some(format.cut(expected, EXPECTED_DECIMALS))
        })
    });
    let sample = Memo::new(move |_| live.totals.with(|totals| totals.illustrative));
    let currency = untrack(move || live.currency());
    let label = move |what: &str| format!("{what}, {currency}");
    view! {
        <Figures>
            <Figure label=label(words.per_hour) note=words.per_hour_note>
                {move || format.amount(per_hour.get())}
            </Figure>
            <Figure label=label(words.today)><Today today=today report=report /></Figure>
            <Figure label=label(words.this_month)><Money amount=month /></Figure>
            <Figure label=label(words.expected) note=words.expected_note>{move || expected.get()}</Figure>
        </Figures>
        <Show when=move || sample.get()>
            <p class="hint overview-sample"><Sample /> " " {words.sample_note}</p>
        </Show>
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
    let known = Memo::new(move |_| today.get().is_some());
    let failed = Memo::new(move |_| report.state.with(|state| matches!(state, Load::Failed(_))));
    move || match (known.get(), failed.get()) {
        (true, _) => {
            let amount = Signal::derive(move || today.get().unwrap_or_default());
            view! { <Money amount=amount /> }.into_any()
        }
        (false, false) => view! { <span aria-busy="true">"…"</span> }.into_any(),
        (false, true) => view! {
            {common.nothing}
            " "
            <button type="button" class="quiet" on:click=move |_| report.again()>{common.try_again}</button>
        }
        .into_any(),
    }
}
