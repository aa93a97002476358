//! The gallery of models: what each costs, what is free of it, and its default service, which is enabled and
//! disabled here.
//!
//! | module | what it holds |
//! |---|---|
//! | `view_model` | the filter, and what is left of a free quota: pure |
//! | `card`, `service_line` | one model, and its default service |
//! | `typed` | a text that is typed and stands in the address |

mod card;
mod service_line;
pub mod typed;
mod view_model;
mod words;

use leptos::html;
use leptos::prelude::*;
use tiermeter_pricing::NANOSECONDS_PER_SECOND;
use tiermeter_service::{BillingMode, Status};

use crate::console::documents::Model;
use crate::console::frame::address::{self, use_query_part};
use crate::console::live::{Live, Loading, use_live};
use crate::console::parts::{Busy, CurlButton, Empty, Heading, NoMatch};
use crate::console::request::Request;
use crate::console::shortcuts::{Step, use_shortcuts};
use crate::console::views::bills::keys::step_among;
use crate::console::words::use_words;
use crate::erased::{callback, effect, follow, keyed, memo};
use card::ModelCard;
use typed::use_typed_part;
use view_model::{Show, is_found};
use words::Words;

/// What is free of each model is asked for anew so often, while somebody looks.
const QUOTA_SECONDS: i64 = 30;

/// The models.
#[component]
pub fn Models() -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    refresh_while_shown(live);
    let text = use_typed_part("q");
    let (asked, ask) = use_query_part("show");
    let show = memo(move || asked.with(|asked| Show::of_word(asked.as_deref())));
    use_shortcuts().list_is(Callback::new(|step: Step| step_among(".models-card h2 a", step)));
    let shown = memo(move || ids(live, &text.get(), show.get()));
    let none = memo(move || live.models.with(Vec::is_empty));
    let no_match = memo(move || shown.with(Vec::is_empty));
    let clear = callback(move |()| {
        text.set(String::new());
        ask.run(None);
    });
    let gallery = move || {
        if none.get() {
            view! { <NoModels /> }.into_any()
        } else if no_match.get() {
            view! { <NoMatch on_clear=clear /> }.into_any()
        } else {
            view! {
                <div class="models-gallery">
                    {keyed(move || shown.get(), |id: String| view! { <ModelCard id=id /> }.into_any())}
                </div>
            }
            .into_any()
        }
    };
    view! {
        <Heading text=words.title.to_owned()>
            <a class="button models-new" href=address::new_service()>{words.new_service}</a>
            <CurlButton request=Request::models() />
        </Heading>
        <p class="hint models-lead">{words.lead}</p>
        <Filter text=text show=show ask=ask />
        <p class="visually-hidden" role="status">{move || (words.count)(shown.with(Vec::len))}</p>
        {gallery}
    }
}

/// The ids of the models that fit, in the server's order.
fn ids(live: Live, text: &str, show: Show) -> Vec<String> {
    let now = live.now.get();
    live.models.with(|models| {
        let fits = |model: &&Model| is_found(model, text) && show.has(model, is_enabled(live, model), now);
        models.iter().filter(fits).map(|model| model.id.clone()).collect()
    })
}

/// Whether a model's default service is enabled, which is when it is billed.
fn is_enabled(live: Live, model: &Model) -> bool {
    let Some(service) = &model.default_service else { return false };
    live.rows.track();
    match live.row(&service.id) {
        Some(row) => row.with(|row| row.service.billing_mode != BillingMode::None),
        None => matches!(service.status, Status::Running | Status::Creating),
    }
}

/// Asks for the models now and every half minute, while the caller is shown: the stream does not tell what tokens use
/// up.
pub fn refresh_while_shown(live: Live) {
    let turn = memo(move || live.now.get().unix_nanoseconds() / (QUOTA_SECONDS * NANOSECONDS_PER_SECOND));
    effect(move || {
        follow(turn);
        let ready = live.loading.with_untracked(|loading| *loading == Loading::Ready);
        if ready && !document().hidden() {
            live.refresh_models();
        }
    });
}

/// Until the models are there, or where there are none.
#[component]
fn NoModels() -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    move || match live.loading.get() {
        Loading::Ready => {
            view! { <Empty title=words.none.to_owned() text=words.none_text.to_owned() /> }.into_any()
        }
        Loading::Reading(_) => view! { <Busy /> }.into_any(),
        // The frame says what is wrong, and tries again.
        Loading::Failed(_) => ().into_any(),
    }
}

/// The text and the chips.
#[component]
fn Filter(
    /// The text.
    text: RwSignal<String>,
    /// The chip.
    show: Memo<Show>,
    /// Takes another chip.
    ask: Callback<Option<String>>,
) -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let field = NodeRef::<html::Input>::new();
    use_shortcuts().filter_is(field);
    let chip = move |own: Show| {
        let count = memo(move || ids(live, &text.get(), own).len());
        let take = move |_| ask.run((own != Show::All).then(|| own.word().to_owned()));
        let pressed = move || (show.get() == own).to_string();
        view! {
            <button type="button" class="chip" aria-pressed=pressed on:click=take>
                {words.chip(own)}
                " "
                {move || count.get()}
            </button>
        }
    };
    view! {
        <div class="models-filter">
            <input
                class="search"
                type="search"
                node_ref=field
                placeholder=words.filter
                aria-label=words.filter
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
            <div class="chips" role="group" aria-label=words.show>{Show::ALL.map(chip).collect_view()}</div>
        </div>
    }
}
