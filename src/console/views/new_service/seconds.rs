//! What only a service metered by seconds has: its tier, and how many instances.

use leptos::prelude::*;

use super::draft::{Draft, Field, Scale, TakenPolicy};
use super::fields::{Choices, FaultText, Offer, TextField};
use super::state::Form;
use super::words::Words;
use crate::console::words::use_words;
use crate::erased::{callback, derived, memo};

/// Tier and scaling.
#[component]
pub fn SecondsFields(
    /// The form.
    form: Form,
) -> impl IntoView {
    let words = use_words::<Words>();
    let tiers = derived(move || {
        let now = form.live.now.get_untracked();
        let currency = form.live.currency();
        form.live.book.with(|book| {
            let tiers = book.iter().flat_map(|book| book.tiers());
            tiers
                .map(|tier| {
                    let price = tier.price_at(now).map(|price| price.per_second.to_string());
                    Offer {
                        value: tier.code.clone(),
                        label: format!("{} · {}", tier.code, tier.name),
                        hint: price.map(|price| (words.a_second)(&price, &currency)).unwrap_or_default(),
                    }
                })
                .collect::<Vec<_>>()
        })
    });
    let tier = derived(move || form.draft.with(|draft| draft.tier.clone()));
    let choose_tier = callback(move |code: String| form.change(|draft| draft.tier = code));
    let scales = Signal::stored(vec![
        Offer { value: Scale::Manual, label: words.manual.to_owned(), hint: words.manual_hint.to_owned() },
        Offer {
            value: Scale::Automatic,
            label: words.automatic.to_owned(),
            hint: words.automatic_hint.to_owned(),
        },
    ]);
    let scale = derived(move || form.draft.with(|draft| draft.scale));
    let choose_scale = callback(move |scale: Scale| form.change(|draft| draft.scale = scale));
    let is_automatic = memo(move || form.draft.with(|draft| draft.scale == Scale::Automatic));
    view! {
        <Choices name="tier" legend=words.tier offers=tiers chosen=tier on_choose=choose_tier />
        <FaultText form=form field=Field::Tier />
        <Choices name="scale" legend=words.scaling offers=scales chosen=scale on_choose=choose_scale />
        {move || {
            if is_automatic.get() {
                view! { <Automatic form=form /> }.into_any()
            } else {
                number(
                    form,
                    Field::Instances,
                    [words.instances, words.instances_hint],
                    |draft| draft.instances.clone(),
                    |draft, text| draft.instances = text,
                )
                .into_any()
            }
        }}
    }
}

/// The numbers of automatic scaling.
#[component]
fn Automatic(
    /// The form.
    form: Form,
) -> impl IntoView {
    let words = use_words::<Words>();
    view! {
        <div class="new-service-numbers">
            {number(
                form,
                Field::Minimum,
                [words.minimum, words.minimum_hint],
                |draft| draft.minimum.clone(),
                |draft, text| draft.minimum = text,
            )}
            {number(
                form,
                Field::Maximum,
                [words.maximum, words.maximum_hint],
                |draft| draft.maximum.clone(),
                |draft, text| draft.maximum = text,
            )}
            {number(
                form,
                Field::Concurrency,
                [words.concurrency, words.concurrency_hint],
                |draft| draft.concurrency.clone(),
                |draft, text| draft.concurrency = text,
            )}
            {number(
                form,
                Field::Delay,
                [words.delay, words.delay_hint],
                |draft| draft.delay.clone(),
                |draft, text| draft.delay = text,
            )}
        </div>
        <Policies form=form />
    }
}

/// The scheduled policies that came with an estimate; others are added on the service's page.
#[component]
fn Policies(
    /// The form.
    form: Form,
) -> impl IntoView {
    let words = use_words::<Words>();
    let policies = memo(move || form.draft.with(|draft| draft.policies.clone()));
    let remove = move |place: usize| {
        form.change(|draft| {
            if place < draft.policies.len() {
                draft.policies.remove(place);
            }
        });
    };
    move || {
        let policies = policies.get();
        (!policies.is_empty()).then(|| {
            let item = |(place, policy): (usize, TakenPolicy)| {
                let TakenPolicy { cron, duration_seconds, minimum } = policy;
                view! {
                    <li>
                        <code>{cron}</code>
                        " "
                        {(words.policy)(duration_seconds, minimum)}
                        " "
                        <button
                            type="button"
                            class="quiet"
                            aria-label=(words.remove_policy)(place + 1)
                            on:click=move |_| remove(place)
                        >
                            {words.remove}
                        </button>
                    </li>
                }
            };
            view! {
                <fieldset class="new-service-labels">
                    <legend>{words.policies}</legend>
                    <ul>{policies.into_iter().enumerate().map(item).collect_view()}</ul>
                </fieldset>
            }
        })
    }
}

/// The field of a whole number, with what it is called and what it is for.
fn number(
    form: Form,
    field: Field,
    [label, hint]: [&'static str; 2],
    read: fn(&Draft) -> String,
    write: fn(&mut Draft, String),
) -> impl IntoView {
    view! { <TextField form=form field=field label=label hint=hint number=true read=read write=write /> }
}
