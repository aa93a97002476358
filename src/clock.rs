//! The page's one clock. Nothing else reads the time, or how far the device's time is from UTC; everything takes the
//! instant, or the distance, as an argument.

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use tiermeter_pricing::Instant;
use wasm_bindgen::JsValue;

const TICK_MILLISECONDS: u32 = 1_000;
const NANOSECONDS_PER_MILLISECOND: i64 = 1_000_000;

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
    Instant::from_unix_nanoseconds(milliseconds.checked_mul(NANOSECONDS_PER_MILLISECOND)?)
}

/// How many minutes the device's time is east of UTC at an instant, with its summer time.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "milliseconds of the years of the rules, and minutes of a day, are whole numbers below 2^53"
)]
pub fn device_offset_minutes(at: Instant) -> i64 {
    let milliseconds = at.unix_nanoseconds().div_euclid(NANOSECONDS_PER_MILLISECOND);
    let date = js_sys::Date::new(&JsValue::from_f64(milliseconds as f64));
    // The device counts westwards.
    -(date.get_timezone_offset() as i64)
}
