//! Making a service: the form, with its price beside it, and what the server would refuse said before it is sent.
//!
//! | module | what it holds |
//! |---|---|
//! | `draft` | what is typed, and the body that it makes: pure |
//! | `view_model` | what it would cost, and what stands in the way: pure |
//! | `state` | the form's signals, kept for a reload; sending |
//! | `fields`, `seconds`, `labels` | the fields |
//! | `from_estimate` | the form filled in from an estimate |
//! | `price_panel` | the price beside it |

mod draft;
mod fields;
mod from_estimate;
mod labels;
mod price_panel;
mod seconds;
mod state;
mod view_model;
mod words;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::console::frame::address;
use crate::console::live::Loading;
use crate::console::parts::{Busy, CurlButton, Heading, quotation};
use crate::console::request::Request;
use crate::console::words::{use_language, use_words};
use crate::erased::{callback, derived, memo, shown_while};
use draft::{Billing, Field, Meter};
use fields::{Choices, FaultText, Offer, TextField};
use from_estimate::FromEstimate;
use labels::LabelFields;
use price_panel::PricePanel;
use seconds::SecondsFields;
use state::{Form, use_form};
use view_model::Hindrance;
use words::Words;

/// Making a service.
#[component]
pub fn NewService() -> impl IntoView {
    let words = use_words::<Words>();
    let form = use_form();
    let is_read = memo(move || form.live.book.with(Option::is_some));
    let waits = memo(move || form.live.loading.with(|loading| !matches!(loading, Loading::Failed(_))));
    view! {
        <div class="new-service">
            <Heading text=words.title.to_owned()>
                <a class="button" href=address::services()>{words.back}</a>
            </Heading>
            <Show when=move || is_read.get() fallback=move || waits.get().then(|| view! { <Busy /> })>
                <FromEstimate form=form />
                <div class="new-service-parts">
                    <FormView form=form />
                    <PricePanel form=form />
                </div>
            </Show>
        </div>
    }
}

/// The form.
#[component]
fn FormView(
    /// The form.
    form: Form,
) -> impl IntoView {
    let words = use_words::<Words>();
    let by_seconds = memo(move || form.by_seconds());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.submit();
    };
    view! {
        <form class="panel new-service-form" novalidate on:submit=submit>
            <TextField
                form=form
                field=Field::Name
                label=words.name
                hint=words.name_hint
                read=|draft| draft.name.clone()
                write=|draft, text| draft.name = text
            />
            <Metering form=form />
            <Obstacle form=form />
            <Model form=form />
            {move || {
                if by_seconds.get() {
                    view! { <SecondsFields form=form /> }.into_any()
                } else {
                    view! { <BillingMode form=form /> }.into_any()
                }
            }}
            <LabelFields form=form />
            <Ending form=form />
        </form>
    }
}

/// How it is metered.
#[component]
fn Metering(
    /// The form.
    form: Form,
) -> impl IntoView {
    let words = use_words::<Words>();
    let offers = Signal::stored(vec![
        Offer {
            value: Meter::Tokens,
            label: words.by_tokens.to_owned(),
            hint: words.by_tokens_hint.to_owned(),
        },
        Offer {
            value: Meter::GpuSeconds,
            label: words.by_seconds.to_owned(),
            hint: words.by_seconds_hint.to_owned(),
        },
    ]);
    let chosen = derived(move || form.draft.with(|draft| draft.meter));
    let choose = callback(move |meter: Meter| form.change(|draft| draft.meter = meter));
    view! { <Choices name="meter" legend=words.metering offers=offers chosen=chosen on_choose=choose /> }
}

/// What the server would refuse, whatever else is typed.
#[component]
fn Obstacle(
    /// The form.
    form: Form,
) -> impl IntoView {
    let words = use_words::<Words>();
    let hindrance = memo(move || form.hindrance());
    move || {
        hindrance.get().map(|hindrance| {
            let sentence = match hindrance {
                Hindrance::PlanRequired => words.plan_required,
                Hindrance::NotAllowlisted => words.not_allowlisted,
            };
            view! {
                <p class="refused" id="new-service-obstacle" role="alert">
                    {sentence}
                    " "
                    {words.ask_operator}
                </p>
            }
        })
    }
}

/// The model: one of those that there are; by seconds also one that the operator set up without a price for tokens.
#[component]
fn Model(
    /// The form.
    form: Form,
) -> impl IntoView {
    let words = use_words::<Words>();
    let models = memo(move || {
        form.live.models.with(|models| {
            models.iter().map(|model| (model.id.clone(), model.name.clone())).collect::<Vec<_>>()
        })
    });
    let by_seconds = memo(move || form.by_seconds());
    let read = move || form.draft.with(|draft| draft.model.clone());
    let write = move |text: String| form.change(|draft| draft.model = text);
    let invalid = move || form.fault(Field::Model).map(|_| "true");
    let select = move || {
        let chosen = untrack(read);
        let option = |(id, name): (String, String)| {
            let (is_chosen, label) = (id == chosen, format!("{name} ({id})"));
            view! { <option value=id prop:selected=is_chosen>{label}</option> }
        };
        let options = models.get().into_iter().map(option).collect_view();
        view! {
            <select
                class="field"
                id=Field::Model.id()
                required
                aria-invalid=invalid
                aria-describedby="new-service-model-fault"
                prop:value=read
                on:change=move |event| write(event_target_value(&event))
            >
                <option value="">{words.choose_model}</option>
                {options}
            </select>
        }
    };
    let typed = move || {
        let options = models.get().into_iter();
        let options = options.map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view();
        view! {
            <input
                class="field"
                type="text"
                id=Field::Model.id()
                list="new-service-models"
                autocomplete="off"
                spellcheck="false"
                required
                aria-invalid=invalid
                aria-describedby="new-service-model-fault new-service-model-hint"
                prop:value=read
                on:input=move |event| write(event_target_value(&event))
            />
            <datalist id="new-service-models">{options}</datalist>
            <span class="hint" id="new-service-model-hint">{words.model_hint}</span>
        }
    };
    view! {
        <div class="form-row">
            <label for=Field::Model.id()>{words.model}</label>
            {move || if by_seconds.get() { typed().into_any() } else { select().into_any() }}
            <FaultText form=form field=Field::Model />
        </div>
    }
}

/// How tokens are billed.
#[component]
fn BillingMode(
    /// The form.
    form: Form,
) -> impl IntoView {
    let words = use_words::<Words>();
    let offers = Signal::stored(vec![
        Offer {
            value: Billing::PayAsYouGo,
            label: words.pay_as_you_go.to_owned(),
            hint: words.pay_as_you_go_hint.to_owned(),
        },
        Offer {
            value: Billing::TpmReservation,
            label: words.tpm_reservation.to_owned(),
            hint: words.tpm_reservation_hint.to_owned(),
        },
    ]);
    let chosen = derived(move || form.draft.with(|draft| draft.billing));
    let choose = callback(move |billing: Billing| form.change(|draft| draft.billing = billing));
    // Whether something can be reserved is the model's to offer.
    let no_offer = move || {
        let (model, billing) = form.draft.with(|draft| (draft.model.clone(), draft.billing));
        let offers = form.live.models.with(|models| {
            models.iter().find(|known| known.id == model).is_none_or(|known| known.tpm_reservation.is_some())
        });
        (billing == Billing::TpmReservation && !offers)
            .then(|| view! { <p class="note">{words.nothing_to_reserve}</p> })
    };
    view! {
        <Choices name="billing" legend=words.billing offers=offers chosen=chosen on_choose=choose />
        {no_offer}
        <FaultText form=form field=Field::Billing />
    }
}

/// What follows, and the button.
#[component]
fn Ending(
    /// The form.
    form: Form,
) -> impl IntoView {
    let (words, language) = (use_words::<Words>(), use_language());
    let failure = move || {
        form.failure.get().map(|failure| {
            let (sentence, next) = (failure.sentence(language), failure.next_step(language));
            let quoted = quotation(failure.quoted(language));
            view! { <p class="refused" role="alert">{sentence} " " {next} {quoted}</p> }
        })
    };
    let overdue = move || {
        let overdue =
            form.live.account.with(|account| account.as_ref().is_some_and(|account| account.overdue));
        overdue.then(|| {
            view! { <p class="note">{words.overdue} " " <a href=address::account()>{words.top_up}</a></p> }
        })
    };
    let is_held = memo(move || form.hindrance().is_some());
    let request = memo(move || form.request());
    let shown_request =
        derived(move || request.get().unwrap_or_else(|| Request::create_service(serde_json::Value::Null)));
    view! {
        {overdue}
        <p class="hint">{words.costs_nothing_yet}</p>
        {failure}
        <div class="buttons">
            <button
                type="submit"
                class="button main"
                disabled=move || is_held.get() || form.sending.get()
                aria-describedby=move || is_held.get().then_some("new-service-obstacle")
            >
                {move || if form.sending.get() { words.sending } else { words.create }}
            </button>
            <button type="button" class="button" on:click=move |_| form.clear()>{words.clear}</button>
            {shown_while(move || request.with(Option::is_some), move || view! { <CurlButton request=shown_request /> }.into_any())}
        </div>
    }
}
