//! What can be changed of a service beside how it runs: its name, its labels, whether it is there at all.

use leptos::prelude::*;

use super::head::use_deeds;
use super::labels::Labels;
use super::settings_words::SettingsWords;
use super::view_model::{LONGEST_NAME, is_name};
use crate::console::act::{Action, use_actions};
use crate::console::documents::ServiceType;
use crate::console::format::use_format;
use crate::console::live::ServiceRow;
use crate::console::parts::{CopyButton, CurlButton};
use crate::console::request::Request;
use crate::console::words::{Common, use_words};
use crate::erased::{derived, effect, memo, signal_of, stored};

/// Name, labels, facts, removal.
#[component]
pub fn Settings(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    view! {
        <div class="grid-2">
            <div>
                <Name row=row />
                <Labels row=row />
            </div>
            <div>
                <About row=row />
                <Removal row=row />
            </div>
        </div>
    }
}

/// The name, to be changed at once and to be taken back.
#[component]
fn Name(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (words, actions) = (use_words::<SettingsWords>(), use_actions());
    let id = stored(row.with_untracked(|row| row.service.id.clone()));
    let theirs = memo(move || row.with(|row| row.service.name.clone()));
    let base = signal_of(theirs.get_untracked());
    let draft = signal_of(theirs.get_untracked());
    // What nobody has typed over follows the service.
    effect(move || {
        let theirs = theirs.get();
        let own = draft.get_untracked();
        if own == base.get_untracked() || own == theirs {
            draft.set(theirs.clone());
            base.set(theirs);
        }
    });
    let is_name = memo(move || draft.with(|draft| is_name(draft)));
    let is_ready = memo(move || is_name.get() && draft.get() != theirs.get());
    let is_conflict = memo(move || theirs.get() != base.get() && draft.get() != theirs.get());
    let rename = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !is_ready.get_untracked() {
            return;
        }
        let (before, name) = (theirs.get_untracked(), draft.get_untracked());
        let rename = |name: &str| id.with_value(|id| Request::rename_service(id, name));
        let action = Action::new((words.renamed)(&before, &name), rename(&name))
            .saying((words.renamed)(&before, &name))
            .undone_by(rename(&before));
        actions.run(id.with_value(|id| action.on_service(id)));
    };
    let request = derived(move || id.with_value(|id| draft.with(|name| Request::rename_service(id, name))));
    let fault = move || (!is_name.get()).then(|| (words.name_fault)(LONGEST_NAME));
    // Their name first: that it is another one follows from it, and stays so when it changes again.
    let conflict = move || {
        let theirs = theirs.get();
        is_conflict.get().then(|| (words.name_changed)(&theirs))
    };
    view! {
        <section class="panel" aria-labelledby="service-name">
            <header class="panel-head">
                <h2 id="service-name">{words.name}</h2>
                <CurlButton request=request />
            </header>
            <form on:submit=rename>
                <label class="form-row">
                    <span>{words.name}</span>
                    <input
                        class="field"
                        type="text"
                        autocomplete="off"
                        aria-invalid=move || (!is_name.get()).to_string()
                        aria-describedby="service-name-fault"
                        prop:value=move || draft.get()
                        on:input=move |event| draft.set(event_target_value(&event))
                    />
                </label>
                <p class="fault" id="service-name-fault" role="status">{fault} {conflict}</p>
                <button type="submit" class="button main" disabled=move || !is_ready.get()>{words.save_name}</button>
            </form>
        </section>
    }
}

/// What does not change.
#[component]
fn About(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (words, common, format) = (use_words::<SettingsWords>(), use_words::<Common>(), use_format());
    let service = row.with_untracked(|row| row.service.clone());
    let tier = service.tier.map(|tier| view! { <dt>{words.tier_head}</dt> <dd>{tier}</dd> });
    view! {
        <section class="panel" aria-labelledby="service-about">
            <header class="panel-head">
                <h2 id="service-about">{words.about}</h2>
                <CurlButton request=Request::service(&service.id) />
            </header>
            <dl class="service-about">
                <dt>{words.id}</dt>
                <dd><code>{service.id.clone()}</code> " " <CopyButton text=service.id /></dd>
                <dt>{words.created_at}</dt>
                <dd>{format.instant(service.created_at)}</dd>
                <dt>{words.kind}</dt>
                <dd>{common.service_type(service.kind)}</dd>
                <dt>{words.model}</dt>
                <dd>{service.model}</dd>
                <dt>{words.metering}</dt>
                <dd>{common.metering(service.metering)}</dd>
                {tier}
            </dl>
        </section>
    }
}

/// Deleting the service; those that the platform made stay.
#[component]
fn Removal(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let words = use_words::<SettingsWords>();
    let deeds = use_deeds(row);
    let is_custom = row.with_untracked(|row| row.service.kind == ServiceType::Custom);
    let id = row.with_untracked(|row| row.service.id.clone());
    let content = if is_custom {
        view! {
            <p class="hint">{words.delete_text}</p>
            <div class="buttons service-removal">
                <button type="button" class="button danger" on:click=move |_| deeds.delete.run(())>{words.delete}</button>
                <CurlButton request=Request::delete_service(&id) />
            </div>
        }
        .into_any()
    } else {
        view! { <p class="hint">{words.delete_default}</p> }.into_any()
    };
    view! {
        <section class="panel" aria-labelledby="service-removal">
            <header class="panel-head"><h2 id="service-removal">{words.delete}</h2></header>
            {content}
        </section>
    }
}
