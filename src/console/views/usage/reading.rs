//! The view's reports, read again while somebody looks: the stream does not tell what is used.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tiermeter_pricing::Instant;
use web_sys::AbortSignal;

use super::asked::Asked;
use super::words::Words;
use crate::console::client::{aborted_on_cleanup, send_until};
use crate::console::documents::UsageReport;
use crate::console::failure::Failure;
use crate::console::format::use_format;
use crate::console::live::{Live, use_live};
use crate::console::parts::{Load, Loaded, Shown, Trouble};
use crate::console::request::Request;
use crate::console::words::use_words;
use crate::erased::{clicked, dynamic, effect, memo, signal_of, stored};

const READ_EVERY: Duration = Duration::from_secs(30);

/// A report that is shown; none before it was asked for.
type Kept = StoredValue<Option<Loaded<UsageReport>>>;

/// Reads again what is shown.
#[derive(Clone, Copy)]
pub struct Reading {
    asked: Asked,
    live: Live,
    /// The table's report.
    rows: Kept,
    /// The plot's report.
    days: Kept,
    /// When the table's report came.
    as_of: RwSignal<Option<Instant>>,
    /// Why it could not be read again.
    trouble: RwSignal<Option<Failure>>,
    is_reading: StoredValue<bool>,
    signal: StoredValue<Option<AbortSignal>, LocalStorage>,
}

impl Reading {
    /// Reads again from time to time, until the caller is cleaned up.
    pub fn of(asked: Asked) -> Self {
        let reading = Self {
            asked,
            live: use_live(),
            rows: stored(None),
            days: stored(None),
            as_of: signal_of(None),
            trouble: signal_of(None),
            is_reading: stored(false),
            signal: StoredValue::new_local(aborted_on_cleanup()),
        };
        let tick = set_interval_with_handle(
            move || {
                if !document().hidden() {
                    reading.read();
                }
            },
            READ_EVERY,
        );
        let tick = tick.ok();
        on_cleanup(move || {
            if let Some(tick) = tick {
                tick.clear();
            }
        });
        reading
    }

    /// Keeps the table's report up.
    pub fn keep_rows(self, report: Loaded<UsageReport>) {
        self.rows.set_value(Some(report));
        effect(move || {
            let is_there = report.state.with(|state| matches!(state, Load::Ready(_)));
            self.as_of.set(is_there.then(|| self.live.instant()));
            self.trouble.set(None);
        });
    }

    /// Keeps the plot's report up.
    pub fn keep_days(self, report: Loaded<UsageReport>) {
        self.days.set_value(Some(report));
    }

    /// Reads again, unless that is under way. One report after the other: the account may make few at once.
    fn read(self) {
        if self.is_reading.try_get_value() != Some(false) {
            return;
        }
        self.is_reading.set_value(true);
        spawn_local(async move {
            let days = self.read_one(self.days, Asked::request_by_day).await;
            let rows = self.read_one(self.rows, Asked::request).await;
            self.trouble.try_set(days.or(rows));
            self.is_reading.try_set_value(false);
        });
    }

    /// Reads a report again where it is there, and asks anew where it could not be read; what cannot be read again leaves
    /// what is shown. Tells why it could not.
    async fn read_one(self, kept: Kept, request: fn(Asked) -> Request) -> Option<Failure> {
        let report = kept.try_get_value().flatten()?;
        if report.state.try_with_untracked(|state| matches!(state, Load::Failed(_))) == Some(true) {
            report.again();
        }
        if report.state.try_with_untracked(|state| matches!(state, Load::Ready(_))) != Some(true) {
            return None;
        }
        let asked_for = untrack(|| request(self.asked));
        let signal = self.signal.try_get_value().flatten();
        let answer = send_until::<UsageReport>(&asked_for, signal.as_ref()).await;
        // The view may be gone by now.
        self.is_reading.try_get_value()?;
        match answer {
            Ok(answer) => {
                // Where something else is asked for, that is on its way already.
                if untrack(|| request(self.asked)) == asked_for {
                    report.state.try_set(Load::Ready(answer.value));
                }
                None
            }
            Err(failure) => {
                self.live.failed(&failure);
                Some(failure)
            }
        }
    }
}

/// When it was read, and the way to read it now.
#[component]
pub fn AsOf(
    /// What reads it.
    reading: Reading,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let as_of = move || reading.as_of.get().map(|at| (words.as_of)(&format.instant(at)));
    view! {
        <p class="hint bill-as-of">
            <button type="button" class="button" on:click=clicked(move |_| reading.read())>{words.read_again}</button>
            <span>{as_of}</span>
        </p>
        {move || reading.trouble.get().map(|failure| view! { <Trouble failure=failure /> }.into_any())}
    }
}

/// How far a report has come, or what is drawn of it: once, for it follows the report by itself.
pub fn once_there(report: Loaded<UsageReport>, draw: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    let there = memo(move || report.state.with(|state| matches!(state, Load::Ready(_))));
    dynamic(move || {
        if there.get() {
            draw()
        } else {
            view! { <Shown loaded=report view={|_: UsageReport| ()} /> }.into_any()
        }
    })
    .into_any()
}
