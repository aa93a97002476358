//! What the server runs for a service. The stream does not tell how instances start and wait, so they are asked for
//! while somebody looks.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tiermeter_service::Status;

use crate::console::client::{aborted_on_cleanup, send_until};
use crate::console::documents::{Instance, Instances};
use crate::console::live::{ServiceRow, use_live};
use crate::console::parts::Load;
use crate::console::request::Request;
use crate::erased::{callback, effect, follow, memo, signal_of, stored};

const ASKED_EVERY: Duration = Duration::from_secs(3);

/// What the server runs for a service, kept up while somebody looks.
#[derive(Clone, Copy)]
pub struct Watched {
    /// How far they are known.
    pub state: RwSignal<Load<Vec<Instance>>>,
    /// Asks for them now.
    pub ask: Callback<()>,
}

/// The instances that the server runs for a service.
pub fn use_instances(row: RwSignal<ServiceRow>) -> Watched {
    let live = use_live();
    let state = signal_of(Load::Waiting);
    let (is_asking, signal) = (stored(false), StoredValue::new_local(aborted_on_cleanup()));
    let id = row.with_untracked(|row| row.service.id.clone());
    let ask = callback(move |()| {
        if is_asking.try_get_value() != Some(false) {
            return;
        }
        is_asking.set_value(true);
        let request = Request::instances(&id);
        spawn_local(async move {
            let signal = signal.try_get_value().flatten();
            let answer = send_until::<Instances>(&request, signal.as_ref()).await;
            if is_asking.try_get_value().is_none() {
                return;
            }
            is_asking.set_value(false);
            match answer {
                Ok(answer) => {
                    let next = Load::Ready(answer.value.data);
                    // Nothing is drawn anew where nothing is new.
                    if state.try_with_untracked(|known| *known != next) == Some(true) {
                        state.try_set(next);
                    }
                }
                Err(failure) => {
                    live.failed(&failure);
                    state.try_set(Load::Failed(failure));
                }
            }
        });
    });
    let trace = memo(move || row.with(|row| (row.service.status, row.service.open_runs.clone())));
    effect(move || {
        follow(trace);
        ask.run(());
    });
    let tick = set_interval_with_handle(
        move || {
            let may_change = trace
                .try_with_untracked(|(status, _)| matches!(status, Status::Running | Status::Creating))
                .unwrap_or_default();
            let any = state
                .try_with_untracked(|known| !matches!(known, Load::Ready(data) if data.is_empty()))
                .unwrap_or_default();
            if (may_change || any) && !document().hidden() {
                ask.try_run(());
            }
        },
        ASKED_EVERY,
    );
    let tick = tick.ok();
    on_cleanup(move || {
        if let Some(tick) = tick {
            tick.clear();
        }
    });
    Watched { state, ask }
}
