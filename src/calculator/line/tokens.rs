//! The editor of tokens: the model, the load by the hour, the tokens of a request, and how they are paid.

use leptos::prelude::*;

use super::load::load;
use super::{LineState, offset_hint};
use crate::calculator::fields::{Input, fault_text, labelled, labelled_with};
use crate::calculator::sheet::{Line, LineField};
use crate::erased::{dynamic, happened, memo};
use crate::frames::{self, select};

/// The model, the load and the numbers.
pub fn tokens(line: LineState) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let of = |field: LineField| line.field(field);
    let reserved = of(LineField::ReservedTpm);
    view! {
        {model(line)}
        {load(line, LineField::RequestsPerMinute, words.requests_per_minute)}
        <div class="numbers">
            {labelled(state, of(LineField::Input), Input::Number, words.input_tokens, words.tokens_a_request)}
            {labelled(state, of(LineField::CachedInput), Input::Number, words.cached_input_tokens, words.tokens_a_request)}
            {labelled(state, of(LineField::Output), Input::Number, words.output_tokens, words.tokens_a_request)}
            {labelled(state, of(LineField::BurstMinutes), Input::Number, words.burst_minutes, words.minutes_unit)}
            {labelled_with(state, reserved, Input::Number, words.reserved_tpm, words.tpm_unit, words.none)}
        </div>
        {free_quota(line)}
        {offset_hint(line)}
    }
    .into_any()
}

/// The models of the price book; and, where the line has another one, that.
fn model(line: LineState) -> AnyView {
    let (state, words, field) = (line.state, line.state.words, line.field(LineField::Model));
    let chosen = memo(move || state.text(field));
    let choices = state.book.models().iter().map(|model| {
        let sample = if model.illustrative { words.sample_suffix } else { "" };
        (model.id.clone(), format!("{}{sample}", model.name))
    });
    let other = dynamic(move || {
        let other = chosen.with(|id| state.book.model(id).is_none().then(|| id.clone()));
        other.map(|id| view! { <option value=id.clone() selected=true>{id.clone()}</option> }.into_any())
    });
    let set = move |id: String| state.set(field, &id);
    let select = select(words.model, choices.collect(), chosen, Some(other.into_any()), set);
    frames::labelled(words.model, select, None, fault_text(state, field))
}

fn free_quota(line: LineState) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let is_asked = dynamic(move || line.of_line(Line::free_quota));
    let offer = memo(move || {
        let id = state.text(line.field(LineField::Model));
        let offer = state.book.model(&id).and_then(|model| model.free_quota);
        offer.map_or_else(
            || words.no_free_quota.to_owned(),
            |offer| (words.free_quota_offer)(&crate::text::count(offer.tokens), offer.valid_days),
        )
    });
    let ask = happened(move |event| {
        let is_asked = event_target_checked(&event);
        state.edit(|sheet| sheet.set_free_quota(line.id, is_asked));
    });
    view! {
        <p class="free-quota">
            <label>
                <input
                    type="checkbox"
                    prop:checked=is_asked
                    on:change=ask
                />
                " "
                {words.free_quota}
            </label>
            <span class="hint">" " {move || offer.get()}</span>
        </p>
    }
    .into_any()
}
