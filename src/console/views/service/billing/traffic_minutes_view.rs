//! A reservation against the minutes of the last whole hours, on the page.

use std::sync::Arc;

use leptos::prelude::*;

use super::super::minutes::{Told, use_told};
use super::buy_draft::{BuyDraft, checked_tpm};
use super::offer_to;
use super::traffic_minutes::{Facts, Span};
use super::traffic_minutes_words::{Around, Words};
use super::traffic_words::Words as AverageWords;
use crate::console::documents::UsageRow;
use crate::console::format::use_format;
use crate::console::live::{ServiceRow, use_live};
use crate::console::parts::{CurlButton, Shown};
use crate::console::words::use_words;
use crate::erased::memo;

/// The comparison minute by minute, once there is a whole hour.
#[component]
pub fn MinutesPanel(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// The size that is looked at stands in the fields of buying.
    draft: RwSignal<BuyDraft>,
) -> impl IntoView {
    let (words, live) = (use_words::<Words>(), use_live());
    let span = memo(move || {
        let offset = live.utc_offset()?;
        Span::of(live.now.get(), row.with(|row| row.service.created_at), offset)
    });
    view! {
        <h3>{words.title}</h3>
        {move || match span.get() {
            Some(span) => view! { <Minutes row=row draft=draft span=span /> }.into_any(),
            None => view! { <p class="hint">{words.too_young}</p> }.into_any(),
        }}
    }
}

/// The minutes of some hours.
#[component]
fn Minutes(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// The size that is looked at.
    draft: RwSignal<BuyDraft>,
    /// The hours.
    span: Span,
) -> impl IntoView {
    let offset = use_live().utc_offset_untracked().unwrap_or_default();
    let piece = span.piece();
    let request = row.with_untracked(|row| piece.request(&row.service.id, offset));
    let told = use_told(move || piece, |piece| vec![piece]);
    view! {
        <Shown
            loaded=told
            view=move |told: Told| view! { <Settled row=row draft=draft span=span usage=told.rows /> }
        />
        <p><CurlButton request=request /></p>
    }
}

/// What the minutes come to.
#[component]
fn Settled(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// The size that is looked at.
    draft: RwSignal<BuyDraft>,
    /// The hours.
    span: Span,
    /// What the service used in them, by the minute.
    usage: Arc<Vec<UsageRow>>,
) -> impl IntoView {
    let (words, averages) = (use_words::<Words>(), use_words::<AverageWords>());
    let (format, live) = (use_format(), use_live());
    let tpm = memo(move || {
        let book = live.book.get()?;
        let text = draft.with(|draft| draft.tpm.clone());
        row.with_untracked(|row| checked_tpm(&text, offer_to(&row.service, &book)?).ok())
    });
    let said = memo(move || {
        // While the size is being typed the last one stays away; what is wrong stands at the field.
        let (book, tpm) = (live.book.get()?, tpm.get()?);
        let settled = row.with_untracked(|row| {
            let (service, model) = (row.service.id.as_str(), row.service.model.as_str());
            Facts { service, model, usage: &usage, span }.settled(tpm, &book)
        });
        let around = Around { tpm, span, currency: book.currency().code(), format };
        Some(match settled {
            Ok(minutes) => (words.verdict(&minutes, &around), words.lines(&minutes, &around)),
            Err(_) => (averages.no_prices.to_owned(), Vec::new()),
        })
    });
    let verdict = move || said.with(|said| said.as_ref().map(|(verdict, _)| verdict.clone()));
    let lines = move || {
        let lines = said.with(|said| said.as_ref().map(|(_, lines)| lines.clone())).unwrap_or_default();
        lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()
    };
    view! {
        <p class="service-billing-verdict">{verdict}</p>
        <ol class="service-billing-arithmetic">{lines}</ol>
        <p class="hint">{words.caveat}</p>
    }
}
