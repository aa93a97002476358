//! The instances and the runs of a line in numbers, to stand behind the picture of its bars.

use tiermeter_estimate::{ExplainedRun, LineExplanation};

use super::bars::billed_seconds;
use crate::local_time::{self, OffsetAt};
use crate::text;
use crate::words::Words;

/// So many rows stand in a table; the others are counted.
const MOST_ROWS: usize = 200;

/// The tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BarTables {
    /// Each instance with its seconds.
    pub instances: Vec<InstanceRow>,
    /// How many more instances there are.
    pub more_instances: Option<String>,
    /// The runs.
    pub runs: Vec<RunRow>,
    /// How many more runs there are.
    pub more_runs: Option<String>,
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

impl BarTables {
    /// The tables of a line.
    pub fn of(line: &LineExplanation, offset_at: OffsetAt, words: &Words) -> Self {
        // Runs come by instance and start, so each instance's are neighbours.
        let by_instance = || line.runs.chunk_by(|one, other| one.instance == other.instance);
        Self {
            instances: by_instance().take(MOST_ROWS).map(instance_row).collect(),
            more_instances: more(by_instance().count(), words.more_instances),
            runs: line.runs.iter().take(MOST_ROWS).map(|run| run_row(run, offset_at, words)).collect(),
            more_runs: more(line.runs.len(), words.more_runs),
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
