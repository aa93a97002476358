//! What somebody sees who is not signed in: how to get in. The address stays, and its view appears in this place once
//! somebody is signed in, here or in another tab.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

use super::wanted;
use super::words::Words;
use crate::console::client::send;
use crate::console::failure::Failure;
use crate::console::live::{Live, note_sign_in, use_live};
use crate::console::parts::{CopyButton, Trouble};
use crate::console::request::Request;
use crate::console::words::use_words;
use crate::erased::{effect, follow, memo, signal_of};

/// What the operator of the server runs for a new link.
const COMMAND: &str = "tiermeter account sign-in";
/// What happens when somebody turns to this tab. Of other tabs the store hears by itself.
const OCCASIONS: [&str; 2] = ["focus", "visibilitychange"];
/// Where a sign-in link leads, whatever the server is called.
const SIGN_IN_PATH: &str = "/console/sign-in";
/// A link is much shorter; more than this is none.
const LONGEST_LINK: &str = "2000";

/// How to get in.
#[component]
pub fn SignedOut() -> impl IntoView {
    let (words, live) = (use_words::<Words>(), use_live());
    document().set_title(&format!("{} · Tiermeter", words.signed_out));
    keep_what_is_wanted(live);
    look_for_sign_in(live);
    let heading = NodeRef::<html::H1>::new();
    // Whose session ended is told so: the view that had the focus is gone.
    let has_ended = live.account.with_untracked(Option::is_some);
    effect(move || {
        if let (true, Some(element)) = (has_ended, heading.get()) {
            // Fails only for what is not in the page any more.
            let _ = element.focus();
        }
    });
    view! {
        <main class="view signed-out">
            <h1 node_ref=heading tabindex="-1">{words.signed_out}</h1>
            <p class="lead">{words.signed_out_text}</p>
            <ol>
                <li>{words.first_start}</li>
                <li>
                    {words.later_link}
                    " "
                    <code>{COMMAND}</code>
                    " "
                    <CopyButton text=COMMAND.to_owned() />
                </li>
            </ol>
            <SignInForm />
            <p>
                <a href="/">{words.prices}</a>
                " · "
                <a href="/api">{words.reference}</a>
            </p>
        </main>
    }
}

/// Keeps the address, and the next one where somebody goes back or on.
fn keep_what_is_wanted(live: Live) {
    let location = use_location();
    effect(move || {
        for part in [location.pathname, location.search, location.hash] {
            follow(part);
        }
        keep(live);
    });
}

fn keep(live: Live) {
    live.account.with_untracked(|account| wanted::keep(account.as_ref().map(|account| account.id.as_str())));
}

/// Looks for a session whenever somebody comes back to this tab, whose address is then the one that is wanted.
fn look_for_sign_in(live: Live) {
    let listeners = OCCASIONS.map(|occasion| {
        window_event_listener_untyped(occasion, move |_| {
            if !document().hidden() {
                keep(live);
                live.look_for_sign_in();
            }
        })
    });
    on_cleanup(move || {
        for listener in listeners {
            listener.remove();
        }
    });
}

/// Takes a link that was copied, without another tab.
#[component]
fn SignInForm() -> impl IntoView {
    let (words, live) = (use_words::<Words>(), use_live());
    let text = signal_of(String::new());
    let (sending, failure) = (signal_of(false), signal_of(None::<Failure>));
    let secret = memo(move || text.with(|text| secret_of(text)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(secret) = secret.get_untracked() else { return };
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        failure.set(None);
        spawn_local(async move {
            let answer = send::<()>(&Request::sign_in(&secret)).await;
            sending.try_set(false);
            match answer {
                Ok(_) => {
                    note_sign_in();
                    live.look_for_sign_in();
                }
                Err(cause) => {
                    failure.try_set(Some(cause));
                    // The answer to the first try may have been lost, and its session not.
                    live.look_for_sign_in();
                }
            }
        });
    };
    let type_in = move |event| {
        text.set(event_target_value(&event));
        failure.set(None);
    };
    let fault = memo(move || match secret.get() {
        Err(LinkFault::NoLink) => Some(words.no_link),
        Err(LinkFault::Cut) => Some(words.link_cut),
        Err(LinkFault::Missing) | Ok(_) => None,
    });
    let is_refused = move || failure.with(|failure| *failure == Some(Failure::SignedOut));
    let is_wrong = move || fault.get().is_some() || is_refused();
    let refusal = move || {
        failure.get().map(|failure| match failure {
            Failure::SignedOut => view! { <p class="fault" role="alert">{words.link_refused}</p> }.into_any(),
            failure => view! { <Trouble failure=failure /> }.into_any(),
        })
    };
    view! {
        <form class="panel" on:submit=submit>
            <label class="form-row">
                <span>{words.sign_in_link}</span>
                <input
                    class="field"
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength=LONGEST_LINK
                    aria-describedby="sign-in-fault sign-in-then"
                    aria-invalid=move || is_wrong().then_some("true")
                    prop:value=move || text.get()
                    on:input=type_in
                />
            </label>
            <p id="sign-in-fault" class="fault" role="status">{move || fault.get()}</p>
            <p id="sign-in-then" class="hint">{words.then_here}</p>
            <div class="buttons">
                <button
                    type="submit"
                    class="button main"
                    disabled=move || secret.with(Result::is_err) || sending.get()
                >
                    {move || if sending.get() { words.signing_in } else { words.sign_in }}
                </button>
            </div>
            {refusal}
        </form>
    }
}

/// Why a text is no sign-in link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LinkFault {
    /// There is no text.
    Missing,
    /// It is something else.
    NoLink,
    /// It is a link without its secret, or with a part of it.
    Cut,
}

/// The secret of a sign-in link, which may stand among other words, as the server prints it; or all of the text where
/// somebody copied no more than the secret.
fn secret_of(text: &str) -> Result<String, LinkFault> {
    /// A secret alone is told from a word by its length.
    const FEWEST_CHARACTERS: usize = 20;
    let is_of_secret = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let text = text.trim();
    if text.is_empty() {
        return Err(LinkFault::Missing);
    }
    if let Some((_, behind)) = text.split_once(SIGN_IN_PATH) {
        let rest = behind.strip_prefix('#').ok_or(LinkFault::Cut)?;
        let after = rest.trim_start_matches(is_of_secret);
        let secret = rest.strip_suffix(after).unwrap_or_default();
        let is_cut = secret.is_empty() || after.starts_with('…') || after.starts_with("...");
        return if is_cut { Err(LinkFault::Cut) } else { Ok(secret.to_owned()) };
    }
    let is_secret = text.len() >= FEWEST_CHARACTERS && text.chars().all(is_of_secret);
    if is_secret { Ok(text.to_owned()) } else { Err(LinkFault::NoLink) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_found_in_links() {
        use LinkFault::{Cut, Missing, NoLink};
        let alone = "Zm9vYmFyYmF6cXV4LV85MDEyMzQ1Njc4OQ-_";
        for (text, expected) in [
            (" http://127.0.0.1:8080/console/sign-in#abc-_9 ", Ok("abc-_9")),
            ("https://tiermeter.example/console/sign-in#abc", Ok("abc")),
            ("/console/sign-in#abc", Ok("abc")),
            ("sign in: http://127.0.0.1:8080/console/sign-in#abc\n", Ok("abc")),
            (r#"{"id":"acc_1","sign_in_path":"/console/sign-in#abc"}"#, Ok("abc")),
            (alone, Ok(alone)),
            ("http://127.0.0.1:8080/console/sign-in#", Err(Cut)),
            ("http://127.0.0.1:8080/console/sign-in#ab…", Err(Cut)),
            ("http://127.0.0.1:8080/console/sign-in#ab...", Err(Cut)),
            ("http://127.0.0.1:8080/console/sign-in", Err(Cut)),
            ("http://127.0.0.1:8080/console", Err(NoLink)),
            ("https://tiermeter.example/console/services#abc", Err(NoLink)),
            ("tiermeter account sign-in", Err(NoLink)),
            ("abc", Err(NoLink)),
            ("#abc", Err(NoLink)),
            ("  ", Err(Missing)),
            ("", Err(Missing)),
        ] {
            assert_eq!(secret_of(text), expected.map(str::to_owned), "{text:?}");
        }
    }
}
