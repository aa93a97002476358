//! The default service of a model: how it stands, and the switch of pay-as-you-go.

use leptos::prelude::*;
use tiermeter_service::BillingMode;

use super::view_model::Quota;
use super::words::Words;
use crate::console::act::services::{disable, enable};
use crate::console::act::{Around, EffectLine, use_actions};
use crate::console::documents::Model;
use crate::console::format::use_format;
use crate::console::live::{Row, use_live};
use crate::console::parts::StatusMark;
use crate::console::words::{use_language, use_words};
use crate::erased::{callback, memo};

/// The default service of a model.
#[component]
pub fn ServiceLine(
    /// The model.
    model: Memo<Option<Model>>,
    /// The id of its default service.
    service: Memo<Option<String>>,
) -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let row = memo(move || {
        live.rows.track();
        service.with(|service| service.as_deref().and_then(|id| live.row(id)))
    });
    let is_there = memo(move || service.with(Option::is_some));
    move || match row.get() {
        Some(row) => view! { <Switch row=row model=model /> }.into_any(),
        None if is_there.get() => view! { <p class="hint">{words.reading_service}</p> }.into_any(),
        None => view! { <p class="hint">{words.no_service}</p> }.into_any(),
    }
}

/// Its status, and the button that enables or disables it. The button stays while it changes, and with it the
/// focus.
#[component]
fn Switch(
    /// The service.
    row: Row,
    /// The model.
    model: Memo<Option<Model>>,
) -> impl IntoView {
    let (live, words, actions) = (use_live(), use_words::<Words>(), use_actions());
    let (language, format) = (use_language(), use_format());
    let row = row.here();
    let enabled = memo(move || row.with(|row| row.service.billing_mode != BillingMode::None));
    let name =
        memo(move || model.with(|model| model.as_ref().map(|model| model.name.clone())).unwrap_or_default());
    // With the first enabling its free quota is granted.
    let read_again = callback(move |_: serde_json::Value| live.refresh_models());
    let switch = move |_| {
        let Some(around) = Around::of(live, language, format) else { return };
        let action = row.with_untracked(|row| {
            if enabled.get_untracked() { disable(row, &around) } else { enable(row, &around) }
        });
        let quota = model.with_untracked(|model| {
            Quota::of(model.as_ref().and_then(|model| model.free_quota.as_ref()), around.now)
        });
        let mut action = action.then(read_again);
        let goes_on = !enabled.get_untracked() && action.refused.is_none();
        if let (Quota::Offered { tokens }, true) = (quota, goes_on) {
            let granted = (words.granted)(&format.count(tokens));
            action.effect.push(EffectLine::new(words.granted_label, granted).good());
        }
        actions.ask(action);
    };
    let word = move || if enabled.get() { words.disable } else { words.enable };
    let label = move || (words.of_model)(word(), &name.get());
    view! {
        <div class="models-service">
            <p>
                <span class="visually-hidden">{words.service}": "</span>
                <span class="models-status"><StatusMark row=row /></span>
            </p>
            <button
                type="button"
                class="button"
                class:main=move || !enabled.get()
                aria-label=label
                on:click=switch
            >
                {word}
            </button>
        </div>
    }
}
