//! The runs of a service, read for its plots: the newest ones, and again when one has ended.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tiermeter_pricing::Instant;

use crate::console::client::{aborted_on_cleanup, pages};
use crate::console::documents::{OpenRun, Run};
use crate::console::live::{Live, ServiceRow, use_live};
use crate::console::parts::Load;
use crate::console::request::Request;
use crate::erased::{effect_of_last, signal_of};

/// So many runs are read at most: the words of the gap before them say so too.
const MOST_RUNS: usize = 3_000;
/// How long it is waited after a run has ended, so that several of them are one question.
const GATHERING: Duration = Duration::from_secs(2);

/// Runs that were read, the newest first.
#[derive(Debug, Clone, PartialEq)]
pub struct RunsRead {
    /// The runs.
    pub runs: Vec<Run>,
    /// From when on all of them are there; `None` where that is since ever.
    pub complete_from: Option<Instant>,
}

impl RunsRead {
    fn of(mut runs: Vec<Run>) -> Self {
        // Of those that were not read, none began later than the last one that was.
        let complete_from = if runs.len() < MOST_RUNS {
            None
        } else {
            runs.truncate(MOST_RUNS);
            runs.last().map(|run| run.started_at)
        };
        Self { runs, complete_from }
    }
}

/// The runs, and how they are read again.
#[derive(Clone, Copy)]
pub struct Runs {
    /// How far it has come. What was read stays while it is read again.
    pub state: RwSignal<Load<Arc<RunsRead>>>,
    reader: StoredValue<Reader, LocalStorage>,
}

struct Reader {
    live: Live,
    request: Request,
    signal: Option<web_sys::AbortSignal>,
    /// The number of the newest question; answers to older ones are passed over.
    latest: u64,
    /// Whether it is waited to read again.
    waits: bool,
}

impl Runs {
    /// Reads them again.
    pub fn again(self) {
        let question = self.reader.try_update_value(|reader| {
            reader.latest = reader.latest.wrapping_add(1);
            (reader.live, reader.request.clone(), reader.signal.clone(), reader.latest)
        });
        let Some((live, request, signal, own)) = question else { return };
        spawn_local(async move {
            let answer = pages::<Run>(&request, signal.as_ref(), |count| count < MOST_RUNS).await;
            if self.reader.try_with_value(|reader| reader.latest) != Some(own) {
                return;
            }
            match answer {
                Ok(runs) => {
                    self.state.try_set(Load::Ready(Arc::new(RunsRead::of(runs))));
                }
                Err(failure) => {
                    live.failed(&failure);
                    self.state.try_update(|state| {
                        if !matches!(state, Load::Ready(_)) {
                            *state = Load::Failed(failure);
                        }
                    });
                }
            }
        });
    }

    fn again_soon(self) {
        let waits = self.reader.try_update_value(|reader| std::mem::replace(&mut reader.waits, true));
        if waits != Some(false) {
            return;
        }
        let read = move || {
            self.reader.try_update_value(|reader| reader.waits = false);
            self.again();
        };
        set_timeout(read, GATHERING);
    }
}

/// Reads the runs of a service, and again whenever one has ended.
pub fn use_runs(row: RwSignal<ServiceRow>) -> Runs {
    let request = row.with_untracked(|row| Request::runs(&row.service.id));
    let reader = Reader { live: use_live(), request, signal: aborted_on_cleanup(), latest: 0, waits: false };
    let runs = Runs { state: signal_of(Load::Waiting), reader: StoredValue::new_local(reader) };
    effect_of_last(move |before: Option<Vec<OpenRun>>| {
        let open = row.with(|row| row.service.open_runs.clone());
        match before {
            None => runs.again(),
            Some(before) if before != open && before.iter().any(|run| !open.contains(run)) => {
                runs.again_soon();
            }
            Some(_) => {}
        }
        open
    });
    runs
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn runs(count: usize) -> Vec<Run> {
        let run = |index: usize| Run {
            instance: format!("managed-{index}"),
            tier: "A".to_owned(),
            started_at: Instant::from_unix_seconds(10_000 - i64::try_from(index).unwrap()).unwrap(),
            stopped_at: None,
            seconds: 1,
            amount: Decimal::ZERO,
            currency: "USD".to_owned(),
            open: true,
        };
        (0..count).map(run).collect()
    }

    #[test]
    fn what_was_left_out_is_known() {
        for (count, kept, complete_from) in [(0, 0, None), (2_999, 2_999, None), (3_050, 3_000, Some(7_001))]
        {
            let read = RunsRead::of(runs(count));
            assert_eq!(read.runs.len(), kept);
            assert_eq!(read.complete_from, complete_from.and_then(Instant::from_unix_seconds));
        }
    }
}
