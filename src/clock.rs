//! The page's one clock. Nothing else reads the time; everything takes the instant as an argument.

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use tiermeter_pricing::Instant;

const TICK_MILLISECONDS: u32 = 1_000;

/// The instant of now, moved on every second until the caller's owner is cleaned up. `None` where the device's
/// clock is outside the years of the rules.
pub fn use_clock() -> ReadSignal<Option<Instant>> {
    let (now, set_now) = signal(read_device_clock());
    let interval =
        StoredValue::new_local(Interval::new(TICK_MILLISECONDS, move || set_now.set(read_device_clock())));
    on_cleanup(move || interval.dispose());
    now
}

/// The instant of now, read once.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the device's clock counts whole milliseconds, below 2^53"
)]
pub fn read_device_clock() -> Option<Instant> {
    let milliseconds = js_sys::Date::now() as i64;
    Instant::from_unix_nanoseconds(milliseconds.checked_mul(1_000_000)?)
}
