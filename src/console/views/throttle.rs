//! Follows signals that may move in every frame no more often than there is use for: at once after a rest, and once more
//! when they moved meanwhile.

use std::time::Duration;

use leptos::prelude::*;

use crate::erased::{effect, signal_of, stored};

#[derive(Clone, Copy)]
struct Throttle {
    rest: Duration,
    turn: RwSignal<u64>,
    resting: StoredValue<Option<TimeoutHandle>>,
    missed: StoredValue<bool>,
}

/// A number that moves when the signals move that `follow` reads, but not again before a rest.
#[must_use]
pub fn use_throttled(rest: Duration, follow: impl Fn() + 'static) -> ReadSignal<u64> {
    let throttle = Throttle { rest, turn: signal_of(0), resting: stored(None), missed: stored(false) };
    effect(move || {
        follow();
        throttle.moved();
    });
    on_cleanup(move || {
        if let Some(timer) = throttle.resting.try_get_value().flatten() {
            timer.clear();
        }
    });
    throttle.turn.read_only()
}

impl Throttle {
    fn moved(self) {
        if self.resting.get_value().is_some() {
            self.missed.set_value(true);
        } else {
            self.tell();
        }
    }

    fn tell(self) {
        self.turn.update(|turn| *turn = turn.wrapping_add(1));
        self.resting.set_value(set_timeout_with_handle(move || self.rested(), self.rest).ok());
    }

    fn rested(self) {
        self.resting.try_set_value(None);
        if self.missed.try_get_value() == Some(true) {
            self.missed.set_value(false);
            self.tell();
        }
    }
}
