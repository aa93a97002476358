//! What is asked for, as it stands in the address: range, group, kind, filter, order.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use tiermeter_pricing::UtcOffset;

use super::range::{DayRange, MOST_DAYS_BY_DAY, Range, day_of};
use super::view_model::{GroupBy, Kind, Order};
use crate::console::frame::address::{query_with, without_base};
use crate::console::live::use_live;
use crate::console::request::Request;
use crate::erased::{callback, memo, signal_of};

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Asked {
    /// The range by its name.
    pub range: Memo<Range>,
    /// Its days.
    pub days: Memo<DayRange>,
    /// Today, at the price book's offset.
    pub today: Memo<NaiveDate>,
    /// By what it is added up.
    pub by: Memo<GroupBy>,
    /// One kind, or all of them.
    pub kind: Memo<Option<Kind>>,
    /// What comes first.
    pub order: Memo<Order>,
    /// The text of the filter. What is typed stands here at once, and then in the address.
    pub text: RwSignal<String>,
    change: Callback<Vec<(&'static str, Option<String>)>>,
}

impl Asked {
    /// Reads the address. Days are those of the price book's offset.
    pub fn here(offset: UtcOffset) -> Self {
        let (live, location) = (use_live(), use_location());
        let query = location.query;
        let part = move |name: &'static str| memo(move || query.with(|query| query.get(name)));
        let today = memo(move || day_of(live.now.get(), offset));
        let (range, by, kind, order) = (part("range"), part("by"), part("kind"), part("order"));
        let range = memo(move || range.with(|word| Range::of_word(word.as_deref())));
        let by = memo(move || by.with(|word| GroupBy::of_word(word.as_deref())));
        let navigate = StoredValue::new_local(use_navigate());
        // All parts in one step: the address is not changed yet when the next one would be set.
        let change = callback(move |parts: Vec<(&'static str, Option<String>)>| {
            let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
            let query = parts
                .into_iter()
                .fold(search, |search, (name, value)| query_with(&search, name, value.as_deref()));
            let address = if query.is_empty() { path } else { format!("{path}?{query}") };
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate.with_value(|navigate| navigate(&without_base(&address), options));
        });
        Self {
            range,
            days: memo(move || range.get().days(today.get())),
            today,
            by,
            kind: memo(move || kind.with(|word| Kind::of_word(word.as_deref()))),
            order: memo(move || order.with(|word| by.with(|by| Order::of_word(word.as_deref(), by)))),
            text: signal_of(query.with_untracked(|query| query.get("q")).unwrap_or_default()),
            change,
        }
    }

    /// Asks for another range.
    pub fn set_range(self, range: Range) {
        self.change.run(vec![("range", range.word())]);
    }

    /// Adds up by something else; the order goes back to what fits it.
    pub fn set_by(self, by: &GroupBy) {
        let word = (*by != GroupBy::default()).then(|| by.word());
        self.change.run(vec![("by", word), ("order", None)]);
    }

    /// Shows one kind, or all of them.
    pub fn set_kind(self, kind: Option<Kind>) {
        self.change.run(vec![("kind", kind.map(|kind| kind.word().to_owned()))]);
    }

    /// Puts something else first.
    pub fn set_order(self, order: Order) {
        self.change.run(vec![("order", Some(order.word().to_owned()))]);
    }

    /// Filters by a text.
    pub fn set_text(self, text: String) {
        let word = (!text.is_empty()).then(|| text.clone());
        self.text.set(text);
        self.change.run(vec![("q", word)]);
    }

    /// Takes the filters away.
    pub fn clear(self) {
        self.text.set(String::new());
        self.change.run(vec![("q", None), ("kind", None)]);
    }

    /// The request for the table.
    pub fn request(self) -> Request {
        let (days, by) = (self.days.get(), self.by.get());
        Request::usage(&days.first_text(), &days.end_text(), &[&by.word()])
    }

    /// The request for the plot.
    pub fn request_by_day(self) -> Request {
        let days = self.days.get();
        Request::usage(&days.first_text(), &days.end_text(), &[&GroupBy::Day.word()])
    }

    /// Whether the range has more days than the API adds up by day.
    pub fn too_long_by_day(self) -> bool {
        self.days.get().count() > MOST_DAYS_BY_DAY
    }
}
