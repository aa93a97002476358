//! The API keys of the account.
//!
//! | module | what it holds |
//! |---|---|
//! | `view_model` | which keys are shown, which names can be given, how a key is used: pure |
//! | `make` | making a key, and showing it this once |

mod make;
mod view_model;
mod words;

use leptos::html;
use leptos::prelude::*;

use crate::console::act::{Action, EffectLine, use_actions};
use crate::console::documents::ApiKey;
use crate::console::format::use_format;
use crate::console::parts::{CurlButton, Empty, Heading, NoMatch, Shown, use_all_pages};
use crate::console::request::Request;
use crate::console::shortcuts::{Step, use_shortcuts};
use crate::console::views::bills::keys::step_among;
use crate::console::views::models::typed::use_typed_part;
use crate::console::words::use_words;
use crate::erased::{callback, memo};
use make::MakeKey;
use view_model::found;
use words::Words;

/// The API keys of the account.
#[component]
pub fn ApiKeys() -> impl IntoView {
    let words = use_words::<Words>();
    let keys = use_all_pages::<ApiKey>(Request::api_keys);
    let text = use_typed_part("q");
    use_shortcuts().list_is(Callback::new(|step: Step| step_among(".api-keys-list tbody button", step)));
    let again = callback(move |()| keys.again());
    let list = move |keys: Vec<ApiKey>| {
        if keys.is_empty() {
            view! { <Empty title=words.none.to_owned() text=words.none_text.to_owned() /> }.into_any()
        } else {
            view! { <KeyList keys=keys text=text again=again /> }.into_any()
        }
    };
    view! {
        <Heading text=words.title.to_owned()>
            <CurlButton request=Request::api_keys() />
        </Heading>
        <p class="hint api-keys-lead">{words.lead}</p>
        <MakeKey on_made=again />
        <Shown loaded=keys view=list />
    }
}

/// The keys that fit the text.
#[component]
fn KeyList(
    /// Every key.
    keys: Vec<ApiKey>,
    /// What is looked for.
    text: RwSignal<String>,
    /// Reads the list anew.
    again: Callback<()>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let field = NodeRef::<html::Input>::new();
    use_shortcuts().filter_is(field);
    let shown = memo(move || text.with(|text| found(&keys, text)));
    let none = memo(move || shown.with(Vec::is_empty));
    let clear = callback(move |()| text.set(String::new()));
    let table = move || {
        view! {
            <div class="table-wrap api-keys-list">
                <table class="table">
                    <caption class="visually-hidden">{words.title}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words.name}</th>
                            <th scope="col" class="wide-only">{words.id}</th>
                            <th scope="col">{words.created}</th>
                            <th scope="col"><span class="visually-hidden">{words.actions}</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || shown.get()
                            key=|key| key.id.clone()
                            children=move |key| view! { <KeyRow key=key again=again /> }
                        />
                    </tbody>
                </table>
            </div>
        }
    };
    view! {
        <div class="api-keys-filter">
            <input
                class="search"
                type="search"
                node_ref=field
                placeholder=words.filter
                aria-label=words.filter
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
            <p class="hint" role="status">{move || (words.count)(shown.with(Vec::len))}</p>
        </div>
        {move || {
            if none.get() { view! { <NoMatch on_clear=clear /> }.into_any() } else { table().into_any() }
        }}
    }
}

/// One key.
#[component]
fn KeyRow(
    /// The key.
    key: ApiKey,
    /// Reads the list anew.
    again: Callback<()>,
) -> impl IntoView {
    let (words, format, actions) = (use_words::<Words>(), use_format(), use_actions());
    let ApiKey { id, name, created_at } = key;
    let request = Request::revoke_api_key(&id);
    let (shown_name, label) = (name.clone(), (words.revoke_of)(&name));
    let revoke = move |_| {
        let effect = vec![
            EffectLine::new(words.effect_requests, words.effect_refused).bad(),
            EffectLine::new(words.effect_services, words.effect_go_on),
        ];
        actions.ask(
            Action::new((words.revoke_of)(&name), request.clone())
                .with_effect(effect)
                .button(words.revoke)
                .dangerous()
                .typing(&name)
                .saying((words.revoked)(&name))
                .then(callback(move |_: serde_json::Value| again.run(()))),
        );
    };
    view! {
        <tr>
            <th scope="row" class="name">{shown_name}</th>
            <td class="wide-only"><code>{id}</code></td>
            <td>
                <time datetime=created_at.to_string() title=format.instant(created_at)>
                    {format.day(created_at)}
                </time>
            </td>
            <td class="number">
                <button type="button" class="quiet" aria-label=label on:click=revoke>{words.revoke}</button>
            </td>
        </tr>
    }
}
