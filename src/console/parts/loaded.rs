//! Something that a view fetches for itself: again when what it asks for changes, and never after the view is gone.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

use super::states::{Busy, Trouble};
use crate::console::client::{aborted_on_cleanup, all_pages, send_until};
use crate::console::failure::Failure;
use crate::console::live::use_live;
use crate::console::request::Request;
use crate::erased::{callback, effect_of_last, signal_of, stored};

/// How far it has come.
#[derive(Debug, Clone, PartialEq)]
pub enum Load<T> {
    /// It is asked for.
    Waiting,
    /// It is there.
    Ready(T),
    /// It could not be had.
    Failed(Failure),
}

/// Something fetched.
pub struct Loaded<T: Send + Sync + 'static> {
    /// How far it has come.
    pub state: RwSignal<Load<T>>,
    turn: RwSignal<u64>,
}

impl<T: Send + Sync + 'static> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loaded<T> {}

impl<T: Send + Sync + 'static> Loaded<T> {
    /// Fetches it again; what is there stays until then.
    pub fn again(self) {
        // The view may be gone by the time that somebody wants it again.
        self.turn.try_update(|turn| *turn = turn.wrapping_add(1));
    }
}

/// Fetches a document, and again whenever a signal that `request` reads changes.
pub fn use_loaded<T>(request: impl Fn() -> Request + Send + Sync + 'static) -> Loaded<T>
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    use_fetched(request, |request: Request| {
        let signal = aborted_on_cleanup();
        async move { send_until::<T>(&request, signal.as_ref()).await.map(|answer| answer.value) }
    })
}

/// Fetches every entry of a list, page after page, and again whenever a signal that `request` reads changes.
pub fn use_all_pages<T>(request: impl Fn() -> Request + Send + Sync + 'static) -> Loaded<Vec<T>>
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    use_fetched(request, |request: Request| {
        let signal = aborted_on_cleanup();
        async move { all_pages::<T>(&request, signal.as_ref()).await }
    })
}

/// Fetches what answers a question, and again whenever a signal that `question` reads changes. `fetch` is called where
/// what it makes is cleaned up before the next time.
pub fn use_fetched<Q, T, F>(
    question: impl Fn() -> Q + Send + Sync + 'static,
    fetch: impl Fn(Q) -> F + 'static,
) -> Loaded<T>
where
    Q: Clone + PartialEq + 'static,
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let live = use_live();
    let (state, turn) = (signal_of(Load::Waiting), signal_of(0_u64));
    let latest = stored(0_u64);
    effect_of_last(move |before: Option<Q>| {
        turn.track();
        let asked = question();
        // Another question: the answer to the last one is not shown beside it.
        if before.is_some_and(|before| before != asked) {
            state.set(Load::Waiting);
        }
        latest.update_value(|latest| *latest = latest.wrapping_add(1));
        let own = latest.get_value();
        // An effect that runs again cleans up first, so what was under way is given up.
        let answer = fetch(asked.clone());
        spawn_local(async move {
            let answer = answer.await;
            if latest.try_get_value() != Some(own) {
                return;
            }
            state.try_set(match answer {
                Ok(value) => Load::Ready(value),
                Err(failure) => {
                    live.failed(&failure);
                    Load::Failed(failure)
                }
            });
        });
        asked
    });
    Loaded { state, turn }
}

/// What was fetched, or how far it has come.
#[component]
pub fn Shown<T, F, V>(
    /// What is fetched.
    loaded: Loaded<T>,
    /// The view of it.
    view: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    F: Fn(T) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    move || match loaded.state.get() {
        Load::Waiting => view! { <Busy /> }.into_any(),
        Load::Ready(value) => view(value).into_any(),
        Load::Failed(failure) => {
            let again = callback(move |()| loaded.again());
            view! { <Trouble failure=failure on_again=again /> }.into_any()
        }
    }
}
