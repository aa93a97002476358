//! Services: a table that stays quick with ten thousand rows. It is filtered, sorted and selected in the page, follows
//! every change, and does one thing to many services.
//!
//! | module | what it holds |
//! |---|---|
//! | `choice`, `in_address` | what is asked for, and that the address says the same |
//! | `facts`, `view_model` | what is found, in which order, with counts for each filter: pure |
//! | `columns`, `window` | which columns and rows there is room for |
//! | `state` | the signals that the parts share |
//! | `toolbar`, `facets`, `columns_menu`, `saved`, `saved_menu`, `pop` | what stands above the table |
//! | `table`, `row`, `cells` | the table |
//! | `picked`, `bulk` | the selection, and what is done to it |

mod bulk;
mod cells;
mod choice;
mod columns;
mod columns_menu;
mod facets;
mod facts;
mod in_address;
mod picked;
mod pop;
mod row;
mod saved;
mod saved_menu;
mod state;
mod table;
mod toolbar;
mod view_model;
mod window;
mod words;

use leptos::prelude::*;

use crate::console::frame::address;
use crate::console::live::Loading;
use crate::console::palette::{Entry, use_palette};
use crate::console::parts::{Busy, CurlButton, Empty, Heading, NoMatch};
use crate::console::shortcuts::{Step, use_shortcuts};
use crate::console::views::models::refresh_while_shown;
use crate::console::words::use_words;
use crate::erased::{callback, derived, memo};
use bulk::{Bulk, BulkBar, BulkDialog};
use choice::{Choice, Show};
use state::{List, Listing, use_list};
use table::Table;
use toolbar::Toolbar;
use words::Words;

/// Services.
#[component]
pub fn Services() -> impl IntoView {
    let words = use_words::<Words>();
    let list = use_list();
    // What is left of free quotas stands here too.
    refresh_while_shown(list.live);
    let bulk = Bulk::new(list);
    let go = address::use_go();
    use_shortcuts().list_is(callback(move |step: Step| list.step(step, go)));
    offer_commands(list, words);
    let request = derived(move || list.choice.with(Choice::request));
    view! {
        <div class="services">
            <Heading text=words.title.to_owned()>
                <CurlButton request=request />
                <a class="button main" href=address::new_service()>{words.new_service}</a>
            </Heading>
            <Toolbar list=list />
            <Body list=list />
            <BulkBar list=list bulk=bulk />
            <BulkDialog bulk=bulk />
        </div>
    }
}

/// What the palette can do here.
fn offer_commands(list: List, words: &'static Words) {
    let show = move |title: &str, show: Show| Entry {
        title: title.to_owned(),
        hint: words.title.to_owned(),
        run: callback(move |()| list.choice.update(|choice| choice.show = show)),
    };
    let clear = Entry {
        title: words.clear_filter.to_owned(),
        hint: words.title.to_owned(),
        run: callback(move |()| list.clear_filter()),
    };
    let select = Entry {
        title: words.select_all.to_owned(),
        hint: words.title.to_owned(),
        run: callback(move |()| {
            let ids = list.listing.with_untracked(Listing::ids);
            list.picked.update(|picked| picked.set(ids, true));
        }),
    };
    use_palette().offer(vec![
        show(words.show_stopped, Show::Stopped),
        show(words.show_running, Show::Running),
        show(words.show_late, Show::Late),
        clear,
        select,
    ]);
}

/// What stands below the toolbar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// The services are on their way.
    Waiting,
    /// They could not be read; the frame says so.
    Failed,
    /// There is none.
    Empty,
    /// None fits the filter.
    NoMatch,
    /// Some are shown.
    Rows,
}

/// The table, or why there is none.
#[component]
fn Body(
    /// The list.
    list: List,
) -> impl IntoView {
    let words = use_words::<Words>();
    let state = memo(move || {
        let (services, shown) = list.listing.with(|listing| (listing.services(), listing.count()));
        list.live.loading.with(|loading| match loading {
            _ if shown > 0 => State::Rows,
            Loading::Reading(_) => State::Waiting,
            Loading::Failed(_) if services == 0 => State::Failed,
            Loading::Failed(_) | Loading::Ready if services > 0 => State::NoMatch,
            Loading::Failed(_) | Loading::Ready => State::Empty,
        })
    });
    let reading = move || {
        let count = list.live.loading.with(|loading| match loading {
            Loading::Reading(count) if *count > 0 => Some(*count),
            Loading::Reading(_) | Loading::Ready | Loading::Failed(_) => None,
        });
        count.map(|count| view! { <p class="hint" role="status">{(words.reading)(count)}</p> })
    };
    let clear = callback(move |()| list.clear_filter());
    let body = move || match state.get() {
        State::Waiting => view! { <Busy /> }.into_any(),
        State::Failed => ().into_any(),
        State::Empty => view! {
            <Empty title=words.none.to_owned() text=words.none_text.to_owned()>
                <a class="button main" href=address::new_service()>{words.new_service}</a>
                <a class="button" href=address::models()>{words.to_models}</a>
            </Empty>
        }
        .into_any(),
        State::NoMatch => view! { <NoMatch on_clear=clear /> }.into_any(),
        State::Rows => view! { <Table list=list /> }.into_any(),
    };
    view! {
        {reading}
        {body}
    }
}
