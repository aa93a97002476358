//! A lane for each instance, where they are too many for the picture above. They are drawn while they are looked at.

use leptos::prelude::*;

use super::LineState;
use super::bars::tick_label;
use crate::calculator::disclosure::disclosure;
use crate::calculator::view_model::{BarsView, Lane, Lanes};
use crate::erased::{dynamic, memo, shown_while, signal_of};
use crate::frames::{Button, span};
use crate::nearby::fetched;
use crate::parts::Part;

/// So many lanes are drawn at first, and so many more whenever they are asked for.
const LANES_AT_A_TIME: usize = 100;

/// The lanes of a line whose picture shows levels; nothing for any other.
pub fn lanes(line: LineState, view: Memo<BarsView>) -> AnyView {
    shown_while(move || view.with(|view| view.levels.is_some()), move || details(line, view))
}

fn details(line: LineState, view: Memo<BarsView>) -> AnyView {
    let content = move || fetched(&Part::Lanes(line, view));
    disclosure(None, line.state.words.ways.a_bar_for_each, content)
}

/// The lanes themselves.
pub fn all_lanes(line: LineState, view: Memo<BarsView>) -> AnyView {
    let words = line.state.words;
    let most = signal_of(LANES_AT_A_TIME);
    let lanes = memo(move || {
        let most = most.get();
        line.of_priced(|priced| {
            let explanation = priced.explanation.as_ref();
            explanation.map(|line| view.with(|view| Lanes::of(line, &view.axis, most))).unwrap_or_default()
        })
    });
    let left = move || lanes.with(|lanes| lanes.left);
    let more = move || {
        let next = move || left().min(u64::try_from(LANES_AT_A_TIME).unwrap_or_default());
        let label = dynamic(move || (words.ways.show_more_instances)(next()));
        Button::of("quiet", label.into_any(), move || most.update(|most| *most += LANES_AT_A_TIME)).view()
    };
    let ticks = memo(move || view.with(|view| view.axis.ticks.clone()));
    let labels = move || ticks.get().into_iter().map(tick_label).collect_view();
    let rows = move || lanes.with(|lanes| lanes.lanes.clone()).into_iter().map(lane).collect_view();
    view! {
        <div class="scroller lanes" tabindex="0" role="region" aria-label=words.ways.a_bar_for_each>
            <div class="axis" aria-hidden="true">{dynamic(labels)}</div>
            <ol>{dynamic(rows)}</ol>
        </div>
        {shown_while(move || left() > 0, more)}
    }
    .into_any()
}

fn lane(lane: Lane) -> AnyView {
    view! {
        <li class="track">
            {span("who", lane.instance)}
            <svg viewBox="0 0 1000000 1" preserveAspectRatio="none" aria-hidden="true">
                <path d=lane.path></path>
            </svg>
            {span("sum", lane.seconds)}
        </li>
    }
    .into_any()
}
