//! What stands where there is nothing to show: because it is on its way, because there is none, because nothing fits,
//! or because something is wrong.

use leptos::prelude::*;

use super::super::failure::Failure;
use super::super::words::{Common, Language, Localized, use_language, use_words};
use super::quotation::quotation;

/// It is on its way.
#[component]
pub fn Busy() -> impl IntoView {
    let words = use_words::<Common>();
    view! { <p class="state busy" role="status">{words.loading}</p> }
}

/// There is none.
#[component]
pub fn Empty(
    /// What there is none of.
    title: String,
    /// What it would be for, and how to get one.
    text: String,
    /// The way to get one.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="state empty">
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="buttons">{children()}</div> })}
        </div>
    }
}

/// Nothing fits the filter.
#[component]
pub fn NoMatch(
    /// Takes the filter away.
    on_clear: Callback<()>,
) -> impl IntoView {
    let words = Words::of(use_language());
    view! {
        <div class="state no-match">
            <h2>{words.no_match}</h2>
            <button type="button" class="button" on:click=move |_| on_clear.run(())>{words.clear}</button>
        </div>
    }
}

/// Something is wrong.
#[component]
pub fn Trouble(
    /// What.
    failure: Failure,
    /// Tries again.
    #[prop(optional, into)]
    on_again: Option<Callback<()>>,
) -> impl IntoView {
    let (words, language) = (use_words::<Common>(), use_language());
    let next = failure.next_step(language);
    let quoted = quotation(failure.quoted(language));
    let sentence = move || failure.sentence(language);
    view! {
        <div class="state trouble" role="alert">
            <p class="refused">{sentence} " " {next} {quoted}</p>
            {on_again.map(|on_again| {
                view! {
                    <button type="button" class="button" on:click=move |_| on_again.run(())>{words.try_again}</button>
                }
            })}
        </div>
    }
}

struct Words {
    no_match: &'static str,
    clear: &'static str,
}

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &Self { no_match: "Nothing matches the filter", clear: "Clear the filter" },
            Language::Chinese => {
                &Self { no_match: "没有符合筛选条件的内容", clear: "清除筛选" }
            }
        }
    }
}
