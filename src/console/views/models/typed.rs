//! A text that is typed and stands in the address: the field follows each key, the address follows a pause.

use std::time::Duration;

use leptos::prelude::*;

use crate::console::frame::address::use_query_part;
use crate::erased::{effect, signal_of, stored};

/// How long somebody who types has to pause before the address follows.
const PAUSE: Duration = Duration::from_millis(200);

/// The text of a part of the address. Setting it changes the address in place, soon.
pub fn use_typed_part(name: &'static str) -> RwSignal<String> {
    let (part, set_part) = use_query_part(name);
    let text = signal_of(part.get_untracked().unwrap_or_default());
    // What the address is known to hold: a change of it that did not come from here is taken over.
    let known = stored(text.get_untracked());
    effect(move || {
        let asked = part.get().unwrap_or_default();
        if known.get_value() != asked {
            known.set_value(asked.clone());
            text.set(asked);
        }
    });
    let waiting = stored(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(timer) = waiting.try_get_value().flatten() {
            timer.clear();
        }
    };
    effect(move || {
        let typed = text.get();
        stop();
        if known.get_value() == typed {
            return;
        }
        let write = move || {
            known.try_set_value(typed.clone());
            set_part.try_run((!typed.is_empty()).then_some(typed));
        };
        waiting.set_value(set_timeout_with_handle(write, PAUSE).ok());
    });
    on_cleanup(stop);
    text
}
