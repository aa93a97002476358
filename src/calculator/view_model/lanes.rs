//! Where instances are too many for the picture: a lane for each of them, with its own runs and its own seconds.

use std::fmt::Write;

use tiermeter_estimate::{ExplainedRun, LineExplanation};

use super::axis::Axis;
use super::bars::billed_seconds;
use crate::text;

/// Runs with less between them (in parts of a million of the axis) are drawn as one: nobody could see it.
pub const SEEN_PARTS: u32 = 500;

/// The lanes that are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lanes {
    /// The first instances.
    pub lanes: Vec<Lane>,
    /// How many more there are.
    pub left: u64,
}

/// A lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// The instance's number.
    pub instance: String,
    /// Its runs, as an SVG path in a box of a million by one.
    pub path: String,
    /// Its billed seconds.
    pub seconds: String,
}

impl Lanes {
    /// The lanes of the first `most` instances of a line, on the picture's own axis.
    pub fn of(line: &LineExplanation, axis: &Axis, most: usize) -> Self {
        // Runs come by instance and start, so each instance's are neighbours.
        let mut instances = line.runs.chunk_by(|one, other| one.instance == other.instance);
        let lanes = instances.by_ref().take(most).map(|runs| Lane {
            instance: runs.first().map_or(0, |run| run.instance).to_string(),
            path: path_of_runs(axis, runs.iter()),
            seconds: format!("{} s", text::count(billed_seconds(runs))),
        });
        let lanes = lanes.collect();
        Self { lanes, left: u64::try_from(instances.count()).unwrap_or_default() }
    }
}

/// Some runs of an instance as one SVG path in a box of a million by one.
pub fn path_of_runs<'a>(axis: &Axis, runs: impl Iterator<Item = &'a ExplainedRun>) -> String {
    path(runs.map(|run| {
        let from = axis.parts(run.started_at.unix_nanoseconds());
        (from, axis.parts(run.stopped_at.unix_nanoseconds()).max(from + SEEN_PARTS))
    }))
}

/// A rectangle for each stretch; those that nobody could tell apart are one.
fn path(stretches: impl Iterator<Item = (u32, u32)>) -> String {
    let mut path = String::new();
    let mut drawn: Option<(u32, u32)> = None;
    // Behind the last stretch comes one that is far away, so that the last one is drawn too.
    for (from, until) in stretches.chain([(u32::MAX, u32::MAX)]) {
        match &mut drawn {
            Some((_, end)) if from < *end + SEEN_PARTS => *end = until.max(*end),
            _ => {
                if let Some((left, right)) = drawn.replace((from, until)) {
                    // Writing to a String does not fail.
                    let _ = write!(path, "M{left} 0H{right}V1H{left}Z");
                }
            }
        }
    }
    path
}
