//! What repeats on the pages, taking what it holds as data: so it stands in the program once, however often it is on a
//! page (`erased` says what that is worth).

mod button;
mod files;
mod table;

use leptos::prelude::*;

pub use self::button::{Button, button};
pub use self::files::{drop_zone, file_button, first_file};
pub use self::table::{Cell, Column, Row, Table, columns, rows};
use crate::erased::{dynamic, typed};

/// A paragraph.
pub fn paragraph(class: &'static str, text: impl Into<String>) -> AnyView {
    paragraph_of(class, text.into())
}

fn paragraph_of(class: &'static str, text: String) -> AnyView {
    view! { <p class=class>{text}</p> }.into_any()
}

/// A paragraph while there is something to say.
pub fn paragraph_while(
    class: &'static str,
    text: impl FnMut() -> Option<String> + Send + 'static,
) -> AnyView {
    boxed_paragraph(class, Box::new(text))
}

fn boxed_paragraph(class: &'static str, mut text: Box<dyn FnMut() -> Option<String> + Send>) -> AnyView {
    dynamic(move || text().map(|text| paragraph_of(class, text))).into_any()
}

/// Part of a line of text.
pub fn span(class: &'static str, text: impl Into<String>) -> AnyView {
    span_of(class, text.into())
}

fn span_of(class: &'static str, text: String) -> AnyView {
    view! { <span class=class>{text}</span> }.into_any()
}

/// Words beside a field that only those need who see it: it has a name of its own for the others.
pub fn beside(class: &'static str, text: &'static str) -> AnyView {
    view! { <span class=class aria-hidden="true">{text}</span> }.into_any()
}

/// The reader's local time, where it is another one than what it stands beside.
pub fn local_time(text: String) -> AnyView {
    view! { <small class="local">{text}</small> }.into_any()
}

/// A field with its name before it, its unit behind it where it has one, and what is wrong in it below.
pub fn labelled(name: &'static str, field: AnyView, unit: Option<&'static str>, fault: AnyView) -> AnyView {
    view! {
        <div class="labelled">
            {beside("word", name)}
            {field}
            {unit.map(|unit| beside("unit", unit))}
            {fault}
        </div>
    }
    .into_any()
}

/// A choice of one out of many: values, each with what it is called, and what else can be chosen behind them.
pub fn select(
    name: &'static str,
    choices: Vec<(String, String)>,
    chosen: Memo<String>,
    more: Option<AnyView>,
    set: impl FnMut(String) + 'static,
) -> AnyView {
    boxed_select(name, choices, chosen, more, Box::new(set))
}

fn boxed_select(
    name: &'static str,
    choices: Vec<(String, String)>,
    chosen: Memo<String>,
    more: Option<AnyView>,
    set: Box<dyn FnMut(String)>,
) -> AnyView {
    let option = |(value, label): (String, String)| {
        let own = value.clone();
        let is_chosen = dynamic(move || chosen.with(|chosen| *chosen == own));
        view! { <option value=value prop:selected=is_chosen>{label}</option> }.into_any()
    };
    view! {
        <select class="field" aria-label=name on:change=typed(set)>
            {choices.into_iter().map(option).collect_view()}
            {more}
        </select>
    }
    .into_any()
}

/// Items of a list.
pub fn items(texts: Vec<String>) -> Vec<AnyView> {
    texts.into_iter().map(|text| view! { <li>{text}</li> }.into_any()).collect()
}

/// Names, each with something as it stands in a file.
pub fn places(places: Vec<(String, String)>) -> AnyView {
    let places = places.into_iter().map(|(name, code)| {
        view! {
            <dt>{name}</dt>
            <dd><code>{code}</code></dd>
        }
        .into_any()
    });
    view! { <dl>{places.collect_view()}</dl> }.into_any()
}

/// What is wider than the page: it scrolls by itself, for the keyboard too. `role` is `region` or `group`.
pub fn scroller(class: &'static str, role: &'static str, name: String, content: AnyView) -> AnyView {
    view! { <div class=class tabindex="0" role=role aria-label=name>{content}</div> }.into_any()
}
