//! Verify in the browser: the page prices the usage behind a bill by its own core, and says equal, or where it differs.

mod outcome;
mod process;
mod words;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::AbortController;

use super::which::Which;
use crate::console::documents::Bill;
use crate::console::live::{Live, use_live};
use crate::console::parts::CurlButton;
use crate::console::words::{Common, use_words};
use crate::erased::{memo, signal_of, stored};
use outcome::{ObstacleView, OutcomeView};
use process::{Obstacle, Report, STEPS, Step, verify};
use words::Words;

/// How far it has come.
#[derive(Debug, Clone, PartialEq)]
enum Verification {
    /// Nobody asked for it.
    Idle,
    /// On its way.
    Working(Step),
    /// It came out.
    Done(Box<Report>),
    /// It could not be done.
    Stopped(Obstacle),
}

/// One verification after another.
#[derive(Clone, Copy)]
struct Verifier {
    which: Which,
    on_bill: Callback<Bill>,
    live: Live,
    state: RwSignal<Verification>,
    running: StoredValue<Option<AbortController>, LocalStorage>,
    /// Counts what was begun, so that what was given up says nothing any more.
    turn: StoredValue<u32>,
}

impl Verifier {
    fn new(which: Which, on_bill: Callback<Bill>) -> Self {
        let verifier = Self {
            which,
            on_bill,
            live: use_live(),
            state: signal_of(Verification::Idle),
            running: StoredValue::new_local(None),
            turn: stored(0),
        };
        on_cleanup(move || verifier.give_up());
        verifier
    }

    /// Gives up what is under way.
    fn give_up(self) {
        self.turn.try_update_value(|turn| *turn = turn.wrapping_add(1));
        if let Some(controller) = self.running.try_update_value(Option::take).flatten() {
            controller.abort();
        }
    }

    fn cancel(self) {
        self.give_up();
        self.state.set(Verification::Idle);
    }

    fn begin(self) {
        self.give_up();
        let own = self.turn.get_value();
        let controller = AbortController::new().ok();
        let signal = controller.as_ref().map(AbortController::signal);
        self.running.set_value(controller);
        self.state.set(Verification::Working(Step::Prices));
        spawn_local(async move {
            let is_own = move || self.turn.try_get_value() == Some(own);
            let tell = move |step| {
                if is_own() {
                    self.state.try_set(Verification::Working(step));
                }
            };
            let outcome = verify(self.which, signal.as_ref(), tell).await;
            if is_own() {
                self.end(outcome);
            }
        });
    }

    fn end(self, outcome: Result<Report, Obstacle>) {
        let state = match outcome {
            Ok(report) => {
                self.on_bill.try_run(report.bill.clone());
                Verification::Done(Box::new(report))
            }
            Err(obstacle) => {
                if let Obstacle::Failure(failure) = &obstacle {
                    self.live.failed(failure);
                }
                Verification::Stopped(obstacle)
            }
        };
        self.state.try_set(state);
    }
}

/// The button, its progress, and what came out.
#[component]
pub fn Verify(
    /// Which bill.
    which: Which,
    /// Takes the bill that was compared.
    on_bill: Callback<Bill>,
) -> impl IntoView {
    let (words, common) = (use_words::<Words>(), use_words::<Common>());
    let verifier = Verifier::new(which, on_bill);
    let state = verifier.state;
    let working = memo(move || state.with(|state| matches!(state, Verification::Working(_))));
    let idle = memo(move || state.with(|state| *state == Verification::Idle));
    let button = move || {
        if working.get() {
            let cancel = move |_| verifier.cancel();
            view! { <button type="button" class="button" on:click=cancel>{common.cancel}</button> }.into_any()
        } else {
            let label = if idle.get() { words.verify } else { words.verify_again };
            let begin = move |_| verifier.begin();
            view! { <button type="button" class="button main" on:click=begin>{label}</button> }.into_any()
        }
    };
    let outcome = move || match state.get() {
        Verification::Idle => view! { <p class="hint">{words.text}</p> }.into_any(),
        Verification::Working(step) => {
            let label = words.step(step);
            view! {
                <p class="hint">{label.clone()}</p>
                <progress max=STEPS.to_string() value=step.done().to_string() aria-label=label></progress>
            }
            .into_any()
        }
        Verification::Done(report) => view! { <OutcomeView report=*report /> }.into_any(),
        Verification::Stopped(obstacle) => view! { <ObstacleView obstacle=obstacle /> }.into_any(),
    };
    view! {
        <section class="panel bill-verify" aria-labelledby="bill-verify-title">
            <div class="panel-head">
                <h2 id="bill-verify-title">{words.title}</h2>
                <CurlButton request=which.usage_request() />
                {button}
            </div>
            <div class="bill-verify-outcome" aria-live="polite">{outcome}</div>
        </section>
    }
}
