//! When a view that looks at all services looks again: after what it shows of them has moved, and then not again for a
//! while, however many of them there are and however much they do.

use std::time::Duration;

use leptos::prelude::*;
use tiermeter_pricing::NANOSECONDS_PER_SECOND;

use crate::console::live::use_live;
use crate::console::views::throttle::use_throttled;
use crate::erased::memo;

/// Changes that come within this time are looked at together.
const REST: Duration = Duration::from_secs(1);
/// What services cost is put into order again so often.
const ORDER_SECONDS: u32 = 10;

/// Moves after services came, went or stand otherwise, at most once a second.
pub fn use_beat() -> ReadSignal<u64> {
    let live = use_live();
    use_throttled(REST, move || live.stands.track())
}

/// Moves after services may have another order by what they cost: every ten seconds where time alone changes that, as
/// often at most where more does, and soon after one comes or goes.
pub fn use_cost_beat() -> Memo<(i64, u64, u64)> {
    let live = use_live();
    let costs = use_throttled(Duration::from_secs(ORDER_SECONDS.into()), move || live.costs.track());
    let rows = use_throttled(REST, move || live.rows.track());
    let time = memo(move || {
        if live.any_moving.get() {
            live.now.get().unix_nanoseconds() / (i64::from(ORDER_SECONDS) * NANOSECONDS_PER_SECOND)
        } else {
            0
        }
    });
    memo(move || (time.get(), costs.get(), rows.get()))
}
