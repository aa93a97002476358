//! The instances of a service, each with its runs: those that the server runs now, and those that ran in the range
//! that is looked at.

use std::collections::BTreeMap;

use tiermeter_pricing::Instant;

use super::life::{Place, Window};
use super::money::BilledRun;
use crate::console::documents::Instance;
use crate::sorted::sort_by;

/// The first pause of an instance that ended by itself; each further one is twice as long, up to the longest.
const FIRST_PAUSE_MILLISECONDS: u64 = 500;
const LONGEST_PAUSE_MILLISECONDS: u64 = 60_000;
const MILLISECONDS_PER_SECOND: u64 = 1_000;

/// One instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// As the server runs it now; `None` where it does not.
    pub instance: Option<Instance>,
    /// Its runs that are in sight, the newest first.
    pub runs: Vec<BilledRun>,
}

/// A run in the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Where.
    pub place: Place,
    /// Whether it goes on.
    pub open: bool,
    /// Its start.
    pub started_at: Instant,
    /// Its end; `None` while open.
    pub stopped_at: Option<Instant>,
}

impl Lane {
    /// Its run that goes on.
    pub fn open_run(&self) -> Option<&BilledRun> {
        self.runs.iter().find(|run| run.stopped_at.is_none())
    }

    /// Its runs in the picture.
    pub fn bars(&self, window: Window) -> Vec<Bar> {
        let bars = self.runs.iter().filter_map(|run| {
            let place = window.place(run.started_at, run.stopped_at)?;
            let (started_at, stopped_at) = (run.started_at, run.stopped_at);
            Some(Bar { place, open: stopped_at.is_none(), started_at, stopped_at })
        });
        bars.collect()
    }

    /// Its billed seconds that begin within what is looked at.
    pub fn seconds(&self, window: Window, now: Instant) -> u64 {
        self.runs.iter().map(|run| run.seconds_since(window.from, now)).sum()
    }
}

/// An instance for each name; first those that are there now, then by their names and numbers.
pub fn lanes(runs: &[BilledRun], instances: &[Instance], window: Window) -> Vec<Lane> {
    let lane = |name: &str| Lane { name: name.to_owned(), instance: None, runs: Vec::new() };
    let mut by_name: BTreeMap<&str, Lane> = BTreeMap::new();
    for instance in instances {
        let lane = by_name.entry(&instance.instance).or_insert_with(|| lane(&instance.instance));
        lane.instance = Some(instance.clone());
    }
    let seen =
        |run: &&BilledRun| run.stopped_at.is_none_or(|_| run.seconds_since(window.from, window.until) > 0);
    for run in runs.iter().filter(seen) {
        let lane = by_name.entry(&run.instance).or_insert_with(|| lane(&run.instance));
        lane.runs.push(run.clone());
    }
    let mut lanes: Vec<Lane> = by_name.into_values().collect();
    sort_by(&mut lanes, |one, other| place(one).cmp(&place(other)));
    lanes
}

/// What lanes are put into order by: those that are there come first.
fn place(lane: &Lane) -> (bool, &str, u64, &str) {
    let is_there = lane.instance.is_some() || lane.open_run().is_some();
    let (name, number) = name_and_number(&lane.name);
    (!is_there, name, number, &lane.name)
}

/// `managed-10` stands behind `managed-9`.
fn name_and_number(name: &str) -> (&str, u64) {
    let digits = name.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (name, number) = name.split_at(name.len() - digits);
    (name, number.parse().unwrap_or_default())
}

/// The longest that an instance which was started again so often waits before the next attempt, in seconds, rounded
/// up. It waits less where it lasted a minute in between.
pub fn longest_pause_seconds(restarts: u64) -> u64 {
    let doublings = u32::try_from(restarts.saturating_sub(1)).unwrap_or(u32::MAX);
    let pause = 2_u64.checked_pow(doublings).and_then(|times| times.checked_mul(FIRST_PAUSE_MILLISECONDS));
    let pause = pause.unwrap_or(LONGEST_PAUSE_MILLISECONDS).min(LONGEST_PAUSE_MILLISECONDS);
    pause.div_ceil(MILLISECONDS_PER_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::documents::InstanceState;
    use crate::console::live::examples::at;

    fn run(instance: &str, started_at: &str, stopped_at: Option<&str>) -> BilledRun {
        BilledRun {
            instance: instance.to_owned(),
            tier: "A".to_owned(),
            started_at: at(started_at),
            stopped_at: stopped_at.map(at),
        }
    }

    fn instance(name: &str) -> Instance {
        Instance {
            instance: name.to_owned(),
            state: InstanceState::Starting,
            endpoint: None,
            since: at("2026-03-03T10:00:00Z"),
            restarts: 0,
            last_exit: None,
        }
    }

    fn day() -> Window {
        Window { from: at("2026-03-03T00:00:00Z"), until: at("2026-03-04T00:00:00Z") }
    }

    #[test]
    fn every_instance_has_one_lane() {
        let runs = [
            run("managed-10", "2026-03-03T10:00:00Z", None),
            run("managed-9", "2026-03-03T09:00:00Z", Some("2026-03-03T10:00:00Z")),
            run("managed-2", "2026-03-03T08:00:00Z", None),
            run("managed-2", "2026-03-02T23:59:00Z", Some("2026-03-03T00:00:30Z")),
            run("managed-8", "2026-03-02T08:00:00Z", Some("2026-03-02T09:00:00Z")),
            run("edge", "2026-03-02T20:00:00Z", Some("2026-03-03T01:00:00Z")),
        ];
        let lanes = lanes(&runs, &[instance("managed-3"), instance("managed-2")], day());
        let shown: Vec<(&str, usize, bool)> =
            lanes.iter().map(|lane| (lane.name.as_str(), lane.runs.len(), lane.instance.is_some())).collect();
        let expected = [
            ("managed-2", 2, true),
            ("managed-3", 0, true),
            ("managed-10", 1, false),
            ("edge", 1, false),
            ("managed-9", 1, false),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_lane_counts_what_is_in_sight() {
        let runs = [
            run("managed-1", "2026-03-03T10:00:00Z", None),
            run("managed-1", "2026-03-02T23:59:00Z", Some("2026-03-03T00:00:30Z")),
        ];
        let lanes = lanes(&runs, &[], day());
        let lane = &lanes[0];
        assert_eq!(lane.seconds(day(), at("2026-03-03T10:00:07.500Z")), 38);
        let bars = lane.bars(day());
        let shown: Vec<(&str, bool)> = bars.iter().map(|bar| (bar.place.left.as_str(), bar.open)).collect();
        assert_eq!(shown, [("41.66%", true), ("0.00%", false)]);
        assert_eq!(lane.open_run().map(|run| run.started_at), Some(at("2026-03-03T10:00:00Z")));
    }

    #[test]
    fn pauses_grow_up_to_a_minute() {
        for (restarts, expected) in [(0, 1), (1, 1), (2, 1), (3, 2), (4, 4), (7, 32), (8, 60), (u64::MAX, 60)]
        {
            assert_eq!(longest_pause_seconds(restarts), expected, "{restarts}");
        }
    }
}
