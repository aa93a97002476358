//! How an action is shown before it is done, while it is done, and where it was not.

use leptos::prelude::*;

use super::run::{Pending, Stage, use_actions};
use super::words::Words;
use super::{Action, EffectLine, Refused, Tone};
use crate::console::frame::address;
use crate::console::parts::{Dialog, copy_when_had, quotation};
use crate::console::words::{Common, Localized, use_language, use_words};
use crate::erased::{derived, memo, shown_while, signal_of};

/// The dialog of the action that is asked about.
#[component]
pub fn ActionDialog() -> impl IntoView {
    let actions = use_actions();
    let title = derived(move || {
        actions
            .pending
            .with(|pending| pending.as_ref().map(|pending| pending.action.title.clone()))
            .unwrap_or_default()
    });
    let body = move || actions.pending.get().map(|pending| view! { <Question pending=pending /> });
    view! { <Dialog open=actions.open title=title>{body()}</Dialog> }
}

/// What it leads to, and whether it is wanted.
#[component]
fn Question(
    /// The action that is asked about.
    pending: Pending,
) -> impl IntoView {
    let (actions, common, words) = (use_actions(), use_words::<Common>(), Words::of(use_language()));
    let typed = signal_of(String::new());
    let Action { effect, refused, button, dangerous, typing, .. } = pending.action.clone();
    let curl = copy_when_had(common.copy_curl.to_owned(), move || actions.line(pending.clone()));
    let is_refused = refused.is_some();
    let awaited = typing.clone();
    let typed_right =
        move || awaited.as_ref().is_none_or(|awaited| typed.with(|typed| typed.trim() == awaited.trim()));
    let over = move || matches!(actions.stage.get(), Stage::Changed(_));
    let ready = memo(move || typed_right() && actions.stage.get() != Stage::Sending);
    let button = button.unwrap_or_else(|| words.do_it.to_owned());
    let said = move || {
        if actions.stage.get() == Stage::Sending { words.sending.to_owned() } else { button.clone() }
    };
    let confirm = view! {
        {shown_while(move || !is_refused && !over(), move || view! { <button
                type="submit"
                class="button"
                class:main=!dangerous
                class:danger=dangerous
                disabled=move || !ready.get()
            >
                {said.clone()}
            </button> }.into_any())}
    };
    view! {
        <form
            class="action"
            on:submit=move |event| {
                event.prevent_default();
                if !is_refused && ready.get_untracked() {
                    actions.confirm();
                }
            }
        >
            {(!effect.is_empty()).then(|| effect_list(effect))}
            {refused.map(refusal)}
            {typing.map(|name| {
                view! {
                    <label class="form-row">
                        <span>{(words.type_name)(&name)}</span>
                        <input
                            class="field"
                            type="text"
                            autocomplete="off"
                            spellcheck="false"
                            prop:value=move || typed.get()
                            on:input=move |event| typed.set(event_target_value(&event))
                        />
                    </label>
                }
            })}
            <Outcome />
            <div class="buttons">
                {confirm}
                <button type="button" class="button" on:click=move |_| actions.open.set(false)>
                    {move || if over() { common.close } else { common.cancel }}
                </button>
                {curl}
            </div>
        </form>
    }
}

/// What became of it, where it was not done.
#[component]
fn Outcome() -> impl IntoView {
    let (actions, common, language) = (use_actions(), use_words::<Common>(), use_language());
    let words = Words::of(language);
    move || match actions.stage.get() {
        Stage::Asking | Stage::Sending => None,
        Stage::Changed(who) => {
            let sentence = match who {
                Some(actor) => (words.changed_by)(&common.actor(&actor)),
                None => words.changed.to_owned(),
            };
            Some(view! { <p class="refused" role="alert">{sentence} " " {words.look_again}</p> }.into_any())
        }
        Stage::Failed(failure) => {
            let link = (failure.code() == Some("account_overdue")).then(|| {
                view! { " " <a href=address::account()>{words.top_up}</a> }
            });
            let quoted = quotation(failure.quoted(language));
            let (sentence, next) = (failure.sentence(language), failure.next_step(language));
            Some(
                view! { <p class="refused" role="alert">{sentence} " " {next} {link} {quoted}</p> }
                    .into_any(),
            )
        }
    }
}

fn effect_list(effect: Vec<EffectLine>) -> impl IntoView {
    let lines = effect
        .into_iter()
        .map(|EffectLine { label, before, after, tone }| {
            let before = before.map(|before| view! { <s>{before}</s> " → " });
            view! {
                <dt>{label}</dt>
                <dd class=tone_class(tone)>{before} {after}</dd>
            }
        })
        .collect_view();
    view! { <dl class="effect">{lines}</dl> }
}

const fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
    }
}

fn refusal(refused: Refused) -> impl IntoView {
    let Refused { sentence, next_step, quoted, link } = refused;
    let link = link.map(|(address, title)| view! { " " <a href=address>{title}</a> });
    view! { <p class="refused" role="alert">{sentence} " " {next_step} {link} {quotation(quoted)}</p> }
}
