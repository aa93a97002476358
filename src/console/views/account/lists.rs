//! What moved the balance: the ledger, and the payments among it.

use leptos::prelude::*;
use rust_decimal::Decimal;
use tiermeter_pricing::{Currency, Month};

use super::amount::in_minor_digits;
use super::csv::csv;
use super::read::again_when_changed;
use super::words::Words;
use crate::console::csv::KIND;
use crate::console::documents::{LedgerEntry, LedgerKind, TopUp};
use crate::console::format::{Format, use_format};
use crate::console::frame::address::{bill, use_query_part};
use crate::console::live::use_live;
use crate::console::parts::{
    CurlButton, Empty, Loaded, Shown, Tab, Tabs, save_text, tab_panel_id, use_all_pages, use_toasts,
};
use crate::console::request::Request;
use crate::console::words::use_words;
use crate::erased::{callback, derived, memo, signal_of, stored};

const LEDGER: &str = "ledger";
const TOP_UPS: &str = "top-ups";
/// So many rows are drawn at first, and again each time that more are wanted.
const ROWS: usize = 100;

/// The ledger or the payments, as the address says.
#[component]
pub fn Lists() -> impl IntoView {
    let words = use_words::<Words>();
    let (asked, ask) = use_query_part("list");
    let chosen = memo(move || {
        let top_ups = asked.with(|asked| asked.as_deref() == Some(TOP_UPS));
        if top_ups { TOP_UPS } else { LEDGER }
    });
    let choose = callback(move |key: String| ask.run((key != LEDGER).then_some(key)));
    let tabs = vec![
        Tab { key: LEDGER, label: words.ledger.to_owned() },
        Tab { key: TOP_UPS, label: words.top_ups.to_owned() },
    ];
    let panel = move || {
        let chosen = chosen.get();
        let (label, list) = if chosen == TOP_UPS {
            (words.top_ups, view! { <TopUps /> }.into_any())
        } else {
            (words.ledger, view! { <Ledger /> }.into_any())
        };
        view! { <div role="tabpanel" id=tab_panel_id(chosen) aria-label=label>{list}</div> }
    };
    view! {
        <Tabs
            label=words.lists
            tabs=tabs
            chosen=derived(move || chosen.get().to_owned())
            on_choose=choose
        />
        {panel}
    }
}

/// Reads a list again when the balance moves.
fn again_with_balance<T: Send + Sync + 'static>(list: Loaded<Vec<T>>) {
    let live = use_live();
    let balance = memo(move || live.account.with(|account| account.as_ref().map(|account| account.balance)));
    again_when_changed(balance, list);
}

/// Everything that moved the balance.
#[component]
fn Ledger() -> impl IntoView {
    let words = use_words::<Words>();
    let entries = use_all_pages::<LedgerEntry>(Request::ledger);
    again_with_balance(entries);
    let columns = vec![
        (words.at, ""),
        (words.kind, ""),
        (words.reference, "wide-only"),
        (words.change, "number"),
        (words.balance, "number"),
    ];
    view! {
        <LongList
            loaded=entries
            name=words.ledger
            none=[words.no_ledger, words.no_ledger_text]
            columns=columns
            row={|entry: LedgerEntry| view! { <EntryRow entry=entry /> }.into_any()}
            buttons={|entries: &[LedgerEntry]| {
                view! {
                    <DownloadButton file=csv(entries) />
                    <CurlButton request=Request::ledger() />
                }
                    .into_any()
            }}
        />
    }
}

/// A movement of the balance.
#[component]
fn EntryRow(
    /// The movement.
    entry: LedgerEntry,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let LedgerEntry { at, kind, reference, amount, currency, balance, .. } = entry;
    let kind_word = words.ledger_kind(kind);
    let month = Month::parse(&reference).filter(|_| kind == LedgerKind::Bill);
    let name =
        month.map_or_else(|| kind_word.to_owned(), |month| format!("{kind_word} {}", format.month(month)));
    // Leads to the bill, also where there is no room for the column of references.
    let kind_cell = match month {
        Some(month) => view! { <a href=bill(month)>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    view! {
        <tr>
            <td><time datetime=at.to_string() title=format.instant(at)>{format.day_and_time(at)}</time></td>
            <td>{kind_cell}</td>
            <td class="wide-only"><code>{reference}</code></td>
            <td class="number">{signed(amount, &currency, format)}</td>
            <td class="number">{plain(balance, &currency, format)} " " <small>{currency}</small></td>
        </tr>
    }
}

/// The recorded payments.
#[component]
fn TopUps() -> impl IntoView {
    let words = use_words::<Words>();
    let top_ups = use_all_pages::<TopUp>(Request::top_ups);
    again_with_balance(top_ups);
    let columns = vec![
        (words.at, ""),
        (words.reference, "wide-only"),
        (words.paid, "number"),
        (words.balance, "number"),
    ];
    view! {
        <LongList
            loaded=top_ups
            name=words.top_ups
            none=[words.no_top_ups, words.no_top_ups_text]
            columns=columns
            row={|top_up: TopUp| view! { <TopUpRow top_up=top_up /> }.into_any()}
            buttons={|_: &[TopUp]| view! { <CurlButton request=Request::top_ups() /> }.into_any()}
        />
    }
}

/// A payment.
#[component]
fn TopUpRow(
    /// The payment.
    top_up: TopUp,
) -> impl IntoView {
    let format = use_format();
    let TopUp { id, amount, currency, at, balance } = top_up;
    view! {
        <tr>
            <td><time datetime=at.to_string() title=format.instant(at)>{format.day_and_time(at)}</time></td>
            <td class="wide-only"><code>{id}</code></td>
            <td class="number">{plain(amount, &currency, format)}</td>
            <td class="number">{plain(balance, &currency, format)} " " <small>{currency}</small></td>
        </tr>
    }
}

/// A table of which more is drawn when more is wanted, and what can be done with all of it.
#[component]
fn LongList<T>(
    /// The entries.
    loaded: Loaded<Vec<T>>,
    /// What the table is called.
    name: &'static str,
    /// What is said where there are none: a title, and a text.
    none: [&'static str; 2],
    /// The names of the columns, and their classes.
    columns: Vec<(&'static str, &'static str)>,
    /// The row of an entry.
    row: fn(T) -> AnyView,
    /// What can be done with the entries.
    buttons: fn(&[T]) -> AnyView,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let table = move |entries: Vec<T>| {
        if entries.is_empty() {
            let [title, text] = none.map(str::to_owned);
            return view! { <Empty title=title text=text /> }.into_any();
        }
        let (buttons, count, shown) = (buttons(&entries), entries.len(), signal_of(ROWS));
        let entries = stored(entries);
        let rows = move || {
            let shown = shown.get();
            entries.with_value(|entries| entries.iter().take(shown).cloned().map(row).collect_view())
        };
        let columns = columns.iter().map(|&(name, class)| {
            let class = (!class.is_empty()).then_some(class);
            view! { <th scope="col" class=class>{name}</th> }
        });
        view! {
            <div class="table-wrap">
                <table class="table">
                    <caption class="visually-hidden">{name}</caption>
                    <thead><tr>{columns.collect_view()}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <div class="buttons">
                <More count=count shown=shown />
                {buttons}
            </div>
        }
        .into_any()
    };
    view! { <Shown loaded=loaded view=table /> }
}

/// Draws more rows of a long list.
#[component]
fn More(
    /// How many rows there are.
    count: usize,
    /// How many are drawn.
    shown: RwSignal<usize>,
) -> impl IntoView {
    let words = use_words::<Words>();
    move || {
        let left = count.saturating_sub(shown.get());
        (left > 0).then(|| {
            let more = move |_| shown.update(|shown| *shown = shown.saturating_add(ROWS));
            let label = (words.more)(left.min(ROWS));
            view! { <button type="button" class="button" on:click=more>{label}</button> }
        })
    }
}

/// The whole ledger as a file.
#[component]
fn DownloadButton(
    /// The file.
    file: String,
) -> impl IntoView {
    let (live, words, toasts) = (use_live(), use_words::<Words>(), use_toasts());
    let download = move |_| {
        let day = live.now.get_untracked().to_string();
        let name = format!("tiermeter-ledger-{}.csv", day.get(..10).unwrap_or_default());
        let saved = save_text(&name, KIND, &file);
        toasts.say(if saved { (words.downloaded)(&name) } else { words.not_downloaded.to_owned() });
    };
    view! { <button type="button" class="button" on:click=download>{words.download}</button> }
}

/// An amount with the digits of its currency.
fn plain(amount: Decimal, currency: &str, format: Format) -> String {
    let amount = Currency::parse(currency).map_or(amount, |currency| in_minor_digits(amount, currency));
    format.payable(amount)
}

/// The same, with its sign also where it adds.
fn signed(amount: Decimal, currency: &str, format: Format) -> String {
    let sign = if amount > Decimal::ZERO { "+" } else { "" };
    format!("{sign}{}", plain(amount, currency, format))
}
