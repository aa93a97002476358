//! How the console is shown in this browser: theme, language and time. The same choices stand at the foot of the
//! navigation.

use leptos::prelude::*;

use super::words::Words;
use crate::console::frame::{FrameWords, LanguageControl, ZoneControl};
use crate::console::words::use_words;
use crate::theme::theme_control;

/// The choices.
#[component]
pub fn Preferences() -> impl IntoView {
    let (words, frame) = (use_words::<Words>(), use_words::<FrameWords>());
    view! {
        <section class="panel" aria-labelledby="account-preferences">
            <div class="panel-head">
                <h2 id="account-preferences">{words.preferences}</h2>
            </div>
            <dl class="account-facts">
                <div>
                    <dt>{frame.theme.legend}</dt>
                    <dd>{theme_control(frame.theme, "account-theme")}</dd>
                </div>
                <div>
                    <dt>{frame.language}</dt>
                    <dd><LanguageControl name="account-language" /></dd>
                </div>
                <div>
                    <dt>{frame.time}</dt>
                    <dd><ZoneControl name="account-zone" /></dd>
                </div>
            </dl>
            <p class="hint">{words.preferences_note}</p>
        </section>
    }
}
