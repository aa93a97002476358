//! What only a service metered by seconds has: its tier, and how many instances.

use leptos::prelude::*;

use super::draft::{Field, Scale};
use super::fields::{Choices, FaultText, NumberField, Offer};
use super::state::Form;
use super::words::Words;
use crate::console::words::use_words;

/// Tier and scaling.
#[component]
pub fn SecondsFields(
    /// The form.
    form: Form,
) -> impl IntoView {
    let words = use_words::<Words>();
    let tiers = Signal::derive(move || {
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
    let tier = Signal::derive(move || form.draft.with(|draft| draft.tier.clone()));
    let choose_tier = Callback::new(move |code: String| form.change(|draft| draft.tier = code));
    let scales = Signal::stored(vec![
        Offer { value: Scale::Manual, label: words.manual.to_owned(), hint: words.manual_hint.to_owned() },
        Offer {
            value: Scale::Automatic,
            label: words.automatic.to_owned(),
            hint: words.automatic_hint.to_owned(),
        },
    ]);
    let scale = Signal::derive(move || form.draft.with(|draft| draft.scale));
    let choose_scale = Callback::new(move |scale: Scale| form.change(|draft| draft.scale = scale));
    let is_automatic = Memo::new(move |_| form.draft.with(|draft| draft.scale == Scale::Automatic));
    view! {
        <Choices name="tier" legend=words.tier offers=tiers chosen=tier on_choose=choose_tier />
        <FaultText form=form field=Field::Tier />
        <Choices name="scale" legend=words.scaling offers=scales chosen=scale on_choose=choose_scale />
        {move || {
            if is_automatic.get() {
                view! { <Automatic form=form /> }.into_any()
            } else {
                view! {
                    <NumberField
                        form=form
                        field=Field::Instances
                        label=words.instances
                        hint=words.instances_hint
                        read=|draft| draft.instances.clone()
                        write=|draft, text| draft.instances = text
                    />
                }
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
            <NumberField
                form=form
                field=Field::Minimum
                label=words.minimum
                hint=words.minimum_hint
                read=|draft| draft.minimum.clone()
                write=|draft, text| draft.minimum = text
            />
            <NumberField
                form=form
                field=Field::Maximum
                label=words.maximum
                hint=words.maximum_hint
                read=|draft| draft.maximum.clone()
                write=|draft, text| draft.maximum = text
            />
            <NumberField
                form=form
                field=Field::Concurrency
                label=words.concurrency
                hint=words.concurrency_hint
                read=|draft| draft.concurrency.clone()
                write=|draft, text| draft.concurrency = text
            />
            <NumberField
                form=form
                field=Field::Delay
                label=words.delay
                hint=words.delay_hint
                read=|draft| draft.delay.clone()
                write=|draft, text| draft.delay = text
            />
        </div>
    }
}
