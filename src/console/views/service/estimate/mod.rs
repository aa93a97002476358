//! A service as an estimate of the running month, opened in the calculator; said with it what of the service is taken
//! over and what is not.
//!
//! | module | what it holds |
//! |---|---|
//! | `seconds`, `tokens` | the estimate of a service, by its metering: pure |
//! | `hours` | the hours of the day, of which a load is made: pure |
//! | `words` | what is said of it |

mod hours;
mod seconds;
mod tokens;
mod words;

use std::sync::Arc;

use leptos::prelude::*;
use rust_decimal::Decimal;
use tiermeter_estimate::{Estimate, price};
use tiermeter_pricing::{Instant, PriceBook};
use tiermeter_service::ServiceScaling;
use web_sys::{Element, Event};

use self::words::Words;
use super::plots::counted::merged;
use super::plots::range::{Range, day_key};
use super::plots::runs::Runs;
use super::view_model::Offers;
use crate::console::documents::{OpenReservation, OpenRun, Service, UsageReport};
use crate::console::failure::Failure;
use crate::console::format::use_format;
use crate::console::frame::address::{service_tab, use_query_part};
use crate::console::live::{ServiceRow, use_live};
use crate::console::parts::{Busy, Load, Trouble, use_loaded};
use crate::console::request::Request;
use crate::console::words::use_words;
use crate::erased::{callback, effect, follow, memo, signal_of};
use crate::handover::link::{Form, write};
use crate::handover::{Before, CALCULATOR, written};

/// The part of the address that opens it.
const IN_ADDRESS: &str = "estimate";

/// The address of a service's view with its estimate open.
pub fn address_of(id: &str) -> String {
    format!("{}&{IN_ADDRESS}=open", service_tab(id, "cost"))
}

/// The estimate of a service, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The estimate.
    pub estimate: Estimate,
    /// What is taken over and what is not.
    pub notes: Vec<Note>,
}

/// Something that is taken over, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The tier.
    Tier(String),
    /// What ran this month, up to an instant.
    SoFar(Instant),
    /// So many instances from now on, as it is set.
    AsSet(u32),
    /// The same, though it does not run.
    AsIfEnabled(u32),
    /// As many as run now, which others do.
    AsTheyRun(u32),
    /// What ran on another tier.
    OtherTier(String),
    /// The least and the most instances of automatic scaling.
    Limits(u32, u32),
    /// So many policies.
    Policies(usize),
    /// A load that its instances of so many days were enough for.
    LoadOfInstances(u64),
    /// The model.
    Model(String),
    /// The tokens of so many days, by the hour.
    Traffic(u64),
    /// Reserved tokens per minute.
    Reservation(u64),
    /// Which instance ran when.
    SecondsRounded,
    /// Changes that are more than an estimate has steps.
    TooManyChanges,
    /// More instances than an estimate has.
    MostInstances,
    /// Hours of the day that were not looked at yet.
    UnseenHours,
    /// What happened before now, where the whole month is drawn.
    WholeMonth,
    /// Requests, of which only the tokens are known: one stands for so many.
    RequestOf(u64),
    /// Nothing was used in so many days.
    NoTraffic(u64),
    /// What is left of the free quota.
    FreeQuota,
}

impl Note {
    /// Whether it is something that is taken over.
    pub const fn is_taken(&self) -> bool {
        match self {
            Self::Tier(_)
            | Self::SoFar(_)
            | Self::AsSet(_)
            | Self::AsIfEnabled(_)
            | Self::AsTheyRun(_)
            | Self::OtherTier(_)
            | Self::Limits(..)
            | Self::Policies(_)
            | Self::LoadOfInstances(_)
            | Self::Model(_)
            | Self::Traffic(_)
            | Self::Reservation(_) => true,
            Self::SecondsRounded
            | Self::TooManyChanges
            | Self::MostInstances
            | Self::UnseenHours
            | Self::WholeMonth
            | Self::RequestOf(_)
            | Self::NoTraffic(_)
            | Self::FreeQuota => false,
        }
    }
}

/// Says something once.
fn say(notes: &mut Vec<Note>, note: Note) {
    if !notes.contains(&note) {
        notes.push(note);
    }
}

/// An estimate as it is opened: its address, what it comes to, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ready {
    address: String,
    /// What is payable for the month; `None` where this server's price book does not price it.
    payable: Option<String>,
    notes: Vec<Note>,
}

impl Ready {
    fn of(drawn: Drawn, book: &PriceBook) -> Self {
        let Drawn { estimate, notes } = drawn;
        let payable = price(&estimate, book).ok().map(|settlement| {
            // Without lines there is no bill.
            let digits = book.currency().minor_digits();
            let bill = settlement.bills.into_iter().find(|bill| bill.month == estimate.month);
            bill.map_or_else(|| nothing(digits), |bill| bill.payable)
        });
        let before = payable.clone().map(|payable| Before {
            price_book: book.id().to_owned(),
            currency: book.currency().code().to_owned(),
            payable,
        });
        let json = written(&estimate, before.as_ref());
        let address = format!("{CALCULATOR}{}", write(Form::Plain, json.as_bytes()));
        Self { address, payable, notes }
    }
}

/// Nothing, as an amount of a currency with so many digits.
fn nothing(digits: u32) -> String {
    Decimal::new(0, digits).to_string()
}

/// What of a service its estimate depends on, beside what it used: its costs and its position move all the time.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shape {
    name: String,
    scaling: Option<ServiceScaling>,
    is_enabled: bool,
    open_runs: Vec<OpenRun>,
    open_reservations: Vec<OpenReservation>,
}

impl Shape {
    fn of(service: &Service) -> Self {
        Self {
            name: service.name.clone(),
            scaling: service.scaling.clone(),
            is_enabled: Offers::of(service).disable,
            open_runs: service.open_runs.clone(),
            open_reservations: service.open_reservations.clone(),
        }
    }
}

/// The service as an estimate, made only where somebody looks at it: it asks for a report.
#[component]
pub fn EstimatePanel(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// Its runs, where it is metered by seconds.
    runs: Option<Runs>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let (wanted, _) = use_query_part(IN_ADDRESS);
    let is_open = signal_of(false);
    effect(move || {
        if wanted.with(Option::is_some) {
            is_open.set(true);
        }
    });
    let toggle = move |event: Event| {
        let is_shown = event_target::<Element>(&event).has_attribute("open");
        // What was opened by the address tells so once more, and is not to be made anew for that.
        if is_open.get_untracked() != is_shown {
            is_open.set(is_shown);
        }
    };
    let content = move || {
        is_open.get().then(|| match runs {
            Some(runs) => view! { <SecondsEstimate row=row runs=runs /> }.into_any(),
            None => view! { <TokensEstimate row=row /> }.into_any(),
        })
    };
    view! {
        <details class="panel service-estimate" open=move || is_open.get() on:toggle=toggle>
            <summary><h2>{words.title}</h2></summary>
            <p class="hint">{words.text}</p>
            {content}
        </details>
    }
}

/// A service that is metered by seconds, as an estimate.
#[component]
fn SecondsEstimate(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// Its runs.
    runs: Runs,
) -> impl IntoView {
    let live = use_live();
    let shape = memo(move || row.with(|row| Shape::of(&row.service)));
    let ready = memo(move || {
        follow(shape);
        let book = live.book.get()?;
        let read = runs.state.with(|state| match state {
            Load::Ready(read) => Some(Arc::clone(read)),
            Load::Waiting | Load::Failed(_) => None,
        })?;
        let drawn = row.with_untracked(|row| {
            let lived = merged(&read.runs, &row.service.open_runs);
            let now = live.now.get_untracked();
            let (service, complete_from) = (&row.service, read.complete_from);
            seconds::of_seconds(&seconds::Facts { service, runs: &lived, complete_from, book: &book, now })
        })?;
        Some(Ready::of(drawn, &book))
    });
    let failure = memo(move || runs.state.with(failure_of));
    view! { <Content ready=ready failure=failure on_again=callback(move |()| runs.again()) /> }
}

fn failure_of<T>(state: &Load<T>) -> Option<Failure> {
    match state {
        Load::Failed(failure) => Some(failure.clone()),
        Load::Waiting | Load::Ready(_) => None,
    }
}

/// A service that is metered by tokens, as an estimate.
#[component]
fn TokensEstimate(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let live = use_live();
    let id = row.with_untracked(|row| row.service.id.clone());
    let request = memo(move || {
        let offset = live.utc_offset().unwrap_or_default();
        let days = Range::Week.days(live.now.get(), offset);
        let (first, last) = (days.first().map_or(0, |day| day.from), days.last().map_or(0, |day| day.until));
        Request::usage_of(&id, &day_key(first, offset), &day_key(last, offset), &["service", "hour"])
    });
    let usage = use_loaded::<UsageReport>(move || request.get());
    let shape = memo(move || row.with(|row| Shape::of(&row.service)));
    let ready = memo(move || {
        follow(shape);
        let book = live.book.get()?;
        let drawn = usage.state.with(|state| match state {
            Load::Ready(usage) => row.with_untracked(|row| {
                let (service, now) = (&row.service, live.now.get_untracked());
                tokens::of_tokens(&tokens::Facts { service, usage: &usage.data, book: &book, now })
            }),
            Load::Waiting | Load::Failed(_) => None,
        })?;
        Some(Ready::of(drawn, &book))
    });
    let failure = memo(move || usage.state.with(failure_of));
    view! { <Content ready=ready failure=failure on_again=callback(move |()| usage.again()) /> }
}

/// The estimate, or how far it has come.
#[component]
fn Content(
    /// The estimate, when it is there.
    ready: Memo<Option<Ready>>,
    /// Why it cannot be there.
    failure: Memo<Option<Failure>>,
    /// Asks again for what could not be had.
    on_again: Callback<()>,
) -> impl IntoView {
    move || match (ready.get(), failure.get()) {
        (Some(ready), _) => view! { <Link ready=ready /> }.into_any(),
        (None, Some(failure)) => view! { <Trouble failure=failure on_again=on_again /> }.into_any(),
        (None, None) => view! { <Busy /> }.into_any(),
    }
}

/// The link, and what is taken over and what is not.
#[component]
fn Link(
    /// The estimate.
    ready: Ready,
) -> impl IntoView {
    let (words, format, live) = (use_words::<Words>(), use_format(), use_live());
    let Ready { address, payable, notes } = ready;
    let currency = untrack(move || live.currency());
    let comes_to = payable.map(|payable| (words.comes_to)(&payable, &currency));
    let (taken, left): (Vec<Note>, Vec<Note>) = notes.into_iter().partition(Note::is_taken);
    let list = move |notes: Vec<Note>| {
        let item = |note: Note| view! { <li>{words.note(&note, format)}</li> };
        view! { <ul>{notes.into_iter().map(item).collect_view()}</ul> }
    };
    view! {
        <p>
            <a class="button" href=address target="_blank" rel="noopener">{words.open}</a>
            " "
            {comes_to}
        </p>
        <h3>{words.taken}</h3>
        {list(taken)}
        <h3>{words.left}</h3>
        {list(left)}
    }
}
