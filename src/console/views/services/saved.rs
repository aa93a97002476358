//! Saved views: a filter, an order and columns under a name, kept in this browser.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::sorted::sort_by;

const VIEWS_KEY: &str = "tiermeter.services.views";
const COLUMNS_KEY: &str = "tiermeter.services.columns";
/// The most characters of a name.
pub const LONGEST_NAME: usize = 60;

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// What it is called.
    pub name: String,
    /// The query of its address, with its `?`; empty where nothing is filtered.
    pub query: String,
    /// The words of its columns.
    pub columns: String,
}

/// The same views with one more, in place of one of the same name.
#[must_use]
pub fn with(mut views: Vec<SavedView>, view: SavedView) -> Vec<SavedView> {
    views.retain(|known| known.name != view.name);
    views.push(view);
    sort_by(&mut views, |one, other| one.name.to_lowercase().cmp(&other.name.to_lowercase()));
    views
}

/// A name as it is kept: without spaces around it, and not too long. `None` where nothing is left.
#[must_use]
pub fn name_of(text: &str) -> Option<String> {
    let name: String = text.trim().chars().take(LONGEST_NAME).collect();
    (!name.is_empty()).then_some(name)
}

/// The views of a text that was kept; what cannot be read is no view.
#[must_use]
pub fn views_of(text: &str) -> Vec<SavedView> {
    serde_json::from_str(text).unwrap_or_default()
}

/// The views that are kept in this browser.
#[must_use]
pub fn kept_views() -> Vec<SavedView> {
    kept(VIEWS_KEY).map(|text| views_of(&text)).unwrap_or_default()
}

/// Keeps these views in this browser.
pub fn keep_views(views: &[SavedView]) {
    if let Ok(text) = serde_json::to_string(views) {
        keep(VIEWS_KEY, &text);
    }
}

/// The words of the columns that are kept in this browser.
#[must_use]
pub fn kept_columns() -> Option<String> {
    kept(COLUMNS_KEY)
}

/// Keeps the words of the columns in this browser.
pub fn keep_columns(words: &str) {
    keep(COLUMNS_KEY, words);
}

fn kept(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(key).ok().flatten()
}

fn keep(key: &str, text: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A full or refused storage costs only the memory of it.
        let _ = storage.set_item(key, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(name: &str, query: &str) -> SavedView {
        SavedView { name: name.to_owned(), query: query.to_owned(), columns: "name,status".to_owned() }
    }

    #[test]
    fn a_name_stands_for_one_view() {
        let views = with(vec![view("late", "?show=late"), view("Zoo", "")], view("late", "?q=x"));
        let views = with(views, view("all", ""));
        let names: Vec<&str> = views.iter().map(|view| view.name.as_str()).collect();
        assert_eq!(names, ["all", "late", "Zoo"]);
        assert_eq!(views.iter().find(|view| view.name == "late").unwrap().query, "?q=x");
        assert_eq!(views_of(&serde_json::to_string(&views).unwrap()), views);
    }

    #[test]
    fn names_are_trimmed_and_what_is_broken_is_nothing() {
        for (text, expected) in [("  late ", Some("late")), ("   ", None), ("", None)] {
            assert_eq!(name_of(text).as_deref(), expected);
        }
        assert_eq!(name_of(&"x".repeat(100)).map(|name| name.len()), Some(LONGEST_NAME));
        for text in ["", "{", "[1]", "null"] {
            assert_eq!(views_of(text), []);
        }
    }
}
