//! Work that takes a while, done in turns: each step in a moment of its own, so that the page never stops answering.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;

use crate::erased::{effect_again, follow, signal_of};

/// What an edit need not show at once follows when nothing was edited for so long.
pub const AFTER_EDITS: Duration = Duration::from_millis(120);

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
        self.begin_apart(after, || Duration::ZERO, step);
    }

    /// The same, with so much time between two steps as is wanted then.
    pub fn begin_apart(
        self,
        after: Duration,
        between: impl Fn() -> Duration + 'static,
        step: impl FnMut() -> bool + 'static,
    ) {
        self.end();
        go_on(self.asked, self.asked.get_value(), after, Box::new(between), Box::new(step));
    }

    /// Ends what goes on; after a while works out one part after another, and in the end hands over what came of all
    /// of them.
    pub fn each<P: 'static, R: 'static>(
        self,
        after: Duration,
        parts: Vec<P>,
        work: impl Fn(P) -> R + 'static,
        done: impl Fn(Vec<R>) + 'static,
    ) {
        let mut worked_out = Vec::with_capacity(parts.len());
        let mut left = parts.into_iter();
        self.begin(after, move || {
            let part = left.next();
            let is_left = part.is_some();
            worked_out.extend(part.map(&work));
            if !is_left {
                done(std::mem::take(&mut worked_out));
            }
            is_left
        });
    }
}

fn go_on(
    asked: StoredValue<u32>,
    own: u32,
    after: Duration,
    between: Box<dyn Fn() -> Duration>,
    mut step: Box<dyn FnMut() -> bool>,
) {
    let next = move || {
        // `None` once the part of the page is gone.
        if asked.try_get_value() == Some(own) && step() {
            go_on(asked, own, between(), between, step);
        }
    };
    set_timeout(next, after);
}

/// What `work` makes of a value: at once, and whenever the value has changed, a while after the last edit. Until then
/// it stays what it was.
pub fn following<S, T>(value: Memo<S>, work: impl Fn(&S) -> T + 'static) -> RwSignal<T>
where
    S: Send + Sync + 'static,
    T: Send + Sync + 'static,
{
    let made = signal_of(value.with_untracked(&work));
    let (turns, work) = (Turns::idle(), Rc::new(work));
    effect_again(move |is_made| {
        follow(value);
        if is_made {
            let work = Rc::clone(&work);
            turns.begin(AFTER_EDITS, move || {
                made.set(value.with_untracked(|value| work(value)));
                false
            });
        }
    });
    made
}
