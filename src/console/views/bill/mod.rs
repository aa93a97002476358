//! A bill: line by line down to runs and arithmetic, as files and on paper, and verified by this page's own core.
//!
//! | module | what it holds |
//! |---|---|
//! | `which` | which bill an address names |
//! | `view_model` | the lines and their arithmetic: pure |
//! | `usage_document`, `behind` | what stands behind a line: pure |
//! | `compare` | a bill beside the settlement of its usage: pure |
//! | `usage_behind` | the usage behind a bill, fetched once |
//! | `lines`, `behind_line`, `pages`, `sums`, `letterhead`, `files` | what is seen |
//! | `verify` | downloads, prices, compares, and says what came out |

mod behind;
mod behind_line;
mod behind_words;
mod compare;
mod files;
mod letterhead;
mod lines;
mod pages;
mod sums;
mod usage_behind;
mod usage_document;
mod verify;
mod view_model;
mod which;
mod words;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::console::documents::Bill as Document;
use crate::console::format::use_format;
use crate::console::frame::address;
use crate::console::parts::{Empty, Heading, Load, Loaded, Shown, use_loaded};
use crate::console::words::use_words;
use crate::erased::{callback, memo_of_last, signal_of};
use files::Files;
use letterhead::{Letterhead, PricesAndRules};
use lines::Lines;
use sums::BillFigures;
use usage_behind::UsageBehind;
use verify::Verify;
use which::Which;
use words::Words;

/// The bill that the address names.
#[component]
pub fn Bill() -> impl IntoView {
    let params = use_params_map();
    // On the way to another view the address names no bill any more; this one stays until it is gone.
    let word = memo_of_last(move |before: Option<&Option<String>>| {
        params.with(|params| params.get("month")).or_else(|| before.cloned().flatten())
    });
    move || match word.with(|word| word.as_deref().and_then(Which::of_word)) {
        Some(which) => view! { <BillOf which=which /> }.into_any(),
        None => view! { <NoBill /> }.into_any(),
    }
}

/// An address that names no bill.
#[component]
fn NoBill() -> impl IntoView {
    let words = use_words::<Words>();
    view! {
        <Heading text=words.no_bill.to_owned() />
        <Empty title=words.no_bill.to_owned() text=words.no_bill_text.to_owned()>
            <a class="button" href=address::bills()>{words.all_bills}</a>
        </Empty>
    }
}

/// One bill.
#[component]
fn BillOf(
    /// Which.
    which: Which,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let loaded = use_loaded::<Document>(move || which.request());
    let usage = UsageBehind::of(which);
    let draw_all = signal_of(false);
    let title = match which {
        Which::Current => words.title_current.to_owned(),
        Which::Of(month) => (words.title_of)(&format.month(month)),
    };
    // What was compared is what is shown: an open bill that was counted anew takes the place of the older one.
    let on_bill = callback(move |bill: Document| {
        usage.forget();
        loaded.state.try_set(Load::Ready(bill));
    });
    view! {
        <Heading text=title>
            <a class="bill-back" href=address::bills()>{words.all_bills}</a>
            <Files which=which />
        </Heading>
        <Verify which=which on_bill=on_bill />
        <Shown
            loaded=loaded
            view=move |bill: Document| {
                view! { <Sheet bill=Arc::new(bill) loaded=loaded usage=usage draw_all=draw_all /> }
            }
        />
    }
}

/// The bill as a sheet.
#[component]
fn Sheet(
    /// The bill.
    bill: Arc<Document>,
    /// Where it comes from.
    loaded: Loaded<Document>,
    /// The usage behind it.
    usage: UsageBehind,
    /// Whether all lines are drawn.
    draw_all: RwSignal<bool>,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let summary = bill.summary.clone();
    let samples = bill.lines.iter().any(|line| line.illustrative);
    let as_of = summary.as_of.map(|as_of| {
        let again = move |_| {
            usage.forget();
            loaded.again();
        };
        view! {
            <p class="hint bill-as-of">
                {(words.as_of)(&format.instant(as_of))} " "
                <button type="button" class="button" on:click=again>{words.count_again}</button>
            </p>
        }
    });
    view! {
        <article class="bill-sheet">
            <Letterhead
                month=summary.month
                state=summary.state
                issued_at=summary.issued_at
                due_at=summary.due_at
            />
            <BillFigures bill=summary />
            {as_of}
            <Lines bill=bill usage=usage draw_all=draw_all />
            <PricesAndRules samples=samples />
        </article>
    }
}
