//! Every instance as a bar of its own, with its own seconds.

use std::ops::Range;

use tiermeter_estimate::ExplainedRun;

use super::axis::{Axis, percent};
use crate::text;

/// So many instances are drawn; the others are counted.
const MOST_INSTANCES_DRAWN: u32 = 12;
/// So many runs stand in the table; the others are counted.
const MOST_RUNS_LISTED: usize = 200;
/// A bar at least so wide (in parts of a million of the axis) has room for its label, on a phone too.
const ROOMY_PARTS: u32 = 260_000;

/// The bars, and the same as a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BarsView {
    /// The time axis above the bars.
    pub axis: Axis,
    /// The instances that are drawn.
    pub rows: Vec<BarRow>,
    /// How many more there are.
    pub more: Option<String>,
    /// The picture in words.
    pub words: String,
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

/// A run as a row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// The instance's number.
    pub instance: String,
    /// When it starts.
    pub started_at: String,
    /// When it stops.
    pub stopped_at: String,
    /// Its billed seconds.
    pub billed_seconds: String,
}

impl BarsView {
    /// The bars of runs in a month (in nanoseconds since 1970).
    pub fn of(runs: &[ExplainedRun], month: &Range<i64>) -> Self {
        let (Some(first), Some(last)) =
            (runs.iter().map(|run| run.started_at).min(), runs.iter().map(|run| run.stopped_at).max())
        else {
            return Self::default();
        };
        let axis = Axis::around(&(first.unix_nanoseconds()..last.unix_nanoseconds()), month);
        let instances = runs.iter().map(|run| run.instance).max().unwrap_or_default();
        let row = |instance: u32| {
            let runs = runs.iter().filter(|run| run.instance == instance).collect::<Vec<_>>();
            BarRow {
                instance: instance.to_string(),
                bars: runs.iter().map(|run| bar(&axis, run, runs.len())).collect(),
            }
        };
        let rows = (1..=instances.min(MOST_INSTANCES_DRAWN)).map(row).collect();
        let not_drawn = u64::from(instances.saturating_sub(MOST_INSTANCES_DRAWN));
        let not_listed = u64::try_from(runs.len().saturating_sub(MOST_RUNS_LISTED)).unwrap_or_default();
        Self {
            rows,
            more: more(not_drawn, "more instance"),
            words: format!(
                "{} at most, from {} until {} UTC",
                text::counted(instances.into(), "instance"),
                text::instant(first),
                text::instant(last),
            ),
            runs: runs.iter().take(MOST_RUNS_LISTED).map(RunRow::of).collect(),
            more_runs: more(not_listed, "more run"),
            axis,
        }
    }
}

impl RunRow {
    fn of(run: &ExplainedRun) -> Self {
        Self {
            instance: run.instance.to_string(),
            started_at: text::instant(run.started_at),
            stopped_at: text::instant(run.stopped_at),
            billed_seconds: text::grouped(&run.billed_seconds.to_string()),
        }
    }
}

fn more(count: u64, what: &str) -> Option<String> {
    (count > 0).then(|| format!("and {}", text::counted(count, what)))
}

fn bar(axis: &Axis, run: &ExplainedRun, runs_of_instance: usize) -> Bar {
    let (left, right) =
        (axis.parts(run.started_at.unix_nanoseconds()), axis.parts(run.stopped_at.unix_nanoseconds()));
    let width = right - left;
    let place = if width >= ROOMY_PARTS {
        LabelPlace::Inside
    } else if runs_of_instance > 1 {
        LabelPlace::Hidden
    } else if right <= 1_000_000 - ROOMY_PARTS {
        LabelPlace::After
    } else {
        LabelPlace::Before
    };
    let label = format!("{} s", text::grouped(&run.billed_seconds.to_string()));
    let stretch = text::stretch(run.started_at, run.stopped_at, true);
    let title = format!("instance {}: {stretch}, {label} billed", run.instance);
    Bar { left: percent(left), width: percent(width), label, place, title }
}
