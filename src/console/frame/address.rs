//! The address of each view. Links hold these; [`leptos_router::hooks::use_navigate`] wants them without [`BASE`],
//! which it puts before them itself.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use tiermeter_pricing::Month;

use crate::console::request::encoded;
use crate::erased::{callback, memo};

/// Where the console lies on the server.
pub const BASE: &str = "/console";

fn below(path: &str) -> String {
    format!("{BASE}{path}")
}

/// The overview.
pub fn overview() -> String {
    BASE.to_owned()
}

/// The models.
pub fn models() -> String {
    below("/models")
}

/// The services.
pub fn services() -> String {
    below("/services")
}

/// Making a service.
pub fn new_service() -> String {
    below("/services/new")
}

/// One service.
pub fn service(id: &str) -> String {
    below(&format!("/services/{}", encoded(id)))
}

/// One of a service's tabs.
pub fn service_tab(id: &str, tab: &str) -> String {
    format!("{}?tab={}", service(id), encoded(tab))
}

/// Usage.
pub fn usage() -> String {
    below("/usage")
}

/// The bills.
pub fn bills() -> String {
    below("/bills")
}

/// The bill of a month.
pub fn bill(month: Month) -> String {
    below(&format!("/bills/{month}"))
}

/// The account.
pub fn account() -> String {
    below("/account")
}

/// The API keys.
pub fn api_keys() -> String {
    below("/api-keys")
}

/// An address as [`use_navigate`] wants it: without the base.
pub fn without_base(address: &str) -> String {
    let path = address.strip_prefix(BASE).unwrap_or(address);
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

/// The same query with another value of one part, or without it. Both without the question mark.
pub fn query_with(search: &str, name: &str, value: Option<&str>) -> String {
    let start = format!("{}=", encoded(name));
    let kept =
        search.split('&').filter(|part| !part.is_empty() && !part.starts_with(&start)).map(str::to_owned);
    let given = value.map(|value| format!("{start}{}", encoded(value)));
    kept.chain(given).collect::<Vec<_>>().join("&")
}

/// One part of the address's query, and how to change it: in place, without a step in the history.
pub fn use_query_part(name: &'static str) -> (Memo<Option<String>>, Callback<Option<String>>) {
    let location = use_location();
    let navigate = StoredValue::new_local(use_navigate());
    let query = location.query;
    let value = memo(move || query.with(|query| query.get(name)));
    let set = callback(move |value: Option<String>| {
        let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
        let query = query_with(&search, name, value.as_deref());
        let address = if query.is_empty() { path } else { format!("{path}?{query}") };
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&without_base(&address), options));
    });
    (value, set)
}

/// Goes to a view, by its address.
pub fn use_go() -> Callback<String> {
    let navigate = StoredValue::new_local(use_navigate());
    callback(move |address: String| {
        navigate.with_value(|navigate| navigate(&without_base(&address), NavigateOptions::default()));
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lose_their_base() {
        for (address, expected) in [
            (overview(), "/"),
            (services(), "/services"),
            (service("svc_1"), "/services/svc_1"),
            (service_tab("svc_1", "cost"), "/services/svc_1?tab=cost"),
            ("/console?range=day".to_owned(), "/?range=day"),
        ] {
            assert_eq!(without_base(&address), expected);
        }
        assert_eq!(bill(Month { year: 2026, month: 3 }), "/console/bills/2026-03");
    }

    #[test]
    fn parts_of_a_query_are_changed_alone() {
        for (search, value, expected) in [
            ("", Some("a b"), "status=a%20b"),
            ("q=x&status=running", Some("stopped"), "q=x&status=stopped"),
            ("status=running&q=x", None, "q=x"),
            ("status=running", None, ""),
            ("status2=x", Some("y"), "status2=x&status=y"),
        ] {
            assert_eq!(query_with(search, "status", value), expected, "{search}");
        }
    }
}
