//! The head of a line: its name, what it is, what it costs; and what can be done with it.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::LineState;
use crate::calculator::answer::Priced;
use crate::calculator::fields::focus_when_wanted;
use crate::calculator::share::service_link;
use crate::calculator::sheet::{Kind, LineField, Sheet};
use crate::calculator::state::Focus;
use crate::calculator::turns::following;
use crate::calculator::view_model::LineRates;

/// The head, which opens and closes the line.
pub fn head(line: LineState, is_open: Memo<bool>) -> AnyView {
    let (state, id, words) = (line.state, line.id, line.state.words);
    let button = NodeRef::<html::Button>::new();
    let wanted = state.wanted_focus;
    focus_when_wanted(wanted, Focus::Line(id), move || button.get().map(|button| button.focus()).is_some());
    let name = move || line.of_line(|line| line.text(LineField::Name).to_owned());
    let tags = Memo::new(move |_| {
        line.of_line(|line| {
            let kind = line.kind();
            let of = if kind == Kind::Tokens {
                line.text(LineField::Model).to_owned()
            } else {
                (words.tier_tag)(line.text(LineField::Tier))
            };
            vec![of, words.kind(kind.as_str()).to_owned()]
        })
    });
    let rates = Memo::new(move |_| line.of_priced(|priced| LineRates::of(priced, words)));
    let is_sample = Memo::new(move |_| line.of_priced(Priced::is_sample));
    let currency = state.book.currency().code();
    let per_hour = move || rates.with(|rates| rates.per_hour_in_words(words));
    view! {
        <div class="head">
            <h3>
                <button
                    type="button"
                    class="toggle"
                    node_ref=button
                    aria-expanded=move || if is_open.get() { "true" } else { "false" }
                    aria-controls=format!("line-{id}")
                    on:click=move |_| state.toggle(id)
                    on:keydown=move |event| move_by_key(line, &event)
                >
                    <span class="chevron" aria-hidden="true"></span>
                    {name}
                </button>
            </h3>
            {move || tags.get().into_iter().map(|tag| view! { <span class="tag">{tag}</span> }).collect_view()}
            <Show when=move || is_sample.get()>
                <span class="tag sample">{words.sample_price}</span>
            </Show>
            <div class="costs" class:stale=move || state.is_stale()>
                <p class="amount">{move || rates.get().per_month} " " <small>{currency} " " {words.ways.of_the_month}</small></p>
                <p class="rates">
                    {per_hour}
                    <span>{move || rates.with(|rates| (words.a_day)(&rates.per_day))}</span>
                </p>
            </div>
        </div>
    }
    .into_any()
}

/// Alt with up and down moves the line.
fn move_by_key(line: LineState, event: &KeyboardEvent) {
    let down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    if event.alt_key() {
        event.prevent_default();
        line.state.move_line(line.id, down);
    }
}

/// Up, down, duplicate, delete; and a service of it, in the console.
pub fn actions(line: LineState) -> AnyView {
    let (state, id, words) = (line.state, line.id, line.state.words);
    let place = Memo::new(move |_| {
        state.history.with(|history| {
            let sheet = history.sheet();
            (sheet.position(id).unwrap_or_default(), sheet.lines().len())
        })
    });
    let is_first = move || place.get().0 == 0;
    let is_last = move || place.get().0 + 1 >= place.get().1;
    let full = move || !state.history.with(|history| Sheet::can_add(history.sheet()));
    let service = following(state.answer, move |answer| service_link(answer, id));
    // Who follows it at once after an edit takes the edit along.
    let take_along = move |_| service.set(state.answer.with_untracked(|answer| service_link(answer, id)));
    let is_service = Memo::new(move |_| service.with(Option::is_some));
    let create = move || {
        is_service.get().then(|| {
            view! { <a class="quiet" href=move || service.get() on:click=take_along>{words.create_service}</a> }
        })
    };
    view! {
        <div class="actions" role="group" aria-label=words.line_actions>
            <button
                type="button"
                class="quiet"
                title="Alt ↑"
                disabled=is_first
                on:click=move |_| state.move_line(id, false)
            >
                {words.move_up}
            </button>
            <button
                type="button"
                class="quiet"
                title="Alt ↓"
                disabled=is_last
                on:click=move |_| state.move_line(id, true)
            >
                {words.move_down}
            </button>
            <button type="button" class="quiet" disabled=full on:click=move |_| state.duplicate(id)>
                {words.duplicate}
            </button>
            <button type="button" class="quiet" on:click=move |_| state.remove_line(id)>
                {words.delete}
            </button>
            {create}
        </div>
    }
    .into_any()
}
