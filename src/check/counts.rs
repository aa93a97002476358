//! The seconds of a log, counted by the rules and in the other ways that invoices are often made: what an invoice says
//! tells which of them it was.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use tiermeter_pricing::{
    Calendar, Instant, Month, NANOSECONDS_PER_SECOND, PriceBook, RunView, Share, Tier, Usage,
    billable_seconds, split,
};

use super::report::Way;

const SECONDS_PER_MINUTE: i64 = 60;
const SECONDS_PER_HOUR: i64 = 3_600;

/// Where units fall, as numbers: names as in the usage, the price by its place in the tier's prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The month.
    pub month: Month,
    /// The service's name.
    pub service: u32,
    /// The tier's code.
    pub tier: u32,
    /// The price.
    pub price: usize,
}

/// What falls there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Units {
    /// By the rules: each run rounded up to seconds by itself, each second where it begins.
    pub seconds: u64,
    /// As measured.
    pub nanoseconds: u128,
    minutes: u64,
    hours: u64,
    of_runs_started: u64,
    of_runs_stopped: u64,
    repeated: u64,
    open: u64,
}

/// All of a log.
#[derive(Debug, Default)]
pub struct Counts {
    /// What falls where.
    pub units: FxHashMap<Place, Units>,
    /// Runs that have not stopped.
    pub open_runs: u64,
    /// Runs over the end of a month.
    pub runs_over_months: u64,
    /// Runs of no length, which are billed a second.
    pub runs_of_no_length: u64,
}

/// A tier of the usage: its code's number, and its prices.
pub type Tiers<'book> = FxHashMap<u32, &'book Tier>;

/// The tiers that a usage names.
pub fn tiers_of<'book>(usage: &Usage, book: &'book PriceBook) -> Tiers<'book> {
    let mut tiers = Tiers::default();
    for run in usage.runs() {
        if !tiers.contains_key(&run.tier)
            && let Some(tier) = book.tier(usage.name_of(run.tier))
        {
            tiers.insert(run.tier, tier);
        }
    }
    tiers
}

/// When a run stops, or is taken to.
pub fn stop_of(run: &RunView, usage: &Usage) -> Instant {
    run.stopped_at.or(usage.as_of()).unwrap_or(run.started_at).max(run.started_at)
}

impl Counts {
    /// Counts a usage that was settled, and rows that stood in its log once more.
    pub fn of(usage: &Usage, repeated: &[RunView], book: &PriceBook) -> Self {
        let tiers = tiers_of(usage, book);
        let mut counter = Counter { counts: Self::default(), calendar: Calendar::new(book.utc_offset()) };
        for run in usage.runs() {
            if let Some(tier) = tiers.get(&run.tier) {
                counter.add(&run, stop_of(&run, usage), tier);
            }
        }
        for run in repeated {
            if let Some(tier) = tiers.get(&run.tier) {
                let seconds = billable_seconds(run.started_at, stop_of(run, usage));
                counter.share_out(run, tier, NANOSECONDS_PER_SECOND, seconds, |units, share| {
                    units.repeated += share.units;
                });
            }
        }
        counter.counts
    }
}

struct Counter {
    counts: Counts,
    calendar: Calendar,
}

impl Counter {
    /// Adds a run, in every way.
    fn add(&mut self, run: &RunView, stopped_at: Instant, tier: &Tier) {
        let length = (stopped_at.unix_nanoseconds() - run.started_at.unix_nanoseconds()).unsigned_abs();
        let seconds = billable_seconds(run.started_at, stopped_at);
        let is_open = run.stopped_at.is_none();
        self.counts.open_runs += u64::from(is_open);
        self.counts.runs_of_no_length += u64::from(length == 0);

        self.share_out(run, tier, NANOSECONDS_PER_SECOND, seconds, |units, share| {
            units.seconds += share.units;
            units.open += if is_open { share.units } else { 0 };
        });
        self.share_out(run, tier, 1, length, |units, share| units.nanoseconds += u128::from(share.units));
        self.started(run, tier, SECONDS_PER_MINUTE, length, |units, started| units.minutes += started);
        self.started(run, tier, SECONDS_PER_HOUR, length, |units, started| units.hours += started);

        let (start, stop) = (run.started_at.unix_nanoseconds(), stopped_at.unix_nanoseconds());
        // The last instant of a run lies before its end; one of no length has but one.
        let last = (stop - 1).max(start);
        let months = [start, last].map(|at| self.calendar.containing(at).0);
        self.counts.runs_over_months += u64::from(months[0] != months[1]);
        if let Some(units) = self.units_at(run, tier, months[0], start) {
            units.of_runs_started += seconds;
        }
        if let Some(units) = self.units_at(run, tier, months[1], last) {
            units.of_runs_stopped += seconds;
        }
    }

    /// Adds started units of so many seconds, as seconds.
    fn started(
        &mut self,
        run: &RunView,
        tier: &Tier,
        unit_seconds: i64,
        length: u64,
        add: impl Fn(&mut Units, u64),
    ) {
        let unit = unit_seconds * NANOSECONDS_PER_SECOND;
        let count = length.div_ceil(unit.unsigned_abs()).max(1);
        let seconds = unit_seconds.unsigned_abs();
        self.share_out(run, tier, unit, count, |units, share| add(units, share.units * seconds));
    }

    /// Splits units of a run by where each begins, as the rules split seconds.
    fn share_out(
        &mut self,
        run: &RunView,
        tier: &Tier,
        unit: i64,
        count: u64,
        add: impl Fn(&mut Units, &Share),
    ) {
        let units = &mut self.counts.units;
        let first = run.started_at.unix_nanoseconds();
        // No unit begins before the first price: the usage was settled.
        let _ = split(first, unit, count, &tier.prices, &mut self.calendar, |share| {
            let (month, price) = (share.month, share.price);
            let place = Place { month, service: run.service, tier: run.tier, price };
            add(units.entry(place).or_default(), &share);
        });
    }

    fn units_at(&mut self, run: &RunView, tier: &Tier, month: Month, at: i64) -> Option<&mut Units> {
        let price = tier.prices.index_at(at)?;
        let place = Place { month, service: run.service, tier: run.tier, price };
        Some(self.counts.units.entry(place).or_default())
    }
}

impl Units {
    /// Seconds in one of the ways; `None` where they are more than can be counted.
    pub fn in_way(&self, way: Way) -> Option<Decimal> {
        let whole = |seconds: u64| Some(Decimal::from(seconds));
        match way {
            Way::TrueSeconds => {
                Decimal::try_from_i128_with_scale(i128::try_from(self.nanoseconds).ok()?, 9).ok()
            }
            Way::RoundedOnce => {
                let nanoseconds_per_second = u128::from(NANOSECONDS_PER_SECOND.unsigned_abs());
                whole(u64::try_from(self.nanoseconds.div_ceil(nanoseconds_per_second)).ok()?)
            }
            Way::Minutes => whole(self.minutes),
            Way::Hours => whole(self.hours),
            Way::MonthOfStart => whole(self.of_runs_started),
            Way::MonthOfStop => whole(self.of_runs_stopped),
            Way::RepeatedRows => whole(self.seconds.checked_add(self.repeated)?),
            Way::WithoutOpenRuns => whole(self.seconds.checked_sub(self.open)?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    /// The units of one run of tier A, by month.
    fn of_run(start: &str, stop: Option<&str>) -> (Vec<(String, Units)>, Counts) {
        let mut usage = Usage::new();
        usage.set_as_of(at("2026-04-01T00:00:10Z"));
        usage.push_run("s", "i", "A", at(start), stop.map(at)).unwrap();
        let counts = Counts::of(&usage, &[], PriceBook::bundled());
        let mut units: Vec<(String, Units)> =
            counts.units.iter().map(|(place, units)| (place.month.to_string(), *units)).collect();
        units.sort_by(|one, other| one.0.cmp(&other.0));
        (units, counts)
    }

    #[track_caller]
    fn check(start: &str, stop: Option<&str>, way: Way, expected: &[&str]) {
        let (units, _) = of_run(start, stop);
        let found: Vec<String> =
            units.iter().map(|(_, units)| units.in_way(way).unwrap().normalize().to_string()).collect();
        assert_eq!(found, expected, "{way:?}");
    }

    #[test]
    fn runs_are_counted_in_every_way() {
        let (start, stop) = ("2026-03-03T10:00:00.5Z", Some("2026-03-03T10:01:01Z"));
        check(start, stop, Way::TrueSeconds, &["60.5"]);
        check(start, stop, Way::RoundedOnce, &["61"]);
        check(start, stop, Way::Minutes, &["120"]);
        check(start, stop, Way::Hours, &["3600"]);
        check(start, stop, Way::WithoutOpenRuns, &["61"]);
        check("2026-03-03T10:00:00Z", Some("2026-03-03T10:00:00Z"), Way::Minutes, &["60"]);
    }

    #[test]
    fn runs_over_a_month_are_cut_or_are_not() {
        let (start, stop) = ("2026-03-31T23:59:50Z", Some("2026-04-01T00:00:20Z"));
        let (units, counts) = of_run(start, stop);
        assert_eq!(units.iter().map(|(_, units)| units.seconds).collect::<Vec<_>>(), [10, 20]);
        assert_eq!(counts.runs_over_months, 1);
        check(start, stop, Way::MonthOfStart, &["30", "0"]);
        check(start, stop, Way::MonthOfStop, &["0", "30"]);
        check(start, None, Way::WithoutOpenRuns, &["0", "0"]);
        check(start, None, Way::RoundedOnce, &["10", "10"]);
    }

    #[test]
    fn what_is_counted_by_the_rules_is_what_the_core_settles() {
        let book = PriceBook::bundled();
        let mut usage = Usage::new();
        let mut state = 1_u64;
        for index in 0..500_u32 {
            // A sequence that looks like chance and is the same each time.
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let start = at("2026-01-01T00:00:00Z").unix_nanoseconds()
                + i64::try_from(state >> 12).unwrap() % 7_776_000_000_000_000;
            let length = i64::try_from(state >> 20).unwrap() % 400_000_000_000_000;
            let [start, stop] = [start, start + length].map(|at| Instant::from_unix_nanoseconds(at).unwrap());
            let tier = ["A", "B", "C"][usize::try_from(state >> 60).unwrap() % 3];
            usage
                .push_run(&format!("s-{}", index % 3), &format!("i-{index}"), tier, start, Some(stop))
                .unwrap();
        }
        let counts = Counts::of(&usage, &[], book);
        let settlement = tiermeter_pricing::settle(&usage, book).unwrap();
        let lines: usize = settlement.bills.iter().map(|bill| bill.lines.len()).sum();
        assert_eq!(lines, counts.units.values().filter(|units| units.seconds > 0).count());
        for bill in &settlement.bills {
            for line in &bill.lines {
                let (_, units) = counts
                    .units
                    .iter()
                    .find(|(place, _)| {
                        place.month == bill.month
                            && usage.name_of(place.service) == line.service
                            && line.tier.as_deref() == Some(usage.name_of(place.tier))
                    })
                    .unwrap();
                assert_eq!(line.quantity, Decimal::from(units.seconds));
            }
        }
    }
}
