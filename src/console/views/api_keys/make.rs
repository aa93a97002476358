//! Making a key, and showing it this once.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::view_model::{LONGEST_NAME, NameFault, example, name_of};
use super::words::Words;
use crate::console::client::{origin, send};
use crate::console::documents::NewApiKey;
use crate::console::failure::Failure;
use crate::console::live::use_live;
use crate::console::parts::{CopyButton, CurlButton, Trouble};
use crate::console::request::Request;
use crate::console::words::use_words;
use crate::erased::{effect, memo, signal_of};

/// The form of a new key, and the key that was made last.
#[component]
pub fn MakeKey(
    /// Called when a key was made.
    on_made: Callback<()>,
) -> impl IntoView {
    let made = signal_of(None::<NewApiKey>);
    view! {
        <MakeForm made=made on_made=on_made />
        {move || made.get().map(|key| view! { <Made key=key made=made /> })}
    }
}

/// The name of a new key.
#[component]
fn MakeForm(
    /// Takes the key.
    made: RwSignal<Option<NewApiKey>>,
    /// Called when a key was made.
    on_made: Callback<()>,
) -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let text = signal_of(String::new());
    let (sending, failure) = (signal_of(false), signal_of(None::<Failure>));
    let name = memo(move || text.with(|text| name_of(text)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(name) = name.get_untracked() else { return };
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = send::<NewApiKey>(&Request::create_api_key(&name)).await;
            sending.try_set(false);
            match answer {
                Ok(answer) => {
                    text.try_set(String::new());
                    made.try_set(Some(answer.value));
                    on_made.try_run(());
                }
                Err(cause) => {
                    live.failed(&cause);
                    failure.try_set(Some(cause));
                }
            }
        });
    };
    let is_too_long = move || name.get() == Err(NameFault::TooLong);
    let fault = move || is_too_long().then(|| (words.too_long)(LONGEST_NAME));
    let curl = move || {
        let request = Request::create_api_key(&name.get().ok()?);
        Some(view! { <CurlButton request=request /> })
    };
    view! {
        <form class="panel api-keys-make" on:submit=submit>
            <label class="form-row">
                <span>{words.new_name}</span>
                <input
                    class="field"
                    type="text"
                    autocomplete="off"
                    placeholder=words.new_hint
                    aria-invalid=move || is_too_long().to_string()
                    aria-describedby="api-keys-fault"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                />
            </label>
            <p id="api-keys-fault" class="fault" role="status">{fault}</p>
            <div class="buttons">
                <button
                    type="submit"
                    class="button main"
                    disabled=move || name.get().is_err() || sending.get()
                >
                    {move || if sending.get() { words.making } else { words.make }}
                </button>
                {curl}
            </div>
            {move || failure.get().map(|failure| view! { <Trouble failure=failure /> })}
        </form>
    }
}

/// The key itself: it stays until it is taken off, so that no stray key press loses it.
#[component]
fn Made(
    /// The key.
    key: NewApiKey,
    /// Where it is taken off.
    made: RwSignal<Option<NewApiKey>>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let heading = NodeRef::<html::H2>::new();
    effect(move || {
        if let Some(heading) = heading.get() {
            // Fails only for what is not in the page any more.
            let _ = heading.focus();
        }
    });
    let NewApiKey { name, key, .. } = key;
    let lines = example(&key, &origin());
    view! {
        <section class="panel api-keys-made" aria-labelledby="api-keys-made">
            <h2 id="api-keys-made" tabindex="-1" node_ref=heading>{(words.made_title)(&name)}</h2>
            <p class="note">{words.made_once}</p>
            <h3>{words.key}</h3>
            <code class="copy-text">{key.clone()}</code>
            <CopyButton text=key label=words.copy_key />
            <h3>{words.example}</h3>
            <pre class="api-keys-example" tabindex="0">{lines.clone()}</pre>
            <CopyButton text=lines label=words.copy_example />
            <div class="buttons">
                <button type="button" class="button main" on:click=move |_| made.set(None)>
                    {words.hide}
                </button>
            </div>
        </section>
    }
}
