//! The editor of automatic scaling: the load by the hour, the limits, the delay and the policies.

use leptos::prelude::*;
use tiermeter_pricing::Instant;

use super::bars::bars;
use super::load::load;
use super::{LineState, offset_hint, tier};
use crate::calculator::fields::{Input, fault_text, field, labelled};
use crate::calculator::sheet::{Line, LineField};
use crate::erased::{derived, keyed, memo};
use crate::frames::{Button, beside};

/// The tier, the load, the limits, the policies and the picture.
pub fn automatic(line: LineState, now: ReadSignal<Option<Instant>>) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let ids = memo(move || line.of_line(|line| line.policies().to_vec()));
    let full = move || !line.of_line(Line::can_add_policy);
    let add = Button::new("quiet add", words.add_policy, move || {
        let added = state.edit(|sheet| sheet.add_policy(line.id)).flatten();
        state.go_to(line.id, added);
    });
    let of = |field: LineField| line.field(field);
    view! {
        {tier(line)}
        {load(line, LineField::RequestsPerSecond, words.requests_per_second)}
        <div class="numbers">
            {labelled(state, of(LineField::Minimum), Input::Instances, words.minimum, words.instances_unit)}
            {labelled(state, of(LineField::Maximum), Input::Instances, words.maximum, words.instances_unit)}
            {labelled(state, of(LineField::Concurrency), Input::Number, words.concurrency, words.concurrency_unit)}
            {labelled(state, of(LineField::SecondsPerRequest), Input::Number, words.seconds_per_request, "s")}
            {labelled(state, of(LineField::ScaleInDelay), Input::Number, words.scale_in_delay, "s")}
        </div>
        <div class="policies">{keyed(move || ids.get(), move |id| policy_row(line, id))}</div>
        {add.disabled(full).view()}
        {offset_hint(line)}
        {bars(line, now, false)}
    }
    .into_any()
}

/// One policy: from each instant of a cron on, a higher minimum.
fn policy_row(line: LineState, id: u32) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let number = memo(move || {
        line.of_line(|line| {
            line.policies().iter().position(|policy| *policy == id).map_or(0, |place| place + 1)
        })
    });
    let name = move |words_of: fn(usize) -> String| derived(move || words_of(number.get()));
    let (cron, duration, minimum) = (
        line.field(LineField::Cron(id)),
        line.field(LineField::PolicyDuration(id)),
        line.field(LineField::PolicyMinimum(id)),
    );
    let remove = Button::new("quiet remove", words.remove, move || {
        state.edit(|sheet| sheet.remove_policy(line.id, id));
    });
    let remove = remove.named(move || (words.remove_policy)(number.get()));
    view! {
        <div class="policy" role="group" aria-label=move || (words.policy_number)(number.get())>
            {beside("word", words.cron)}
            {field(state, cron, Input::Text, name(words.cron_of_policy), "0 8 * * 1-5")}
            {beside("word", words.for_seconds)}
            {field(state, duration, Input::Number, name(words.duration_of_policy), "")}
            {beside("unit", "s")}
            {beside("word", words.at_least)}
            {field(state, minimum, Input::Instances, name(words.minimum_of_policy), "")}
            {beside("unit", words.instances_unit)}
            {remove.view()}
            {fault_text(state, cron)}
            {fault_text(state, duration)}
            {fault_text(state, minimum)}
        </div>
    }
    .into_any()
}
