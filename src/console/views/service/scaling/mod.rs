//! How many instances a service is to have: the fields, what they lead to, and the way to change it.
//!
//! | module | what it holds |
//! |---|---|
//! | `draft` | what stands in the fields, and what is wrong with it: pure |
//! | `forecast`, `ahead` | what a scaling wants and costs in the days ahead: pure, by the core |
//! | `load` | what is known of the load, and the field for another one |
//! | `fields`, `effect` | both on the page |

mod ahead;
mod draft;
mod effect;
mod fields;
mod forecast;
mod load;
mod words;

use leptos::prelude::*;
use tiermeter_service::ServiceScaling;

use self::draft::{Draft, Field, Mode};
use self::effect::ScalingEffect;
use self::fields::{Form, Policies, ScalingField};
use self::words::Words;
use crate::console::act::{Around, services, use_actions};
use crate::console::format::use_format;
use crate::console::live::{ServiceRow, use_live};
use crate::console::parts::{CurlButton, Empty};
use crate::console::request::Request;
use crate::console::words::{use_language, use_words};
use crate::erased::{callback, derived, effect, memo, shown_while, signal_of, stored};
use crate::segmented::{Segment, segmented};

const MANUAL: &str = "manual";
const AUTOMATIC: &str = "automatic";

/// How many instances a service is to have.
#[component]
pub fn ScalingTab(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let words = use_words::<Words>();
    match row.with_untracked(|row| row.service.scaling.clone()) {
        Some(scaling) => view! { <Editor row=row scaling=scaling /> }.into_any(),
        None => {
            view! { <Empty title=words.unknown.to_owned() text=words.unknown_text.to_owned() /> }.into_any()
        }
    }
}

/// The fields beside what they lead to.
#[component]
fn Editor(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// Its scaling when the tab was opened.
    scaling: ServiceScaling,
) -> impl IntoView {
    let words = use_words::<Words>();
    let draft = signal_of(Draft::of(&scaling));
    let checked = memo(move || draft.with(Draft::checked));
    let form = Form { draft, checked };
    let valid = memo(move || checked.with(|checked| checked.as_ref().ok().cloned()));
    let known = memo(move || row.with(|row| row.service.scaling.clone()));
    let elsewhere = signal_of(false);
    let last = stored(scaling);
    effect(move || {
        let Some(now) = known.get() else { return };
        let before = last.get_value();
        if before == now {
            return;
        }
        last.set_value(now.clone());
        let typed = valid.get_untracked();
        // What nobody touched follows; what somebody is typing stays, and it is said.
        if typed.as_ref() == Some(&before) {
            draft.set(Draft::of(&now));
        } else {
            elsewhere.set(typed.as_ref() != Some(&now));
        }
    });
    let take_over = move |_| {
        if let Some(known) = known.get_untracked() {
            draft.set(Draft::of(&known));
        }
        elsewhere.set(false);
    };
    view! {
        <div class="grid-2 service-scaling">
            <section class="panel" aria-labelledby="scaling-title">
                <h2 id="scaling-title">{words.title}</h2>
                {shown_while(move || elsewhere.get(), move || view! { <p class="note" role="status">
                        {words.changed_elsewhere} " "
                        <button type="button" class="quiet" on:click=take_over>{words.take_over}</button>
                    </p> }.into_any())}
                <Fields form=form />
                <Buttons row=row form=form valid=valid known=known elsewhere=elsewhere />
            </section>
            <ScalingEffect row=row scaling=valid />
        </div>
    }
}

/// The fields of the mode that is chosen.
#[component]
fn Fields(
    /// The fields.
    form: Form,
) -> impl IntoView {
    let words = use_words::<Words>();
    let mode = memo(move || form.draft.with(|draft| draft.mode));
    let segment =
        |value: &str, label: &str| Segment { value: value.to_owned(), label: label.to_owned(), more: None };
    let segments = vec![segment(MANUAL, words.manual), segment(AUTOMATIC, words.automatic)];
    let chosen = derived(move || match mode.get() {
        Mode::Manual => MANUAL.to_owned(),
        Mode::Automatic => AUTOMATIC.to_owned(),
    });
    let choose = callback(move |key: String| {
        let mode = if key == AUTOMATIC { Mode::Automatic } else { Mode::Manual };
        form.draft.update(|draft| draft.mode = mode);
    });
    let hint = |text: &'static str| derived(move || text.to_owned());
    let fields = move || match mode.get() {
        Mode::Manual => view! {
            <p class="hint">{words.manual_text}</p>
            <ScalingField form=form field=Field::Instances label=words.instances />
        }
        .into_any(),
        Mode::Automatic => view! {
            <p class="hint">{words.automatic_text}</p>
            <div class="service-scaling-pair">
                <ScalingField form=form field=Field::Minimum label=words.minimum />
                <ScalingField form=form field=Field::Maximum label=words.maximum />
            </div>
            <ScalingField
                form=form
                field=Field::Concurrency
                label=words.concurrency
                hint=hint(words.concurrency_hint)
            />
            <ScalingField
                form=form
                field=Field::ScaleInAfter
                label=words.scale_in_after
                hint=hint(words.scale_in_after_hint)
            />
            <Policies form=form />
        }
        .into_any(),
    };
    view! {
        {segmented(words.mode, "scaling-mode", segments, chosen, choose)}
        {fields}
    }
}

/// The ways on: to the effect and the change, or back.
#[component]
fn Buttons(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// The fields.
    form: Form,
    /// What they say.
    valid: Memo<Option<ServiceScaling>>,
    /// What the service has.
    known: Memo<Option<ServiceScaling>>,
    /// Somebody else changed it.
    elsewhere: RwSignal<bool>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let (language, format) = (use_language(), use_format());
    let (live, actions) = (use_live(), use_actions());
    let unchanged = memo(move || valid.with(|valid| valid.is_some() && *valid == known.get()));
    let untouched = memo(move || unchanged.get() && !elsewhere.get());
    let review = move |_| {
        let around = Around::of(live, language, format);
        if let (Some(scaling), Some(around)) = (valid.get_untracked(), around) {
            let action = row.with_untracked(|row| services::set_scaling(row, &scaling, &around));
            actions.ask(action);
        }
    };
    let discard = move |_| {
        if let Some(known) = known.get_untracked() {
            form.draft.set(Draft::of(&known));
        }
        elsewhere.set(false);
    };
    let id = row.with_untracked(|row| row.service.id.clone());
    let request =
        memo(move || valid.with(|valid| valid.as_ref().map(|scaling| Request::set_scaling(&id, scaling))));
    let curl = move || request.get().map(|request| view! { <CurlButton request=request /> });
    view! {
        <p class="buttons">
            <button
                type="button"
                class="button main"
                disabled=move || valid.with(Option::is_none) || unchanged.get()
                on:click=review
            >
                {words.review}
            </button>
            <button type="button" class="button" disabled=move || untouched.get() on:click=discard>
                {words.discard}
            </button>
            {curl}
        </p>
        {shown_while(move || unchanged.get(), move || view! { <p class="hint">{words.unchanged}</p> }.into_any())}
    }
}
