//! What somebody sees who is not signed in: how to get in.

use leptos::prelude::*;

use super::words::Words;
use crate::console::parts::CopyButton;
use crate::console::words::use_words;

/// What the operator of the server runs for a new link.
const COMMAND: &str = "tiermeter account sign-in";

/// How to get in.
#[component]
pub fn SignedOut() -> impl IntoView {
    let words = use_words::<Words>();
    document().set_title(&format!("{} · Tiermeter", words.signed_out));
    view! {
        <main class="view signed-out">
            <h1>{words.signed_out}</h1>
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
            <p>
                <a href="/">{words.prices}</a>
                " · "
                <a href="/api">{words.reference}</a>
            </p>
        </main>
    }
}
