//! Every instance as a bar of its own, with its own seconds; where there are many, how many run as levels.

use std::fmt::Write;
use std::ops::Range;

use tiermeter_estimate::{ExplainedRun, LineExplanation, Part};

use super::axis::Axis;
use super::lanes::{SEEN_PARTS, path_of_runs};
use crate::local_time::{self, OffsetAt};
use crate::text::{self, percent};
use crate::words::Words;

/// So many instances are drawn as bars; more are drawn as levels.
const MOST_INSTANCES_DRAWN: u32 = 12;
/// So many runs are drawn as bars; more are drawn as levels.
const MOST_RUNS_DRAWN: usize = 400;
/// So many runs of an instance are elements, each of its own; of more, those without a label are one shape.
const MOST_RUNS_AS_ELEMENTS: usize = 8;
/// A bar at least so wide (in parts of a million of the axis) has room for its label, on a phone too.
const ROOMY_PARTS: u32 = 260_000;
const PARTS: u32 = 1_000_000;
/// The height of the picture of levels.
const LEVELS_HEIGHT: u64 = 1_000;

/// The bars.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BarsView {
    /// The time axis above the bars.
    pub axis: Axis,
    /// The instances, where they are few.
    pub rows: Vec<BarRow>,
    /// Whether a bar has no label, so that each row says its seconds at its end.
    pub with_sums: bool,
    /// Where they are many: how many run, as an SVG path in a box of a million by a thousand, and the most of them.
    pub levels: Option<(String, String)>,
    /// The picture in words.
    pub words: String,
}

/// The bars of one instance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BarRow {
    /// The instance's number.
    pub instance: String,
    /// Its runs; where they are many, those that have a label.
    pub bars: Vec<Bar>,
    /// Where its runs are many, those without a label, as an SVG path in a box of a million by one.
    pub path: String,
    /// Its billed seconds in all.
    pub seconds: String,
}

/// A run as a bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// The distance from the axis' left end, as a CSS percentage.
    pub left: String,
    /// The width, as a CSS percentage.
    pub width: String,
    /// The billed seconds.
    pub label: String,
    /// Where they are written.
    pub place: LabelPlace,
    /// From when until when, in words.
    pub title: String,
}

/// Where a bar's label is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelPlace {
    /// On the bar.
    Inside,
    /// To its right.
    After,
    /// To its left.
    Before,
    /// Nowhere: its neighbours leave no room. The table has it.
    Hidden,
}

impl LabelPlace {
    /// The class of the bar.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Inside => "bar inside",
            Self::After => "bar after",
            Self::Before => "bar before",
            Self::Hidden => "bar silent",
        }
    }
}

impl BarsView {
    /// The bars of a line in a month (in nanoseconds since 1970), on `held` where the axis must not move.
    pub fn of(
        line: &LineExplanation,
        month: &Range<i64>,
        held: Option<&Axis>,
        offset_at: OffsetAt,
        words: &Words,
    ) -> Self {
        let runs = line.runs.as_slice();
        let (Some(first), Some(last)) =
            (runs.iter().map(|run| run.started_at).min(), runs.iter().map(|run| run.stopped_at).max())
        else {
            return Self::default();
        };
        let stretch = first.unix_nanoseconds()..last.unix_nanoseconds();
        let around = || Axis::around(&stretch, month, offset_at, words);
        let axis = held.cloned().unwrap_or_else(around);
        // Runs come by instance and start, so each instance's are neighbours.
        let by_instance: Vec<&[ExplainedRun]> =
            runs.chunk_by(|one, other| one.instance == other.instance).collect();
        let most = runs.last().map_or(0, |run| run.instance);
        let as_bars = most <= MOST_INSTANCES_DRAWN && runs.len() <= MOST_RUNS_DRAWN;
        let drawn = by_instance.iter().filter(|_| as_bars);
        let rows: Vec<BarRow> = drawn.map(|runs| bar_row(&axis, runs, offset_at, words)).collect();
        let is_silent =
            |row: &BarRow| !row.path.is_empty() || row.bars.iter().any(|bar| bar.place == LabelPlace::Hidden);
        Self {
            with_sums: rows.iter().any(is_silent),
            rows,
            levels: (!as_bars).then(|| (levels(&axis, &line.parts, most), text::count(most))),
            words: (words.bars_said)(most.into(), &text::instant(first), &text::instant(last)),
            axis,
        }
    }

    /// The title of what lies so many parts of a million from the left end, in the row of that place from 0; `None`
    /// where nothing runs, and in rows whose bars have titles of their own.
    pub fn title_at(
        &self,
        line: &LineExplanation,
        place: usize,
        parts: u32,
        offset_at: OffsetAt,
        words: &Words,
    ) -> Option<String> {
        self.rows.get(place).filter(|row| !row.path.is_empty())?;
        let runs = line.runs.chunk_by(|one, other| one.instance == other.instance).nth(place)?;
        let is_under = |run: &&ExplainedRun| {
            let from = self.axis.parts(run.started_at.unix_nanoseconds());
            let until = self.axis.parts(run.stopped_at.unix_nanoseconds());
            (from.saturating_sub(SEEN_PARTS)..=until + SEEN_PARTS).contains(&parts)
        };
        runs.iter().find(is_under).map(|run| title(run, offset_at, words))
    }
}

/// The billed seconds of some runs.
pub fn billed_seconds(runs: &[ExplainedRun]) -> u64 {
    runs.iter().map(|run| run.billed_seconds).sum()
}

fn bar_row(axis: &Axis, runs: &[ExplainedRun], offset_at: OffsetAt, words: &Words) -> BarRow {
    let are_many = runs.len() > MOST_RUNS_AS_ELEMENTS;
    let place = |run: &ExplainedRun| label_place(axis, run, runs.len());
    let is_shape = |run: &&ExplainedRun| are_many && place(run) == LabelPlace::Hidden;
    let elements = runs.iter().filter(|run| !is_shape(run));
    BarRow {
        instance: runs.first().map_or(0, |run| run.instance).to_string(),
        bars: elements.map(|run| bar(axis, run, place(run), offset_at, words)).collect(),
        path: path_of_runs(axis, runs.iter().filter(is_shape)),
        seconds: format!("{} s", text::count(billed_seconds(runs))),
    }
}

fn ends(axis: &Axis, run: &ExplainedRun) -> (u32, u32) {
    (axis.parts(run.started_at.unix_nanoseconds()), axis.parts(run.stopped_at.unix_nanoseconds()))
}

fn label_place(axis: &Axis, run: &ExplainedRun, runs_of_instance: usize) -> LabelPlace {
    let (left, right) = ends(axis, run);
    if right - left >= ROOMY_PARTS {
        LabelPlace::Inside
    } else if runs_of_instance > 1 {
        LabelPlace::Hidden
    } else if right <= PARTS - ROOMY_PARTS {
        LabelPlace::After
    } else {
        LabelPlace::Before
    }
}

fn bar(axis: &Axis, run: &ExplainedRun, place: LabelPlace, offset_at: OffsetAt, words: &Words) -> Bar {
    let (left, right) = ends(axis, run);
    Bar {
        left: percent(left),
        width: percent(right - left),
        label: label(run),
        place,
        title: title(run, offset_at, words),
    }
}

fn label(run: &ExplainedRun) -> String {
    format!("{} s", text::count(run.billed_seconds))
}

/// From when until when a run is, in words.
fn title(run: &ExplainedRun, offset_at: OffsetAt, words: &Words) -> String {
    let mut stretch = text::stretch(run.started_at, run.stopped_at, true, words);
    if let Some(local) = local_time::of_stretch(run.started_at, run.stopped_at, offset_at, words) {
        stretch = format!("{stretch} ({local})");
    }
    (words.bar_title)(run.instance, &stretch, &label(run))
}

/// A rectangle for each stretch, as high as there are instances.
fn levels(axis: &Axis, parts: &[Part], most: u32) -> String {
    let mut path = String::new();
    for part in parts {
        let (left, right) =
            (axis.parts(part.from.unix_nanoseconds()), axis.parts(part.until.unix_nanoseconds()));
        let height = LEVELS_HEIGHT * u64::from(part.instances) / u64::from(most.max(1));
        // Writing to a String does not fail.
        let _ = write!(path, "M{left} {LEVELS_HEIGHT}V{}H{right}V{LEVELS_HEIGHT}Z", LEVELS_HEIGHT - height);
    }
    path
}
