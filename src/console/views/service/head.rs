//! The top of a service's view: its name, how it stands and why, what brings it back, and what can be done with it.

use leptos::prelude::*;
use tiermeter_service::{MOST_INSTANCES, ServiceScaling, Status};

use super::today::ServiceFigures;
use super::view_model::{Offers, Remedy, is_late};
use super::words::Words;
use super::{Leaving, estimate};
use crate::console::act::services::{delete, disable, enable, set_scaling};
use crate::console::act::{Action, Around, use_actions};
use crate::console::documents::Service;
use crate::console::format::use_format;
use crate::console::frame::address::{account, service_tab, use_go};
use crate::console::live::{ServiceRow, use_live};
use crate::console::palette::{Entry, use_palette};
use crate::console::parts::{CopyButton, CurlButton, Heading, Menu, MenuItem, Sample, StatusMark};
use crate::console::request::Request;
use crate::console::words::{Common, use_language, use_words};
use crate::erased::{callback, derived, memo, shown_while};

/// What a person can do with the service, each asking first.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// Switches it on.
    pub enable: Callback<()>,
    /// Switches it off.
    pub disable: Callback<()>,
    /// Gives it another fixed number of instances.
    pub scale: Callback<u32>,
    /// Deletes it.
    pub delete: Callback<()>,
}

/// What a person can do with the service.
pub fn use_deeds(row: RwSignal<ServiceRow>) -> Deeds {
    let (live, actions) = (use_live(), use_actions());
    let (language, format) = (use_language(), use_format());
    let ask = move |make: &dyn Fn(&ServiceRow, &Around) -> Action| {
        // Without the price book nothing could be said of what it leads to; it is there with the first service.
        if let Some(around) = Around::of(live, language, format) {
            actions.ask(row.with_untracked(|row| make(row, &around)));
        }
    };
    let leaving = use_context::<Leaving>();
    Deeds {
        enable: callback(move |()| ask(&enable)),
        disable: callback(move |()| ask(&disable)),
        scale: callback(move |instances| {
            ask(&|row, around| set_scaling(row, &ServiceScaling::Manual { instances }, around));
        }),
        delete: callback(move |()| {
            ask(&|row, around| match leaving {
                Some(Leaving(leave)) => delete(row, around).then(leave),
                None => delete(row, around),
            });
        }),
    }
}

/// The top of the view.
#[component]
pub fn Head(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let name = memo(move || row.with(|row| row.service.name.clone()));
    let deeds = use_deeds(row);
    offer_in_palette(row, deeds);
    view! {
        <Heading text=name>
            <Controls row=row deeds=deeds />
        </Heading>
        <Facts row=row />
        <RemedyPanel row=row deeds=deeds />
        <ServiceFigures row=row />
    }
}

/// The buttons beside the name.
#[component]
fn Controls(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// What can be done.
    deeds: Deeds,
) -> impl IntoView {
    let (words, go) = (use_words::<Words>(), use_go());
    let offers = memo(move || row.with(|row| Offers::of(&row.service)));
    let id = row.with_untracked(|row| row.service.id.clone());
    let to = |address: String| callback(move |()| go.run(address.clone()));
    let to_settings = to(service_tab(&id, "settings"));
    let item =
        |label: &str, danger: bool, run: Callback<()>| MenuItem { label: label.to_owned(), danger, run };
    let mut items = vec![
        item(words.rename, false, to_settings),
        item(words.edit_labels, false, to_settings),
        item(words.as_estimate, false, to(estimate::address_of(&id))),
    ];
    if offers.get_untracked().delete {
        items.push(item(words.delete, true, deeds.delete));
    }
    let instances = memo(move || offers.get().instances);
    let switch_off = move || {
        offers.get().disable.then(|| {
            let disable = move |_| deeds.disable.run(());
            view! { <button type="button" class="button" on:click=disable>{words.disable}</button> }
        })
    };
    view! {
        {shown_while(move || instances.get().is_some(), move || view! { <Stepper instances=instances scale=deeds.scale /> }.into_any())}
        {switch_off}
        <Menu label=words.more items=items />
        <CurlButton request=Request::service(&id) />
    }
}

/// One instance more or fewer. The buttons stay while the number changes, and with them the focus.
#[component]
fn Stepper(
    /// How many there are to be.
    instances: Memo<Option<u32>>,
    /// Asks for another number.
    scale: Callback<u32>,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let step = move |sign: &'static str, label: fn(&str) -> String, to: fn(u32) -> Option<u32>| {
        let to = derived(move || instances.get().and_then(to));
        let take = move |_| {
            if let Some(to) = to.get_untracked() {
                scale.run(to);
            }
        };
        let label = move || to.get().map(|to| label(&format.count(u64::from(to))));
        let nowhere = move || to.get().is_none();
        view! {
            <button type="button" class="button" aria-label=label disabled=nowhere on:click=take>{sign}</button>
        }
    };
    let count = move || instances.get().map(|instances| format.count(u64::from(instances)));
    view! {
        <div class="service-stepper" role="group" aria-label=words.instances_wanted>
            {step("−", words.scale_to, fewer)}
            <output class="number" title=words.instances_wanted>{count}</output>
            {step("+", words.scale_to, more)}
        </div>
    }
}

fn fewer(instances: u32) -> Option<u32> {
    instances.checked_sub(1)
}

fn more(instances: u32) -> Option<u32> {
    instances.checked_add(1).filter(|more| u64::from(*more) <= MOST_INSTANCES)
}

/// How it stands, what it is, whether its prices are samples, and its labels. What is said here holds for every tab.
#[component]
fn Facts(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (words, common) = (use_words::<Words>(), use_words::<Common>());
    let id = row.with_untracked(|row| row.service.id.clone());
    let kind = row.with_untracked(|row| kind_line(&row.service, words, common));
    let is_sample = move || row.with(|row| row.service.cost.illustrative);
    let sample = shown_while(is_sample, move || view! { <p><Sample /></p> }.into_any());
    let labels = memo(move || row.with(|row| row.service.labels.clone()));
    let shown = move || {
        let label = |(name, value): (String, String)| {
            let text = if value.is_empty() { name } else { format!("{name}: {value}") };
            view! { <li class="tag">{text}</li> }
        };
        let labels = labels.get();
        (!labels.is_empty()).then(|| {
            let labels = labels.into_iter().map(label).collect_view();
            view! { <ul class="service-labels" aria-label=words.labels>{labels}</ul> }
        })
    };
    view! {
        <div class="service-facts">
            <p class="service-status"><StatusMark row=row /></p>
            <p>{kind}</p>
            {sample}
            <p><code>{id.clone()}</code> " " <CopyButton text=id label=words.copy_id /></p>
            {shown}
        </div>
    }
}

/// `custom · tier A · small-8b · per second`.
fn kind_line(service: &Service, words: &Words, common: &Common) -> String {
    let tier = service.tier.as_deref().map(words.tier);
    let parts = [
        Some(common.service_type(service.kind).to_owned()),
        tier,
        Some(service.model.clone()),
        Some(common.metering(service.metering).to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Why it does not run, and the one action that mends it.
#[component]
fn RemedyPanel(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// What can be done.
    deeds: Deeds,
) -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let is_creating = memo(move || row.with(|row| row.service.status == Status::Creating));
    let remedy = memo(move || {
        // Only what is being created becomes late by time alone.
        let now = if is_creating.get() { live.now.get() } else { live.now.get_untracked() };
        row.with(|row| {
            let service = &row.service;
            Remedy::of(service.status, &service.reasons, is_late(service, now))
        })
    });
    let action = move |remedy: Remedy| {
        if remedy.is_payment() {
            view! { <a class="button main" href=account()>{words.top_up}</a> }.into_any()
        } else if remedy.is_enabling() {
            let label = if remedy == Remedy::TryAgain { words.try_again } else { words.enable };
            let enable = move |_| deeds.enable.run(());
            view! { <button type="button" class="button main" on:click=enable>{label}</button> }.into_any()
        } else {
            // Calling off is disabling, which stands beside the name.
            ().into_any()
        }
    };
    move || {
        let remedy = remedy.get();
        words.remedy(remedy).map(|(title, text)| {
            let class = if remedy.is_payment() || remedy == Remedy::TryAgain {
                "service-remedy bad"
            } else {
                "service-remedy"
            };
            view! {
                <section class=class aria-label=title>
                    <p><strong>{title}</strong> " " {text}</p>
                    {action(remedy)}
                </section>
            }
        })
    }
}

fn offer_in_palette(row: RwSignal<ServiceRow>, deeds: Deeds) {
    let (words, palette) = (use_words::<Words>(), use_palette());
    let name = row.with_untracked(|row| row.service.name.clone());
    let entry = |title: &str, run: Callback<()>| Entry {
        title: format!("{title}: {name}"),
        hint: String::new(),
        run,
    };
    palette.offer(vec![entry(words.enable, deeds.enable), entry(words.disable, deeds.disable)]);
}
