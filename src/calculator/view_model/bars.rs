//! Every instance as a bar of its own, with its own seconds; where there are many, how many run as levels.

use std::fmt::Write;
use std::ops::Range;

use tiermeter_estimate::{ExplainedRun, LineExplanation, Part};

use super::axis::Axis;
use crate::local_time::{self, OffsetAt};
use crate::text::{self, percent};
use crate::words::Words;

/// So many instances are drawn as bars; more are drawn as levels.
const MOST_INSTANCES_DRAWN: u32 = 12;
/// So many runs are drawn as bars; more are drawn as levels.
const MOST_RUNS_DRAWN: usize = 400;
/// So many rows stand in a table; the others are counted.
const MOST_ROWS: usize = 200;
/// A bar at least so wide (in parts of a million of the axis) has room for its label, on a phone too.
const ROOMY_PARTS: u32 = 260_000;
const PARTS: u32 = 1_000_000;
/// The height of the picture of levels.
const LEVELS_HEIGHT: u64 = 1_000;

/// The bars, and the same as tables.
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
    /// Each instance with its seconds.
    pub instances: Vec<InstanceRow>,
    /// How many more instances there are.
    pub more_instances: Option<String>,
    /// The runs.
    pub runs: Vec<RunRow>,
    /// How many more runs there are.
    pub more_runs: Option<String>,
}

/// The bars of one instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarRow {
    /// The instance's number.
    pub instance: String,
    /// Its runs.
    pub bars: Vec<Bar>,
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

/// An instance as a row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceRow {
    /// Its number.
    pub instance: String,
    /// How often it runs.
    pub runs: String,
    /// How long it runs.
    pub true_seconds: String,
    /// Its billed seconds.
    pub billed_seconds: String,
}

/// A run as a row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// The instance's number.
    pub instance: String,
    /// When it starts.
    pub started_at: String,
    /// When it stops.
    pub stopped_at: String,
    /// The same in local time, where that is another one.
    pub local: [Option<String>; 2],
    /// Its billed seconds.
    pub billed_seconds: String,
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
        let with_sums = rows.iter().any(|row| row.bars.iter().any(|bar| bar.place == LabelPlace::Hidden));
        Self {
            with_sums,
            rows,
            levels: (!as_bars).then(|| (levels(&axis, &line.parts, most), text::count(most))),
            words: (words.bars_said)(most.into(), &text::instant(first), &text::instant(last)),
            instances: by_instance.iter().take(MOST_ROWS).map(|runs| instance_row(runs)).collect(),
            more_instances: more(by_instance.len(), words.more_instances),
            runs: runs.iter().take(MOST_ROWS).map(|run| run_row(run, offset_at, words)).collect(),
            more_runs: more(runs.len(), words.more_runs),
            axis,
        }
    }
}

fn more(count: usize, words: fn(u64) -> String) -> Option<String> {
    let more = u64::try_from(count.saturating_sub(MOST_ROWS)).unwrap_or_default();
    (more > 0).then(|| words(more))
}

fn instance_row(runs: &[ExplainedRun]) -> InstanceRow {
    let nanoseconds = runs
        .iter()
        .map(|run| u128::from(run.stopped_at.unix_nanoseconds().abs_diff(run.started_at.unix_nanoseconds())));
    InstanceRow {
        instance: runs.first().map_or(0, |run| run.instance).to_string(),
        runs: text::count(runs.len()),
        true_seconds: text::measured_seconds(nanoseconds.sum()),
        billed_seconds: text::count(billed_seconds(runs)),
    }
}

fn run_row(run: &ExplainedRun, offset_at: OffsetAt, words: &Words) -> RunRow {
    RunRow {
        instance: run.instance.to_string(),
        started_at: text::instant(run.started_at),
        stopped_at: text::instant(run.stopped_at),
        local: [run.started_at, run.stopped_at].map(|at| local_time::of_instant(at, offset_at, words)),
        billed_seconds: text::count(run.billed_seconds),
    }
}

/// The billed seconds of some runs.
pub fn billed_seconds(runs: &[ExplainedRun]) -> u64 {
    runs.iter().map(|run| run.billed_seconds).sum()
}

fn bar_row(axis: &Axis, runs: &[ExplainedRun], offset_at: OffsetAt, words: &Words) -> BarRow {
    BarRow {
        instance: runs.first().map_or(0, |run| run.instance).to_string(),
        bars: runs.iter().map(|run| bar(axis, run, runs.len(), offset_at, words)).collect(),
        seconds: format!("{} s", text::count(billed_seconds(runs))),
    }
}

fn bar(axis: &Axis, run: &ExplainedRun, runs_of_instance: usize, offset_at: OffsetAt, words: &Words) -> Bar {
    let (left, right) =
        (axis.parts(run.started_at.unix_nanoseconds()), axis.parts(run.stopped_at.unix_nanoseconds()));
    let width = right - left;
    let place = if width >= ROOMY_PARTS {
        LabelPlace::Inside
    } else if runs_of_instance > 1 {
        LabelPlace::Hidden
    } else if right <= PARTS - ROOMY_PARTS {
        LabelPlace::After
    } else {
        LabelPlace::Before
    };
    let label = format!("{} s", text::count(run.billed_seconds));
    let mut stretch = text::stretch(run.started_at, run.stopped_at, true, words);
    if let Some(local) = local_time::of_stretch(run.started_at, run.stopped_at, offset_at, words) {
        stretch = format!("{stretch} ({local})");
    }
    let title = (words.bar_title)(run.instance, &stretch, &label);
    Bar { left: percent(left), width: percent(width), label, place, title }
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
