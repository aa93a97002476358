//! The dialog that records a payment: what is typed, what it would lead to, and what became of it.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rust_decimal::Decimal;
use tiermeter_pricing::Currency;

use super::amount::{AmountFault, amount_of, at_least, days_at_rate, in_minor_digits, is_same, plus};
use super::effect::effect;
use super::read::{returning_now, use_bills, use_missing};
use super::returning::Returning;
use super::standing::{Missing, Outcome, lasts_seconds};
use super::top_up_words::TopUpWords;
use crate::console::act::{EffectLine, Tone};
use crate::console::client::{fresh_key, send};
use crate::console::documents::TopUp;
use crate::console::failure::Failure;
use crate::console::format::use_format;
use crate::console::live::use_live;
use crate::console::parts::{CurlButton, Dialog, Trouble, use_toasts};
use crate::console::request::{Keys, Request};
use crate::console::words::{Common, use_words};
use crate::erased::{callback, effect_of_last, memo, shown_while, signal_of, stored};

/// For so many days at the rate of now amounts are offered.
const DAYS: [u32; 2] = [7, 30];

/// The dialog of a payment, for every view that has a use for it.
#[component]
pub fn TopUpDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let (words, live) = (use_words::<TopUpWords>(), use_live());
    let currency = memo(move || live.known_currency());
    let form = move || currency.get().map(|currency| view! { <TopUpForm open=open currency=currency /> });
    view! { <Dialog open=open title=words.top_up_title.to_owned()>{form}</Dialog> }
}

/// What is typed, and what follows from it. It is made anew each time that the dialog opens.
#[component]
fn TopUpForm(
    /// Whether the dialog is open.
    open: RwSignal<bool>,
    /// The account's currency.
    currency: Currency,
) -> impl IntoView {
    let (words, common) = (use_words::<TopUpWords>(), use_words::<Common>());
    let text = signal_of(String::new());
    let amount = memo(move || text.with(|text| amount_of(text, currency)));
    let again = signal_of(String::new());
    let is_confirmed = memo(move || again.with(|again| is_same(amount.get(), again, currency)));
    let sender = use_sender(open, currency);
    let missing = use_missing(use_bills());
    let field = NodeRef::<html::Input>::new();
    focus_when_there(field);
    let fault = move || amount.get().err().and_then(|fault| words.amount_fault(fault, currency.code()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Ok(amount) = amount.get_untracked()
            && is_confirmed.get_untracked()
        {
            sender.send.run(amount);
        }
    };
    let button = move || match amount.get() {
        _ if sender.sending.get() => words.recording.to_owned(),
        Ok(amount) => (words.record)(&format!("{amount} {}", currency.code())),
        Err(_) => words.record_nothing.to_owned(),
    };
    let curl = move || {
        amount.get().ok().map(|amount| {
            // Under the key of the button, so that line and button record one payment, however often they are used.
            let key = sender.keys.try_update_value(|keys| keys.of(&amount, fresh_key));
            let request = Request::top_up(amount, currency.code()).once(key.unwrap_or_else(fresh_key));
            view! { <CurlButton request=request /> }
        })
    };
    let trouble = move || sender.failure.get().map(|failure| view! { <Trouble failure=failure /> });
    let is_wrong = move || amount.get().err().is_some_and(|fault| fault != AmountFault::Missing);
    view! {
        <form class="account-top-up" on:submit=submit>
            <p class="note">{words.top_up_says}</p>
            <label class="form-row">
                <span>{(words.amount)(currency.code())}</span>
                <input
                    class="field number"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    node_ref=field
                    aria-invalid=move || is_wrong().to_string()
                    aria-describedby="account-amount-fault"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                />
            </label>
            <p id="account-amount-fault" class="fault" role="status">{fault}</p>
            <Suggestions text=text currency=currency missing=missing />
            <Outlook amount=amount missing=missing />
            <Again amount=amount text=again />
            {trouble}
            <div class="buttons">
                <button
                    type="submit"
                    class="button main"
                    disabled=move || !is_confirmed.get() || sender.sending.get()
                >
                    {button}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {common.cancel}
                </button>
                {curl}
            </div>
        </form>
    }
}

/// A payment can't be taken back, so its amount has to be typed a second time.
#[component]
fn Again(
    /// The amount.
    amount: Memo<Result<Decimal, AmountFault>>,
    /// What is typed the second time.
    text: RwSignal<String>,
) -> impl IntoView {
    let words = use_words::<TopUpWords>();
    let is_there = memo(move || amount.with(Result::is_ok));
    let asked =
        move || amount.get().map(|amount| (words.type_again)(&amount.to_string())).unwrap_or_default();
    view! {
        {shown_while(move || is_there.get(), move || view! { <label class="form-row">
                <span>{asked}</span>
                <input
                    class="field number"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                />
            </label> }.into_any())}
    }
}

/// The dialog gives the focus to its first button when it opens; the field has more use for it.
fn focus_when_there(field: NodeRef<html::Input>) {
    effect_of_last(move |_| {
        if let Some(field) = field.get() {
            request_animation_frame(move || {
                // Fails only for what is not in the page any more.
                let _ = field.focus();
            });
        }
    });
}

/// Sends a payment, and what became of it.
#[derive(Clone, Copy)]
struct Sender {
    send: Callback<Decimal>,
    sending: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    /// The keys by which the server knows again what it was sent.
    keys: StoredValue<Keys<Decimal>>,
}

fn use_sender(open: RwSignal<bool>, currency: Currency) -> Sender {
    let (live, words, format, toasts) = (use_live(), use_words::<TopUpWords>(), use_format(), use_toasts());
    let (sending, failure) = (signal_of(false), signal_of(None::<Failure>));
    let keys = stored(Keys::default());
    let send = callback(move |amount: Decimal| {
        if sending.get_untracked() {
            return;
        }
        // The same amount that is sent again after the connection broke is recorded once.
        let key = keys.try_update_value(|keys| keys.sending(&amount, fresh_key)).unwrap_or_else(fresh_key);
        sending.set(true);
        failure.set(None);
        let request = Request::top_up(amount, currency.code()).once(key);
        spawn_local(async move {
            match send::<TopUp>(&request).await {
                Ok(answer) => {
                    let TopUp { amount, balance, currency: code, .. } = answer.value;
                    let money =
                        |amount| format!("{} {code}", format.payable(in_minor_digits(amount, currency)));
                    toasts.say((words.recorded)(&money(amount), &money(balance)));
                    live.refresh_account();
                    open.try_set(false);
                }
                Err(cause) => {
                    live.failed(&cause);
                    failure.try_set(Some(cause));
                    sending.try_set(false);
                }
            }
        });
    });
    Sender { send, sending, failure, keys }
}

/// Amounts that are offered: what ends overdue payment, and what some days cost.
#[component]
fn Suggestions(
    /// Where the amount is typed.
    text: RwSignal<String>,
    /// The account's currency.
    currency: Currency,
    /// What is missing so that nothing is overdue.
    missing: Memo<Option<Missing>>,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<TopUpWords>(), use_format());
    let offers = memo(move || {
        let ends = missing.get().and_then(|missing| at_least(missing.at_least(), currency));
        let per_hour = live.totals.with(|totals| totals.per_hour);
        let days = DAYS.map(|days| days_at_rate(per_hour, days, currency).map(|amount| (amount, Some(days))));
        ends.map(|amount| (amount, None)).into_iter().chain(days.into_iter().flatten()).collect::<Vec<_>>()
    });
    let offer = move |(amount, days): (Decimal, Option<u32>)| {
        let money = format!("{} {}", format.payable(amount), currency.code());
        let label =
            days.map_or_else(|| (words.ends_overdue)(&money), |days| (words.days_at_rate)(&money, days));
        let take = move |_| text.set(amount.to_string());
        let taken = move || text.with(|text| amount_of(text, currency)) == Ok(amount);
        view! {
            <button type="button" class="chip" aria-pressed=move || taken().to_string() on:click=take>
                {label}
            </button>
        }
    };
    move || {
        let offers = offers.get();
        (!offers.is_empty()).then(|| {
            let chips = offers.into_iter().map(offer).collect_view();
            view! { <div class="chips" role="group" aria-label=words.suggestions>{chips}</div> }
        })
    }
}

/// What the payment would lead to.
#[component]
fn Outlook(
    /// The amount.
    amount: Memo<Result<Decimal, AmountFault>>,
    /// What is missing so that nothing is overdue.
    missing: Memo<Option<Missing>>,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<TopUpWords>(), use_format());
    // Every service is looked at once for each time that the dialog opens, and when payment becomes overdue
    // or not.
    let overdue = memo(move || live.account.with(|account| account.as_ref().is_some_and(|a| a.overdue)));
    let returning = memo(move || if overdue.get() { returning_now(live) } else { Returning::default() });
    let lines = memo(move || {
        let (amount, available) = (amount.get().ok()?, live.available()?);
        let missing = missing.get()?;
        live.account.with(|account| {
            let account = account.as_ref()?;
            let outcome = Outcome::of(account, available, missing, amount);
            returning.with(|returning| {
                let per_hour = plus(live.totals.with(|totals| totals.per_hour), returning.per_hour);
                let lasts = lasts_seconds(outcome.available, account.credit_limit, per_hour);
                Some(effect(account, &outcome, returning, lasts, words, format))
            })
        })
    });
    move || {
        lines.get().map(|lines| {
            let lines = lines.into_iter().map(line).collect_view();
            view! {
                <h3>{words.effect}</h3>
                <dl class="effect">{lines}</dl>
            }
        })
    }
}

fn line(line: EffectLine) -> impl IntoView {
    let EffectLine { label, before, after, tone } = line;
    let class = match tone {
        Tone::Plain => "",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
    };
    let before = before.map(|before| view! { <s>{before}</s> " → " });
    view! {
        <dt>{label}</dt>
        <dd class=class>{before} {after}</dd>
    }
}
