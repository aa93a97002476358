//! The overview: what runs and what does not, what mends it, what everything costs,
//! and how long the money lasts.
//!
//! | module | what it holds |
//! |---|---|
//! | `view_model` | all that is worked out: pure |
//! | `spent` | what everything costs, second by second |
//! | `counts`, `attention` | how many services stand how, and those that ask for something |
//! | `overdue`, `money` | what overdue payment stopped; balance, next bill, notices |
//! | `lists` | what costs most, what changed last |
//! | `beat` | when all services are looked at again |

mod attention;
mod beat;
mod counts;
mod lists;
mod money;
mod overdue;
mod spent;
mod view_model;
mod words;

use leptos::prelude::*;

use crate::console::frame::address;
use crate::console::live::{Loading, use_live};
use crate::console::palette::{Entry, use_palette};
use crate::console::parts::{Busy, Heading};
use crate::console::views::account::read::use_bills;
use crate::console::views::account::top_up::TopUpDialog;
use crate::console::words::use_words;
use crate::erased::{callback, memo, signal_of};
use attention::Attention;
use beat::use_beat;
use counts::Counts;
use lists::{LatestChanges, MostExpensive};
use money::MoneyPanel;
use overdue::Overdue;
use spent::CostFigures;
use view_model::is_first_run;
use words::Words;

/// The overview.
#[component]
pub fn Overview() -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let top_up = signal_of(false);
    let open = callback(move |()| top_up.set(true));
    let entry = Entry { title: words.top_up.to_owned(), hint: words.money.to_owned(), run: open };
    use_palette().offer(vec![entry]);
    // The first services are enough to begin with; what is counted of them says that it is not all.
    let begun = memo(move || live.ready() || live.read_so_far().is_some_and(|count| count > 0));
    let failed = memo(move || live.loading.with(|loading| matches!(loading, Loading::Failed(_))));
    let body = move || match (begun.get(), failed.get()) {
        (true, _) => view! { <Everything top_up=top_up /> }.into_any(),
        (false, false) => view! { <Busy /> }.into_any(),
        // The frame says what is wrong, and tries again.
        (false, true) => ().into_any(),
    };
    view! {
        <Heading text=words.title.to_owned()>
            <a class="button main overview-new" href=address::new_service()>{words.new_service}</a>
        </Heading>
        {body}
        <TopUpDialog open=top_up />
    }
}

/// How far it is read, while not everything is there.
#[component]
fn Progress() -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    move || {
        live.read_so_far().map(|count| view! { <p class="note" role="status">{(words.reading)(count)}</p> })
    }
}

/// Says of what is counted that it is not all of it, while that is so.
#[component]
pub fn SoFar() -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let partial = memo(move || live.read_so_far().is_some());
    move || partial.get().then(|| view! { <span class="tag">{words.so_far}</span> })
}

/// The overview, from the first services on.
#[component]
fn Everything(
    /// Opens the dialog of a payment.
    top_up: RwSignal<bool>,
) -> impl IntoView {
    let live = use_live();
    let (beat, bills) = (use_beat(), use_bills());
    let first_run = memo(move || live.ready() && live.totals.with(is_first_run));
    let services = move || {
        if first_run.get() {
            view! {
                <FirstRun />
                <MoneyPanel bills=bills top_up=top_up />
            }
            .into_any()
        } else {
            view! {
                <div class="grid-2">
                    <Attention beat=beat top_up=top_up />
                    <MoneyPanel bills=bills top_up=top_up />
                </div>
                <div class="grid-2">
                    <MostExpensive />
                    <LatestChanges beat=beat />
                </div>
            }
            .into_any()
        }
    };
    view! {
        <Progress />
        <Overdue beat=beat bills=bills top_up=top_up />
        <CostFigures bills=bills />
        <Counts />
        {services}
    }
}

/// What to do where nothing was ever enabled.
#[component]
fn FirstRun() -> impl IntoView {
    let words = use_words::<Words>();
    view! {
        <section class="panel overview-first" aria-labelledby="overview-first">
            <h2 id="overview-first">{words.first_title}</h2>
            <p>{words.first_text}</p>
            <div class="buttons">
                <a class="button main" href=address::models()>{words.models}</a>
                <a class="button" href=address::new_service()>{words.new_service}</a>
                <a class="button" href=address::api_keys()>{words.api_key}</a>
            </div>
        </section>
    }
}
