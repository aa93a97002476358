//! What a person chooses for this browser, and the way out.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Choices;
use super::words::Words;
use crate::console::client::send;
use crate::console::live::{note_sign_out, use_live};
use crate::console::parts::{focus_when_there, use_toasts};
use crate::console::request::Request;
use crate::console::words::{Language, use_language, use_words};
use crate::console::zone::Zone;
use crate::erased::{callback, derived};
use crate::segmented::{Segment, segmented};
use crate::theme::theme_control;

/// Theme, language, time, and sign-out, behind a line that opens.
#[component]
pub fn Settings() -> impl IntoView {
    let (words, choices) = (use_words::<Words>(), use_choices());
    let noted = move |event: web_sys::Event| {
        choices.settings_open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open());
    };
    view! {
        <details class="settings" open=choices.settings_open.get_untracked() on:toggle=noted>
            <summary>{words.settings}</summary>
            <div class="settings-body">
                {theme_control(words.theme, "theme")}
                <LanguageControl name="language" />
                <ZoneControl name="zone" />
                <a href="/api">{words.reference}</a>
                <a href="/">{words.prices}</a>
                <SignOut />
            </div>
        </details>
    }
}

#[expect(clippy::expect_used, reason = "the app provides it above every component")]
fn use_choices() -> Choices {
    use_context::<Choices>().expect("choices are provided above every component")
}

/// The choice of a control makes everything anew, the control too: the focus stays on what was chosen.
fn focus_choice(name: &str, value: &str) {
    focus_when_there(format!("input[name=\"{name}\"][value=\"{value}\"]"));
}

/// The choice of the language.
#[component]
pub fn LanguageControl(
    /// The name of the group, once on the page.
    name: &'static str,
) -> impl IntoView {
    let (words, choices) = (use_words::<Words>(), use_choices());
    let segments = Language::ALL
        .into_iter()
        .map(|language| Segment {
            value: language.tag().to_owned(),
            label: language.own_name().to_owned(),
            more: None,
        })
        .collect::<Vec<_>>();
    let chosen = derived(move || choices.language.get().tag().to_owned());
    let on_choose = callback(move |tag: String| {
        let language = Language::of_tag(&tag);
        language.keep();
        choices.language.set(language);
        focus_choice(name, &tag);
    });
    segmented(words.language, name, segments, chosen, on_choose)
}

/// The choice of the time in which instants are shown.
#[component]
pub fn ZoneControl(
    /// The name of the group, once on the page.
    name: &'static str,
) -> impl IntoView {
    const LOCAL: &str = "local";
    let (words, choices) = (use_words::<Words>(), use_choices());
    let segment =
        |value: &str, label: &str| Segment { value: value.to_owned(), label: label.to_owned(), more: None };
    let segments = vec![segment("utc", "UTC"), segment(LOCAL, words.local_time)];
    let chosen = derived(move || {
        let local = choices.zone.get() == Zone::Local;
        (if local { LOCAL } else { "utc" }).to_owned()
    });
    let on_choose = callback(move |value: String| {
        let zone = if value == LOCAL { Zone::Local } else { Zone::Utc };
        zone.keep();
        choices.zone.set(zone);
        focus_choice(name, &value);
    });
    segmented(words.time, name, segments, chosen, on_choose)
}

#[component]
fn SignOut() -> impl IntoView {
    let (words, live, toasts, language) = (use_words::<Words>(), use_live(), use_toasts(), use_language());
    let sign_out = move |_| {
        spawn_local(async move {
            match send::<()>(&Request::sign_out()).await {
                // A page that begins anew shows nothing of what was, not even by going back.
                Ok(_) => {
                    note_sign_out();
                    // Fails only where the browser forbids this page to go anywhere.
                    let _ = window().location().replace(super::address::BASE);
                }
                Err(failure) => {
                    toasts.say_failure(&failure, language);
                    live.failed(&failure);
                }
            }
        });
    };
    view! { <button type="button" class="button" on:click=sign_out>{words.sign_out}</button> }
}
