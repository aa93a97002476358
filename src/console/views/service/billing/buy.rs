//! Buying a reservation: its fields, what it costs, and the way to it.

use leptos::html;
use leptos::prelude::*;
use tiermeter_pricing::{Instant, ReservationOffer};
use tiermeter_service::BillingMode;

use super::buy_draft::{BuyDraft, Checked, Field};
use super::offer_to;
use super::reservation_words::Words;
use super::reservations::Acting;
use super::reserved::{Wanted, cost, rates};
use crate::console::act::{Action, EffectLine};
use crate::console::documents::{Page, Reservation};
use crate::console::live::ServiceRow;
use crate::console::parts::{CurlButton, Loaded};
use crate::console::request::Request;
use crate::console::words::{Common, Localized, use_words};
use crate::erased::{callback, effect, memo, stored};

/// What the fields begin with: the least that can be reserved.
pub fn fresh_draft(offer: Option<&ReservationOffer>) -> BuyDraft {
    let tpm = offer.map(|offer| offer.minimum_tpm.to_string()).unwrap_or_default();
    BuyDraft { tpm, ..BuyDraft::default() }
}

/// Buying a reservation.
#[component]
pub fn Buy(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// Its reservations.
    loaded: Loaded<Page<Reservation>>,
    /// What stands in the fields.
    draft: RwSignal<BuyDraft>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let acting = Acting::on(row, loaded);
    let may =
        memo(move || row.with(|row| row.service.configured_billing_mode == BillingMode::TpmReservation));
    view! {
        <section class="panel" aria-labelledby="buy-title">
            <h2 id="buy-title">{words.buy}</h2>
            <Show when=move || may.get() fallback=move || view! { <p class="hint">{words.mode_first}</p> }>
                <BuyForm acting=acting draft=draft />
            </Show>
        </section>
    }
}

/// The fields, and what they come to.
#[component]
fn BuyForm(
    /// What acting needs.
    acting: Acting,
    /// What stands in the fields.
    draft: RwSignal<BuyDraft>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let Acting { row, live, format, .. } = acting;
    let offer = stored(live.book.with_untracked(|book| {
        let book = book.as_ref()?;
        row.with_untracked(|row| offer_to(&row.service, book).cloned())
    }));
    let checked = memo(move || {
        let now = live.now.get();
        offer.with_value(|offer| draft.with(|draft| Some(draft.checked(offer.as_ref()?, now, format.zone))))
    });
    let wanted = memo(move || checked.get().and_then(Result::ok));
    let costs = move || {
        let wanted = wanted.get()?;
        let (book, now) = (live.book.get()?, live.now.get());
        let begin = wanted.from.unwrap_or(now);
        let rates = offer.with_value(|offer| rates(wanted.tpm, begin, offer.as_ref()?, &book))?;
        let currency = book.currency().code();
        Some((words.costs)(&format.amount(rates.per_hour), &format.amount(rates.per_month), currency))
    };
    let review = move |_| {
        if let Some(wanted) = wanted.get_untracked() {
            ask_to_buy(acting, &wanted, words);
        }
    };
    let id = row.with_untracked(|row| row.service.id.clone());
    let curl = move || {
        let Wanted { tpm, from, until } = wanted.get()?;
        Some(view! { <CurlButton request=Request::buy_reservation(&id, tpm, from, until) /> })
    };
    view! {
        <BuyFields acting=acting draft=draft offer=offer checked=checked />
        <p class="service-billing-price"><span class="number">{costs}</span></p>
        <p class="buttons">
            <button
                type="button"
                class="button main"
                disabled=move || wanted.with(Option::is_none)
                on:click=review
            >
                {words.review}
            </button>
            {curl}
        </p>
    }
}

/// The fields.
#[component]
fn BuyFields(
    /// What acting needs.
    acting: Acting,
    /// What stands in them.
    draft: RwSignal<BuyDraft>,
    /// What can be reserved.
    offer: StoredValue<Option<ReservationOffer>>,
    /// What they come to.
    checked: Memo<Option<Checked>>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let Acting { live, format, .. } = acting;
    let (minimum, step) =
        offer.with_value(|offer| offer.as_ref().map_or((0, 0), |offer| (offer.minimum_tpm, offer.step_tpm)));
    let fault = move |field: Field| {
        memo(move || {
            let faults = checked.get().and_then(Result::err)?;
            let (_, fault) = faults.into_iter().find(|(at, _)| *at == field)?;
            Some(words.fault(fault, minimum, |count| format.count(count)))
        })
    };
    let zone = format.zone.name(live.now.get_untracked());
    let (from_label, until_label) = ((words.buy_from)(&zone), (words.buy_until)(&zone));
    let offered = (words.offered)(&format.count(minimum), &format.count(step));
    view! {
        <TextField
            name="reservation-tpm"
            label=words.buy_tpm.to_owned()
            hint=offered
            text=memo(move || draft.with(|draft| draft.tpm.clone()))
            fault=fault(Field::Tpm)
            on_text=callback(move |text| draft.update(|draft| draft.tpm = text))
        />
        <TextField
            name="reservation-from"
            label=from_label
            hint=words.buy_from_hint.to_owned()
            kind="datetime-local"
            text=memo(move || draft.with(|draft| draft.from.clone()))
            fault=fault(Field::From)
            on_text=callback(move |text| draft.update(|draft| draft.from = text))
        />
        <TextField
            name="reservation-until"
            label=until_label
            hint=words.buy_until_hint.to_owned()
            kind="datetime-local"
            text=memo(move || draft.with(|draft| draft.until.clone()))
            fault=fault(Field::Until)
            on_text=callback(move |text| draft.update(|draft| draft.until = text))
        />
    }
}

/// A field with its name, what is wrong in it, and what it means.
#[component]
pub fn TextField(
    /// Its id.
    name: &'static str,
    /// What it is called.
    label: String,
    /// What else should be known of it.
    hint: String,
    /// Which kind of field it is for the browser.
    #[prop(default = "text")]
    kind: &'static str,
    /// What stands in it.
    text: Memo<String>,
    /// What is wrong in it.
    fault: Memo<Option<String>>,
    /// Called with what is typed.
    on_text: Callback<String>,
) -> impl IntoView {
    let note_id = format!("{name}-note");
    let note = move || match fault.get() {
        Some(fault) => view! { <span class="fault">{fault}</span> }.into_any(),
        None => view! { <span class="hint">{hint.clone()}</span> }.into_any(),
    };
    let keys = if kind == "text" { Some("numeric") } else { None };
    let input = NodeRef::<html::Input>::new();
    // A browser gives nothing for a date that is half typed; setting that back would wipe what is being typed.
    effect(move || {
        let text = text.get();
        if let Some(input) = input.get().filter(|input| !text.is_empty() && input.value() != text) {
            input.set_value(&text);
        }
    });
    view! {
        <div class="form-row">
            <label for=name>{label}</label>
            <input
                id=name
                class="field"
                type=kind
                inputmode=keys
                autocomplete="off"
                aria-describedby=note_id.clone()
                aria-invalid=move || fault.with(|fault| fault.is_some().then_some("true"))
                node_ref=input
                on:input=move |event| on_text.run(event_target_value(&event))
            />
            <span id=note_id aria-live="polite">{note}</span>
        </div>
    }
}

/// Shows what buying leads to, and buys when that is wanted.
pub fn ask_to_buy(acting: Acting, wanted: &Wanted, words: &Words) {
    let Acting { row, live, format, .. } = acting;
    let (Some(book), now) = (live.book.get_untracked(), live.instant()) else { return };
    let Wanted { tpm, from, until } = *wanted;
    let common = Common::of(acting.language);
    let (id, name) = row.with_untracked(|row| (row.service.id.clone(), row.service.name.clone()));
    let begin = from.unwrap_or(now);
    let known = row.with_untracked(|row| {
        let offer = offer_to(&row.service, &book)?;
        let whole = until.and_then(|until| cost(tpm, begin, until, offer, &book));
        Some((rates(tpm, begin, offer, &book)?, whole, book.model(&row.service.model)?.illustrative))
    });
    let money = |amount| format.money(amount, book.currency().code());
    let instant = |at: Option<Instant>, otherwise: &str| {
        at.map_or_else(|| otherwise.to_owned(), |at| format.instant(at))
    };
    let mut effect = vec![
        EffectLine::new(words.from, instant(from, words.now)),
        EffectLine::new(words.until, instant(until, words.no_end)),
    ];
    if let Some((rates, whole, illustrative)) = known {
        effect.push(EffectLine::new(common.per_hour, money(rates.per_hour)).warn());
        effect.push(EffectLine::new(common.per_day, money(rates.per_day)));
        effect.push(EffectLine::new(common.per_month, money(rates.per_month)));
        effect.extend(whole.map(|whole| EffectLine::new(words.in_all, money(whole)).warn()));
        if illustrative {
            effect.push(EffectLine::new(words.prices, common.sample_prices).warn());
        }
    }
    effect.push(EffectLine::new(words.charged, words.started_hours));
    effect.push(EffectLine::new(words.above, words.above_by_token));
    let count = format.count(tpm);
    let action =
        Action::new((words.buy_title)(&count, &name), Request::buy_reservation(&id, tpm, from, until))
            .on_service(&id)
            .with_effect(effect)
            .button(words.buy_button)
            .saying((words.bought)(&count))
            .then(acting.afterwards());
    acting.actions.ask(action);
}
