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
use crate::erased::{clicked, dynamic, key_pressed, memo, shown_while};
use crate::frames::{Button, button, span};

/// The head, which opens and closes the line.
pub fn head(line: LineState, is_open: Memo<bool>) -> AnyView {
    let (state, id, words) = (line.state, line.id, line.state.words);
    let button = NodeRef::<html::Button>::new();
    let wanted = state.wanted_focus;
    focus_when_wanted(wanted, Focus::Line(id), move || button.get().map(|button| button.focus()).is_some());
    let name = dynamic(move || line.of_line(|line| line.text(LineField::Name).to_owned()));
    let tags = memo(move || {
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
    let rates = memo(move || line.of_priced(|priced| LineRates::of(priced, words)));
    let currency = state.book.currency().code();
    let per_hour = dynamic(move || rates.with(|rates| rates.per_hour_in_words(words)));
    view! {
        <div class="head">
            <h3>
                <button
                    type="button"
                    class="toggle"
                    node_ref=button
                    aria-expanded=move || if is_open.get() { "true" } else { "false" }
                    aria-controls=format!("line-{id}")
                    on:click=clicked(move |_| state.toggle(id))
                    on:keydown=key_pressed(move |event| move_by_key(line, &event))
                >
                    <span class="chevron" aria-hidden="true"></span>
                    {name}
                </button>
            </h3>
            {move || tags.get().into_iter().map(|tag| span("tag", tag)).collect_view()}
            {shown_while(
                move || line.of_priced(Priced::is_sample),
                move || span("tag sample", words.sample_price),
            )}
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
    let of_sheet = move |of: fn(&Sheet, usize) -> bool| {
        move || {
            state.history.with(|history| {
                let sheet = history.sheet();
                of(sheet, sheet.position(id).unwrap_or_default())
            })
        }
    };
    let up = Button::new("quiet", words.move_up, move || state.move_line(id, false));
    let down = Button::new("quiet", words.move_down, move || state.move_line(id, true));
    let duplicate = Button::new("quiet", words.duplicate, move || state.duplicate(id));
    let service = following(state.answer, move |answer| service_link(answer, id));
    // Who follows it at once after an edit takes the edit along.
    let take_along = move || service.set(state.answer.with_untracked(|answer| service_link(answer, id)));
    let create = shown_while(
        move || service.with(Option::is_some),
        move || {
            let (address, take_along) = (dynamic(move || service.get()), clicked(move |_| take_along()));
            view! { <a class="quiet" href=address on:click=take_along>{words.create_service}</a> }.into_any()
        },
    );
    view! {
        <div class="actions" role="group" aria-label=words.line_actions>
            {up.titled("Alt ↑").disabled(of_sheet(|_, place| place == 0)).view()}
            {down.titled("Alt ↓").disabled(of_sheet(|sheet, place| place + 1 >= sheet.lines().len())).view()}
            {duplicate.disabled(of_sheet(|sheet, _| !sheet.can_add())).view()}
            {button("quiet", words.delete, move || state.remove_line(id))}
            {create}
        </div>
    }
    .into_any()
}
