//! When a view that looks at all services looks again: soon after a change, and never for each of many.

use std::time::Duration;

use leptos::prelude::*;
use tiermeter_pricing::NANOSECONDS_PER_SECOND;

use crate::console::live::use_live;

/// Changes that come within this time are looked at together.
const PAUSE: Duration = Duration::from_millis(250);
/// What only time changes is put into order again so often.
const ORDER_SECONDS: i64 = 10;

/// Moves after services changed, at most four times a second.
pub fn use_beat() -> RwSignal<u64> {
    let live = use_live();
    let beat = RwSignal::new(0_u64);
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |before: Option<()>| {
        live.pulse.track();
        if before.is_none() || waiting.get_value().is_some() {
            return;
        }
        let look = move || {
            waiting.try_set_value(None);
            beat.try_update(|beat| *beat = beat.wrapping_add(1));
        };
        waiting.set_value(set_timeout_with_handle(look, PAUSE).ok());
    });
    on_cleanup(move || {
        if let Some(timer) = waiting.try_get_value().flatten() {
            timer.clear();
        }
    });
    beat
}

/// Moves every ten seconds of the server's clock.
pub fn use_slow_beat() -> Memo<i64> {
    let live = use_live();
    Memo::new(move |_| live.now.get().unix_nanoseconds() / (ORDER_SECONDS * NANOSECONDS_PER_SECOND))
}
