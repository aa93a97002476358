//! What stands around every view: the navigation, the banners, the connection, and the way from address to view.
//!
//! | module | what it holds |
//! |---|---|
//! | `address` | the address of each view, and parts of the query |
//! | `routes` | which view an address shows |
//! | `navigation` | the side, or on phones the top |
//! | `banner` | overdue payment, and money that runs out |
//! | `connection` | whether what is shown is live |
//! | `settings` | theme, language, time zone, sign-out |
//! | `signed_out`, `wanted` | how to get in, and where that leads |

pub mod address;
mod banner;
mod connection;
mod navigation;
mod routes;
mod settings;
mod signed_out;
mod wanted;
mod words;

use leptos::context::Provider;
use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

use super::act::{ActionDialog, Actions};
use super::failure::Failure;
use super::format::Format;
use super::live::{Live, Loading, SignedIn, use_live};
use super::palette::{Palette, PaletteView};
use super::parts::{Busy, Toasts, ToastsView, Trouble};
use super::shortcuts::{KeysView, Shortcuts};
use super::words::{Language, use_words};
use super::zone::Zone;
use crate::erased::{callback, effect_of_last, memo, signal_of, stored};
use crate::theme::ThemeChoice;
use address::BASE;
use banner::Banners;
use navigation::Navigation;
use routes::Views;
pub use settings::{LanguageControl, ZoneControl};
use signed_out::SignedOut;
pub use words::Words as FrameWords;
use words::Words;

/// The language and the zone that are chosen.
#[derive(Clone, Copy)]
pub struct Choices {
    /// The language.
    pub language: RwSignal<Language>,
    /// In which time instants are shown.
    pub zone: RwSignal<Zone>,
    /// Whether the settings are open: they stay so when a choice makes everything anew.
    pub settings_open: RwSignal<bool>,
}

/// Whether the view was come to from another one, so that its heading takes the focus.
#[derive(Clone, Copy)]
pub struct Arrivals {
    moved: StoredValue<bool>,
}

impl Arrivals {
    /// Whether somebody just came from another view; asked once for each arrival.
    pub fn arrive(self) -> bool {
        let moved = self.moved.try_get_value() == Some(true);
        self.moved.try_set_value(false);
        moved
    }
}

/// The whole console.
#[component]
pub fn App() -> impl IntoView {
    let live = Live::new();
    provide_context(live);
    let choices = Choices {
        language: signal_of(Language::kept()),
        zone: signal_of(Zone::kept()),
        settings_open: signal_of(false),
    };
    provide_context(choices);
    provide_context(ThemeChoice::kept());
    choices.language.get_untracked().apply();
    live.start();
    view! {
        <Router base=BASE>
            {move || {
                // Words and formats are no signals: another language or zone makes the tree anew.
                let (language, zone) = (choices.language.get(), choices.zone.get());
                let format = Format { language, zone };
                view! {
                    <Provider value=language>
                        <Provider value=format>
                            <Inside />
                        </Provider>
                    </Provider>
                }
            }}
        </Router>
    }
}

/// What somebody sees who is signed in, or not.
#[component]
fn Inside() -> impl IntoView {
    let live = use_live();
    let signed_in = memo(move || live.signed_in.get());
    let was_out = stored(false);
    move || match signed_in.get() {
        SignedIn::Yes => view! { <Frame arrived=was_out.get_value() /> }.into_any(),
        SignedIn::No => {
            was_out.set_value(true);
            view! { <SignedOut /> }.into_any()
        }
        SignedIn::Unknown => view! { <Waiting /> }.into_any(),
    }
}

/// Until it is known who is signed in.
#[component]
fn Waiting() -> impl IntoView {
    let live = use_live();
    let failure = move || match live.loading.get() {
        Loading::Failed(failure) => Some(view! { <Trouble failure=failure /> }),
        Loading::Reading(_) | Loading::Ready => None,
    };
    view! { <main class="view">{failure} <Busy /></main> }
}

/// The router takes links over, and would not move the focus.
fn to_the_view(event: &web_sys::MouseEvent) {
    event.prevent_default();
    let view = document().get_element_by_id("view");
    if let Some(view) = view.and_then(|view| view.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Fails only for an element that is no part of the page.
        let _ = view.focus();
    }
}

/// Navigation, banners, view.
#[component]
fn Frame(
    /// Somebody just signed in on this page: the heading of the view takes the focus that the way in had.
    arrived: bool,
) -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    wanted::forget();
    provide_context(Toasts::new());
    provide_context(Palette::new());
    provide_context(Actions::new());
    provide_context(Shortcuts::new());
    let arrivals = Arrivals { moved: stored(arrived) };
    provide_context(arrivals);
    let path = use_location().pathname;
    effect_of_last(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            arrivals.moved.set_value(true);
        }
        path
    });
    // Views count by the price book, which never goes again.
    let priced = memo(move || live.book.with(Option::is_some));
    let trouble = move || match live.loading.get() {
        Loading::Failed(failure) if failure != Failure::SignedOut => {
            let again = callback(move |()| live.reload());
            Some(view! { <Trouble failure=failure on_again=again /> })
        }
        Loading::Failed(_) | Loading::Reading(_) | Loading::Ready => None,
    };
    view! {
        <a class="skip" href="#view" on:click=|event| to_the_view(&event)>{words.skip}</a>
        <div class="console">
            <Navigation />
            <main class="view" id="view" tabindex="-1">
                <Banners />
                {trouble}
                <Show when=move || priced.get() fallback=Busy>
                    <Views />
                </Show>
            </main>
        </div>
        <ActionDialog />
        <PaletteView />
        <KeysView />
        <ToastsView />
    }
}
