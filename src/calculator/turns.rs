//! Work that takes a while, done in turns: each step in a moment of its own, so that the page never stops answering.

use std::time::Duration;

use leptos::prelude::*;

/// Work in turns. Only what was asked for last goes on, and nothing once the part of the page that asked is gone.
#[derive(Clone, Copy)]
pub struct Turns {
    /// Counts what was asked for.
    asked: StoredValue<u32>,
}

impl Turns {
    /// Nothing was asked for yet.
    pub fn idle() -> Self {
        Self { asked: StoredValue::new(0) }
    }

    /// Ends what goes on.
    pub fn end(self) {
        self.asked.update_value(|asked| *asked = asked.wrapping_add(1));
    }

    /// Ends what goes on; after a while takes `step`, again and again until it says that nothing is left.
    pub fn begin(self, after: Duration, step: impl FnMut() -> bool + 'static) {
        self.end();
        go_on(self.asked, self.asked.get_value(), after, Box::new(step));
    }
}

fn go_on(asked: StoredValue<u32>, own: u32, after: Duration, mut step: Box<dyn FnMut() -> bool>) {
    let next = move || {
        // `None` once the part of the page is gone.
        if asked.try_get_value() == Some(own) && step() {
            go_on(asked, own, Duration::ZERO, step);
        }
    };
    set_timeout(next, after);
}
