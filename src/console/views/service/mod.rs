//! A service: how it stands and what brings it back, its life with the money that each stretch of it cost, its
//! instances, and what can be changed.
//!
//! | module | what it holds |
//! |---|---|
//! | `head`, `today` | name, status, actions, figures |
//! | `section` | the tabs, as the address names them |
//! | `overview` | the first tab: `timeline`, `changes`, `cause`, `instances` with `watch` and `instance_table`, `runs` |
//! | `settings`, `labels` with `label_draft` | the last tab |
//! | `plots`, `scaling`, `billing` | the tabs between |
//! | `estimate` | the service as an estimate in the calculator |
//! | `history`, `timeline_tokens` | changes, runs, and what tokens cost, read and kept up |
//! | `minutes` | the one reader of what tokens were used, for all tabs |
//! | `life`, `money`, `timeline_spent`, `lanes`, `view_model` | what is shown, as pure functions |

mod billing;
mod cause;
mod changes;
mod estimate;
mod head;
mod history;
mod history_words;
mod instance_table;
mod instances;
mod label_draft;
mod labels;
mod lanes;
mod life;
mod minutes;
mod money;
mod more;
mod overview;
mod plots;
mod runs;
mod scaling;
mod section;
mod settings;
mod settings_words;
mod timeline;
mod timeline_spent;
mod timeline_tokens;
mod today;
mod view_model;
mod watch;
mod words;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::console::documents::Service as Document;
use crate::console::failure::Failure;
use crate::console::frame::address::{bills, services, use_go, use_query_part};
use crate::console::live::{Loading, Row, ServiceRow, use_live};
use crate::console::parts::{Busy, Heading, Load, Tabs, Trouble, tab_panel_id, use_loaded};
use crate::console::request::Request;
use crate::console::words::use_words;
use crate::erased::{callback, derived, effect, memo, stored};
use billing::BillingTab;
use head::Head;
use minutes::provide_usage_reader;
use overview::Overview;
use plots::Plots;
use scaling::ScalingTab;
use section::Section;
use settings::Settings;
use view_model::is_by_seconds;
use words::Words;

/// The service that the address names.
#[component]
pub fn Service() -> impl IntoView {
    let params = use_params_map();
    let id = memo(move || params.with(|params| params.get("id").unwrap_or_default()));
    move || view! { <OfId id=id.get() /> }
}

/// Goes on with the list: for who deleted the service, who is not told that it is gone. It belongs to what stands
/// around the service, which the stream may take away before the answer is there.
#[derive(Clone, Copy)]
pub struct Leaving(pub Callback<serde_json::Value>);

/// The service of an id: there, not there, or gone while somebody looked at it.
#[component]
fn OfId(
    /// The id.
    id: String,
) -> impl IntoView {
    let live = use_live();
    let id = stored(id);
    let row = memo(move || {
        live.rows.track();
        id.with_value(|id| live.row(id))
    });
    let (last, go) = (stored(None::<Row>), use_go());
    provide_context(Leaving(callback(move |_| {
        go.run(services());
        id.with_value(|id| live.forget(id));
    })));
    move || match row.get() {
        Some(row) => {
            last.set_value(Some(row.clone()));
            view! { <Present row=row.here() /> }.into_any()
        }
        None => match last.get_value() {
            Some(row) => {
                let name = row.with_untracked(|row| row.service.name.clone());
                view! { <Gone name=name /> }.into_any()
            }
            None => view! { <Absent id=id.get_value() /> }.into_any(),
        },
    }
}

/// A service that the store does not have: not yet, or not at all.
#[component]
fn Absent(
    /// Its id.
    id: String,
) -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let stage = memo(move || match live.loading.get() {
        Loading::Reading(_) => Load::Waiting,
        Loading::Ready => Load::Ready(()),
        Loading::Failed(failure) => Load::Failed(failure),
    });
    move || match stage.get() {
        Load::Waiting => view! { <Heading text=words.title.to_owned() /> <Busy /> }.into_any(),
        Load::Ready(()) => view! { <Sought id=id.clone() /> }.into_any(),
        Load::Failed(failure) => {
            let again = callback(move |()| live.reload());
            view! { <Heading text=words.title.to_owned() /> <Trouble failure=failure on_again=again /> }
                .into_any()
        }
    }
}

/// A service that the server is asked for: it may have been made just now.
#[component]
fn Sought(
    /// Its id.
    id: String,
) -> impl IntoView {
    let (live, words) = (use_live(), use_words::<Words>());
    let loaded = use_loaded::<Document>(move || Request::service(&id));
    effect(move || {
        if let Load::Ready(service) = loaded.state.get() {
            live.put(service);
        }
    });
    move || match loaded.state.get() {
        Load::Waiting | Load::Ready(_) => {
            view! { <Heading text=words.title.to_owned() /> <Busy /> }.into_any()
        }
        Load::Failed(Failure::Problem(problem)) if problem.status == 404 => view! {
            <Heading text=words.not_found.to_owned() />
            <div class="state">
                <p>{words.not_found_text}</p>
                <p><a class="button" href=services()>{words.to_services}</a></p>
            </div>
        }
        .into_any(),
        Load::Failed(failure) => {
            let again = callback(move |()| loaded.again());
            view! { <Heading text=words.title.to_owned() /> <Trouble failure=failure on_again=again /> }
                .into_any()
        }
    }
}

/// A service that was deleted while somebody looked at it.
#[component]
fn Gone(
    /// What it was called.
    name: String,
) -> impl IntoView {
    let words = use_words::<Words>();
    let said = (words.gone)(&name);
    view! {
        <Heading text=name />
        <div class="state" role="status">
            <p>{said} " " {words.gone_text}</p>
            <p class="service-ways">
                <a class="button main" href=services()>{words.to_services}</a>
                <a class="button" href=bills()>{words.to_bills}</a>
            </p>
        </div>
    }
}

/// A service that is there.
#[component]
fn Present(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    provide_usage_reader(row);
    let words = use_words::<Words>();
    let (tab, set_tab) = use_query_part("tab");
    let by_seconds = row.with_untracked(|row| is_by_seconds(&row.service));
    let section = memo(move || Section::of_key(tab.get().as_deref(), by_seconds));
    let chosen = derived(move || section.get().key().to_owned());
    let choose = callback(move |key: String| set_tab.run(Section::in_address(&key)));
    let panel = move || {
        let section = section.get();
        let content = match section {
            Section::Overview => view! { <Overview row=row /> }.into_any(),
            Section::Cost => view! { <Plots row=row /> }.into_any(),
            Section::Scaling => view! { <ScalingTab row=row /> }.into_any(),
            Section::Billing => view! { <BillingTab row=row /> }.into_any(),
            Section::Settings => view! { <Settings row=row /> }.into_any(),
        };
        view! {
            <div class="service-panel" role="tabpanel" id=tab_panel_id(section.key()) aria-label=section.label(words)>
                {content}
            </div>
        }
    };
    view! {
        <Head row=row />
        <Tabs label=words.tabs tabs=Section::tabs(by_seconds, words) chosen=chosen on_choose=choose />
        {panel}
    }
}
