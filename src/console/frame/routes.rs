//! Which view an address shows.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::path;

use super::address;
use super::words::Words;
use crate::console::parts::Heading;
use crate::console::views::account::Account;
use crate::console::views::api_keys::ApiKeys;
use crate::console::views::bill::Bill;
use crate::console::views::bills::Bills;
use crate::console::views::models::Models;
use crate::console::views::new_service::NewService;
use crate::console::views::overview::Overview;
use crate::console::views::service::Service;
use crate::console::views::services::Services;
use crate::console::views::usage::Usage;
use crate::console::words::use_words;

/// Every view, by its address below the base.
#[component]
pub fn Views() -> impl IntoView {
    view! {
        <FlatRoutes fallback=|| view! { <NotFound /> }>
            <Route path=path!("/") view=Overview />
            <Route path=path!("/models") view=Models />
            <Route path=path!("/services") view=Services />
            <Route path=path!("/services/new") view=NewService />
            <Route path=path!("/services/:id") view=Service />
            <Route path=path!("/usage") view=Usage />
            <Route path=path!("/bills") view=Bills />
            <Route path=path!("/bills/:month") view=Bill />
            <Route path=path!("/account") view=Account />
            <Route path=path!("/api-keys") view=ApiKeys />
        </FlatRoutes>
    }
}

/// An address that shows nothing.
#[component]
fn NotFound() -> impl IntoView {
    let words = use_words::<Words>();
    view! {
        <Heading text=words.not_found.to_owned() />
        <p class="state">{words.not_found_text} " " <a href=address::overview()>{words.to_overview}</a></p>
    }
}
