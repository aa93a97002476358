//! What a check needs beside the files, how far it is, and what was not taken.

use leptos::prelude::*;

use super::use_state;
use crate::check::fault::{Given, Trouble};
use crate::check::job::Progress;
use crate::check::state::{Refused, Stage};
use crate::check::words::Words;
use crate::erased::{dynamic, memo, shown_while, typed};
use crate::frames::{Button, button, file_button, paragraph, places};
use crate::site::use_words;

/// Up to when open runs count, and the prices.
pub fn options() -> AnyView {
    let (words, state) = (use_words::<Words>(), use_state());
    let is_faulty = move || state.refused.with(|refused| matches!(refused, Some(Refused::AsOf(_))));
    let choose = file_button("book-file", ".json,application/json", words.choose_book, None, move |file| {
        state.take(Given::PriceBook, file);
    });
    let prices = move || {
        let own = state.book.with(|book| book.as_ref().map(|book| book.name.clone()));
        own.unwrap_or_else(|| words.bundled_prices.to_owned())
    };
    let back = shown_while(
        move || state.book.with(Option::is_some),
        move || button("quiet", words.forget_book, move || state.forget_book()),
    );
    view! {
        <div class="options">
            <p class="entry">
                <label for="as-of">{words.as_of}</label>
                <input
                    id="as-of"
                    class="field"
                    type="text"
                    spellcheck="false"
                    autocomplete="off"
                    aria-describedby="as-of-hint"
                    aria-invalid=move || is_faulty().then_some("true")
                    prop:value=move || state.as_of.get()
                    on:input=typed(move |text| state.as_of.set(text))
                />
                <span id="as-of-hint" class="hint">{words.as_of_hint}</span>
            </p>
            <p class="entry">
                <span>{words.prices} ": " <strong>{dynamic(prices)}</strong></span>
                {choose}
                {back}
            </p>
        </div>
    }
    .into_any()
}

/// The button, or how far it is with the button that ends it.
pub fn run() -> AnyView {
    let (words, state) = (use_words::<Words>(), use_state());
    let at_work = memo(move || state.stage.with(|stage| *stage != Stage::Idle));
    let sentence = move || match state.stage.get() {
        Stage::Idle => String::new(),
        Stage::Looking => words.looking.to_owned(),
        Stage::Checking(Progress::Pricing) => words.pricing.to_owned(),
        Stage::Checking(Progress::Comparing) => words.comparing.to_owned(),
        Stage::Checking(Progress::Reading(done, total)) => (words.reading)(share(done, total, 100)),
    };
    let done = move || match state.stage.get() {
        Stage::Idle | Stage::Looking => "0".to_owned(),
        Stage::Checking(progress) => percent(progress).to_string(),
    };
    let control = move || {
        if at_work.get() {
            view! {
                <progress max="100" prop:value=dynamic(done) aria-label=words.progress></progress>
                {button("button", words.cancel, move || state.cancel())}
                <span class="hint">{dynamic(sentence)}</span>
            }
            .into_any()
        } else {
            let check = Button::new("button main", words.check, move || state.check());
            check.disabled(move || !state.is_ready()).view()
        }
    };
    view! { <div class="run">{dynamic(control)}</div> }.into_any()
}

/// How far a check is, in percent; what comes behind the reading is the last part.
fn percent(progress: Progress) -> u64 {
    match progress {
        Progress::Reading(done, total) => share(done, total, 80),
        Progress::Pricing => 85,
        Progress::Comparing => 95,
    }
}

/// So much of the whole as is done of the total.
fn share(done: u64, total: u64, whole: u64) -> u64 {
    done.saturating_mul(whole).checked_div(total).unwrap_or_default().min(whole)
}

/// What was not taken, with its place.
pub fn refused() -> AnyView {
    let (words, state) = (use_words::<Words>(), use_state());
    let refused = move || {
        let refused = state.refused.get()?;
        let stays = state.answer.with(Option::is_some).then_some(words.stays);
        let place = match &refused {
            Refused::File(_, _, trouble) => Some(place_of(trouble, words)),
            Refused::AsOf(_) | Refused::Stopped(_) => None,
        };
        let refused = view! {
            <div class="refused" role="group" aria-label=words.refusal>
                <p>{words.refused_title(&refused)}</p>
                {paragraph("why", words.refused_reason(&refused))}
                {place}
                <p>{stays}</p>
            </div>
        };
        Some(refused.into_any())
    };
    view! { <div role="alert">{dynamic(refused)}</div> }.into_any()
}

/// The row and the column of what is wrong in a file.
fn place_of(trouble: &Trouble, words: &Words) -> AnyView {
    let row = trouble.row.map(|row| ((words.row)(row), trouble.shown.clone().unwrap_or_default()));
    let column = trouble.column.clone().filter(|column| !column.is_empty());
    let column = column.map(|column| (words.column.to_owned(), column));
    places(row.into_iter().chain(column).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_only_grows() {
        let stages = [
            Progress::Reading(0, 0),
            Progress::Reading(0, 10),
            Progress::Reading(5, 10),
            Progress::Reading(10, 10),
            Progress::Pricing,
            Progress::Comparing,
        ];
        assert_eq!(stages.map(percent), [0, 0, 40, 80, 85, 95]);
    }
}
