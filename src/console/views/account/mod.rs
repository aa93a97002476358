//! The account: its money, what is agreed with it, and what moved its balance. Payments are recorded here,
//! and from wherever else they are of use.
//!
//! | module | what it holds |
//! |---|---|
//! | `amount`, `standing`, `returning`, `effect` | a payment, what is missing, what comes back: pure |
//! | `top_up`, `top_up_words` | the dialog of a payment |
//! | `read` | bills and what is missing, read and kept up |
//! | `view_model`, `csv` | what is agreed, and the ledger as a file: pure |
//! | `lists` | the ledger and the payments |
//! | `preferences` | how the console is shown in this browser |

pub mod amount;
mod csv;
mod effect;
mod lists;
mod preferences;
pub mod read;
pub mod returning;
pub mod standing;
pub mod top_up;
mod top_up_words;
mod view_model;
mod words;

use leptos::prelude::*;

use crate::console::documents::Account as AccountDocument;
use crate::console::format::use_format;
use crate::console::frame::address::use_query_part;
use crate::console::live::{Live, use_live};
use crate::console::palette::{Entry, use_palette};
use crate::console::parts::{Busy, CurlButton, Figure, Figures, Heading, Money};
use crate::console::request::Request;
use crate::console::words::use_words;
use crate::erased::{callback, derived, effect, effect_of_last, memo, signal_of};
use amount::at_least;
use lists::Lists;
use preferences::Preferences;
use read::{use_bills, use_missing};
use top_up::TopUpDialog;
use view_model::{Fact, SetBy, facts, seconds_need};
use words::Words;

/// The part of the address that opens the dialog of a payment.
const TOP_UP: &str = "top-up";

/// The account.
#[component]
pub fn Account() -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let top_up = use_top_up_of_address();
    let open = callback(move |()| top_up.set(true));
    use_palette().offer(vec![Entry {
        title: words.top_up.to_owned(),
        hint: words.title.to_owned(),
        run: open,
    }]);
    let known = memo(move || live.account.with(Option::is_some));
    let money = move || {
        if known.get() {
            view! { <MoneyFigures /> <Owing /> <Agreed /> }.into_any()
        } else {
            view! { <Busy /> }.into_any()
        }
    };
    view! {
        <Heading text=words.title.to_owned()>
            <button type="button" class="button main" on:click=move |_| open.run(())>{words.top_up}</button>
            <CurlButton request=Request::account() />
        </Heading>
        {money}
        <Preferences />
        <Lists />
        <TopUpDialog open=top_up />
    }
}

/// Whether the dialog of a payment is open; the address says so too.
fn use_top_up_of_address() -> RwSignal<bool> {
    let (asked, ask) = use_query_part(TOP_UP);
    let open = signal_of(asked.with_untracked(Option::is_some));
    effect(move || {
        let asked = asked.with(Option::is_some);
        if open.get_untracked() != asked {
            open.set(asked);
        }
    });
    effect_of_last(move |before: Option<bool>| {
        let open = open.get();
        if before.is_some_and(|before| before != open) && asked.with_untracked(Option::is_some) != open {
            ask.run(open.then(|| "new".to_owned()));
        }
        open
    });
    open
}

fn account_of<T: Default>(live: Live, look: impl FnOnce(&AccountDocument) -> T) -> T {
    live.account.with(|account| account.as_ref().map(look)).unwrap_or_default()
}

/// Balance and what is left of it.
#[component]
fn MoneyFigures() -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let currency = untrack(move || account_of(live, |account| account.currency.clone()));
    let balance = memo(move || account_of(live, |account| account.balance));
    let available = derived(move || live.available().unwrap_or_default());
    let notice = memo(move || account_of(live, |account| account.notice.clone()));
    let code = currency.clone();
    let label = move |what: &str| format!("{what}, {currency}");
    let runs_out = move || {
        notice.get().map(|notice| {
            let note = (words.runs_out_note)(&format.money(notice.rate_per_hour, &code));
            view! { <Figure label=words.runs_out note=note>{format.day_and_time(notice.at)}</Figure> }
        })
    };
    view! {
        <Figures>
            <Figure label=label(words.balance) note=words.balance_note>
                {move || format.amount(balance.get())}
            </Figure>
            <Figure label=label(words.available) note=words.available_note>
                <Money amount=available />
            </Figure>
            {runs_out}
        </Figures>
    }
}

/// Overdue payment, and what ends it.
#[component]
fn Owing() -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let missing = use_missing(use_bills());
    let since = memo(move || account_of(live, |account| account.overdue_since));
    let least = memo(move || {
        let currency = live.known_currency()?;
        at_least(missing.get()?.at_least(), currency)
            .map(|amount| (words.at_least)(&format!("{} {}", format.payable(amount), currency.code())))
    });
    move || {
        since.get().map(|since| {
            let since = (words.overdue_since)(&format.day_and_time(since));
            view! { <p class="refused account-owing"><strong>{since}</strong> " " {move || least.get()}</p> }
        })
    }
}

/// What is agreed with the account, and who sets it.
#[component]
fn Agreed() -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let listed = memo(move || account_of(live, |account| facts(account, words, format)));
    let need = memo(move || account_of(live, |account| seconds_need(account, words)));
    let name = memo(move || account_of(live, |account| (account.name.clone(), account.id.clone())));
    let fact = move |Fact { label, value, set_by }: Fact| {
        let by = match set_by {
            SetBy::Operator => words.by_operator,
            SetBy::PriceBook => words.by_price_book,
        };
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{value}</dd>
                <dd class="hint">{by}</dd>
            </div>
        }
    };
    view! {
        <section class="panel" aria-labelledby="account-agreed">
            <div class="panel-head">
                <h2 id="account-agreed">{words.agreed}</h2>
                <p>{move || name.get().0} " " <code>{move || name.get().1}</code></p>
            </div>
            <dl class="account-facts">{move || listed.get().into_iter().map(fact).collect_view()}</dl>
            <p class="hint">{words.agreed_note} " " {move || need.get()}</p>
        </section>
    }
}
