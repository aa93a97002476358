//! Whether a reservation pays off for the service's own traffic, in plain words and with the arithmetic.

use std::sync::Arc;

use leptos::prelude::*;
use tiermeter_pricing::{Instant, PriceBook};

use super::super::plots::range::{Range, day_key};
use super::super::plots::{RangePicker, use_range};
use super::buy::TextField;
use super::buy_draft::{BuyDraft, checked_tpm};
use super::offer_to;
use super::reservation_words::Words as ReservationWords;
use super::traffic::{BreakEven, Prices, Traffic, minutes_between, used_by};
use super::traffic_minutes_view::MinutesPanel;
use super::traffic_minutes_words::Words as MinuteWords;
use super::traffic_words::{Around, Words};
use crate::console::documents::{Service, UsageReport};
use crate::console::format::use_format;
use crate::console::live::{ServiceRow, use_live};
use crate::console::parts::{CurlButton, Shown, use_loaded};
use crate::console::request::Request;
use crate::console::words::use_words;
use crate::erased::{callback, memo, stored};

const SECONDS_PER_MINUTE: u64 = 60;

/// The comparison.
#[component]
pub fn BreakEvenPanel(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// The size that is looked at stands in the fields of buying.
    draft: RwSignal<BuyDraft>,
) -> impl IntoView {
    let (words, live) = (use_words::<Words>(), use_live());
    let (range, choose) = use_range(&Range::OF_DAYS, Range::Month);
    let id = row.with_untracked(|row| row.service.id.clone());
    let request = memo(move || {
        let offset = live.utc_offset().unwrap_or_default();
        let days = range.get().days(live.now.get(), offset);
        let (first, last) = (days.first().map_or(0, |day| day.from), days.last().map_or(0, |day| day.until));
        Request::usage_of(&id, &day_key(first, offset), &day_key(last, offset), &["service"])
    });
    let usage = use_loaded::<UsageReport>(move || request.get());
    view! {
        <section class="panel" aria-labelledby="break-even-title">
            <h2 id="break-even-title">{words.title}</h2>
            <p class="hint">{words.text}</p>
            <Size row=row draft=draft />
            <MinutesPanel row=row draft=draft />
            <h3>{use_words::<MinuteWords>().averages}</h3>
            <div class="service-plots-controls">
                <RangePicker choices=&Range::OF_DAYS range=range on_choose=choose />
                <CurlButton request=request />
            </div>
            <Shown
                loaded=usage
                view=move |usage: UsageReport| {
                    view! { <Comparison row=row draft=draft range=range usage=usage /> }
                }
            />
        </section>
    }
}

/// The size of the reservation that is compared.
#[component]
fn Size(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// Where it stands.
    draft: RwSignal<BuyDraft>,
) -> impl IntoView {
    let (words, format, live) = (use_words::<ReservationWords>(), use_format(), use_live());
    let offer = live.book.with_untracked(|book| {
        let book = book.as_ref()?;
        row.with_untracked(|row| offer_to(&row.service, book).cloned())
    });
    let hint = offer
        .as_ref()
        .map(|offer| (words.offered)(&format.count(offer.minimum_tpm), &format.count(offer.step_tpm)));
    let offer = stored(offer);
    let text = memo(move || draft.with(|draft| draft.tpm.clone()));
    let fault = memo(move || {
        let text = text.get();
        offer.with_value(|offer| {
            let offer = offer.as_ref()?;
            let fault = checked_tpm(&text, offer).err()?;
            Some(words.fault(fault, offer.minimum_tpm, |count| format.count(count)))
        })
    });
    view! {
        <TextField
            name="break-even-tpm"
            label=words.buy_tpm.to_owned()
            hint=hint.unwrap_or_default()
            text=text
            fault=fault
            on_text=callback(move |text| draft.update(|draft| draft.tpm = text))
        />
    }
}

/// What comes of it: a sentence, and the arithmetic.
#[component]
fn Comparison(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// The size that is looked at.
    draft: RwSignal<BuyDraft>,
    /// How far back.
    range: Memo<Range>,
    /// What the account used in that time, by service.
    usage: UsageReport,
) -> impl IntoView {
    let (words, format, live) = (use_words::<Words>(), use_format(), use_live());
    let id = row.with_untracked(|row| row.service.id.clone());
    let UsageReport { data } = usage;
    let used = used_by(&data, &id);
    // The comparison is of the usage that was read, and of the instant at which that was.
    let (now, range) = (live.now.get_untracked(), range.get_untracked());
    let said = memo(move || {
        let book = live.book.get()?;
        let offset = book.utc_offset();
        let tpm = draft.with(|draft| {
            row.with_untracked(|row| checked_tpm(&draft.tpm, offer_to(&row.service, &book)?).ok())
        });
        // While the size is being typed the last one stays away; what is wrong stands at the field.
        let tpm = tpm?;
        let (prices, created_at) = row.with_untracked(|row| {
            (prices_of(&row.service, &book, now), row.service.created_at.unix_nanoseconds())
        });
        let first = range.days(now, offset).first().map_or(created_at, |day| day.from);
        let traffic = Traffic { used, minutes: minutes_between(first.max(created_at), now) };
        let Some((prices, even)) =
            prices.and_then(|prices| Some((prices, BreakEven::of(&traffic, tpm, &prices, now, offset)?)))
        else {
            return Some((words.no_prices.to_owned(), Vec::new()));
        };
        let seconds = i64::try_from(traffic.minutes.saturating_mul(SECONDS_PER_MINUTE)).unwrap_or(i64::MAX);
        let per_ktpm_hour = format.amount(prices.per_ktpm_hour.decimal());
        let currency = book.currency().code();
        let around = Around { tpm, per_ktpm_hour: &per_ktpm_hour, seconds, currency, format };
        Some((words.verdict(&even, &around), words.lines(&even, &around)))
    });
    let verdict = move || said.with(|said| said.as_ref().map(|(verdict, _)| verdict.clone()));
    let lines = move || {
        let lines = said.with(|said| said.as_ref().map(|(_, lines)| lines.clone())).unwrap_or_default();
        lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()
    };
    view! {
        <p class="service-billing-verdict">{verdict}</p>
        <h3>{words.arithmetic}</h3>
        <ol class="service-billing-arithmetic">{lines}</ol>
        <p class="hint">{words.caveat}</p>
    }
}

/// The prices in force for a service.
fn prices_of(service: &Service, book: &Arc<PriceBook>, now: Instant) -> Option<Prices> {
    let at = now.unix_nanoseconds();
    Some(Prices {
        by_token: *book.model(&service.model)?.prices.at(at)?,
        per_ktpm_hour: offer_to(service, book)?.prices.at(at)?.per_ktpm_hour,
    })
}
