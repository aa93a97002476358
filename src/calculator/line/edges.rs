//! The edges of steps on the picture: they are dragged, or moved with the arrow keys, which is the same as typing
//! the instant beside them.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html;
use leptos::prelude::*;
use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND};
use web_sys::Element;

use super::LineState;
use crate::calculator::sheet::{History, KeyAction, Line, LineField};
use crate::calculator::view_model::{Axis, BarsView};
use crate::clock::device_offset_minutes;
use crate::erased::{attribute, dynamic, fixed, key_pressed, keyed, memo, pointed};
use crate::local_time;
use crate::text;

const PARTS: i64 = 1_000_000;
/// The number of the end among the edges; that of a step is the step's own, and there are never so many.
const END: u32 = u32::MAX;

/// An edge that the axis shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edge {
    field: LineField,
    at: Instant,
    /// Where it is, as a CSS percentage and in parts of a million of the axis.
    left: String,
    parts: u32,
}

/// A handle at the edge of each step that the axis shows. While one is dragged, `held` keeps the axis still.
pub fn edges(line: LineState, view: Memo<BarsView>, held: RwSignal<Option<Axis>>) -> AnyView {
    let area = NodeRef::<html::Div>::new();
    let edges = memo(move || {
        let edges = line.of_line(Line::edges);
        view.with(|view| {
            let edges = edges.into_iter().filter_map(|(field, at)| {
                let left = view.axis.mark(at)?;
                Some(Edge { field, at, left, parts: view.axis.parts(at.unix_nanoseconds()) })
            });
            edges.collect::<Vec<_>>()
        })
    });
    let numbers = move || edges.with(|edges| edges.iter().map(|edge| number(edge.field)).collect::<Vec<_>>());
    let handle = move |number| handle(line, OneEdge { edges, field: field(number) }, area, view, held);
    view! {
        <div class="handles" role="group" aria-label=line.state.words.ways.edges node_ref=area>
            {keyed(numbers, handle)}
        </div>
    }
    .into_any()
}

/// The number of an edge: its step's, or the end's.
fn number(field: LineField) -> u32 {
    field.step().unwrap_or(END)
}

fn field(number: u32) -> LineField {
    if number == END { LineField::StepsEnd } else { LineField::StepFrom(number) }
}

/// One of the edges, as long as it is there.
#[derive(Clone, Copy)]
struct OneEdge {
    edges: Memo<Vec<Edge>>,
    field: LineField,
}

impl OneEdge {
    /// Something of it; `None` once it is gone.
    fn with<T>(self, of: impl FnOnce(&Edge) -> T) -> Option<T> {
        self.edges.with(|edges| self.among(edges).map(of))
    }

    /// Its instant now.
    fn at_untracked(self) -> Option<Instant> {
        self.edges.with_untracked(|edges| self.among(edges).map(|edge| edge.at))
    }

    fn among(self, edges: &[Edge]) -> Option<&Edge> {
        edges.iter().find(|edge| edge.field == self.field)
    }
}

fn handle(
    line: LineState,
    edge: OneEdge,
    area: NodeRef<html::Div>,
    view: Memo<BarsView>,
    held: RwSignal<Option<Axis>>,
) -> AnyView {
    let words = line.state.words;
    let name = move || match edge.field {
        LineField::StepFrom(step) => (words.from_of_step)(line.of_line(|line| line.number_of_step(step))),
        _ => words.until.to_owned(),
    };
    let said = move || {
        let at = edge.with(|edge| edge.at)?;
        let local = local_time::of_instant(at, device_offset_minutes, words).unwrap_or_default();
        Some(format!("{} UTC {local}", text::instant(at)))
    };
    let end_of_edit = move || line.state.history.update(History::pause);
    let take = pointed(move |event| {
        if event.button() == 0 {
            event.prevent_default();
            let handle = event_target::<Element>(&event);
            // Without the capture the drag ends where the handle does, which is no harm.
            let _ = handle.set_pointer_capture(event.pointer_id());
            end_of_edit();
            held.set(Some(view.with_untracked(|view| view.axis.clone())));
        }
    });
    let follow = pointed(move |event| {
        if let Some(at) = instant_under(&event, area, held) {
            move_to(line, edge.field, at);
        }
    });
    let release = move |_| {
        held.set(None);
        end_of_edit();
    };
    view! {
        <i
            class="handle"
            {..fixed(&[("role", "slider"), ("tabindex", "0"), ("aria-valuemin", "0")])}
            {..attribute("aria-valuemax", PARTS.to_string())}
            {..attribute("aria-valuenow", dynamic(move || edge.with(|edge| edge.parts.to_string())))}
            {..attribute("aria-valuetext", dynamic(said))}
            aria-label=dynamic(name)
            style:left=move || edge.with(|edge| edge.left.clone()).unwrap_or_default()
            on:keydown=key_pressed(move |event| on_key(line, edge, &event))
            on:blur=move |_| end_of_edit()
            on:pointerdown=take
            on:pointermove=follow
            on:pointerup=pointed(release)
            on:pointercancel=pointed(release)
        ></i>
    }
    .into_any()
}

/// Arrows move an edge as they move its instant: by a minute, with shift by an hour.
fn on_key(line: LineState, edge: OneEdge, event: &KeyboardEvent) {
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return;
    }
    let key = match event.key().as_str() {
        "ArrowRight" | "ArrowUp" => "ArrowUp",
        "ArrowLeft" | "ArrowDown" => "ArrowDown",
        _ => return,
    };
    let (Some(KeyAction::MoveBySeconds(seconds)), Some(at)) =
        (KeyAction::of(key, event.shift_key(), true), edge.at_untracked())
    else {
        return;
    };
    event.prevent_default();
    let moved = at.unix_nanoseconds() + seconds * NANOSECONDS_PER_SECOND;
    if let Some(at) = Instant::from_unix_nanoseconds(moved) {
        move_to(line, edge.field, at);
    }
}

/// The instant under the pointer, while an edge is held.
fn instant_under(
    event: &PointerEvent,
    area: NodeRef<html::Div>,
    held: RwSignal<Option<Axis>>,
) -> Option<Instant> {
    let parts = parts_under(event, area)?;
    held.with_untracked(|held| held.as_ref().and_then(|axis| axis.instant_at(parts)))
}

/// Where the pointer is in an area, in parts of a million from its left end.
pub fn parts_under(event: &PointerEvent, area: NodeRef<html::Div>) -> Option<u32> {
    let bounds = area.get_untracked()?.get_bounding_client_rect();
    let (left, width) = (whole(bounds.left()), whole(bounds.width()).max(1));
    let parts = ((i64::from(event.client_x()) - left) * PARTS / width).clamp(0, PARTS);
    u32::try_from(parts).ok()
}

/// Sets the edge's instant, at most up to its neighbours.
fn move_to(line: LineState, edge: LineField, at: Instant) {
    let room = line.line.with_untracked(|line| line.as_ref().map(|line| line.room_of_edge(edge)));
    let Some((first, last)) = room else { return };
    let at = first.map_or(at, |first| at.max(first));
    let at = last.map_or(at, |last| at.min(last));
    line.state.set(line.field(edge), &text::instant(at));
}

#[expect(clippy::cast_possible_truncation, reason = "places on a screen, in whole pixels")]
fn whole(pixels: f64) -> i64 {
    pixels as i64
}
