//! What a service that is metered by tokens used, by the day, the hour and the minute: one reader for all parts of the
//! service's view. Each piece is asked for once, with the service's name, and kept while the view is open; who wants it
//! meanwhile waits for the same answer. How many are asked for at once is the client's affair: they are reports.
//!
//! | module | what it holds |
//! |---|---|
//! | this one | the reader |
//! | `piece` | what is asked for: pure |
//! | `kept` | what was told, and who asks for what: pure |

mod kept;
mod piece;

use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Poll, Waker};

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::AbortSignal;

use self::kept::{Kept, Moment, Step, Want};
use crate::console::client::{aborted_on_cleanup, send_until};
use crate::console::documents::UsageReport;
use crate::console::failure::Failure;
use crate::console::live::{Live, ServiceRow, use_live};
use crate::console::parts::{Loaded, use_fetched};
use crate::erased::stored;

pub use self::kept::Told;
pub use self::piece::Piece;

/// The answers, and those who wait for one.
#[derive(Default)]
struct State {
    kept: Kept,
    waiting: Vec<Waker>,
}

/// Reads what a service used.
#[derive(Clone, Copy)]
pub struct UsageReader {
    row: RwSignal<ServiceRow>,
    live: Live,
    state: StoredValue<State>,
    signal: StoredValue<Option<AbortSignal>, LocalStorage>,
}

/// Gives the view of a service its reader.
pub fn provide_usage_reader(row: RwSignal<ServiceRow>) {
    provide_context(UsageReader {
        row,
        live: use_live(),
        state: stored(State::default()),
        signal: StoredValue::new_local(aborted_on_cleanup()),
    });
}

/// The reader of the service's view.
#[expect(clippy::expect_used, reason = "the view of a service gives all its parts the reader")]
pub fn use_usage_reader() -> UsageReader {
    use_context::<UsageReader>().expect("the reader is provided above every part of the view")
}

/// Reads what answers a question, and again whenever a signal that `question` reads changes: what was used in the
/// pieces, which follow each other, that the question comes to when it is put.
pub fn use_told<Q: Clone + PartialEq + 'static>(
    question: impl Fn() -> Q + Send + Sync + 'static,
    pieces: impl Fn(Q) -> Vec<Piece> + 'static,
) -> Loaded<Told> {
    let reader = use_usage_reader();
    use_fetched(question, move |asked| reader.read_all(pieces(asked)))
}

impl UsageReader {
    /// What was used in the parts of a piece, as of now.
    pub async fn read(self, piece: Piece) -> Result<Told, Failure> {
        self.wanted(piece, Want::Kept).await
    }

    /// The same, though something is kept: that does not go with what else is known.
    pub async fn read_anew(self, piece: Piece) -> Result<Told, Failure> {
        self.wanted(piece, Want::Anew).await
    }

    /// What is kept of a piece, however old it is.
    pub fn kept(self, piece: Piece) -> Option<Told> {
        self.state.try_with_value(|state| state.kept.kept(piece)).flatten()
    }

    /// What was used in all of these pieces, together.
    async fn read_all(self, pieces: Vec<Piece>) -> Result<Told, Failure> {
        // What is not there is asked for side by side.
        for piece in &pieces {
            self.begin(*piece, Want::Kept);
        }
        let mut all: Option<Told> = None;
        for piece in pieces {
            let told = self.read(piece).await?;
            all = Some(all.map_or_else(|| told.clone(), |before| before.and(&told)));
        }
        all.ok_or(Failure::Offline)
    }

    async fn wanted(self, piece: Piece, want: Want) -> Result<Told, Failure> {
        loop {
            match self.begin(piece, want) {
                // The view is gone, and whoever waits with it.
                None => return Err(Failure::Offline),
                Some(Step::Serve(told)) => return Ok(told),
                Some(Step::Ask(number)) => return self.outcome(piece, number).await,
                Some(Step::Wait(number)) => {
                    let told = self.outcome(piece, number).await?;
                    if want == Want::Anew {
                        return Ok(told);
                    }
                    // Where it was asked for before there was more to tell, it is asked for once more.
                }
            }
        }
    }

    /// Takes the step that is to be taken for a piece: where it has to be asked for, that is begun.
    fn begin(self, piece: Piece, want: Want) -> Option<Step> {
        let moment = self.moment()?;
        let step = self.state.try_update_value(|state| state.kept.want(piece, moment, want))?;
        if let Step::Ask(number) = step {
            // It is nobody's own: whoever asked first may go away, and the others get the answer.
            spawn_local(self.ask(piece, number, moment));
        }
        Some(step)
    }

    fn moment(self) -> Option<Moment> {
        let now = self.live.now.try_get_untracked()?.unix_nanoseconds();
        let cost = self.row.try_with_untracked(|row| row.service.cost.month_to_date)?;
        Some(Moment { now, cost })
    }

    async fn ask(self, piece: Piece, number: u64, asked: Moment) {
        let offset = self.live.utc_offset_untracked().unwrap_or_default();
        let request = self.row.try_with_untracked(|row| piece.request(&row.service.id, offset));
        let signal = self.signal.try_get_value().flatten();
        let answer = match request {
            Some(request) => send_until::<UsageReport>(&request, signal.as_ref()).await,
            None => Err(Failure::Offline),
        };
        let told = answer.map(|answer| Told { rows: Arc::new(answer.value.data), asked });
        let woken = self.state.try_update_value(|state| {
            state.kept.answered(piece, number, told);
            std::mem::take(&mut state.waiting)
        });
        for waker in woken.unwrap_or_default() {
            waker.wake();
        }
    }

    /// Waits for what comes of an asking.
    async fn outcome(self, piece: Piece, number: u64) -> Result<Told, Failure> {
        poll_fn(move |context| {
            let outcome = self.state.try_update_value(|state| {
                let outcome = state.kept.outcome(piece, number);
                if outcome.is_none() {
                    state.waiting.push(context.waker().clone());
                }
                outcome
            });
            match outcome {
                Some(Some(outcome)) => Poll::Ready(outcome),
                Some(None) => Poll::Pending,
                None => Poll::Ready(Err(Failure::Offline)),
            }
        })
        .await
    }
}
