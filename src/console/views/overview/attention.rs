//! The services that are late or stopped, each with its reason and the one action that mends it. Those that somebody
//! stopped stand apart: that was wanted.

use leptos::prelude::*;

use super::SoFar;
use super::counts::only;
use super::view_model::{Remedy, attention};
use super::words::Words;
use crate::console::act::services::enable;
use crate::console::act::{Around, use_actions};
use crate::console::format::use_format;
use crate::console::frame::address;
use crate::console::live::{Row, use_live};
use crate::console::parts::StatusMark;
use crate::console::words::{use_language, use_words};
use crate::erased::{memo, shown_while};

/// So many are named; the rest is behind a link.
const MOST: usize = 8;

/// Those that are named, and how many are not.
#[derive(Debug, Clone, PartialEq)]
struct Asking {
    named: Vec<(Row, Remedy)>,
    unnamed: usize,
}

impl Asking {
    /// Those that somebody stopped, or the others.
    fn of(&self, by_hand: bool) -> impl Iterator<Item = &(Row, Remedy)> {
        self.named.iter().filter(move |(_, remedy)| (*remedy == Remedy::Enable) == by_hand)
    }
}

/// The services that ask for attention.
#[component]
pub fn Attention(
    /// Moves after services stand otherwise.
    beat: ReadSignal<u64>,
    /// Opens the dialog of a payment.
    top_up: RwSignal<bool>,
) -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let asking = memo(move || {
        beat.track();
        live.rows.with_untracked(|rows| {
            let look = |row: &Row| row.with_untracked(|row| (Remedy::of(&row.service), row.service.since));
            let places = attention(rows.iter().map(look));
            let unnamed = places.len().saturating_sub(MOST);
            let named = places.into_iter().take(MOST);
            let named =
                named.filter_map(|(place, remedy)| Some((rows.get(place)?.clone(), remedy))).collect();
            Asking { named, unnamed }
        })
    });
    let any = move |by_hand: bool| memo(move || asking.with(|asking| asking.of(by_hand).next().is_some()));
    let (pressing, by_hand) = (any(false), any(true));
    let unnamed = memo(move || asking.with(|asking| asking.unnamed));
    view! {
        <section class="panel" aria-labelledby="overview-attention">
            <div class="panel-head"><h2 id="overview-attention">{words.attention}</h2> <SoFar /></div>
            {shown_while(move || !pressing.get() && live.ready(), move || view! { <p class="hint">{words.all_well}</p> }.into_any())}
            <Entries asking=asking by_hand=false top_up=top_up />
            {shown_while(move || by_hand.get(), move || view! {
                <h3 class="overview-by-hand">{words.by_hand}</h3>
                <Entries asking=asking by_hand=true top_up=top_up />
            }.into_any())}
            {shown_while(move || unnamed.get().gt(&0), move || view! { <p class="hint"><a href=only("stopped")>{move || (words.more)(unnamed.get())}</a></p> }.into_any())}
        </section>
    }
}

/// Those that somebody stopped, or the others.
#[component]
fn Entries(
    /// All that are named.
    asking: Memo<Asking>,
    /// Whether those that somebody stopped.
    by_hand: bool,
    /// Opens the dialog of a payment.
    top_up: RwSignal<bool>,
) -> impl IntoView {
    let item = move |(row, remedy): (Row, Remedy)| view! { <Item row=row remedy=remedy top_up=top_up /> };
    view! {
        <ul class="overview-list overview-attention">
            <For
                each=move || asking.with(|asking| asking.of(by_hand).cloned().collect::<Vec<_>>())
                key=|(row, remedy)| (row.id.clone(), *remedy)
                children=item
            />
        </ul>
    }
}

/// A service, why it does not run, and what mends it.
#[component]
fn Item(
    /// The service.
    row: Row,
    /// What mends it.
    remedy: Remedy,
    /// Opens the dialog of a payment.
    top_up: RwSignal<bool>,
) -> impl IntoView {
    let (live, words, actions) = (use_live(), use_words::<Words>(), use_actions());
    let (language, format) = (use_language(), use_format());
    let id = row.id.clone();
    let row = row.here();
    let name = memo(move || row.with(|row| row.service.name.clone()));
    let word = match remedy {
        Remedy::TryAgain => words.try_again,
        Remedy::LookAtIt => words.look_at_it,
        Remedy::TopUp => words.top_up,
        Remedy::Enable => words.enable,
    };
    // A list of equal words says nothing to those who move from button to button.
    let label = move || (words.remedy_of)(word, &name.get());
    let switch_on = move |_| {
        if let Some(around) = Around::of(live, language, format) {
            actions.ask(row.with_untracked(|row| enable(row, &around)));
        }
    };
    let mend = match remedy {
        Remedy::LookAtIt => {
            view! { <a class="button" href=address::service(&id) aria-label=label>{word}</a> }.into_any()
        }
        Remedy::TopUp => view! {
            <button type="button" class="button" aria-label=label on:click=move |_| top_up.set(true)>
                {word}
            </button>
        }
        .into_any(),
        Remedy::TryAgain | Remedy::Enable => view! {
            <button type="button" class="button" aria-label=label on:click=switch_on>
                {word}
            </button>
        }
        .into_any(),
    };
    view! {
        <li>
            <a class="name" href=address::service(&id)>{move || name.get()}</a>
            <span class="overview-status"><StatusMark row=row /></span>
            {mend}
        </li>
    }
}
