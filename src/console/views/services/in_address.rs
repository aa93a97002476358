//! Keeps what is asked for in the address, so that reload, back and a shared link show the same.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::choice::Choice;
use crate::console::frame::address;
use crate::erased::{effect, signal_of, stored};

/// How long somebody who types has to pause before the address follows.
const PAUSE: Duration = Duration::from_millis(200);

/// What is asked for, by the address; changing it changes the address in place, without a step in the history.
#[must_use]
pub fn use_choice() -> RwSignal<Choice> {
    let location = use_location();
    let (query, path) = (location.query, location.pathname);
    let navigate = StoredValue::new_local(use_navigate());
    let asked = move || query.with(|query| Choice::of_query(|name| query.get(name)));
    let choice = signal_of(untrack(asked));
    // What the address is known to ask for: a change of it that did not come from here is taken over.
    let known = stored(choice.with_untracked(Choice::query));
    effect(move || {
        let asked = asked();
        let query = asked.query();
        // On the way to another view the query is that one's.
        if path.get_untracked() == address::services() && known.get_value() != query {
            known.set_value(query);
            choice.set(asked);
        }
    });
    let waiting = stored(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = waiting.try_get_value().flatten() {
            timer.clear();
        }
    };
    effect(move || {
        let query = choice.with(Choice::query);
        stop();
        if known.get_value() == query {
            return;
        }
        let write = move || {
            let address = address::without_base(&format!("{}{query}", address::services()));
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            known.try_set_value(query);
            navigate.try_with_value(|navigate| navigate(&address, options));
        };
        waiting.set_value(set_timeout_with_handle(write, PAUSE).ok());
    });
    on_cleanup(stop);
    choice
}
