//! What makes a bill a letter: whose it is, of which month, by which prices and rules.

use leptos::prelude::*;
use tiermeter_pricing::{Instant, Month};

use super::words::Words;
use crate::console::documents::BillState;
use crate::console::format::use_format;
use crate::console::live::use_live;
use crate::console::words::{Common, use_words};

/// The head of a printed bill.
#[component]
pub fn Letterhead(
    /// Of which month.
    month: Month,
    /// How it stands.
    state: BillState,
    /// When it was issued.
    issued_at: Option<Instant>,
    /// When it is due.
    due_at: Option<Instant>,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let common = use_words::<Common>();
    let account = move || {
        live.account
            .with(|account| account.as_ref().map(|account| format!("{} ({})", account.name, account.id)))
    };
    let book =
        move || live.book.with(|book| book.as_ref().map(|book| format!("{} ({})", book.name(), book.id())));
    let title = (words.title_of)(&format.month(month));
    let dates = [(words.issued, issued_at), (words.due, due_at)].map(|(name, at)| {
        let day = at.map_or_else(|| common.nothing.to_owned(), |at| format.instant(at));
        view! { <dt>{name}</dt><dd>{day}</dd> }
    });
    view! {
        <header class="bill-letterhead">
            <p class="bill-issuer">"Tiermeter"</p>
            <p class="bill-letter-title">{title}</p>
            <dl>
                <dt>{words.account}</dt>
                <dd>{account}</dd>
                <dt>{words.state}</dt>
                <dd>{common.bill_state(state)}</dd>
                {dates.collect_view()}
                <dt>{words.price_book}</dt>
                <dd>{book}</dd>
            </dl>
        </header>
    }
}

/// Where the prices come from, and how a bill is counted.
#[component]
pub fn PricesAndRules(
    /// Whether sample prices are among its lines.
    samples: bool,
) -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let book = move || {
        live.book.get().map(|book| {
            let sources = book
                .sources()
                .iter()
                .map(|source| {
                    // Remarks are the price book's own notes.
                    view! { <li>{(words.source)(&source.title, &source.as_of)}</li> }
                })
                .collect_view();
            view! {
                <p>{format!("{}: {} ({})", words.price_book, book.name(), book.id())}</p>
                <ul>{sources}</ul>
            }
        })
    };
    view! {
        <section class="bill-rules">
            <h2>{words.prices_and_rules}</h2>
            {samples.then(|| view! { <p class="note">{words.samples}</p> })}
            {book}
            <ul>{words.rules.map(|rule| view! { <li>{rule}</li> }).collect_view()}</ul>
        </section>
    }
}
