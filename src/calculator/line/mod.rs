//! A line of the sheet: its head with what it costs, and, open, its fields, its picture and its formula.

mod automatic;
mod bars;
mod break_even;
mod compare;
mod edges;
mod formula;
mod head;
mod lanes;
mod load;
mod reservation;
mod steps;
mod tokens;
mod weekly;

use std::sync::Arc;

use leptos::prelude::*;
use tiermeter_pricing::Instant;

pub use self::bars::tables as bar_tables;
pub use self::compare::comparison;
use self::formula::formula;
pub use self::formula::row as formula_row;
use self::head::{actions, head};
pub use self::lanes::all_lanes;
use super::answer::Priced;
use super::fields::{Input, fault_text, labelled};
use super::sheet::{Field, Kind, Line, LineField};
use super::state::CalculatorState;
use super::view_model::{bounds, notes};
use crate::clock::device_offset_minutes;
use crate::erased::{callback, derived, dynamic, memo};
use crate::frames::paragraph;
use crate::local_time;
use crate::nearby::{fetched, in_turn};
use crate::parts::Part;
use crate::segmented::{Segment, segmented};

/// A line with what it comes to, as its parts see it.
#[derive(Clone, Copy)]
pub struct LineState {
    /// The calculator's state.
    pub state: CalculatorState,
    /// The line's id.
    pub id: u32,
    /// The line; `None` once it is gone.
    pub line: Memo<Option<Arc<Line>>>,
    /// What it came to last.
    pub priced: Memo<Option<Arc<Priced>>>,
}

impl LineState {
    fn new(state: CalculatorState, id: u32) -> Self {
        let line = memo(move || state.history.with(|history| history.sheet().line(id).cloned()));
        let priced =
            memo(move || state.answer.with(|answer| answer.line(id).map(|line| Arc::clone(&line.priced))));
        Self { state, id, line, priced }
    }

    /// The field of the line.
    pub const fn field(self, field: LineField) -> Field {
        Field::Of(self.id, field)
    }

    /// Something of the line; the default once it is gone.
    pub fn of_line<T: Default>(self, of: impl FnOnce(&Line) -> T) -> T {
        self.line.with(|line| line.as_ref().map(|line| of(line)).unwrap_or_default())
    }

    /// Something of what it came to last; the default while it never came to anything.
    pub fn of_priced<T: Default>(self, of: impl FnOnce(&Priced) -> T) -> T {
        self.priced.with(|priced| priced.as_ref().map(|priced| of(priced)).unwrap_or_default())
    }
}

/// A line.
pub fn line_card(state: CalculatorState, now: ReadSignal<Option<Instant>>, id: u32) -> AnyView {
    let line = LineState::new(state, id);
    let is_open = memo(move || state.open.with(|open| open.contains(&id)));
    let name = dynamic(move || line.of_line(|line| line.text(LineField::Name).to_owned()));
    view! {
        <li class="line">
            {head(line, is_open)}
            <div id=format!("line-{id}") role="group" aria-label=name>
                {move || is_open.get().then(|| body(line, now))}
            </div>
        </li>
    }
    .into_any()
}

fn body(line: LineState, now: ReadSignal<Option<Instant>>) -> AnyView {
    let state = line.state;
    let kind = memo(move || line.line.with(|line| line.as_ref().map_or(Kind::Steps, |line| line.kind())));
    let of_kind = move || {
        let of_kind = dynamic(move || match kind.get() {
            Kind::Steps => steps::steps(line, now),
            kind => fetched(&Part::Line(line, kind, now)),
        });
        of_kind.into_any()
    };
    view! {
        <div class="body">
            {settings(line, kind)}
            {fault_text(state, line.field(LineField::Whole))}
            {in_turn(of_kind)}
            {in_turn(move || result(line, kind))}
        </div>
    }
    .into_any()
}

/// What comes of a line: its formula, and what stands below it.
fn result(line: LineState, kind: Memo<Kind>) -> AnyView {
    let state = line.state;
    view! {
        {note_lines(line)}
        <div class:stale=move || state.is_stale()>
            {formula(line)}
            {move || fetched(&Part::Comparison(line, kind.get()))}
        </div>
    }
    .into_any()
}

/// The fields and the picture of a line.
pub fn of_kind(line: LineState, kind: Kind, now: ReadSignal<Option<Instant>>) -> AnyView {
    match kind {
        Kind::Steps => steps::steps(line, now),
        Kind::Weekly => weekly::weekly(line, now),
        Kind::Automatic => automatic::automatic(line, now),
        Kind::Tokens => tokens::tokens(line),
    }
}

/// The name, the kind and what can be done with the line.
fn settings(line: LineState, kind: Memo<Kind>) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let segments = Kind::ALL.map(|kind| Segment {
        value: kind.as_str().to_owned(),
        label: words.kind(kind.as_str()).to_owned(),
        more: None,
    });
    let chosen = derived(move || kind.get().as_str().to_owned());
    let on_choose = callback(move |word: String| {
        if let Some(kind) = Kind::of(&word) {
            let offset = state.book.utc_offset();
            state.edit(|sheet| sheet.set_kind(line.id, kind, offset));
        }
    });
    view! {
        <div class="settings">
            {labelled(state, line.field(LineField::Name), Input::Text, words.name, "")}
            {actions(line)}
            {segmented(
                words.kind_of_line,
                &format!("kind-{}", line.id),
                segments.to_vec(),
                chosen,
                on_choose,
            )}
        </div>
    }
    .into_any()
}

/// The tier of a line of seconds.
fn tier(line: LineState) -> AnyView {
    let (state, field) = (line.state, line.field(LineField::Tier));
    let segment = |tier: &tiermeter_pricing::Tier| Segment {
        value: tier.code.clone(),
        label: tier.code.clone(),
        more: Some(tier.name.clone()),
    };
    let segments = state.book.tiers().iter().map(segment).collect::<Vec<_>>();
    let chosen = derived(move || state.text(field));
    let on_choose = callback(move |code: String| state.set(field, &code));
    view! {
        <div class="settings">
            {segmented(state.words.gpu_tier, &format!("tier-{}", line.id), segments, chosen, on_choose)}
            {fault_text(state, field)}
        </div>
    }
    .into_any()
}

/// In which time days and hours are meant: the price book's, and where the reader's clock is beside it.
fn offset_hint(line: LineState) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let offset = state.book.utc_offset();
    let local = memo(move || {
        line.of_priced(|priced| {
            local_time::of_month(&bounds(priced.key.month, offset), offset, device_offset_minutes, words)
        })
    });
    view! { <p class="hint">{(words.hint_offset)(&offset.to_string())} " " {move || local.get()}</p> }
        .into_any()
}

/// What should be known about steps outside of the month, or without an end.
fn note_lines(line: LineState) -> AnyView {
    let state = line.state;
    let lines = memo(move || {
        line.of_priced(|priced| {
            let month = bounds(priced.key.month, state.book.utc_offset());
            notes(priced, &month, state.words)
        })
    });
    dynamic(move || lines.get().into_iter().map(|note| paragraph("hint", note)).collect_view()).into_any()
}
