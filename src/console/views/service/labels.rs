//! The labels of a service, to be edited.

use std::collections::BTreeMap;

use leptos::html;
use leptos::prelude::*;

use super::label_draft::{LONGEST_LABEL_NAME, LONGEST_LABEL_VALUE, LabelDraft, LabelFault};
use super::settings_words::SettingsWords;
use crate::console::act::services::set_labels;
use crate::console::act::{Around, use_actions};
use crate::console::format::use_format;
use crate::console::live::{ServiceRow, use_live};
use crate::console::parts::CurlButton;
use crate::console::request::Request;
use crate::console::words::{use_language, use_words};
use crate::erased::{callback, derived, effect, keyed, memo, shown_while, signal_of};

type ByName = BTreeMap<String, String>;

/// Labels that are edited while somebody else may change them too.
#[derive(Clone, Copy)]
struct Edited {
    /// What is typed.
    draft: RwSignal<LabelDraft>,
    /// The labels that it comes to.
    own: Memo<ByName>,
    faults: Memo<BTreeMap<u32, LabelFault>>,
    /// Whether there is something to save, and nothing wrong with it.
    is_ready: Memo<bool>,
    /// Whether somebody else changed them since they were last taken over.
    is_conflict: Memo<bool>,
    /// Drops what was typed.
    take_theirs: Callback<()>,
}

fn use_edited(row: RwSignal<ServiceRow>) -> Edited {
    let theirs = memo(move || row.with(|row| row.service.labels.clone()));
    let base = signal_of(theirs.get_untracked());
    let draft = signal_of(theirs.with_untracked(LabelDraft::of));
    let own = memo(move || draft.with(LabelDraft::labels));
    let faults = memo(move || draft.with(LabelDraft::faults));
    let take_theirs = callback(move |()| {
        let theirs = theirs.get_untracked();
        draft.set(LabelDraft::of(&theirs));
        base.set(theirs);
    });
    // What nobody has typed over follows the service.
    effect(move || {
        let (theirs, own) = (theirs.get(), own.get_untracked());
        if own == base.get_untracked() {
            take_theirs.run(());
        } else if own == theirs {
            base.set(theirs);
        }
    });
    let is_ready = memo(move || faults.with(BTreeMap::is_empty) && own.get() != theirs.get());
    let is_conflict = memo(move || theirs.get() != base.get() && own.get() != theirs.get());
    Edited { draft, own, faults, is_ready, is_conflict, take_theirs }
}

/// The labels, each with a name and a value.
#[component]
pub fn Labels(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (live, words, actions) = (use_live(), use_words::<SettingsWords>(), use_actions());
    let (language, format) = (use_language(), use_format());
    let id = row.with_untracked(|row| row.service.id.clone());
    let Edited { draft, own, faults, is_ready, is_conflict, take_theirs } = use_edited(row);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let around = Around::of(live, language, format).filter(|_| is_ready.get_untracked());
        if let Some(around) = around {
            actions.ask(row.with_untracked(|row| set_labels(row, &own.get_untracked(), &around)));
        }
    };
    let request = derived(move || own.with(|labels| Request::label_service(&id, labels)));
    let add_button = NodeRef::<html::Button>::new();
    let remove = callback(move |id: u32| {
        draft.update(|draft| draft.remove(id));
        if let Some(button) = add_button.get_untracked() {
            // Fails only for what is not in the page any more.
            let _ = button.focus();
        }
    });
    let can_add = memo(move || draft.with(LabelDraft::can_add));
    let none = memo(move || draft.with(|draft| draft.ids().is_empty()));
    view! {
        <section class="panel" aria-labelledby="service-labels">
            <header class="panel-head">
                <h2 id="service-labels">{words.labels}</h2>
                <CurlButton request=request />
            </header>
            <p class="hint">{words.labels_text}</p>
            {shown_while(move || none.get(), move || view! { <p class="state">{words.no_labels}</p> }.into_any())}
            <form on:submit=save>
                <ul class="service-label-rows">
                    {keyed(
                        move || draft.with(LabelDraft::ids),
                        move |id| {
                            view! { <LabelFields id=id draft=draft faults=faults on_remove=remove /> }.into_any()
                        },
                    )}
                </ul>
                {shown_while(move || is_conflict.get(), move || view! { <p class="note" role="status">
                        {words.labels_changed}
                        " "
                        <button type="button" class="quiet" on:click=move |_| take_theirs.run(())>{words.take_theirs}</button>
                    </p> }.into_any())}
                <div class="buttons">
                    <button
                        type="button"
                        class="button"
                        node_ref=add_button
                        disabled=move || !can_add.get()
                        on:click=move |_| draft.update(LabelDraft::add)
                    >
                        {words.add_label}
                    </button>
                    <button type="submit" class="button main" disabled=move || !is_ready.get()>{words.save_labels}</button>
                </div>
            </form>
        </section>
    }
}

/// One label.
#[component]
fn LabelFields(
    /// Which of them.
    id: u32,
    /// All of them.
    draft: RwSignal<LabelDraft>,
    /// What is wrong, by label.
    faults: Memo<BTreeMap<u32, LabelFault>>,
    /// Takes it away.
    on_remove: Callback<u32>,
) -> impl IntoView {
    let words = use_words::<SettingsWords>();
    let fault = memo(move || faults.with(|faults| faults.get(&id).copied()));
    let fault_id = format!("service-label-fault-{id}");
    let described = fault_id.clone();
    let name = move || draft.with(|draft| draft.row(id).map(|row| row.name.clone()).unwrap_or_default());
    let value = move || draft.with(|draft| draft.row(id).map(|row| row.value.clone()).unwrap_or_default());
    let set_name = move |event| draft.update(|draft| draft.set_name(id, event_target_value(&event)));
    let set_value = move |event| draft.update(|draft| draft.set_value(id, event_target_value(&event)));
    let name_wrong = move || fault.get().is_some_and(LabelFault::is_of_name).to_string();
    let value_wrong = move || fault.get().is_some_and(|fault| !fault.is_of_name()).to_string();
    let said = move || fault.get().map(|fault| label_fault(fault, words));
    view! {
        <li>
            <input
                class="field"
                type="text"
                aria-label=words.label_name
                placeholder=words.label_name
                aria-invalid=name_wrong
                aria-describedby=described.clone()
                autocomplete="off"
                prop:value=name
                on:input=set_name
            />
            <input
                class="field"
                type="text"
                aria-label=words.label_value
                placeholder=words.label_value
                aria-invalid=value_wrong
                aria-describedby=described
                autocomplete="off"
                prop:value=value
                on:input=set_value
            />
            <button type="button" class="quiet" on:click=move |_| on_remove.run(id)>
                {words.remove_label}
                <span class="visually-hidden">" " {name}</span>
            </button>
            <span class="fault" id=fault_id role="status">{said}</span>
        </li>
    }
}

fn label_fault(fault: LabelFault, words: &SettingsWords) -> String {
    match fault {
        LabelFault::NoName => words.label_no_name.to_owned(),
        LabelFault::Twice => words.label_twice.to_owned(),
        LabelFault::LongName => (words.too_long)(LONGEST_LABEL_NAME),
        LabelFault::LongValue => (words.too_long)(LONGEST_LABEL_VALUE),
    }
}
