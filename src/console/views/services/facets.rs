//! Filters with a choice each: who made it, how it is metered, model, label.

use std::sync::Arc;

use leptos::prelude::*;

use super::choice::{Choice, kind_word, metering_word};
use super::state::List;
use super::words::Words;
use crate::console::documents::{Metering, ServiceType};
use crate::console::words::{Common, use_words};
use crate::erased::{callback, derived, memo};
use crate::sorted::{sort, sort_by};

/// More than these are not offered; whatever is not can be typed above.
const MOST_OFFERED: usize = 200;

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Offer {
    value: String,
    label: String,
}

/// What is offered of many texts: those that most services have, in the order of their names, and the one that is
/// chosen in any case.
fn offered(counts: &[(Arc<str>, usize)], chosen: Option<&str>, most: usize) -> Vec<(String, usize)> {
    let mut offered: Vec<(String, usize)> =
        counts.iter().map(|(text, count)| (text.to_string(), *count)).collect();
    if offered.len() > most {
        sort_by(&mut offered, |one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let later = offered.split_off(most);
        offered.extend(later.into_iter().filter(|(text, _)| Some(text.as_str()) == chosen));
    }
    if let Some(chosen) = chosen.filter(|chosen| !offered.iter().any(|(text, _)| text == chosen)) {
        offered.push((chosen.to_owned(), 0));
    }
    sort(&mut offered);
    offered
}

fn offers(counts: &[(Arc<str>, usize)], chosen: Option<&str>) -> Vec<Offer> {
    let offer = |(value, count): (String, usize)| Offer { label: format!("{value} ({count})"), value };
    offered(counts, chosen, MOST_OFFERED).into_iter().map(offer).collect()
}

/// The four choices.
#[component]
pub fn Facets(
    /// The list.
    list: List,
) -> impl IntoView {
    let (words, common) = (use_words::<Words>(), use_words::<Common>());
    let kinds = memo(move || {
        let counts = list.listing.with(|listing| listing.found.counts.kinds);
        fixed(Choice::KINDS.into_iter().zip(counts), kind_word, |kind| common.service_type(kind))
    });
    let meterings = memo(move || {
        let counts = list.listing.with(|listing| listing.found.counts.meterings);
        fixed(Choice::METERINGS.into_iter().zip(counts), metering_word, |metering| common.metering(metering))
    });
    let models = memo(move || {
        let chosen = list.choice.with(|choice| choice.model.clone());
        list.listing.with(|listing| offers(&listing.found.counts.models, chosen.as_deref()))
    });
    let labels = memo(move || {
        let chosen = list.choice.with(|choice| choice.label.clone());
        list.listing.with(|listing| offers(&listing.found.counts.labels, chosen.as_deref()))
    });
    let kind =
        derived(move || list.choice.with(|choice| choice.kind.map(kind_word).unwrap_or_default().to_owned()));
    let metering = derived(move || {
        list.choice.with(|choice| choice.metering.map(metering_word).unwrap_or_default().to_owned())
    });
    let model = derived(move || list.choice.with(|choice| choice.model.clone().unwrap_or_default()));
    let label = derived(move || list.choice.with(|choice| choice.label.clone().unwrap_or_default()));
    let change = move |change: fn(&mut Choice, String)| {
        callback(move |value: String| list.choice.update(|choice| change(choice, value)))
    };
    view! {
        <div class="services-facets">
            <Facet name=words.kind offers=kinds chosen=kind on_choose=change(|choice, value| {
                choice.kind = kind_of(&value);
            }) />
            <Facet name=words.metering offers=meterings chosen=metering on_choose=change(|choice, value| {
                choice.metering = metering_of(&value);
            }) />
            <Facet name=words.model offers=models chosen=model on_choose=change(|choice, value| {
                choice.model = Some(value).filter(|value| !value.is_empty());
            }) />
            <Facet name=words.label offers=labels chosen=label on_choose=change(|choice, value| {
                choice.label = Some(value).filter(|value| !value.is_empty());
            }) />
        </div>
    }
}

/// The offers of a filter whose choices are always the same.
fn fixed<T: Copy>(
    counts: impl Iterator<Item = (T, usize)>,
    word: impl Fn(T) -> &'static str,
    label: impl Fn(T) -> &'static str,
) -> Vec<Offer> {
    counts
        .map(|(one, count)| Offer { value: word(one).to_owned(), label: format!("{} ({count})", label(one)) })
        .collect()
}

fn kind_of(word: &str) -> Option<ServiceType> {
    Choice::KINDS.into_iter().find(|kind| kind_word(*kind) == word)
}

fn metering_of(word: &str) -> Option<Metering> {
    Choice::METERINGS.into_iter().find(|metering| metering_word(*metering) == word)
}

/// One choice.
#[component]
fn Facet(
    /// What is chosen.
    name: &'static str,
    /// What there is to choose from, beside any.
    offers: Memo<Vec<Offer>>,
    /// What is chosen; empty for any.
    chosen: Signal<String>,
    /// Takes a choice; empty for any.
    on_choose: Callback<String>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let option = move |offer: Offer| {
        let Offer { value, label } = offer;
        let own = value.clone();
        let is_chosen = move || chosen.with(|chosen| *chosen == own);
        view! { <option value=value prop:selected=is_chosen>{label}</option> }
    };
    view! {
        <label class="services-facet" class:chosen=move || chosen.with(|chosen| !chosen.is_empty())>
            <span class="hint">{name}</span>
            <select class="field" on:change=move |event| on_choose.run(event_target_value(&event))>
                <option value="" prop:selected=move || chosen.with(String::is_empty)>{words.any}</option>
                <For
                    each=move || offers.get()
                    key=|offer| (offer.value.clone(), offer.label.clone())
                    children=option
                />
            </select>
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(counts: &[(&str, usize)], chosen: Option<&str>, expected: &str) {
        let counts: Vec<(Arc<str>, usize)> =
            counts.iter().map(|(text, count)| (Arc::from(*text), *count)).collect();
        let offered = offered(&counts, chosen, 2);
        let offered: Vec<String> = offered.iter().map(|(text, count)| format!("{text} {count}")).collect();
        assert_eq!(offered.join(", "), expected);
    }

    #[test]
    fn what_most_have_is_offered_and_what_is_chosen() {
        check(&[], None, "");
        check(&[("b", 1), ("a", 2)], None, "a 2, b 1");
        check(&[("a", 1), ("b", 3), ("c", 2)], None, "b 3, c 2");
        check(&[("a", 1), ("b", 3), ("c", 2)], Some("a"), "a 1, b 3, c 2");
        check(&[("b", 1)], Some("gone"), "b 1, gone 0");
    }
}
