//! What runs come to in each stretch of a plot: seconds belong to the stretch in which they begin, as they belong to
//! the month in which they begin (P3), so that stretches always add up to whole runs. Exact, by the core.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use tiermeter_pricing::{BilledUnits, Calendar, Exact, Instant, PriceBook};

use super::range::Stretch;
use crate::console::documents::{OpenRun, Run};
use crate::sorted::sort;

/// A run as plots see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lived {
    /// The tier that is billed.
    pub tier: String,
    /// Its start.
    pub from: Instant,
    /// Its end; `None` while open.
    pub until: Option<Instant>,
}

/// From an instant on there are so many instances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The instant, in nanoseconds since 1970.
    pub at: i64,
    /// How many.
    pub instances: u32,
}

/// What a stretch came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Billed seconds.
    pub seconds: u64,
    /// What they cost; `None` where the price book does not price them.
    pub cost: Option<Decimal>,
}

/// The runs that were read, with those that are open now: a run that began since it was read is added, and one that
/// has ended since lasts until it is read again.
pub fn merged(runs: &[Run], open: &[OpenRun]) -> Vec<Lived> {
    let known: BTreeSet<(&str, Instant)> =
        runs.iter().map(|run| (run.instance.as_str(), run.started_at)).collect();
    let read =
        runs.iter().map(|run| Lived { tier: run.tier.clone(), from: run.started_at, until: run.stopped_at });
    let begun_since = open
        .iter()
        .filter(|run| !known.contains(&(run.instance.as_str(), run.started_at)))
        .map(|run| Lived { tier: run.tier.clone(), from: run.started_at, until: None });
    read.chain(begun_since).collect()
}

/// The instant up to which runs are shown: not before anything that is known of them.
pub fn shown_until(runs: &[Lived], now: Instant) -> Instant {
    runs.iter().map(|run| run.until.unwrap_or(run.from)).fold(now, Instant::max)
}

/// How many instances ran, from each instant at which that changed; none before the first one.
pub fn steps(runs: &[Lived]) -> Vec<Step> {
    let mut changes: Vec<(i64, i64)> = Vec::with_capacity(runs.len() * 2);
    for run in runs.iter().filter(|run| run.until != Some(run.from)) {
        changes.push((run.from.unix_nanoseconds(), 1));
        changes.extend(run.until.map(|until| (until.unix_nanoseconds(), -1)));
    }
    sort(&mut changes);
    let mut steps: Vec<Step> = Vec::new();
    let mut running: i64 = 0;
    for (at, change) in changes {
        running += change;
        let instances = u32::try_from(running).unwrap_or_default();
        match steps.last_mut() {
            Some(last) if last.at == at => last.instances = instances,
            _ => steps.push(Step { at, instances }),
        }
    }
    // At one instant as many may have begun as ended.
    steps.dedup_by_key(|step| step.instances);
    steps
}

/// The least and the most instances within a stretch, both of them counted from its first instant on.
pub fn least_and_most(steps: &[Step], stretch: Stretch) -> (u32, u32) {
    let within = steps.partition_point(|step| step.at <= stretch.from);
    let at_first = within.checked_sub(1).and_then(|index| steps.get(index)).map_or(0, |step| step.instances);
    let later = steps.iter().skip(within).take_while(|step| step.at < stretch.until);
    later.fold((at_first, at_first), |(least, most), step| {
        (least.min(step.instances), most.max(step.instances))
    })
}

/// What runs come to in each of the stretches, which follow each other and are of one length. An open run counts as if
/// it stopped at `at` (P5).
pub fn counted(runs: &[Lived], stretches: &[Stretch], at: Instant, book: &PriceBook) -> Vec<Counted> {
    let mut sums: Vec<(u64, Option<Exact>)> = vec![(0, Some(Exact::default())); stretches.len()];
    let mut calendar = Calendar::new(book.utc_offset());
    for run in runs {
        let until = run.until.unwrap_or(at);
        if until < run.from {
            continue;
        }
        let first = run.from.unix_nanoseconds();
        let billed = BilledUnits::of_run(run.from, until);
        let prices = book.tier(&run.tier).map(|tier| &tier.prices);
        // The last second may begin a moment before the run ends, never after it.
        let touched = stretches
            .iter()
            .zip(&mut sums)
            .skip_while(|(stretch, _)| stretch.until <= first)
            .take_while(|(stretch, _)| stretch.from <= until.unix_nanoseconds());
        for (stretch, (seconds, cost)) in touched {
            let (before, by_then) = (billed.begun_before(stretch.from), billed.begun_before(stretch.until));
            if by_then > before {
                *seconds = seconds.saturating_add(by_then - before);
                let part = billed.part(before, by_then);
                let part = prices.and_then(|prices| part.cost(1, prices, &mut calendar, |_| true));
                *cost = cost.zip(part).and_then(|(cost, part)| cost.plus(part).ok());
            }
        }
    }
    sums.into_iter()
        .map(|(seconds, cost)| Counted { seconds, cost: cost.and_then(|cost| cost.decimal().ok()) })
        .collect()
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::{Usage, UtcOffset, billable_seconds, settle};

    use super::super::range::Range;
    use super::*;

    const BOOK: &str = r#"{"schema": "tiermeter.price-book/1", "id": "test", "name": "Test", "currency": "USD",
        "settlement": {"cycle": "month", "utc_offset": "+00:00"},
        "gpu_tiers": [{"code": "A", "name": "Entry-level", "prices": [{"from": null, "per_second": "0.000217"},
            {"from": "2026-03-03T11:30:00.250Z", "per_second": "0.0003"}]}]}"#;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn lived(from: &str, until: Option<&str>) -> Lived {
        Lived { tier: "A".to_owned(), from: at(from), until: until.map(at) }
    }

    /// Whether the stretches of a range add up to what the settlement says of the runs, which lie within it.
    fn check(runs: &[Lived], now: &str, range: Range) {
        let book = PriceBook::from_json(BOOK.as_bytes()).unwrap();
        let stretches = range.stretches(at(now), UtcOffset::default());
        let counted = counted(runs, &stretches, at(now), &book);
        let mut usage = Usage::new();
        usage.set_as_of(at(now));
        for (index, run) in runs.iter().enumerate() {
            usage.push_run("svc_1", &format!("i-{index}"), &run.tier, run.from, run.until).unwrap();
        }
        let settlement = settle(&usage, &book).unwrap();
        let total = Exact::sum_of(settlement.bills.iter().map(|bill| bill.exact_total)).unwrap();
        let sum = Exact::sum_of(counted.iter().map(|counted| counted.cost.unwrap())).unwrap();
        assert_eq!(sum, total, "{range:?} of {runs:?}");
        let seconds: u64 =
            runs.iter().map(|run| billable_seconds(run.from, run.until.unwrap_or(at(now)))).sum();
        assert_eq!(counted.iter().map(|counted| counted.seconds).sum::<u64>(), seconds);
    }

    #[test]
    fn stretches_add_up_to_the_settlement() {
        let runs = [
            lived("2026-03-03T10:00:00.400Z", Some("2026-03-03T11:00:00Z")),
            lived("2026-03-03T11:00:00Z", Some("2026-03-03T11:00:00Z")),
            lived("2026-03-03T11:29:59.999Z", Some("2026-03-03T11:30:00.251Z")),
            lived("2026-03-03T11:14:59.500Z", Some("2026-03-03T11:15:00.200Z")),
            lived("2026-03-03T11:00:00Z", None),
        ];
        for range in [Range::SixHours, Range::Day, Range::Week, Range::Month, Range::Quarter] {
            check(&runs, "2026-03-03T12:00:00Z", range);
            check(&runs, "2026-03-03T12:07:13.900Z", range);
        }
        check(&runs[2..4], "2026-03-03T11:59:59Z", Range::Hour);
        check(
            &[lived("2026-02-27T23:00:00.100Z", Some("2026-03-02T01:00:00Z"))],
            "2026-03-03T12:00:00Z",
            Range::Week,
        );
    }

    #[test]
    fn a_second_belongs_to_the_stretch_in_which_it_begins() {
        let book = PriceBook::from_json(BOOK.as_bytes()).unwrap();
        let now = at("2026-03-03T10:02:00Z");
        let stretches = Range::Hour.stretches(now, UtcOffset::default());
        let runs = [lived("2026-03-03T10:00:58.600Z", Some("2026-03-03T10:01:00.700Z"))];
        let counted = counted(&runs, &stretches, now, &book);
        let last: Vec<(u64, String)> = counted
            .iter()
            .rev()
            .take(3)
            .map(|counted| (counted.seconds, counted.cost.unwrap().to_string()))
            .collect();
        let expected = [(0, "0"), (1, "0.000217"), (2, "0.000434")];
        assert_eq!(last, expected.map(|(seconds, cost)| (seconds, cost.to_owned())));
    }

    #[test]
    fn what_is_not_priced_has_no_cost() {
        let book = PriceBook::from_json(BOOK.as_bytes()).unwrap();
        let now = at("2026-03-03T10:30:00Z");
        let runs = [Lived { tier: "Z".to_owned(), ..lived("2026-03-03T10:29:30Z", None) }];
        let counted = counted(&runs, &Range::Hour.stretches(now, UtcOffset::default()), now, &book);
        let costs: Vec<bool> = counted.iter().rev().take(3).map(|counted| counted.cost.is_some()).collect();
        assert_eq!(costs, [true, false, true]);
    }

    #[test]
    fn instances_are_counted_from_change_to_change() {
        let runs = [
            lived("2026-03-03T10:00:00Z", Some("2026-03-03T11:00:00Z")),
            lived("2026-03-03T10:30:00Z", None),
            lived("2026-03-03T11:00:00Z", Some("2026-03-03T11:30:00Z")),
            lived("2026-03-03T11:45:00Z", Some("2026-03-03T11:45:00Z")),
        ];
        let steps = steps(&runs);
        let expected = [("10:00", 1), ("10:30", 2), ("11:30", 1)].map(|(time, instances)| Step {
            at: at(&format!("2026-03-03T{time}:00Z")).unix_nanoseconds(),
            instances,
        });
        assert_eq!(steps, expected);
        for (from, until, least, most) in [
            ("09:00", "10:00", 0, 0),
            ("09:59", "10:01", 0, 1),
            ("10:00", "10:30", 1, 1),
            ("10:15", "10:45", 1, 2),
            ("10:30", "11:30", 2, 2),
            ("11:30", "12:00", 1, 1),
        ] {
            let nanoseconds = |time: &str| at(&format!("2026-03-03T{time}:00Z")).unix_nanoseconds();
            let stretch = Stretch { from: nanoseconds(from), until: nanoseconds(until) };
            assert_eq!(least_and_most(&steps, stretch), (least, most), "{from} to {until}");
        }
    }

    #[test]
    fn open_runs_that_were_not_read_are_added() {
        let read = |instance: &str, started_at: &str, stopped_at: Option<&str>| Run {
            instance: instance.to_owned(),
            tier: "A".to_owned(),
            started_at: at(started_at),
            stopped_at: stopped_at.map(at),
            seconds: 1,
            amount: Decimal::ZERO,
            currency: "USD".to_owned(),
            open: stopped_at.is_none(),
        };
        let open = |instance: &str, started_at: &str| OpenRun {
            instance: instance.to_owned(),
            tier: "A".to_owned(),
            started_at: at(started_at),
        };
        let (ten, eleven) = ("2026-03-03T10:00:00Z", "2026-03-03T11:00:00Z");
        let runs = [read("managed-1", ten, Some(eleven)), read("managed-2", ten, None)];
        let merged = merged(&runs, &[open("managed-1", eleven), open("managed-2", ten)]);
        assert_eq!(merged, [lived(ten, Some(eleven)), lived(ten, None), lived(eleven, None)]);
        assert_eq!(shown_until(&merged, at(ten)), at(eleven));
        assert_eq!(shown_until(&merged, at("2026-03-03T12:00:00Z")), at("2026-03-03T12:00:00Z"));
    }
}
