//! Whether what is shown is live, and when the server was heard last.

use leptos::prelude::*;
use tiermeter_pricing::Instant;

use super::words::Words;
use crate::console::format::{Format, use_format};
use crate::console::live::{Connection, use_live};
use crate::console::words::use_words;
use crate::erased::memo;

/// One line below the navigation.
#[component]
pub fn ConnectionLine() -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let state = memo(move || live.connection.get());
    let said =
        memo(move || connection_line(state.get(), live.updated_at.get(), live.now.get(), words, format));
    // The line itself moves each second; what is read aloud only when the connection changes.
    let spoken = move || words.connection(state.get());
    view! {
        <p class=move || connection_class(state.get())>
            <i aria-hidden="true"></i>
            <span>{move || said.get()}</span>
        </p>
        <span class="visually-hidden" role="status">{spoken}</span>
    }
}

const fn connection_class(connection: Connection) -> &'static str {
    match connection {
        Connection::Live => "connection live",
        Connection::Connecting | Connection::CatchingUp { .. } => "connection waiting",
        Connection::Offline { .. } => "connection offline",
    }
}

/// `Live · updated 1 s ago`.
pub fn connection_line(
    connection: Connection,
    updated_at: Option<Instant>,
    now: Instant,
    words: &Words,
    format: Format,
) -> String {
    let word = words.connection(connection);
    match (connection, updated_at) {
        (Connection::Offline { since }, _) => format!("{word} · {}", format.between(since, now)),
        (Connection::Connecting, _) | (_, None) => word.to_owned(),
        (Connection::Live | Connection::CatchingUp { .. }, Some(at)) => {
            format!("{word} · {} {}", words.updated, format.ago(at, now))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::live::examples::at;
    use crate::console::words::{Language, Localized};
    use crate::console::zone::Zone;

    #[test]
    fn the_line_says_how_new_it_is() {
        let (earlier, now) = (at("2026-03-03T10:00:00Z"), at("2026-03-03T10:00:09Z"));
        let format = Format { language: Language::English, zone: Zone::Utc };
        for (connection, updated_at, expected) in [
            (Connection::Connecting, None, "Connecting"),
            (Connection::Live, Some(earlier), "Live · updated 9 s ago"),
            (Connection::Live, None, "Live"),
            (Connection::CatchingUp { since: earlier }, Some(now), "Catching up · updated 0 s ago"),
            (Connection::Offline { since: earlier }, Some(now), "Offline · 9 s"),
        ] {
            let words = Words::of(Language::English);
            assert_eq!(connection_line(connection, updated_at, now, words, format), expected);
        }
    }
}
