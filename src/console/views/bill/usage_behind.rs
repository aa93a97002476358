//! The usage behind a bill, fetched when the first line is opened, and kept for the others.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::AbortSignal;

use super::usage_document::UsageDocument;
use super::which::Which;
use crate::console::client::{aborted_on_cleanup, send_until};
use crate::console::live::{Live, use_live};
use crate::console::parts::Load;
use crate::erased::{signal_of, stored};

/// The usage behind a bill.
#[derive(Clone, Copy)]
pub struct UsageBehind {
    /// How far it has come; none while nobody has asked for it.
    pub state: RwSignal<Option<Load<Arc<UsageDocument>>>>,
    which: Which,
    live: Live,
    signal: StoredValue<Option<AbortSignal>, LocalStorage>,
    /// Counts how often it was asked for, so that a late answer is not taken for a newer one.
    turn: StoredValue<u32>,
}

impl UsageBehind {
    /// That of a bill, which nobody has asked for yet. It is given up with its caller.
    #[must_use]
    pub fn of(which: Which) -> Self {
        Self {
            state: signal_of(None),
            which,
            live: use_live(),
            signal: StoredValue::new_local(aborted_on_cleanup()),
            turn: stored(0),
        }
    }

    /// Fetches it, unless it is there or on its way.
    pub fn ask(self) {
        if self.state.with_untracked(Option::is_some) {
            return;
        }
        self.state.set(Some(Load::Waiting));
        let turn = self.next_turn();
        let signal = self.signal.try_with_value(Clone::clone).flatten();
        spawn_local(async move {
            let request = self.which.usage_request();
            let answer = send_until::<UsageDocument>(&request, signal.as_ref()).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.state.try_set(Some(match answer {
                Ok(answer) => Load::Ready(Arc::new(answer.value)),
                Err(failure) => {
                    self.live.failed(&failure);
                    Load::Failed(failure)
                }
            }));
        });
    }

    /// Forgets it, because the bill was counted anew or the way there failed; whoever shows it asks again.
    pub fn forget(self) {
        self.next_turn();
        self.state.try_set(None);
    }

    fn next_turn(self) -> u32 {
        let next = self.turn.try_get_value().unwrap_or_default().wrapping_add(1);
        self.turn.try_set_value(next);
        next
    }
}
